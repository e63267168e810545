"""What a frozen line was read from: whether it still stands, and how closed it is today, for one reader.

A line names its source when it is frozen. Words that were taken out or closed afterwards must not be read on in a
document that is older than that.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from throughgate.access.policy import Sensitivity, visible
from throughgate.accounts.models import User
from throughgate.casework.models import ContactPerson, FollowUp, Plan
from throughgate.casework.selectors.contacts import effective_parts
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.story.models import Answer, PersonNeed, PersonStrength
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.terms import CameBy

# What stands about the person themselves, open to whoever may see them at all.
PERSON = "person"

M = TypeVar("M", bound=Model)
Pks: TypeAlias = Collection[int]
Levels: TypeAlias = Iterable[tuple[int, str]]


def source_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def levels_now(user: User, person: Person, sources: Iterable[str]) -> dict[str, str]:
    """By source, the sensitivity of today. One that is void, corrected, ended or closed to this reader is missing.

    One query for each kind of row, however many rows.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for source in sources:
        kind, _, pk = source.partition(":")
        if kind in READERS:
            wanted[kind].add(int(pk))
    found = {PERSON: Sensitivity.STANDARD.value}
    for kind, pks in wanted.items():
        found.update({f"{kind}:{pk}": str(level) for pk, level in READERS[kind](user, person, pks)})
    return found


def promises_that_stand() -> QuerySet[Promise]:
    return Promise.objects.filter(withdrawn_on__isnull=True)


def _read_answers(user: User, person: Person, pks: Pks) -> Levels:
    """What was true when it was frozen and changed since stays; what had been put down by mistake does not. A question
    that became more closed in a later bank closes its answers.
    """
    reading = Reading(user, person)
    mistaken = Answer.objects.filter(before=OuterRef("pk"), came_by=CameBy.TAKEN_BACK)
    rows = visible(user, Answer.objects.filter(~Exists(mistaken), person=person, pk__in=pks))
    return [(row.pk, reading.level_of(row)) for row in rows]


def _read_needs(user: User, person: Person, pks: Pks) -> Levels:
    return _levels(visible(user, PersonNeed.objects.filter(person=person, pk__in=pks, ended_on__isnull=True)))


def _read_strengths(user: User, person: Person, pks: Pks) -> Levels:
    return _levels(visible(user, PersonStrength.objects.filter(person=person, pk__in=pks, ended_on__isnull=True)))


def _read_plans(user: User, person: Person, pks: Pks) -> Levels:
    return _levels(visible(user, Plan.objects.filter(person=person, pk__in=pks)))


def _read_parts(user: User, person: Person, pks: Pks) -> Levels:
    return _levels(visible(user, effective_parts().filter(person=person, pk__in=pks)))


def _read_follow_ups(user: User, person: Person, pks: Pks) -> Levels:
    """Documents that were frozen before a follow-up was a promise name its own row."""
    rows = visible(user, promises_that_stand().filter(person=person, follow_up__in=pks))
    return list(rows.order_by().values_list("follow_up", "sensitivity"))


def _read_promises(user: User, person: Person, pks: Pks) -> Levels:
    return _levels(visible(user, promises_that_stand().filter(person=person, pk__in=pks)))


def _levels(rows: QuerySet[M]) -> Levels:
    return list(rows.order_by().values_list("pk", "sensitivity"))


READERS: Mapping[str, Callable[[User, Person, Pks], Levels]] = {
    Answer._meta.label_lower: _read_answers,
    PersonNeed._meta.label_lower: _read_needs,
    PersonStrength._meta.label_lower: _read_strengths,
    Plan._meta.label_lower: _read_plans,
    ContactPerson._meta.label_lower: _read_parts,
    FollowUp._meta.label_lower: _read_follow_ups,
    Promise._meta.label_lower: _read_promises,
}
