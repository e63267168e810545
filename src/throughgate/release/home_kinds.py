"""Kinds of entry that tell of a home, and the pages that their commitments lead to."""

from typing import TYPE_CHECKING

from django.urls import reverse

from throughgate.people.changes import happened, taken_back
from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.programmes.models import PromiseSource
from throughgate.record.kinds import Kind, register
from throughgate.release.home_merging import register_home_merging
from throughgate.release.rules.home import HOME_ENTRY, SUPPORTED_ENTRY
from throughgate.release.selectors.ways_to_work import ways_to_work
from throughgate.release.services.living import HOME_CHECK, HOME_LOST, MOVED_IN, NO_HOME, follow_custody, follow_merge
from throughgate.work.travelling import register_ways

if TYPE_CHECKING:
    from throughgate.people.changes import Happening, Withdrawal
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

KINDS = (
    Kind(HOME_ENTRY, "Home arranged", "home", "home", plain="you have a place to live"),
    Kind(
        SUPPORTED_ENTRY,
        "Supported housing or rehab arranged",
        "home",
        "home",
        plain="you have a place in supported housing",
    ),
    Kind(MOVED_IN, "Moved in", "home", "home", plain="you moved in"),
    Kind(HOME_CHECK, "Asked how the home is going", "home", "home", plain="we asked how your home is going"),
    Kind(HOME_LOST, "Home lost", "warning", "home", plain="you lost your home"),
    Kind(NO_HOME, "Nowhere to live", "warning", "home", plain="you had nowhere to live"),
)


def register_homes() -> None:
    register(*KINDS)
    register_door(HOME_ENTRY, _home_page)
    register_door(SUPPORTED_ENTRY, _home_page)
    register_promise_door(PromiseSource.HOME, _promised, icon="home")
    register_home_merging()
    register_ways(ways_to_work)
    happened.connect(_merged, dispatch_uid="release.homes_follow_merge", weak=False)
    happened.connect(_moved, dispatch_uid="release.homes_follow_custody", weak=False)
    taken_back.connect(_move_taken_back, dispatch_uid="release.homes_follow_withdrawal", weak=False)


def _merged(sender: object, happening: "Happening", **kwargs: object) -> None:
    if happening.kind in ("records-merged", "merge-undone"):
        follow_merge(happening.by, happening.person)


def _moved(sender: object, happening: "Happening", **kwargs: object) -> None:
    if happening.kind == "custody-move":
        follow_custody(happening.by, happening.person)


def _move_taken_back(sender: object, withdrawal: "Withdrawal", **kwargs: object) -> None:
    if withdrawal.kind == "custody-move":
        follow_custody(withdrawal.by, withdrawal.person)


def _home_page(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    return reverse("release:home", args=[person.ref])


def _promised(promise: "Promise") -> str:
    return reverse("release:home_promised", args=[promise.ref])
