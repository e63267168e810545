"""Feedback, the learning log, and what is told back. Alice makes the change of the world's item."""

from typing import Any

from tests.access.matrix import ROLES, Row
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.learning.models import Feedback, KeptAnswer, LogChange, LogItem, OpenAnswer

NOBODY = dict.fromkeys(ROLES, 403)
# Of one person: whoever may read and write in the record.
READS = NOBODY | {
    "manager": 200, "caseworker": 200, "counsellor": 200, "volunteer": 404, "elsewhere": 404, "evaluator": 404,
    "administrator": 404,
}  # fmt: skip
GOES = READS | {"manager": 302, "caseworker": 302, "counsellor": 302}
# Of the site.
STAFF = NOBODY | {"manager": 200, "caseworker": 200, "counsellor": 200, "elsewhere": 200}
AT_SITE = STAFF | {"elsewhere": 404}
KEEPS = NOBODY | {"manager": 200}
KEPT = NOBODY | {"manager": 302}


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _open(world: World) -> dict[str, Any]:
    row = Feedback.objects.filter(person=world.person, finished_at=None).first()
    return _person(world) | {"feedback": row.ref}


def _finished(world: World) -> dict[str, Any]:
    row = Feedback.objects.filter(person=world.person, finished_at__isnull=False).first()
    return _person(world) | {"feedback": row.ref}


def _item(world: World) -> dict[str, Any]:
    return {"ref": LogItem.objects.filter(site=world.person.site).first().ref}


def _note(world: World) -> dict[str, Any]:
    return _item(world) | {"part": "learned"}


def _change(world: World) -> dict[str, Any]:
    return {"ref": LogChange.objects.filter(item__site=world.person.site).first().ref}


def _wall(world: World) -> dict[str, Any]:
    return {"code": world.person.site.code, "quarter": quarter_of(today()).isoformat()}


def _of_voice(model: Any) -> Any:
    return lambda world: {"voice": model.objects.filter(feedback__person=world.person).first().ref}


ROWS = [
    Row("learning:person", "get", READS, args=_person),
    Row("learning:start", "get", READS, args=_person),
    Row("learning:start", "post", READS, args=_person),
    Row("learning:paper", "get", READS, args=_person),
    Row("learning:before", "get", READS, args=_person),
    Row("learning:before", "post", READS, args=_person),
    Row("learning:ask", "get", READS, args=_open),
    Row("learning:ask", "post", GOES, args=_open),
    Row("learning:stop", "post", GOES, args=_open),
    Row("learning:thanks", "get", READS, args=_finished),
    Row("learning:log", "get", STAFF),
    Row("learning:figures", "get", STAFF),
    Row("learning:wall", "get", STAFF),
    Row("learning:voices", "get", KEEPS),
    Row("learning:new", "get", KEEPS),
    Row("learning:new", "get", KEEPS, data=_of_voice(OpenAnswer)),
    Row("learning:new", "get", KEEPS, data=_of_voice(KeptAnswer)),
    Row("learning:new", "post", KEEPS),
    Row("learning:item", "get", AT_SITE, args=_item),
    Row("learning:note", "get", KEEPS, args=_note),
    Row("learning:note", "post", KEEPS, args=_note),
    Row("learning:plan", "get", KEEPS, args=_item),
    Row("learning:plan", "post", KEEPS, args=_item),
    Row("learning:end", "get", KEEPS, args=_item),
    Row("learning:end", "post", KEEPS, args=_item),
    Row("learning:put", "get", KEEPS, args=_item),
    Row("learning:put", "post", KEEPS, args=_item),
    Row("learning:take_off", "post", KEPT, args=_item),
    Row("learning:changed", "get", KEEPS | {"caseworker": 200, "elsewhere": 404}, args=_change),
    Row("learning:changed", "post", KEEPS | {"caseworker": 200, "elsewhere": 404}, args=_change),
    Row("learning:check", "get", KEEPS | {"elsewhere": 404}, args=_change),
    Row("learning:check", "post", KEEPS | {"elsewhere": 404}, args=_change),
    Row("learning:wall_page", "get", AT_SITE, args=_wall),
    Row("learning:wall_paper", "get", AT_SITE, args=_wall),
    Row("learning:publish", "post", KEPT, args=_wall),
    Row("learning:unpublish", "post", KEPT, args=_wall),
]
