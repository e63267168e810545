"""A release that moves: who may say the new day, and who may note what was said when somebody was rung."""

from typing import Any
from uuid import UUID

from tests.access.matrix import Row, only
from tests.access.rows_bookings import HIDDEN, NOT_THEIRS
from tests.access.world import World
from throughgate.release.models import MovedThing

READERS = ("manager", "caseworker", "counsellor")
# The person is not on the volunteer's caseload, and works with nobody elsewhere.
OPEN = only(*READERS, others=404)
MOVES = only(*READERS, status=302, others=404)
RINGS = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
PLANS = only(*READERS, "volunteer", "elsewhere")
BATCH = UUID(int=7)


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _date(world: World) -> dict[str, Any]:
    return _person(world) | {"date_id": world.person.custody_dates.get(kind="crd").pk}


def _call(world: World) -> dict[str, Any]:
    return {"ref": MovedThing.objects.filter(move__person=world.person).first().ref}


def _rung(world: World) -> dict[str, Any]:
    return {"call": _call(world)["ref"]}


def _new_date(world: World) -> dict[str, Any]:
    return {
        "kind": "confirmed_release",
        "on": "2027-01-15",
        "confidence": "expected",
        "source": "OMU",
        "step": "confirm",
    }


ROWS = [
    Row("release:move_date", "get", OPEN, args=_person),
    Row("release:move_date", "post", MOVES, args=_person, data=_new_date),
    Row("release:catch_up", "get", MOVES, args=_person),
    Row("release:catch_up", "post", MOVES, args=_person),
    Row("release:moved_date", "get", OPEN, args=_date),
    Row("release:move_many", "get", PLANS),
    Row("release:move_many", "post", PLANS),
    Row("release:moved_many", "get", OPEN, args=lambda world: {"batch": BATCH}),
    Row("release:calls_done", "post", RINGS, args=lambda world: {"batch": BATCH}, data=_rung),
    # The address names what is taken back; without that there is nothing.
    Row("release:calls_undo", "post", only(others=404), args=lambda world: {"batch": BATCH}),
    Row("release:call_done", "post", RINGS, args=_call),
    Row("release:call_undo", "post", RINGS, args=_call),
    Row("release:call_holds", "get", RINGS | dict.fromkeys(READERS, 200), args=_call),
    Row("release:call_holds", "post", RINGS, args=_call),
]
