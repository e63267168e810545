from datetime import date

import pytest

from throughgate.common.durations import add_months, parse_duration, parse_interval
from throughgate.common.faults import UnreadableError
from throughgate.programmes.when import parse_when, say_when

TITLES = {"sessions": "Course sessions"}


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("release", date(2026, 3, 1), date(2026, 3, 1)),
        ("release - 9 months", date(2026, 11, 30), date(2026, 2, 28)),
        ("enrolment + 14 days", date(2026, 1, 1), date(2026, 1, 15)),
        ("last(sessions)+2 weeks", date(2026, 1, 1), date(2026, 1, 15)),
        ("each( sessions ) + 1 day", date(2026, 12, 31), date(2027, 1, 1)),
        ("licence_end - 1 year", date(2028, 2, 29), date(2027, 2, 28)),
        ("release + 0 days", date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_moves_a_day(text, base, expected):
    assert parse_when(text).shifted(base) == expected


@pytest.mark.parametrize("text", ["release - 9 months", "last(sessions) + 21 days", "first(a-b) - 1 week", "enrolment"])
def test_is_written_as_it_was_read(text):
    assert str(parse_when(text)) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("relase + 2 days", "there is no date called “relase”"),
        ("final(sessions)", "“final(…)” is not known"),
        ("release + two days", "“two days” is not a length of time"),
        ("release + 2 fortnights", "“2 fortnights” is not a length of time"),
        ("release + 101 years", "“101 years” is longer than a life"),
        ("release +", "“release +” is not a date expression"),
        ("2026-01-01", "“2026-01-01” is not a date expression"),
        (14, "“14” is not a date expression"),
    ],
)
def test_says_what_cannot_be_read(text, what):
    with pytest.raises(UnreadableError) as refused:
        parse_when(text)
    assert refused.value.what == what


def test_a_repetition_needs_time_between():
    with pytest.raises(UnreadableError, match="no time at all"):
        parse_interval("0 days")


def test_unknown_stays_unknown():
    assert parse_when("release + 7 days").shifted(None) is None


@pytest.mark.parametrize(("text", "day"), [("release + 7 days", date.max), ("release - 9 months", date.min)])
def test_a_day_outside_the_calendar_is_unknown(text, day):
    assert parse_when(text).shifted(day) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_end_where_the_month_ends(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("enrolment + 14 days", "14 days after joining"),
        ("release - 1 week", "1 week before release"),
        ("parole_hearing", "the parole hearing"),
        ("last(sessions) + 21 days", "21 days after the last of “Course sessions”"),
        ("each(sessions)", "each “Course sessions”"),
    ],
)
def test_is_said_in_plain_words(text, words):
    assert say_when(parse_when(text), TITLES) == words


def test_a_duration_keeps_its_words():
    assert [str(parse_duration(text)) for text in ("1 day", "2 weeks", "12 months")] == [
        "1 day",
        "2 weeks",
        "12 months",
    ]
