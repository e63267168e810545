"""Is it too early to ask? When enough people will have been followed for long enough.

Somebody counts once the follow-up has passed and, after it, the time that cases need to come through court. Days, not
calendar years: 365 days from 1 March 2027 end on 29 February 2028.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ..engines.sums import Integers
from ..refusals import EvidenceInputError

EPOCH = date(1970, 1, 1)
# As the Justice Data Lab: a year for the offence, six months more for the conviction or caution.
FOLLOW_UP_DAYS = 365
WAITING_DAYS = 183
# New starts over this long before the latest start (or the data's end) say how fast people join.
RECENT_DAYS = 365


@dataclass(frozen=True)
class Timing:
    """`ready_on` is the day up to which records of outcomes have to reach for `needed` people to have been followed in
    full: in the past where there are `enough`, None where nobody new comes. `basis` says in words where it comes from;
    it is `projected` where it counts on people who have not started yet. Disclosure control may take out the counts.
    """

    with_full_follow_up: int | None
    needed: int
    enough: bool
    ready_on: date | None
    basis: str
    started: int | None = 0
    projected: bool = False

    @property
    def sentence(self) -> str:
        return timing_words(self)


def too_early(
    index_days: Integers,
    *,
    data_until: date,
    needed: int,
    follow_up_days: int = FOLLOW_UP_DAYS,
    waiting_days: int = WAITING_DAYS,
) -> Timing:
    """Whether `needed` people have been followed in full by `data_until`, and if not, when they will have been.

    `index_days` (n,): the day on which each person's follow-up starts, as days since 1 January 1970. Days after
    `data_until` are welcome: records of the programme often run ahead of those of outcomes.
    """
    check_numbers(needed, follow_up_days, waiting_days)
    starts = np.sort(np.asarray(index_days, dtype=np.int64))
    until = (data_until - EPOCH).days
    whole = follow_up_days + waiting_days
    followed = int(np.searchsorted(starts, until - whole, side="right"))
    window = f"a follow-up of {follow_up_days} days and {waiting_days} more for cases to finish"
    if starts.size >= needed:
        ready = as_date(int(starts[needed - 1]) + whole)
        basis = f"From the start dates on record, with {window}."
        return Timing(followed, needed, followed >= needed, ready, basis, starts.size)
    per_year, last = recent_rate(starts, until)
    if not per_year:
        basis = f"Nobody started in the year up to {day_words(as_date(last))}, and those on record are not enough."
        return Timing(followed, needed, False, None, basis, starts.size)
    wait = math.ceil((needed - starts.size) / per_year * RECENT_DAYS)
    basis = (
        f"A projection: {starts.size:,} people are on record, and new ones are expected to go on starting at the "
        f"recent rate of {per_year:,.0f} a year, with {window}."
    )
    ready = as_date(last + wait + whole)
    return Timing(followed, needed, False, ready, basis, starts.size, ready is not None)


def check_numbers(needed: int, follow_up_days: int, waiting_days: int) -> None:
    if needed < 1:
        raise EvidenceInputError(f"The number of people needed must be 1 or more, not {needed}.")
    if follow_up_days < 1 or waiting_days < 0:
        raise EvidenceInputError(
            f"A follow-up of {follow_up_days} days and {waiting_days} days of waiting cannot be: "
            "give 1 or more and 0 or more."
        )


def recent_rate(starts: Integers, until: int) -> tuple[float, int]:
    """New starts a year, over the year up to the last known day or since the first start if that is later; and that
    day.
    """
    last = max(until, int(starts[-1])) if starts.size else until
    recent = starts[starts > last - RECENT_DAYS]
    if not recent.size:
        return 0.0, last
    # Short records are not stretched from a few days: at least a quarter of a year is taken as their length.
    since = min(RECENT_DAYS, max(last - int(starts[0]) + 1, RECENT_DAYS // 4))
    return recent.size * RECENT_DAYS / since, last


def as_date(days: int) -> date | None:
    """None beyond the calendar's end."""
    try:
        return EPOCH + timedelta(days=days)
    except OverflowError:
        return None


def day_words(day: date | None) -> str:
    """Such as "3 March 2028"."""
    return f"{day.day} {day:%B %Y}" if day else "the end of time"


def have_words(timing: Timing) -> str:
    if timing.with_full_follow_up is not None:
        return f"{timing.with_full_follow_up:,} people, of {timing.needed:,} needed,"
    return f"{'as many people as' if timing.enough else 'fewer people than'} the {timing.needed:,} needed"


def timing_words(timing: Timing) -> str:
    """What to tell people who ask for a result."""
    have = have_words(timing)
    if timing.enough:
        return f"It is not too early: {have} have a full follow-up."
    if timing.ready_on is None:
        return (
            f"You are asking too early: {have} have a full follow-up, and at this rate there will never be enough. "
            f"{timing.basis} A larger difference, or pooling with other sites, needs fewer people."
        )
    about = "about " if timing.projected else ""
    return (
        f"You are asking too early: {have} have a full follow-up. Ask again after {about}{day_words(timing.ready_on)}. "
        f"{timing.basis}"
    )
