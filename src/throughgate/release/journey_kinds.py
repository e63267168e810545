"""Kinds of entry that tell of a journey, and the pages that what is due of one leads to.

Both may be recorded by hand too: family fetched them, or the hostel rang, and no journey of ours was planned.
"""

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.programmes.models import PromiseSource
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

ARRANGED: Final = "transport"
SAFE_ARRIVAL: Final = "safe-arrival"
KINDS: Final = (
    Kind(ARRANGED, "Journey arranged", "travel", "basics", by_hand=True, plain="your way home was arranged"),
    Kind(SAFE_ARRIVAL, "Arrived safely", "home", "basics", by_hand=True, plain="you arrived safely"),
)


def register_journeys() -> None:
    register(*KINDS)
    for kind in KINDS:
        register_door(kind.code, _their_journeys)
    register_promise_door(PromiseSource.JOURNEY, _promised, icon="travel")


def _their_journeys(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    return reverse("release:their_journeys", args=[person.ref])


def _promised(promise: "Promise") -> str:
    return reverse("release:journey_promised", args=[promise.ref])
