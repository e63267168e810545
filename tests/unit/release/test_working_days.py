from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.rules.day import Nation, Severity
from throughgate.release.rules.working_days import (
    is_working_day,
    last_followed_working_day_before,
    last_working_day_before,
    next_working_day,
    release_day_warnings,
)

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
NATIONS = st.sampled_from(Nation)


@given(DAYS, NATIONS)
def test_working_days_lie_around_a_day(on, nation):
    before, after = last_working_day_before(on, nation), next_working_day(on, nation)
    assert before < on < after and is_working_day(before, nation) and is_working_day(after, nation)
    between = [before + timedelta(days=number) for number in range(1, (after - before).days)]
    assert not any(is_working_day(day, nation) for day in between if day != on)


@given(DAYS, NATIONS)
def test_the_day_that_is_asked_for_is_followed_by_a_working_day(on, nation):
    asked = last_followed_working_day_before(on, nation)
    assert is_working_day(asked, nation) and is_working_day(asked + timedelta(days=1), nation)


@given(DAYS, NATIONS)
def test_a_day_without_warning_is_a_working_day_before_another(on, nation):
    plain = is_working_day(on, nation) and is_working_day(on + timedelta(days=1), nation)
    assert plain == (not release_day_warnings(on, nation))


@given(DAYS, NATIONS)
def test_the_calendar_only_warns(on, nation):
    assert all(one.severity is Severity.WARNS and one.mend for one in release_day_warnings(on, nation))


def test_the_thursday_before_good_friday_is_asked_for_by_the_wednesday():
    (warning,) = release_day_warnings(date(2026, 4, 2), Nation.ENGLAND_AND_WALES)
    assert "Good Friday" in warning.words and "open again on Tue 7 Apr" in warning.words
    assert warning.mend.startswith("Ask the prison for Wed 1 Apr")


@pytest.mark.parametrize(
    ("nation", "words"),
    [(Nation.SCOTLAND, "up to two working days"), (Nation.NORTHERN_IRELAND, "Put what has to happen on the day first")],
)
def test_each_nation_has_its_own_way_out_of_a_friday(nation, words):
    (warning,) = release_day_warnings(date(2026, 11, 20), nation)
    assert words in warning.mend


def test_a_holiday_in_the_gap_is_named():
    words = [one.words for one in release_day_warnings(date(2026, 11, 27), Nation.SCOTLAND)]
    assert any("Tue 1 Dec (Mon 30 Nov is a bank holiday" in one for one in words)
    assert all(
        "bank holiday" not in one.words for one in release_day_warnings(date(2026, 11, 27), Nation.ENGLAND_AND_WALES)
    )
