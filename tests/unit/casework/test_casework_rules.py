"""Rules: no database."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughgate.casework.forms.days import recent_day_fields
from throughgate.casework.rules.contacts import (
    Meeting,
    meeting_problems,
    names_in,
    promise_days,
    recent_days,
    say_contact,
    say_minutes,
    shorten,
    usual_medium,
    was_there,
)

DAY = date(2026, 11, 20)
LONDON = ZoneInfo("Europe/London")
MEETING = Meeting(kind="one-to-one", on=DAY, minutes=45)
CALLED_OFF = Meeting(kind="one-to-one", on=DAY, happened=False, why_not="logistics")


def test_every_problem_is_told_at_once():
    wrong = Meeting(kind="form", on=DAY + timedelta(days=1), minutes=0, why_not="rain")
    assert [problem.field for problem in meeting_problems(wrong, DAY)] == ["kind", "on", "minutes", "why_not"]
    assert not list(meeting_problems(MEETING, DAY))


@pytest.mark.parametrize(
    ("happened", "attended", "there"),
    [(True, "yes", True), (True, "late", True), (True, "no", False), (False, "", False), (False, "yes", False)],
)
def test_who_was_there(happened, attended, there):
    assert was_there(happened=happened, attended=attended) is there


@pytest.mark.parametrize(
    ("meeting", "part", "line"),
    [
        (MEETING, {}, "45 minutes"),
        (Meeting(kind="one-to-one", on=DAY), {}, "One-to-one"),
        (MEETING, {"note": "Talked about home."}, "45 minutes. Talked about home"),
        (MEETING, {"attended": "late", "reason": "Held on the wing."}, "Came late. 45 minutes. Held on the wing"),
        (MEETING, {"attended": "no", "why": "acceptable"}, "Did not come: for a good reason"),
        (
            CALLED_OFF,
            {"attended": "", "note": "Lock-down"},
            "Did not happen: something on our side or the prison’s. Lock-down",
        ),
    ],
)
def test_a_contact_in_one_line(meeting, part, line):
    assert say_contact(meeting, **{"attended": "yes", "why": "", "reason": "", "note": ""} | part) == line


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (75, "1 hour 15 minutes"), (120, "2 hours")],
)
def test_minutes_in_words(minutes, words):
    assert say_minutes(minutes) == words


def test_a_line_is_cut_between_words_and_never_too_long():
    assert shorten("One,\n\n two") == "One, two"
    assert shorten("One, two three", 12) == "One, two…"
    assert len(shorten("word " * 200)) <= 240
    assert len(shorten("w" * 500)) == 240


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Samira was quiet", ["Samira"]),
        ("samira was quiet", []),
        ("Samirah came", []),
        ("Jo's mother and Samira’s son", ["Jo", "Samira"]),
        ("", []),
    ],
)
def test_names_are_found_as_words_of_their_own(text, found):
    assert names_in(text, ["Samira", "Jo", "K"]) == found


def test_the_likeliest_day_is_today_and_after_midnight_the_evening_before():
    yesterday = DAY - timedelta(days=1)
    assert [day for day, _ in recent_days(datetime(2026, 11, 20, 9, 0, tzinfo=LONDON))] == [DAY, yesterday]
    assert [day for day, _ in recent_days(datetime(2026, 11, 20, 0, 20, tzinfo=LONDON))] == [yesterday, DAY]


@pytest.mark.parametrize(
    ("hour", "not_before", "first"),
    [(0, None, "2026-11-19"), (0, date(2026, 11, 20), "2026-11-20"), (9, date(2026, 11, 20), "2026-11-20")],
)
def test_what_came_of_something_of_this_morning_was_not_last_night(hour, not_before, first):
    now = datetime(2026, 11, 20, hour, 20, tzinfo=LONDON)
    assert recent_day_fields(now, None, not_before=not_before)["on"].initial == first


def test_promises_are_offered_for_days_to_come():
    assert [(day - DAY).days for day, _ in promise_days(DAY)] == [0, 1, 3, 7, 14, 28]


def test_a_call_is_by_phone():
    assert (usual_medium("phone-call"), usual_medium("visit")) == ("phone", "face")
