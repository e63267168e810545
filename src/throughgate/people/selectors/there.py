"""Who of ours would be where somebody is to be, by what any room has planned, whoever may know of them: the services
ask the restrictions of both.

Only of pairs of whom one at least must be kept apart from somebody. As many queries for one as for many.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughgate.people.models import ContactRestriction, Person
from throughgate.people.rules.beside import Occasion, any_meet
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE
from throughgate.people.rules.same_words import Match
from throughgate.people.selectors.beside import Beside

There = tuple[date, Beside, list[Occasion]]
Asked = tuple[Person, date, Sequence[Occasion]]


@dataclass(frozen=True)
class Plans:
    """What a room has planned: `people` gives ids of those who are somewhere on one of these days, `there` where and
    when those of them are whom it is asked about.
    """

    people: Callable[[Collection[date]], Iterable[QuerySet[Any]]]
    there: Callable[[Collection[int], Collection[date]], list[There]]


_plans: list[Plans] = []


def register_plans(plans: Plans) -> None:
    """Once for each room, when it starts."""
    if plans not in _plans:
        _plans.append(plans)


def beside_on(person: Person, on: date, here: Sequence[Occasion]) -> list[Beside]:
    return beside_each(person, on, [here])[0]


def beside_each(person: Person, on: date, asked: Sequence[Sequence[Occasion]]) -> list[list[Beside]]:
    """For each of these, whoever is, or may be, there too; named at the first only. One query where nobody of whom it
    matters is anywhere that day, none where nobody said where or when; else those of every room.
    """
    there = _there([person], {on}) if any(asked) else []
    found: list[list[Beside]] = []
    for here in asked:
        before = {(one.person, one.is_sure) for beside in found for one in beside}
        met = _met(here, [one for one in there if one[1].person != person])
        found.append([one for one in met if not before & {(one.person, True), (one.person, one.is_sure)}])
    return found


def beside_all(asked: Sequence[Asked]) -> list[list[Beside]]:
    """Whoever is there too, for each of these, of many people on many days. As many queries as for one."""
    here = [one for one in asked if one[2]]
    there: dict[date, list[There]] = defaultdict(list)
    kept: dict[int, bool] = {}
    if here:
        days = {on for _, on, _ in here}
        for one in _there([person for person, _, _ in here], days, kept):
            there[one[0]].append(one)
    return [
        _met(
            occasions,
            [one for one in there[on] if one[1].person != person and (kept[one[1].person.pk] or kept.get(person.pk))],
        )
        for person, on, occasions in asked
    ]


def _met(here: Sequence[Occasion], there: Iterable[There]) -> list[Beside]:
    met = [(one, any_meet(here, theirs)) for _, one, theirs in there]
    return [replace(one, is_sure=match is Match.YES) for one, match in met if match is not Match.NO]


def _there(people: Sequence[Person], days: Collection[date], kept: dict[int, bool] | None = None) -> list[There]:
    """`kept` is told of each, by id, whether they must be kept apart from somebody."""
    planned = [rows for plans in _plans for rows in plans.people(days)]
    if not planned:
        return []
    of_those_days = planned[0].union(*planned[1:])
    between = ContactRestriction.objects.filter(kind__in=BETWEEN_PEOPLE)
    rows = Person.objects.filter(_matters_to(people, "pk"), pk__in=of_those_days).order_by()
    found = dict(rows.values_list("pk", Exists(between.filter(person=OuterRef("pk")))))
    if kept is not None:
        kept.update(found)
    return [one for plans in _plans for one in plans.there(list(found), days)] if found else []


def matters(person: Person, path: str = "person") -> Q:
    """Others, if they or this person must be kept apart from somebody."""
    return _matters_to([person], path) & ~Q(**{path: person.pk})


def _matters_to(people: Sequence[Person], path: str) -> Q:
    between = ContactRestriction.objects.filter(kind__in=BETWEEN_PEOPLE)
    ids = {person.pk for person in people}
    return Q(**{f"{path}__in": between.values("person")}) | Q(Exists(between.filter(person__in=ids)))
