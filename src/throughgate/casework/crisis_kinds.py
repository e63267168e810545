"""The kinds of entry that a crisis and a booking write, and where the buttons that ask for them lead."""

from typing import TYPE_CHECKING

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

CRISIS_KINDS = (
    Kind("crisis-step-up", "Support stepped up", "warning", "contact", plain="we are closer by for a while"),
    Kind("crisis-step-down", "Support stepped down", "check", "contact", plain="things are calmer again"),
)


def _raise_url(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    return f"{reverse('crisis:raise')}?person={person.ref}"


def _crises_url(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    return reverse("crisis:of_person", kwargs={"ref": person.ref})


def _crisis_promise_url(promise: "Promise") -> str:
    return reverse("crisis:promised", kwargs={"ref": promise.ref})


def _crisis_done_url(promise: "Promise") -> str:
    return reverse("crisis:promise_kept", kwargs={"ref": promise.ref})


def _booking_promise_url(promise: "Promise") -> str:
    return reverse("bookings:promised", kwargs={"ref": promise.ref})


def register_all() -> None:
    register(*CRISIS_KINDS)
    register_door("crisis-step-up", _raise_url)
    register_door("crisis-step-down", _crises_url)
    register_promise_door("crisis", _crisis_promise_url, done_url=_crisis_done_url, icon="warning")
    register_promise_door("booking", _booking_promise_url, icon="calendar")
