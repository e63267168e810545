"""Numbers, characters, moments and words. No database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.notices.conftest import TODAY, TOMORROW, at
from throughgate.notices.rules.gsm import fits, in_alphabet, length_of
from throughgate.notices.rules.texts import (
    Bar,
    Hours,
    Reachable,
    is_change_told,
    is_of_use,
    is_reminder_due,
    may_try_again,
    read_number,
    remind_at,
    shown_number,
    why_not,
)
from throughgate.notices.text_words import KINDS, TextsFileError, load_texts, shipped_texts

HOURS = Hours(time(8), time(20), time(10), time(8))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07911 123456", "+447911123456"),
        ("+44 7911 123456", "+447911123456"),
        ("0044 7911 123456", "+447911123456"),
        ("01483 223048", ""),  # a landline
        ("07700 900123", ""),  # nobody's
        ("0161", ""),
        ("ask at the hostel", ""),
        ("", ""),
    ],
)
def test_a_mobile_number_or_nothing(typed, number):
    assert read_number(typed) == number


def test_an_invented_number_where_nobody_is_texted():
    assert read_number("07700 900123", drama=True) == "+447700900123"


def test_numbers_as_people_write_them():
    assert (shown_number("+447911123456"), shown_number("+33612345678")) == ("07911 123456", "+33 6 12 34 56 78")


@pytest.mark.parametrize(
    ("text", "length"), [("abc", 3), ("a€", 3), ("[x]", 5), ("é£", 2), ("\n", 1), ("~" * 80, 160), ("", 0)]
)
def test_characters_as_the_networks_count_them(text, length):
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("text", "is_one"), [("a" * 160, True), ("a" * 161, False), ("€" * 80, True), ("€" * 81, False), ("ł", False)]
)
def test_what_fits_into_one_text(text, is_one):
    assert fits(text) is is_one


@pytest.mark.parametrize(
    ("name", "written"), [("Zoë", "Zoe"), ("Renée", "Renée"), ("O’Neil", "O'Neil"), ("Łukasz", ""), ("Олег", "")]
)
def test_names_in_the_alphabet_of_texts(name, written):
    assert in_alphabet(name) == written


def known(**fields):
    given = {"phone": "07", "number": "+44", "agreed": True, "who_reads": "alone", "is_inside": False}
    return Reachable(**given | fields)


@pytest.mark.parametrize(
    ("fields", "bars"),
    [
        ({}, []),
        ({"who_reads": "known"}, []),
        ({"phone": "", "number": ""}, [Bar.NO_PHONE]),
        ({"number": ""}, [Bar.NO_MOBILE]),
        ({"agreed": False}, [Bar.NOT_AGREED]),
        ({"who_reads": ""}, [Bar.NOT_ASKED_WHO_READS]),
        ({"who_reads": "unsafe"}, [Bar.UNSAFE]),
        ({"is_inside": True}, [Bar.INSIDE]),
    ],
)
def test_who_is_not_texted(fields, bars):
    assert why_not(known(**fields), has_service=True) == bars


def test_nobody_without_a_service():
    assert why_not(known(), has_service=False) == [Bar.NO_SERVICE]


@pytest.mark.parametrize(
    ("clock", "released_on", "moment"),
    [
        (time(14, 30), None, at(TODAY, 10)),
        (time(14, 30), TODAY - timedelta(days=90), at(TODAY, 10)),
        (time(14, 30), TODAY - timedelta(days=6), at(TOMORROW, 8)),
        (None, TODAY, at(TOMORROW, 8)),
        (time(8, 15), TODAY, at(TODAY, 10)),  # too early for a text that morning
    ],
)
def test_the_day_before_and_in_the_first_week_that_morning(clock, released_on, moment):
    assert remind_at(TOMORROW, clock, released_on=released_on, hours=HOURS) == moment


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (at(TODAY, 9, 59), False),
        (at(TODAY, 10), True),
        (at(TODAY, 19, 59), True),  # booked late, or the job ran late
        (at(TODAY, 20), False),  # at night
        (at(TOMORROW, 7, 59), False),
        (at(TOMORROW, 8), True),
        (at(TOMORROW, 14), True),
        (at(TOMORROW, 14, 1), False),  # of no use any more
    ],
)
def test_when_a_reminder_is_due(now, is_due):
    assert is_reminder_due(TOMORROW, time(14, 30), now, released_on=None, hours=HOURS) is is_due


def test_on_the_days_the_clocks_change_it_is_ten_in_london():
    for on in (date(2026, 3, 29), date(2026, 10, 25)):
        moment = remind_at(on + timedelta(days=1), time(9), released_on=None, hours=HOURS)
        assert moment.astimezone(UTC).hour == (9 if on.month == 3 else 10)


@given(day=st.integers(0, 364), hour=st.times(), minutes=st.integers(0, 1439))
def test_nobody_is_texted_at_night_or_too_late(day, hour, minutes):
    now = datetime.combine(date(2026, 1, 1) + timedelta(days=day), hour, UTC)
    clock = time(minutes // 60, minutes % 60)
    for on in (now.date(), now.date() + timedelta(days=1)):
        if is_reminder_due(on, clock, now, released_on=now.date(), hours=HOURS):
            assert HOURS.are_open(now) and is_of_use(on, clock, now)


@pytest.mark.parametrize(
    ("was_texted", "by_person", "days", "is_told"),
    [(True, True, 20, True), (False, False, 1, True), (False, True, 1, False), (False, False, 9, False)],
)
def test_of_what_changed_they_are_told(was_texted, by_person, days, is_told):
    now = at(TODAY, 12)
    on = TODAY + timedelta(days=days)
    assert is_change_told(was_texted=was_texted, asked_by_person=by_person, on=on, now=now) is is_told


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 0), (1, 10), (2, 20), (3, 40), (4, 80)])
def test_it_is_tried_again_ever_later(attempts, minutes):
    last = at(TODAY, 10) if attempts else None
    assert may_try_again(attempts, last, at(TODAY, 10) + timedelta(minutes=minutes))
    if minutes:
        assert not may_try_again(attempts, last, at(TODAY, 10) + timedelta(minutes=minutes - 1))


def test_after_five_times_no_more():
    assert not may_try_again(5, at(TODAY, 10), at(TODAY, 19))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["Alice", "", "W" * 20, "Олег", "A" * 40])
def test_every_wording_fits_with_every_name(kind, who):
    assert fits(shipped_texts().words(kind, on=date(2026, 9, 30), at=time(14, 30), who=who))


def test_the_words_name_nothing():
    words = shipped_texts().words("reminder", on=TOMORROW, at=time(14, 30), who="Alice")
    assert words == "Reminder: Sat 21 Nov at 14:30 with Alice. Replies to this number are not read."


GOOD = """
texts: 1
hours: {from: "08:00", to: "20:00", day-before: "10:00", first-week: "08:00"}
named: {reminder: "R {when} {who}", moved: "M {when} {who}", "off": "O {when} {who}"}
unnamed: {reminder: "R {when}", moved: "M {when}", "off": "O {when}"}
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"R {when} {who}"', '"See you at the prison {when} {who}"', "“prison” says who writes or why"),
        ('"R {when} {who}"', '"Elmtree: {when} {who}"', "“elmtree” says who writes or why"),
        ('"R {when}"', f'"{"x" * 150} {{when}}"', "it may take 170 characters"),
        ('"R {when}"', '"R {when} ł"', "another alphabet"),
        ('"R {when}"', '"R {when} {who}"', "{who} is not known here"),
        ('"M {when}"', '"M"', "{when} is missing"),
        ('"M {when}"', '"M {when"', "brackets do not pair"),
        ('"M {when}"', '"M {when.x}"', "{when.x} is not known here"),
        ('day-before: "10:00"', 'day-before: "22:00"', "is at night"),
        ('to: "20:00"', 'to: "07:00"', "the hours end before they begin"),
        ('"O {when}"}', '"O {when}", more: x}', "a field “more” that is not known"),
        ("texts: 1", "texts: x", "not a whole number"),
    ],
)
def test_a_faulty_file_says_where_and_how_to_mend_it(old, new, fault):
    assert load_texts(GOOD)
    with pytest.raises(TextsFileError, match="texts.yaml:[0-9]+: ") as refused:
        load_texts(GOOD.replace(old, new, 1), organisation="The Elmtree Trust")
    assert fault in str(refused.value)
