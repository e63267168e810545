"""Too early or not: ready, waiting, never, nobody, and the days of a leap year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.disclosure import control_timing, thresholds_of
from throughgate_evidence.disclosure.thresholds import OPEN
from throughgate_evidence.power import too_early

EPOCH = date(1970, 1, 1)


def days(*starts: date) -> np.ndarray:
    return np.array([(start - EPOCH).days for start in starts], dtype=np.int64)


def weekly(first: date, people: int) -> np.ndarray:
    return days(*(first + timedelta(weeks=at) for at in range(people)))


def test_enough_people_have_been_followed():
    timing = too_early(weekly(date(2024, 1, 1), 50), data_until=date(2027, 1, 1), needed=40)
    assert (timing.with_full_follow_up, timing.enough, timing.projected) == (50, True, False)
    assert timing.ready_on == date(2024, 1, 1) + timedelta(weeks=39, days=548)
    assert timing.sentence.startswith("It is not too early: 50 people, of 40 needed, have")


def test_ready_on_the_very_day_and_not_the_day_before():
    starts = days(date(2026, 1, 1))
    ready = date(2026, 1, 1) + timedelta(days=365 + 183)
    assert too_early(starts, data_until=ready, needed=1).enough
    early = too_early(starts, data_until=ready - timedelta(days=1), needed=1)
    assert (early.enough, early.ready_on) == (False, ready)


def test_asking_too_early_gives_the_day():
    timing = too_early(weekly(date(2026, 1, 1), 60), data_until=date(2027, 6, 30), needed=60, waiting_days=0)
    assert timing.ready_on == date(2026, 1, 1) + timedelta(weeks=59, days=365)
    assert "You are asking too early: 26 people, of 60 needed, have a full follow-up." in timing.sentence
    assert "Ask again after 18 February 2028." in timing.sentence


def test_leap_day():
    timing = too_early(days(date(2027, 3, 1)), data_until=date(2027, 6, 1), needed=1, waiting_days=0)
    assert timing.ready_on == date(2028, 2, 29)
    born = too_early(days(date(2028, 2, 29)), data_until=date(2028, 6, 1), needed=1, waiting_days=0)
    assert born.ready_on == date(2029, 2, 28)


def test_people_still_to_come_are_projected_at_the_recent_rate():
    starts = weekly(date(2026, 1, 2), 52)
    timing = too_early(starts, data_until=date(2026, 12, 31), needed=104)
    assert (timing.with_full_follow_up, timing.projected, timing.started) == (0, True, 52)
    assert timing.ready_on == date(2026, 12, 31) + timedelta(days=364 + 365 + 183)
    assert "A projection" in timing.sentence
    assert "after about" in timing.sentence


def test_starts_may_run_ahead_of_the_records_of_outcomes():
    starts = days(date(2026, 1, 1), date(2027, 5, 1))
    timing = too_early(starts, data_until=date(2027, 1, 31), needed=2)
    assert (timing.with_full_follow_up, timing.ready_on) == (0, date(2027, 5, 1) + timedelta(days=548))


def test_never_where_nobody_new_comes():
    timing = too_early(weekly(date(2020, 1, 1), 50), data_until=date(2027, 1, 1), needed=60)
    assert (timing.with_full_follow_up, timing.enough, timing.ready_on) == (50, False, None)
    assert "there will never be enough" in timing.sentence


def test_nobody_at_all():
    timing = too_early(days(), data_until=date(2027, 1, 1), needed=60)
    assert (timing.with_full_follow_up, timing.started, timing.ready_on) == (0, 0, None)


def test_two_people_in_a_week_are_not_a_hundred_a_year():
    timing = too_early(days(date(2027, 1, 1), date(2027, 1, 7)), data_until=date(2027, 1, 7), needed=100)
    assert timing.ready_on > date(2037, 1, 1)


def test_beyond_the_calendar():
    timing = too_early(days(date(2027, 1, 1)), data_until=date(2027, 1, 1), needed=10_000_000)
    assert timing.ready_on is None
    assert not timing.projected


@pytest.mark.parametrize(
    "wrong", [{"needed": 0}, {"needed": 5, "follow_up_days": 0}, {"needed": 5, "waiting_days": -1}]
)
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(EvidenceInputError):
        too_early(days(date(2027, 1, 1)), data_until=date(2028, 1, 1), **wrong)


@settings(max_examples=60)
@given(st.lists(st.integers(19_000, 21_000), min_size=1, max_size=30), st.integers(1, 30))
def test_on_the_day_it_says_there_are_enough_and_not_a_day_sooner(starts, needed):
    timing = too_early(np.array(starts), data_until=date(2026, 1, 1), needed=min(needed, len(starts)))
    on_the_day = too_early(np.array(starts), data_until=timing.ready_on, needed=timing.needed)
    before = too_early(np.array(starts), data_until=timing.ready_on - timedelta(days=1), needed=timing.needed)
    assert (on_the_day.enough, before.enough) == (True, False)


@pytest.mark.parametrize(
    ("started", "level", "followed", "people"),
    [(40, "standard", 3, 40), (40, "none", 3, 40), (40, "strict", None, 40), (9, "strict", None, None)],
)
def test_few_are_not_counted_where_differences_are_withheld(started, level, followed, people):
    starts = np.concatenate([days(*[date(2024, 1, 1)] * 3), weekly(date(2026, 1, 1), started - 3)])
    timing = too_early(starts, data_until=date(2026, 12, 1), needed=60)
    limits = OPEN if level == "none" else thresholds_of(level)
    found = control_timing(timing, limits)
    assert (found.with_full_follow_up, found.started) == (followed, people)
    assert control_timing(found, limits) == found
    assert (str(started) in found.basis) == (people is not None)
    assert ("fewer people than the 60 needed have" in found.sentence) == (followed is None)


def test_the_day_of_one_person_is_the_end_of_its_month_at_strict():
    starts = weekly(date(2024, 1, 5), 60)
    timing = too_early(starts, data_until=date(2027, 6, 1), needed=60)
    found = control_timing(timing, thresholds_of("strict"))
    assert (timing.ready_on, found.ready_on) == (date(2026, 8, 23), date(2026, 8, 31))
    assert (found.with_full_follow_up, found.enough) == (60, True)
    assert control_timing(replace(timing, ready_on=date.max), thresholds_of("strict")).ready_on == date.max
