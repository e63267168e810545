"""Contacts, things done, corrections, drafts and promises."""

from uuid import uuid4

from tests.access.matrix import Row, everyone
from throughgate.common.clock import today

# The person is at Send, on Alice's and Carol's caseload. The contact is not clinical.
AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
NOT_THEIRS = {"volunteer": 404, "elsewhere": 404}
NO_PEOPLE = {"evaluator": 403, "administrator": 403}
HIDDEN = {"evaluator": 404, "administrator": 404}

OPENS = AT_SEND | NOT_THEIRS | NO_PEOPLE
READS = AT_SEND | NOT_THEIRS | HIDDEN
SAVES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
# From nowhere in particular: whom one may choose differs, the page does not.
BEGINS = AT_SEND | {"volunteer": 200, "elsewhere": 200} | NO_PEOPLE
# A form with a person whom one may not know of comes back with an error, as it would with one who does not exist.
RECORDS = {"manager": 302, "caseworker": 302, "counsellor": 302, "volunteer": 200, "elsewhere": 200} | NO_PEOPLE


def _ref(world):
    return {"ref": world.contact.ref}


def _entry(world):
    return {"pk": world.entry.pk}


def _person(world):
    return {"person": world.person.ref}


def _promise(world):
    return {"ref": world.follow_up.promise.ref}


def _contact(world):
    return {
        "person": world.person.ref,
        "kind": "one-to-one",
        "on": today().isoformat(),
        "happened": "yes",
        f"{world.person.ref}-attended": "yes",
        "level": "standard",
        "token": str(uuid4()),
    }


def _correction(world):
    return _contact(world) | {"reason": "Clearer"}


def _draft(world):
    return {"draft": f"contact:{world.person.ref}", "note": "We talked"}


ROWS = [
    Row("casework:record", "get", BEGINS),
    Row("casework:record", "get", OPENS, data=_person),
    Row("casework:record", "post", RECORDS, data=_contact),
    Row("casework:who", "get", {role: 302 if status == 200 else status for role, status in BEGINS.items()}),
    Row("casework:who", "post", BEGINS, data=lambda world: {"action": "find", "find": "nobody of this name"}),
    Row("casework:contact", "get", READS, args=_ref),
    Row("casework:correct", "get", READS, args=_entry),
    Row("casework:correct", "post", SAVES, args=_entry, data=_correction),
    Row("casework:void", "get", READS, args=_entry),
    Row("casework:void", "post", SAVES, args=_entry, data=lambda world: {"reason": "Recorded twice"}),
    Row("casework:follow_up", "get", SAVES, args=_promise),
    Row("casework:follow_up_done", "post", SAVES, args=_promise),
    Row("casework:follow_up_undone", "post", SAVES, args=_promise),
    Row("casework:done", "get", OPENS, data=_person),
    # To post, the person stands in the address: without one there is nobody to record about.
    Row("casework:done", "post", dict.fromkeys([*AT_SEND, *NOT_THEIRS], 404) | NO_PEOPLE, data=_person),
    # Drafts are everybody's own.
    Row("casework:draft", "post", everyone(204), data=_draft),
    Row("casework:discard_draft", "post", everyone(302), data=_draft),
    Row("casework:carry_on", "get", everyone(404), args=lambda world: {"pk": 1}),
]
