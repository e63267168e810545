"""Days in recovery. A lapse ends a stretch; it takes away none of the days before it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.recovery.rules.treatment import TreatmentError

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """`all_days` of every stretch together, `longest` of the longest one, `now` since the last lapse."""

    since: date
    all_days: int
    longest: int
    now: int


def count_days(began_on: date, lapses: Iterable[tuple[date, date]], today: date) -> Counted:
    """`lapses` from and to a day, both of them days of the lapse. Today counts."""
    stretches, start = [], began_on
    for from_on, to_on in sorted(lapses):
        if to_on < start or from_on > today:
            continue
        stretches.append(max((from_on - start).days, 0))
        start = max(start, to_on + DAY)
    now = max((today - start).days + 1, 0)
    stretches.append(now)
    return Counted(start, sum(stretches), max(stretches), now)


def check_lapse(from_on: date, to_on: date, today: date) -> None:
    if to_on > today:
        raise TreatmentError("The day cannot be in the future", "to_on")
    if to_on < from_on:
        raise TreatmentError("It cannot end before it began", "to_on")
