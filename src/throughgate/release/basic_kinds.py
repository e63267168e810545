"""The kinds of entry that say that one of the basics is in hand, their door, and what the basics listen to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.changes import Happening
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

BASIC_KINDS: Final = (
    Kind("id-documents", "ID documents in hand", "id", "basics", plain="you have your ID"),
    Kind("bank-account", "Bank account open", "report", "basics", plain="you have a bank account"),
    Kind("benefits", "Benefits arranged", "report", "basics", plain="your money was sorted out"),
    Kind(
        "gp-and-medication",
        "GP and medication arranged",
        "clinical",
        "basics",
        plain="your doctor and medicine were sorted out",
    ),
    Kind("phone-in-hand", "Phone in hand", "phone", "basics", plain="you have a phone"),
    Kind("clothes", "Clothes in hand", "person", "basics", plain="you have clothes for the day"),
    Kind("home-money", "Money for the home paid", "home", "basics", plain="money for your home was paid"),
    Kind("home-agreement", "Agreement for the home in hand", "report", "basics", plain="you have your agreement"),
)
# After these what is due of the basics is worked out anew.
OF_DATES: Final = frozenset({"custody-date", "custody-move", "records-merged", "merge-undone"})


def register_basics() -> None:
    from django.core.checks import register as register_check

    from throughgate.people.changes import facts_changed, happened, many_happened
    from throughgate.release.basic_merging import register_basic_merging
    from throughgate.release.basics_check import check_basics_file

    register(*BASIC_KINDS)
    register_basic_merging()
    for kind in BASIC_KINDS:
        register_door(kind.code, _door_of(kind.code))
    register_promise_door("readiness", _promise_url, icon="gate")
    register_check(check_basics_file)
    happened.connect(_date_happened, dispatch_uid="release.follow_dates", weak=False)
    many_happened.connect(_many_happened, dispatch_uid="release.follow_many_dates", weak=False)
    facts_changed.connect(_facts_changed, dispatch_uid="release.follow_facts", weak=False)


def _door_of(kind: str) -> Any:
    def door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
        from throughgate.release.selectors.known_basics import known_basics

        code = known_basics().code_of_entry(kind)
        names = {"ref": person.ref, "code": code}
        return reverse("release:basic", kwargs=names) if code else reverse("release:ready", args=[person.ref])

    return door


def _promise_url(promise: "Promise") -> str:
    return reverse("release:basic_promised", kwargs={"ref": promise.ref})


def _date_happened(sender: object, happening: "Happening", **kwargs: object) -> None:
    from throughgate.release.services.basics import follow_dates

    if happening.kind in OF_DATES:
        follow_dates(happening.by, [happening.person])


def _many_happened(sender: object, happenings: "Sequence[Happening]", **kwargs: object) -> None:
    from throughgate.release.services.basics import follow_dates

    dated = [one for one in happenings if one.kind in OF_DATES]
    if dated:
        follow_dates(dated[0].by, list({one.person.pk: one.person for one in dated}.values()))


def _facts_changed(sender: object, people: "Sequence[Person]", **kwargs: object) -> None:
    from throughgate.release.services.basics import follow_facts

    follow_facts(people)
