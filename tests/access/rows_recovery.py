"""Recovery. Therapy is the counsellor's and read by her manager; meetings, home group and sponsor are sensitive."""

from typing import Any

from tests.access.matrix import Row, only
from tests.access.rows_story import READS, SAVES
from tests.access.rows_work import SEES_PEOPLE
from tests.access.world import World
from throughgate.recovery.models import CellSheet, Lapse, TreatmentOutside

# The person is on Alice's and Carol's caseload at Send; Mona manages Carol.
AWAY = {role: status for role, status in READS.items() if role not in ("manager", "caseworker", "counsellor")}
THERAPY = AWAY | {"manager": 200, "caseworker": 404, "counsellor": 200}
WRITES = AWAY | {"manager": 403, "caseworker": 404, "counsellor": 200}
WRITTEN = WRITES | {"counsellor": 302}
LED_ON = AWAY | {"manager": 302, "caseworker": 302, "counsellor": 200}


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _lapse(world: World) -> dict[str, Any]:
    return _person(world) | {"lapse": Lapse.objects.filter(person=world.person).latest("pk").ref}


def _sheet(world: World) -> dict[str, Any]:
    return _person(world) | {"sheet": CellSheet.objects.filter(person=world.person).latest("pk").ref}


def _outside(world: World) -> dict[str, Any]:
    return _person(world) | {"treatment": TreatmentOutside.objects.filter(person=world.person).latest("pk").ref}


def _still(world: World) -> dict[str, Any]:
    return _outside(world) | {"weeks": 4}


def _code(world: World) -> dict[str, Any]:
    return _person(world) | {"code": "why-now"}


def _on(name: str) -> dict[str, str]:
    return {f"{name}_day": "2", f"{name}_month": "3", f"{name}_year": "2026"}


MEETINGS = {"fellowship": "aa", "where": "inside", "confirmed_by": "card", **_on("day_1")}
GROUP = {"fellowship": "aa", "name": "New Hope", "weekday": "2", **_on("found_on")}

ROWS = [
    Row("recovery:figures", "get", only(*SEES_PEOPLE)),
    Row("recovery:person", "get", READS, args=_person),
    Row("recovery:session", "get", LED_ON, args=_person),
    Row("recovery:session", "post", WRITES, args=_person),  # empty: it says what is missing
    Row("recovery:compare", "get", THERAPY, args=_person),
    Row("recovery:print", "get", THERAPY, args=_person),
    Row("recovery:count", "get", WRITES, args=_person),
    Row("recovery:count", "post", WRITTEN, args=_person, data=lambda world: _on("on")),
    Row("recovery:lapse", "get", WRITES, args=_person),
    Row("recovery:lapse", "post", WRITTEN, args=_person, data=lambda world: _on("from_on")),
    Row("recovery:lapse_read", "get", THERAPY, args=_lapse),
    Row("recovery:lapse_answered", "get", WRITES, args=_lapse),
    Row("recovery:lapse_answered", "post", WRITTEN, args=_lapse, data=lambda world: {"how": "talked", **_on("on")}),
    Row("recovery:lapse_open", "post", WRITTEN, args=_lapse),
    Row("recovery:sheets", "get", LED_ON, args=_person),
    Row("recovery:sheets", "post", WRITTEN, args=_person, data=lambda world: {"codes": ["why-now"], **_on("on")}),
    Row("recovery:sheet_back", "get", WRITES, args=_sheet),
    Row("recovery:sheet_back", "post", WRITTEN, args=_sheet, data=lambda world: _on("on")),
    Row("recovery:sheet_print", "get", WRITES, args=_code),
    Row("recovery:meetings", "get", READS, args=_person),
    Row("recovery:meetings", "post", SAVES, args=_person, data=lambda world: MEETINGS),
    Row("recovery:home_group", "get", READS, args=_person),
    Row("recovery:home_group", "post", SAVES, args=_person, data=lambda world: GROUP),
    Row("recovery:sponsor", "get", READS, args=_person),
    Row("recovery:sponsor", "post", SAVES, args=_person, data=lambda world: {"name": "Pat", **_on("on")}),
    Row("recovery:touch", "get", READS, args=_person),
    Row("recovery:touch", "post", SAVES, args=_person, data=lambda world: _on("on")),
    Row("recovery:liaison", "get", READS, args=_person),
    Row("recovery:outside", "get", READS, args=_person),
    Row("recovery:outside", "post", READS, args=_person),  # empty: it says what is missing
    Row("recovery:still", "post", SAVES, args=_still),
    Row("recovery:outside_end", "get", READS, args=_outside),
    Row("recovery:outside_end", "post", READS, args=_outside),
]
