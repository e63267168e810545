"""The first week after release, and the figures at the gate. Of the world's person no release is recorded."""

from typing import Any

from tests.access.matrix import Row, only
from tests.access.rows_release_day import DOES, OPENS
from tests.access.world import World
from throughgate.release.models import DayStop

SEES_PEOPLE = ("manager", "caseworker", "counsellor", "volunteer", "elsewhere")


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _stop(world: World) -> dict[str, Any]:
    return {"ref": DayStop.objects.get(day__person=world.person).ref}


ROWS = [
    Row("release:first_week", "get", only(*SEES_PEOPLE)),
    Row("release:gate_figures", "get", only(*SEES_PEOPLE, "evaluator")),
    Row("release:gate_figures_csv", "get", only(*SEES_PEOPLE, "evaluator")),
    Row("release:not_seen_why", "get", OPENS, args=_person),
    Row("release:not_seen_why", "post", OPENS, args=_person, data=lambda world: {"reason": "declined"}),
    Row("release:not_seen_undo", "post", DOES, args=_person),
    Row("release:stop_outcome", "get", OPENS, args=_stop),
    Row("release:stop_outcome", "post", DOES, args=_stop, data=lambda world: {"became": "late"}),
    Row("release:stop_outcome_undo", "post", DOES, args=_stop),
    Row("release:stop_rung", "post", DOES, args=_stop),
    Row("release:stop_rung_undo", "post", DOES, args=_stop),
]
