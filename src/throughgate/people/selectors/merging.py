"""What is needed to decide whether two records are one person's, and to look at a merge afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.hanging import hanging_models
from throughgate.people.models import Merge, Person
from throughgate.people.rules.alike import is_close, is_slipped_day, is_swapped_day
from throughgate.people.rules.identifiers import display_identifier
from throughgate.people.rules.searching import fold
from throughgate.people.selectors.custody import dates_of, moves_of
from throughgate.people.selectors.heading import PersonSummary, summaries_of
from throughgate.people.selectors.people import access_person, identifiers_of

# What a line of the comparison is called; the details first, in the order of the details page.
LABELS: Mapping[str, str] = {
    "given_name": "First name",
    "family_name": "Family name",
    "preferred_name": "Likes to be called",
    "born_on": "Date of birth",
    "gender": "Gender",
    "phone": "Phone",
    "first_language": "First language",
    "access_needs": "What helps when meeting",
    "site": "Site",
}
OWN_WORDS: Mapping[str, tuple[str, str]] = {  # one, several
    "people.Identifier": ("number", "numbers"),
    "people.Assignment": ("worker", "workers"),
    "people.CircleMember": ("person around them", "people around them"),
    "people.CustodyMove": ("step of the custody history", "steps of the custody history"),
    "people.CustodyDate": ("date", "dates"),
    "people.Sentence": ("sentence", "sentences"),
    "people.LicenceCondition": ("licence condition", "licence conditions"),
    "people.ContactRestriction": ("restriction", "restrictions"),
    "people.Consent": ("consent", "consents"),
    "record.Entry": ("entry of the record", "entries of the record"),
}


@dataclass(frozen=True)
class Line:
    """One line of the comparison. `alike`: same, close, different, or one_only where one of the two says nothing."""

    name: str
    label: str
    one: Any
    other: Any
    alike: str

    @property
    def is_said(self) -> bool:
        return bool(self.one or self.other)


@dataclass(frozen=True)
class SideBySide:
    one: PersonSummary
    other: PersonSummary
    lines: Sequence[Line]

    @property
    def choices(self) -> list[Line]:
        """The details that say something different and have to be chosen between."""
        return [line for line in self.lines if line.name in LABELS and line.alike != "same"]


def side_by_side(one: Person, other: Person) -> SideBySide:
    """Both records beside each other. Constant queries."""
    first, second = summaries_of([one, other], today())
    lines = [line for name, label in LABELS.items() if (line := _detail(name, label, one, other)).is_said]
    lines += [
        _line("numbers", "Numbers", _numbers(one), _numbers(other)),
        _line("custody", "Custody", _custody(one), _custody(other)),
        _line("dates", "Dates", _dates(one), _dates(other)),
        _line("workers", "Workers", _workers(first), _workers(second)),
        _line("opened", "Record opened", one.created_at.date(), other.created_at.date()),
    ]
    return SideBySide(first, second, lines)


def reach_pair(user: User, ref: str, other_ref: str, *, page: str = "", audit: bool = True) -> tuple[Person, Person]:
    """Both people, if the user may put their records together. Opening the page is a read of both.

    Raises Hidden where one of them may not be known of, Forbidden, RecordMovedError.
    """
    one, other = (
        access_person(user, wanted, action=Action.MERGE, page=page, audit=audit) for wanted in (ref, other_ref)
    )
    if one == other:
        raise Hidden()
    return one, other


def what_moves(user: User, gone: Person) -> list[str]:
    """What hangs on the record that would go, as far as the user may read it, in words: “12 entries of the record”."""
    counted = _counted(user, gone)
    said = [f"{count} {OWN_WORDS[label][count > 1]}" for label, count in counted.items() if label in OWN_WORDS]
    if rest := sum(count for label, count in counted.items() if label not in OWN_WORDS):
        said.append(f"{rest} other things: contacts, programmes, answers, plans and what else is kept about them")
    return said


def list_merges(user: User) -> QuerySet[Merge]:
    """Merges of the people whose records the user may put together, the latest first. One that was undone speaks of two
    people: both have to be theirs.
    """
    mine = visible(user, Person.objects.all(), Action.MERGE).order_by().values("pk")
    both = Q(undone_at__isnull=True) | Q(gone__in=mine) | Q(gone__merged_into__in=mine)
    return Merge.objects.filter(both, kept__in=mine).select_related("kept", "gone", "by", "undone_by")


def access_merge(user: User, ref: str, *, page: str = "") -> Merge:
    """Raises Hidden, Forbidden. Reading is audited on both records."""
    beside = ("kept__site", "gone__site", "gone__merged_into__site", "by", "undone_by")
    merge = Merge.objects.select_related(*beside).filter(ref=ref).first()
    if merge is None:
        raise Hidden()
    check(user, Action.MERGE, merge.kept)
    if merge.undone_at and not can(user, Action.MERGE, merge.gone.merged_into or merge.gone):
        raise Hidden()
    if page:
        for person in (merge.kept, merge.gone):
            record_event(by=user, action="person.read", person=person, subject=page)
    return merge


def count_left(user: User, merge: Merge) -> int:
    """How much stayed with the record that went, as far as the user may read it."""
    return 0 if merge.undone_at else _counted(user, merge.gone).total()


def _counted(user: User, person: Person) -> Counter[str]:
    """By label, how much hangs on a person, in the order of the rooms. One query over all of them."""
    first, *others = (
        visible(user, one.of(person.pk).order_by()).values_list(Value(one.label), "pk") for one in hanging_models()
    )
    return Counter(label for label, _ in first.union(*others, all=True))


def _detail(name: str, label: str, one: Person, other: Person) -> Line:
    if name == "gender":
        return _line(name, label, one.get_gender_display(), other.get_gender_display())
    mine, theirs = getattr(one, name), getattr(other, name)
    if name == "site":
        mine, theirs = mine.name, theirs.name
    return _line(name, label, mine, theirs)


def _line(name: str, label: str, one: Any, other: Any) -> Line:
    return Line(name, label, one, other, _alike(one, other))


def _alike(one: Any, other: Any) -> str:
    if not one and not other:
        return "same"
    if not one or not other:
        return "one_only"
    if one == other:
        return "same"
    if isinstance(one, date) and isinstance(other, date):
        return "close" if is_swapped_day(one, other) or is_slipped_day(one, other) else "different"
    if isinstance(one, str) and isinstance(other, str):
        left, right = fold(one), fold(other)
        near = is_close(left, right) or left.startswith(right) or right.startswith(left)
        return "same" if left == right else "close" if near else "different"
    return "different"


def _numbers(person: Person) -> list[str]:
    rows = identifiers_of(person)
    return [f"{row.get_kind_display()} {display_identifier(row.kind, row.value)}" for row in rows]


def _custody(person: Person) -> list[str]:
    return [
        f"{move.get_kind_display()}{f': {move.site.name}' if move.site else ''}, {_day(move.on)}"
        for move in moves_of(person)
    ]


def _dates(person: Person) -> list[str]:
    return [f"{row.get_kind_display()}: {_day(row.on)}" for row in dates_of(person) if row.on]


def _workers(summary: PersonSummary) -> list[str]:
    return [f"{row.worker.name}, {row.get_role_display().lower()}" for row in summary.assignments]


def _day(day: Any) -> str:
    return f"{day.day} {day:%b %Y}"
