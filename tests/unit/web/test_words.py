from datetime import UTC, date, datetime

import pytest

from throughgate.web import words

TODAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 10), "today"),
        (date(2026, 11, 11), "tomorrow"),
        (date(2026, 11, 9), "yesterday"),
        (date(2026, 12, 3), "in 23 days"),
        (date(2026, 11, 8), "2 days ago"),
        (date(2027, 5, 10), "in 6 months"),
        (date(2023, 11, 1), "3 years ago"),
    ],
)
def test_says_when(day, said):
    assert words.when_words(day, TODAY) == said


@pytest.mark.parametrize(("day", "said"), [(date(2026, 11, 9), "1 day late"), (date(2026, 11, 8), "2 days late")])
def test_says_how_late(day, said):
    assert words.when_words(day, TODAY, late=True) == said


def test_a_moment_before_midnight_in_summer_is_the_next_london_day():
    assert words.as_day(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)


def test_writes_days_out():
    assert words.day_words(date(2026, 12, 3)) == "Thu 3 Dec 2026"


@pytest.mark.parametrize(
    ("name", "letters"), [("Andrea Bell", "AB"), ("Jean-Paul van Dyk", "JD"), ("Prince", "P"), ("", "?")]
)
def test_takes_initials(name, letters):
    assert words.initials(name) == letters
