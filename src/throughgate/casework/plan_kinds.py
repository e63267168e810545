"""Kinds of entry that the plan writes, and where its buttons lead."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

PLAN, REVIEW, STEP_DONE, GOAL_REACHED = "plan", "plan-review", "plan-step", "plan-goal"

KINDS = (
    Kind(PLAN, "Plan agreed", "plan", "plan", plain="your plan was agreed"),
    Kind(REVIEW, "Plan reviewed", "plan", "plan", plain="you looked at your plan again"),
    Kind(STEP_DONE, "Step of the plan done", "check", "plan", plain="a step of your plan was done"),
    Kind(GOAL_REACHED, "Goal reached", "check", "plan", plain="you reached a goal of your plan"),
)


def register_all() -> None:
    register(*KINDS)
    register_door(PLAN, plan_page)
    register_door(REVIEW, plan_page)
    register_promise_door("step", promise_page, done_url=promise_done, icon="plan")


_rooms: dict[str, Callable[[str], str]] = {}


def register_plan_room(subject: str, url: Callable[[str], str]) -> None:
    """Plans of this subject are written in an upper room alone: `url(ref)` is its page of a person."""
    _rooms[subject] = url


def plan_room_of(subject: str) -> Callable[[str], str] | None:
    return _rooms.get(subject)


def plan_page(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """The person's plan of this subject, or the page that begins it."""
    known = {"subject": asked.subject, "enrolment": enrolment_ref}
    query = urlencode({name: value for name, value in known.items() if value})
    return f"{reverse('plan:person', kwargs={'ref': person.ref})}{'?' if query else ''}{query}"


def promise_page(promise: "Promise") -> str:
    return reverse("plan:promise", kwargs={"promise": promise.ref})


def promise_done(promise: "Promise") -> str:
    return reverse("plan:promise_done", kwargs={"promise": promise.ref})
