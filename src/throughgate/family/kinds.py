"""Kinds of entry of work with a family, and the pages that what is due leads to. No entry holds a member's words."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

ASKED, CHECKED, AGREED = "family-asked", "family-check", "family-agreed"
KINDS = (
    Kind(ASKED, "Somebody of the family asked", "family", "family", plain="we asked somebody of your family"),
    Kind(CHECKED, "Safety of a meeting asked", "phone", "family", plain="we asked whether a meeting is safe"),
    Kind(AGREED, "Family agreed to the connection plan", "family", "family", plain="your family agreed to the plan"),
)
# Contacts in which somebody of the family takes part.
MEETINGS = ("family-meeting", "family-workshop", "couple-session", "partner-conversation")


def register_family() -> None:
    register(*KINDS)
    for kind in MEETINGS:
        register_door(kind, _door)
    register_promise_door("family", _promise_url, icon="family")


def _door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """Asks the database nothing; that page leads on to casework’s form for whoever does not work with the family."""
    known = {"kind": asked.kind.code if asked.kind else "", "enrolment": enrolment_ref}
    return f"{reverse('family:due', kwargs={'ref': person.ref})}?{urlencode(known)}"


def _promise_url(promise: "Promise") -> str:
    return reverse("family:promised", kwargs={"ref": promise.ref})
