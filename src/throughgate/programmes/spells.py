"""The stretches of custody and release that an enrolment goes through, as settling lays its elements out in them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from throughgate.programmes.terms import Dates, Spell


class LaidSpell(NamedTuple):
    """Where one layout of an element stands: entries count after `after` and up to `upto`."""

    number: int
    current: bool
    opened_on: date
    after: date
    upto: date
    returned_on: date | None
    anchors: dict[str, date | None]


def lay_spells(dates: Dates) -> Iterator[LaidSpell]:
    given = [spell for spell in dates.spells if not (spell.returned_on and spell.returned_on <= dates.enrolled_on)]
    given = given or [Spell(None)]
    after = date.min
    for index, (release_on, returned_on) in enumerate(given):
        current = index == len(given) - 1
        yield LaidSpell(
            index,
            current,
            after if index else dates.enrolled_on,
            after,
            date.max if current else returned_on or date.max,
            None if current else returned_on,
            {
                "enrolment": after if index else dates.enrolled_on,
                "release": release_on,
                "parole_hearing": dates.parole_hearing,
                "licence_end": dates.licence_end,
                "sentence_end": dates.sentence_end,
            },
        )
        after = max(after, returned_on or after)
