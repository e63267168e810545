"""Telling how a journey goes, alarms, and the road of today. The driver's own way in is in `unit/release`."""

from typing import Any

from tests.access.matrix import Row, everyone, only
from tests.access.rows_bookings import HIDDEN, NOT_THEIRS
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.release.models import Alarm, DutyTurn, Journey, JourneyReport

OPENS = {"manager": 200, "caseworker": 200, "counsellor": 200} | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
PLANS = only("manager", "caseworker", "elsewhere")


def _alarm(world: World) -> dict[str, Any]:
    return {"ref": Alarm.objects.get(person=world.person).ref}


def _journey(world: World) -> dict[str, Any]:
    return {"ref": Journey.objects.filter(person=world.person, cancelled_at=None).first().ref}


def _report(world: World) -> dict[str, Any]:
    told = JourneyReport.objects.filter(journey__person=world.person, takes_back=None, token__isnull=False)
    return {"token": told.first().token}


def _turn(world: World) -> dict[str, Any]:
    return {"ref": DutyTurn.objects.first().ref}


def _found(world: World) -> dict[str, Any]:
    return {"found": "elsewhere", "words": "With their sister"}


def _duty(world: World) -> dict[str, Any]:
    day = today().isoformat()
    return {"user": world.users["caseworker"].ref, "from_on": day, "to_on": day}


def _why(world: World) -> dict[str, Any]:
    return {"because": "Wrong button"}


ROWS = [
    Row("release:road_worker", "get", everyone(200), public=True),
    Row("release:road_no_signal", "get", everyone(200), public=True),
    Row("release:report_journey", "get", OPENS, args=_journey),
    Row("release:report_journey", "post", DOES, args=_journey, data=lambda world: {"kind": "problem"}),
    Row("release:take_back_report", "get", OPENS, args=_report),
    Row("release:take_back_report", "post", DOES, args=_report, data=_why),
    Row("release:undo_report", "post", DOES, args=_report),
    Row("release:road", "get", PLANS),
    Row("release:duty", "get", PLANS),
    # Whoever works at another site may not name Alice: the form comes back.
    Row("release:duty", "post", PLANS | {"manager": 302, "caseworker": 302}, data=_duty),
    Row("release:end_duty", "post", PLANS | dict.fromkeys(("manager", "caseworker", "elsewhere"), 302), args=_turn),
    Row("release:alarm", "get", OPENS, args=_alarm),
    Row("release:take_alarm", "post", DOES, args=_alarm),
    Row("release:let_go_of_alarm", "post", DOES, args=_alarm),
    Row("release:close_alarm", "get", OPENS, args=_alarm),
    Row("release:close_alarm", "post", DOES, args=_alarm, data=_found),
]
