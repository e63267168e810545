"""The kind of entry that tells of a lapse, and the pages that what is due leads to."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.access.policy import Sensitivity
from throughgate.casework.plan_kinds import PLAN, REVIEW, register_plan_room
from throughgate.programmes.doors import Door, door_of, register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

LAPSE, TREATMENT = "lapse", "treatment"
CRISIS = "relapse"  # of casework's kinds of crisis
SESSION, IN_CELL, MEETING = "individual-therapy", "in-cell-work", "self-help-meeting"
HOME_GROUP, SPONSOR_FOUND, SPONSOR_CONTACT = "home-group-found", "sponsor-found", "sponsor-contact"
OUTSIDE, OUTSIDE_CHECK, OUTSIDE_ENDED = "treatment-outside", "treatment-check", "treatment-ended"
LIAISON, GROUP = "offender-manager-liaison", "group-therapy"
DOORS = {
    SESSION: "session",
    IN_CELL: "sheets",
    MEETING: "meetings",
    HOME_GROUP: "home_group",
    SPONSOR_FOUND: "sponsor",
    SPONSOR_CONTACT: "touch",
}


def register_recovery() -> None:
    register(Kind(LAPSE, "A lapse, answered", "clinical", "clinical", plain="a hard time, and what you did next"))
    register(
        Kind(OUTSIDE, "Treatment begun", "clinical", "clinical", plain="you began treatment outside"),
        Kind(OUTSIDE_CHECK, "Still in treatment", "clinical", "clinical", plain="we asked how treatment is going"),
        Kind(OUTSIDE_ENDED, "Treatment ended", "clinical", "clinical", plain="your treatment outside ended"),
    )
    register_promise_door("recovery", _promised, icon="clinical")
    register_plan_room(TREATMENT, _room)
    for kind, page in DOORS.items():
        register_door(kind, _door_to(page))
    for kind in (PLAN, REVIEW):
        register_door(kind, _treatment_or(door_of(kind)))


def _promised(promise: "Promise") -> str:
    part = "lapses" if promise.sensitivity == Sensitivity.CLINICAL else "outside"
    return f"{reverse('recovery:person', kwargs={'ref': promise.person.ref})}#{part}"


def _room(ref: str) -> str:
    return reverse("recovery:person", kwargs={"ref": ref})


def _door_to(page: str) -> Door:
    def door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
        query = f"?{urlencode({'enrolment': enrolment_ref})}" if enrolment_ref else ""
        return reverse(f"recovery:{page}", kwargs={"ref": person.ref}) + query

    return door


def _treatment_or(other: Door | None) -> Door:
    """The treatment plan is written in one-to-ones; every other plan where plans are."""

    def door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
        if asked.subject == TREATMENT:
            return reverse("recovery:person", kwargs={"ref": person.ref})
        return other(person, asked, enrolment_ref) if other else ""

    return door
