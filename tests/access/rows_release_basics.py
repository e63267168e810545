"""Getting ready for release. The person's phone is asked for, which anybody who works with them may read."""

from tests.access.matrix import Row, everyone, only
from throughgate.common.clock import today

READERS = ("manager", "caseworker", "counsellor")
SEES = only(*READERS, "volunteer", "elsewhere")
READS = only(*READERS, others=404)
ACTS = only(*READERS, status=302, others=404)


def _person(world):
    return {"ref": world.person.ref}


def _phone(world):
    return {"ref": world.person.ref, "code": "phone"}


def _promise(world):
    return {"ref": world.person.basics.get(code="phone").promise.ref}


ROWS = [
    Row("release:board", "get", SEES),
    Row("release:begin_many", "post", only(*READERS, "volunteer", "elsewhere", status=302)),
    Row(
        "release:begin_many",
        "post",
        {**everyone(404), **dict.fromkeys(READERS, 302), "evaluator": 403, "administrator": 403},
        data=lambda world: {"person": world.person.ref},
    ),
    Row("release:ready", "get", READS, args=_person),
    Row("release:begin", "post", ACTS, args=_person),
    Row("release:ready_sheet", "get", READS, args=_person),
    Row("release:basic_promised", "get", ACTS, args=_promise),
    Row("release:basic", "get", READS, args=_phone),
    Row("release:step", "get", READS, args=_phone),
    Row("release:step", "post", ACTS, args=_phone, data=lambda world: {"to": "in-hand", "quick": "1"}),
    Row("release:undo_step", "post", ACTS, args=_phone),
    Row("release:correct_basic", "get", READS, args=_phone),
    Row(
        "release:correct_basic",
        "post",
        ACTS,
        args=_phone,
        data=lambda world: {
            "to": "not-needed",
            "reason": "has",
            "on": today().isoformat(),
            "because": "A mistake",
            "level": "standard",
        },
    ),
]
