"""What a group writes into the ledger beside contacts, and the doors that lead to it."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

JOINED, LEFT = "group-joined", "group-left"
# Kinds of contact for which a register is kept.
SESSIONS = ("group-session", "group-therapy", "skills-session")


def register_doors() -> None:
    register(
        Kind(JOINED, "Joined a group", "group", "group", plain="you joined a group"),
        Kind(LEFT, "Left a group", "group", "group", plain="you left a group"),
    )
    for kind in SESSIONS:
        register_door(kind, _door)
    register_promise_door("group", _promise_url, icon="phone")


def _door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """To the register of the group they are in; where there is none, that page leads on to casework's form.

    Asks the database nothing: a list of what is due has many of these.
    """
    kind = asked.kind
    known = {"kind": kind.code if kind else "", "enrolment": enrolment_ref}
    return f"{reverse('groups:due', kwargs={'ref': person.ref})}?{urlencode(known)}"


def _promise_url(promise: "Promise") -> str:
    return reverse("groups:call", kwargs={"ref": promise.ref})
