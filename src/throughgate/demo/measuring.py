"""Measures of the demonstration: wheels and questionnaires of invented people. Most get better, not all."""

from datetime import date
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from throughgate.accounts.models import User
from throughgate.measures.grammar import GOAL, Instrument
from throughgate.measures.rules.asking import steps_of, triggered
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.services.sittings import finish_sitting, open_sitting, record_answers
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity


def begin_measure(charity: "Charity") -> None:
    """One is only begun: the first of whom the caseworker works with."""
    worker = charity.users["caseworker"]
    mine = Assignment.objects.filter(current_on(charity.today), worker=worker)
    person = Person.objects.filter(pk__in=mine.values("person")).select_related("site").order_by("pk").first()
    if person:
        open_sitting(by=worker, person=person, instrument="audit-c", how="asked", on=charity.today)


def take_measure(by: User, person: Person, slug: str, on: date, well: float, chance: Random, *, subject: str) -> None:
    """`well`: how far along they are, from 0 to 1."""
    instrument = instrument_of(slug)
    sitting = open_sitting(by=by, person=person, instrument=slug, how="asked", on=on, subject=subject)
    said = {
        (step.rater, step.item): _points(instrument, step.item, well + 0.2 * (step.rater == GOAL), chance)
        for step in steps_of(instrument)
    }
    for rater, item in product({step.rater for step in steps_of(instrument)}, triggered(instrument, said)):
        said[rater, item] = instrument.ends(item)[0]  # nobody invented is in danger
    finish_sitting(by=by, sitting=record_answers(by=by, sitting=sitting, said=said))


def _points(instrument: Instrument, item: str, well: float, chance: Random) -> int:
    low, high = instrument.ends(item)
    up = min(high, low + round((high - low) * well) + chance.choice((0, 0, 1)))
    better_is_lower = any(scale.better == "lower" for scale in instrument.scales.values())
    return low + high - up if better_is_lower else up
