"""The day somebody comes out. The stop of the world is one that anybody who works with the person may read."""

from typing import Any
from uuid import uuid4

from tests.access.matrix import Row
from tests.access.rows_bookings import HIDDEN, NOT_THEIRS
from tests.access.world import World
from throughgate.release.models import DayStop, ReleaseDay

OPENS = {"manager": 200, "caseworker": 200, "counsellor": 200} | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _stop(world: World) -> dict[str, Any]:
    return {"ref": DayStop.objects.get(day__person=world.person).ref}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": ReleaseDay.objects.get(person=world.person).promise.ref}


def _gate(world: World) -> dict[str, Any]:
    return {
        "on": ReleaseDay.objects.get().on.isoformat(),
        "gate_from": "09:00",
        "gate_to": "10:00",
        "gets_about": "car",
    }


def _meeting(world: World) -> dict[str, Any]:
    return {"met_by": "nobody", "reason": "declined"}


def _gp(world: World) -> dict[str, Any]:
    return {"kind": "gp", "place": "Hillview Surgery", "minutes": "20", "level": "standard", "token": str(uuid4())}


def _way(world: World) -> dict[str, Any]:
    return {"here": "0", "there": "1", "mode": "car", "minutes": "20"}


def _typed_way(world: World) -> dict[str, Any]:
    """A way that nobody typed: it is asked whether they may before it is looked for."""
    return _person(world) | {"pk": 0}


def _why(world: World) -> dict[str, Any]:
    return {"because": "They come to the hostel instead"}


def _page_and_act(name: str, args: Any, data: Any) -> list[Row]:
    return [Row(name, "get", OPENS, args=args), Row(name, "post", DOES, args=args, data=data)]


ROWS = [
    Row("release:day", "get", OPENS, args=_person),
    Row("release:day_sheet", "get", OPENS, args=_person),
    Row("release:meeting_sheet", "get", OPENS, args=_person),
    Row("release:day_promised", "get", DOES, args=_promise),
    Row("release:plan_day", "post", DOES, args=_person),
    Row("release:day_by_car", "post", DOES, args=_person),
    Row("release:best_order", "post", DOES, args=_person),
    Row("release:undo_order", "post", DOES, args=_person),
    Row("release:way_back", "post", DOES, args=_typed_way),
    Row("release:stop_earlier", "post", DOES, args=_stop),
    Row("release:stop_later", "post", DOES, args=_stop),
    *_page_and_act("release:change_day", _person, _gate),
    *_page_and_act("release:say_who_meets", _person, _meeting),
    *_page_and_act("release:add_stop", _person, _gp),
    *_page_and_act("release:type_way", _person, _way),
    *_page_and_act("release:zones_clear", _person, _why),
    *_page_and_act("release:change_stop", _stop, _gp),
    *_page_and_act("release:cancel_stop", _stop, _why),
    *_page_and_act("release:hold_stop", _stop, lambda world: {}),
]
