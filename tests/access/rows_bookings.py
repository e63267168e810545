"""Booking a contact. The booking of the world is one that anybody who works with the person may read."""

from datetime import timedelta
from uuid import uuid4

from tests.access.matrix import Row
from throughgate.common.clock import today

AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
NOT_THEIRS = {"volunteer": 404, "elsewhere": 404}
NO_PEOPLE = {"evaluator": 403, "administrator": 403}
HIDDEN = {"evaluator": 404, "administrator": 404}

READS = AT_SEND | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
BEGINS = AT_SEND | {"volunteer": 200, "elsewhere": 200} | NO_PEOPLE


def _ref(world):
    return {"ref": world.person.bookings.get().ref}


def _person(world):
    return {"ref": world.person.ref}


def _arranged(world):
    return {
        "kind": "other",
        "other_kind": "visit",
        "on": (today() + timedelta(days=1)).isoformat(),
        "medium": "face",
        "worker": world.users["caseworker"].ref,
        "level": "standard",
        "token": str(uuid4()),
    }


ROWS = [
    Row("bookings:list", "get", BEGINS),
    Row("bookings:of_person", "get", READS, args=_person),
    Row("bookings:book", "get", AT_SEND | NOT_THEIRS | NO_PEOPLE, data=lambda world: {"person": world.person.ref}),
    # To post, the person stands in the address.
    Row("bookings:book", "post", dict.fromkeys([*AT_SEND, *NOT_THEIRS], 404) | NO_PEOPLE, data=_arranged),
    Row("bookings:booking", "get", READS, args=_ref),
    Row("bookings:move", "get", READS, args=_ref),
    Row(
        "bookings:move",
        "post",
        DOES,
        args=_ref,
        data=lambda world: _arranged(world) | {"asked_by": "us", "because": "Ill"},
    ),
    Row("bookings:cancel", "get", READS, args=_ref),
    Row("bookings:cancel", "post", DOES, args=_ref, data=lambda world: {"asked_by": "us", "because": "Ill"}),
    Row(
        "bookings:promised",
        "get",
        DOES,
        args=lambda world: {"ref": world.person.bookings.get().promise.ref},
    ),
]
