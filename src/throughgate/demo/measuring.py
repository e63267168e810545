"""Measures of the demonstration: wheels and questionnaires of invented people, taken two or three times."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from throughgate.accounts.models import User
from throughgate.measures.grammar import GOAL, Instrument
from throughgate.measures.rules.asking import steps_of
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.services.sittings import finish_sitting, open_sitting, record_answers
from throughgate.people.changes import announced_once
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

PEOPLE = 8
TIMES = (150, 80, 12)  # days ago
TAKEN = ("outcome-wheel", "gad-7", "barc-10")


def tell_measures(charity: "Charity") -> None:
    """Of some of whom the caseworker works with: most get better, not all, and one is only begun."""
    worker, chance = charity.users["caseworker"], Random("measures")  # noqa: S311 - repeatable on purpose  # nosec B311
    mine = Assignment.objects.filter(current_on(charity.today), worker=worker).order_by("person_id")
    people = Person.objects.filter(pk__in=mine.values("person")).select_related("site").order_by("pk")[:PEOPLE]
    for number, person in enumerate(people):
        with announced_once():
            for slug in TAKEN[: 1 + number % len(TAKEN)]:
                for place, days in enumerate(TIMES[number % 2 :]):
                    _take(worker, person, slug, charity.today - timedelta(days=days), place + number % 3, chance)
    if people:
        open_sitting(by=worker, person=people[0], instrument="audit-c", how="asked", on=charity.today)


def _take(by: User, person: Person, slug: str, on: date, well: int, chance: Random) -> None:
    """`well`: how far along they are, from 0."""
    instrument = instrument_of(slug)
    sitting = open_sitting(by=by, person=person, instrument=slug, how="asked", on=on)
    said = {
        (step.rater, step.item): _points(instrument, step.item, well + (step.rater == GOAL), chance)
        for step in steps_of(instrument)
    }
    finish_sitting(by=by, sitting=record_answers(by=by, sitting=sitting, said=said))


def _points(instrument: Instrument, item: str, well: int, chance: Random) -> int:
    low, high = instrument.ends(item)
    up = min(high, max(low, low + well + chance.choice((0, 0, 1))))
    better_is_lower = any(scale.better == "lower" for scale in instrument.scales.values())
    return low + high - up if better_is_lower else up
