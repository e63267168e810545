"""What a calendar says, parsed back by the library that reads calendars."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from throughgate.notices.rules.feed import (
    BOOKED,
    BUSY,
    DAY,
    Happens,
    calendar_text,
    district_of,
    dotted,
    due_words,
    shown_place,
    span_of,
    title_words,
    uid_of,
)

LONDON = ZoneInfo("Europe/London")
WRITTEN = datetime(2026, 3, 1, 9, tzinfo=UTC)


def one(**fields):
    given = {"key": "a", "on": date(2026, 3, 28), "title": "Throughgate: booked", "written_at": WRITTEN}
    return Happens(**given | fields)


def read(*events):
    calendar = Calendar.from_ical(calendar_text(events))
    return calendar, list(calendar.walk("VEVENT"))


def test_an_event_comes_back_as_it_went():
    _, (event,) = read(one(at=time(14, 30), minutes=45, place="Café, upstairs; left", url="https://x.example/b/1/"))
    assert event.decoded("dtstart") == datetime(2026, 3, 28, 14, 30, tzinfo=LONDON)
    assert event.decoded("dtend") == datetime(2026, 3, 28, 15, 15, tzinfo=LONDON)
    assert event["location"] == "Café, upstairs; left"
    assert event["dtstart"].params["TZID"] == "Europe/London"


def test_without_a_time_it_fills_the_day_and_blocks_nothing():
    _, (event,) = read(one())
    assert event.decoded("dtstart") == date(2026, 3, 28)
    assert event["transp"] == "TRANSPARENT"


def test_called_off_it_says_so():
    _, (event,) = read(one(is_off=True, turn=3, at=time(9)))
    assert (event["status"], int(event["sequence"]), event["transp"]) == ("CANCELLED", 3, "TRANSPARENT")


def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_wants():
    text = calendar_text([one(place="ü" * 200)])
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert text.count(b"\n") == text.count(b"\r\n")


@given(year=st.integers(2024, 2037), day=st.integers(0, 364), hour=st.integers(4, 23))
def test_its_own_time_zone_says_what_london_says(year, day, hour):
    calendar, _ = read()
    zone = next(iter(calendar.walk("VTIMEZONE"))).to_tz()
    on = date(year, 1, 1) + timedelta(days=day)
    ours, londons = (datetime.combine(on, time(hour), tz) for tz in (zone, LONDON))
    assert ours.utcoffset() == londons.utcoffset()


@pytest.mark.parametrize(
    ("on", "at", "minutes", "hours"),
    [
        (date(2026, 3, 29), time(0, 30), 60, (0, 30, 2, 30)),  # the clocks go forward at one
        (date(2026, 10, 25), time(0, 30), 120, (0, 30, 1, 30)),  # and back at two
        (date(2026, 10, 25), time(9), 60, (9, 0, 10, 0)),
    ],
)
def test_an_hour_takes_an_hour_when_the_clocks_change(on, at, minutes, hours):
    start, end = span_of(on, at, minutes, None)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=minutes)
    assert (start.hour, start.minute, end.hour, end.minute) == hours


@pytest.mark.parametrize(
    ("what", "with_initials", "words"),
    [
        (BOOKED, False, "Throughgate: booked"),
        (BOOKED, True, "Booked: J. V."),
        (DAY, False, "Throughgate: an important day"),
        (BUSY, True, "Busy"),
    ],
)
def test_titles_say_no_more_than_was_chosen(what, with_initials, words):
    assert title_words(what, "Jo Vale", with_initials=with_initials) == words


@pytest.mark.parametrize(
    ("name", "marks"), [("Jo Vale", "J. V."), ("Ann-Marie O’Neil", "A. M. O."), ("Émile", "É."), ("", "")]
)
def test_initials(name, marks):
    assert dotted(name) == marks


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("Café on the green, 3 High Street, Woking GU22 7AA", "GU22"),
        ("gu227aa", "GU22"),
        ("Café on the green", ""),
        ("Elm House approved premises", ""),
        ("Phoenix Futures, GU21", ""),
        ("The gate, GU23 7LJ", ""),
    ],
)
def test_of_a_place_only_the_district_is_shown(place, shown):
    assert shown_place(place, {"GU23"}) == shown


DISTRICT = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)?")
TOLD = ["Send (HMP)", "Elm House", "Ashdale Recovery", "Jo Vale", "One-to-one", "Recall hearing", "St Giles Trust"]
PARTS = st.one_of(st.sampled_from(TOLD), st.sampled_from(["GU22 7AA", "M1 1AE"]), st.text(max_size=12))


@given(parts=st.lists(PARTS, max_size=5), joint=st.sampled_from([" ", ", ", "\n", ""]))
def test_no_word_of_a_place_gets_into_a_calendar(parts, joint):
    place = joint.join(parts)
    shown = shown_place(place, {district_of("GU23 7LJ")})
    assert DISTRICT.fullmatch(shown)
    assert shown in place.upper()


def test_an_address_of_an_event_tells_nothing_and_stays():
    assert uid_of("release 7 0") == uid_of("release 7 0")
    assert "release" not in uid_of("release 7 0")


def test_due_in_numbers():
    assert (due_words(1), due_words(3)) == ("Throughgate: 1 thing is due", "Throughgate: 3 things are due")


def test_an_hour_that_begins_before_the_clocks_go_back_is_one_hour():
    made = Happens(
        key="1", on=date(2026, 10, 25), title="Busy", written_at=datetime(2026, 10, 1, tzinfo=UTC), at=time(1, 30)
    )
    event = next(iter(Calendar.from_ical(calendar_text([made])).walk("VEVENT")))
    assert event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC) == timedelta(hours=1)
    assert b"DTSTART:20261025T003000Z" in calendar_text([made])


CHANGES = [
    date(year, month, day) for year, month, day in ((2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31))
]
DAYS = st.one_of(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(CHANGES))
QUARTERS = st.integers(0, 24 * 4 - 1).map(lambda number: time(number // 4, number % 4 * 15))


def true_time(on, at):
    return datetime.combine(on, at, LONDON).astimezone(UTC)


@given(on=DAYS, at=QUARTERS, minutes=st.integers(5, 12 * 60))
def test_on_every_day_of_the_year_it_begins_and_lasts_as_was_said(on, at, minutes):
    calendar, (event,) = read(one(on=on, at=at, minutes=minutes))
    begins, ends = (event[name].dt for name in ("dtstart", "dtend"))
    assert begins.astimezone(UTC) == true_time(on, at)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(minutes=minutes)
    zone = next(iter(calendar.walk("VTIMEZONE"))).to_tz()
    if "TZID" in event["dtstart"].params:
        assert begins.replace(tzinfo=zone).utcoffset() == begins.utcoffset()
        assert begins.replace(tzinfo=None) in {datetime.combine(on, at), datetime.combine(on, at) + timedelta(hours=1)}


@given(on=DAYS, at=QUARTERS, until=QUARTERS)
def test_a_journey_never_ends_before_it_begins_and_may_end_the_next_day(on, at, until):
    begins, ends = (moment.astimezone(UTC) for moment in span_of(on, at, None, until))
    assert begins <= ends <= begins + timedelta(hours=25)
    last = on if until > at else on + timedelta(days=1)
    assert ends == max(true_time(last, until), begins)
