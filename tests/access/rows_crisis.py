"""Raising a crisis, and what is done to one until support is stepped down."""

from uuid import uuid4

from tests.access.matrix import Row

AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
NOT_THEIRS = {"volunteer": 404, "elsewhere": 404}
NO_PEOPLE = {"evaluator": 403, "administrator": 403}
HIDDEN = {"evaluator": 404, "administrator": 404}

READS = AT_SEND | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
# From nowhere in particular: whom one may choose differs, the page does not.
BEGINS = AT_SEND | {"volunteer": 200, "elsewhere": 200} | NO_PEOPLE


def _crisis(world):
    return {"ref": world.person.crises.get().ref}


def _person(world):
    return {"ref": world.person.ref}


def _promise(world):
    return {"ref": world.person.crises.get().promises.get().ref}


def _raise(world):
    return {"person": world.person.ref, "kind": "other", "token": str(uuid4())}


def _more(world):
    return {"kind": "missing", "level": "now", "what": "Not at home"}


ROWS = [
    Row("crisis:board", "get", BEGINS),
    Row("crisis:raise", "get", BEGINS),
    Row("crisis:raise", "get", AT_SEND | NOT_THEIRS | NO_PEOPLE, data=lambda world: {"person": world.person.ref}),
    # Whoever has nobody on their caseload, or not this person, gets the page back. Mona has no caseload.
    Row("crisis:raise", "post", BEGINS | {"caseworker": 302, "counsellor": 302}, data=_raise),
    Row("crisis:of_person", "get", DOES, args=_person),
    Row("crisis:crisis", "get", READS, args=_crisis),
    Row("crisis:seen", "post", DOES, args=_crisis),
    Row("crisis:describe", "get", READS, args=_crisis),
    Row("crisis:describe", "post", DOES, args=_crisis, data=_more),
    Row("crisis:review", "get", READS, args=_crisis),
    Row("crisis:review", "post", READS, args=_crisis),
    Row("crisis:step_down", "get", READS, args=_crisis),
    Row("crisis:step_down", "post", DOES, args=_crisis, data=lambda world: {"learned": "Ask earlier"}),
    Row("crisis:promised", "get", DOES, args=_promise),
    Row("crisis:promise_kept", "post", DOES, args=_promise),
]
