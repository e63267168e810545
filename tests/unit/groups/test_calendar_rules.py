"""On which days a group can run."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.groups.rules.calendar import Calendar, CalendarError, Closed, lay_anew, lay_out, why_shut

MONDAY, AT = date(2026, 12, 14), time(14)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 1))
CLOSED = st.lists(
    st.tuples(DAYS, st.integers(0, 20)).map(lambda span: Closed(span[0], span[0] + timedelta(span[1]), "Lockdown")),
    max_size=4,
)
CALENDARS = st.builds(lambda closed: Calendar(closed=tuple(closed)), CLOSED)


def laid(calendar, first=MONDAY, count=3):
    return lay_out(calendar, first, at=AT, minutes=120, every=7, count=count)


def test_a_bank_holiday_is_left_out_and_said():
    christmas = Calendar(holiday=lambda on: "Boxing Day" if on == date(2026, 12, 28) else "")
    found = laid(christmas)
    assert found.days == (date(2026, 12, 14), date(2026, 12, 21), date(2027, 1, 4))
    assert [one.because for one in found.skipped] == ["Bank holiday: Boxing Day"]


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ({}, ""),
        ({0: [(time(13, 30), time(16))]}, ""),
        ({0: [(time(14, 30), time(17))]}, "Outside the hours of the regime"),
        ({1: [(time(9), time(17))]}, "The regime has no groups on that weekday"),
    ],
)
def test_the_regime_has_hours(hours, why):
    assert why_shut(Calendar(hours=hours), MONDAY, AT, 120) == why


def test_a_weekday_without_groups_never_ends():
    with pytest.raises(CalendarError):
        laid(Calendar(hours={1: [(time(9), time(17))]}))


@given(CALENDARS, DAYS, st.integers(1, 12))
def test_laid_out_every_day_is_open_in_the_rhythm_and_none_is_missed(calendar, first, count):
    found = laid(calendar, first, count)
    assert len(found.days) == count
    every = sorted([*found.days, *(one.on for one in found.skipped)])
    assert every == [first + timedelta(days=7 * n) for n in range(len(every))]
    assert not any(why_shut(calendar, on, AT, 120) for on in found.days)


@given(CALENDARS, DAYS, st.integers(1, 8))
def test_laid_anew_the_order_stays_and_nothing_comes_earlier(calendar, first, count):
    days = [first + timedelta(days=7 * n) for n in range(count)]
    anew = lay_anew(calendar, days, at=AT, minutes=120, every=7)
    assert anew == sorted(set(anew)) and len(anew) == count
    assert all(later >= on for later, on in zip(anew, days, strict=True))
    assert not any(why_shut(calendar, on, AT, 120) for on in anew)


@given(DAYS, st.integers(1, 8))
def test_what_fits_stays_where_it_is(first, count):
    days = [first + timedelta(days=7 * n) for n in range(count)]
    assert lay_anew(Calendar(), days, at=AT, minutes=120, every=7) == days
