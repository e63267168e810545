"""Who is told of a crisis and when: the pure part, and the file that says it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from throughgate.casework.crisis_file import CrisisFileError, Hours, Tell, load_crisis_rules, shipped_crisis_rules
from throughgate.casework.rules.crisis import (
    CrisisError,
    check_review_day,
    first_seen,
    is_late,
    is_out_of_hours,
    minutes_words,
    names_words,
    plan_telling,
    speed_of,
    usual_review,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = NOON.date()
LINES = (Tell(whom="workers"), Tell(whom="line-managers", after=15), Tell(whom="site-managers", after=60))


@dataclass
class Told:
    seen_at: datetime | None
    whom: str = "workers"
    told_at: datetime = NOON


def planned(**candidates):
    plan = plan_telling(LINES, {whom.replace("_", "-"): users for whom, users in candidates.items()})
    return {one.user_id: (one.whom, one.after) for one in plan}


def test_each_is_told_once_and_as_early_as_the_rules_say():
    found = planned(workers=[1, 2], line_managers=[3, 1], site_managers=[3, 4])
    assert found == {
        1: ("workers", 0),
        2: ("workers", 0),
        3: ("line-managers", 15),
        4: ("site-managers", 60),
    }


def test_where_nobody_is_left_to_be_told_at_once_the_next_in_line_are():
    assert planned(site_managers=[4, 5]) == {4: ("site-managers", 0), 5: ("site-managers", 0)}
    assert planned(line_managers=[3], site_managers=[4]) == {3: ("line-managers", 0), 4: ("site-managers", 60)}


def test_nobody_at_all_is_nobody():
    assert planned() == {}


@pytest.mark.parametrize(
    ("at", "away"),
    [
        (datetime(2026, 11, 20, 8, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), True),  # a Saturday
    ],
)
def test_out_of_hours(at, away):
    hours = Hours.model_validate({"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"})
    assert hours.from_ == time(9)
    assert is_out_of_hours(at, hours) is away


def test_it_is_late_once_nobody_saw_it_in_time():
    assert not is_late(NOON, 15, None, NOON + timedelta(minutes=15))
    assert is_late(NOON, 15, None, NOON + timedelta(minutes=16))
    assert is_late(NOON, 15, NOON + timedelta(minutes=20), NOON + timedelta(days=1))
    assert not is_late(NOON, 15, NOON + timedelta(minutes=5), NOON + timedelta(days=1))


def test_the_first_who_saw_it_counts():
    early, late = NOON + timedelta(minutes=3), NOON + timedelta(minutes=9)
    assert first_seen([Told(late), Told(None), Told(early)], early) == early
    assert first_seen([Told(None)], early) is None


def test_speed_leaves_out_those_that_still_have_time():
    now = NOON + timedelta(hours=1)
    moments = [
        (NOON, 15, NOON + timedelta(minutes=4)),
        (NOON, 15, NOON + timedelta(minutes=30)),
        (NOON, 15, None),
        (NOON, 120, None),
    ]
    speed = speed_of(moments, now)
    assert (speed.in_time, speed.of, speed.median) == (1, 3, 4)
    assert speed.words == "1 of 3 were seen in time; half of those seen were seen within 4 minutes. So few say little."
    assert "None has been raised" in speed_of([], now).words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 minutes"), (1, "1 minute"), (90, "90 minutes"), (125, "2 hours"), (3000, "2 days")]
)
def test_minutes_in_words(minutes, words):
    assert minutes_words(minutes) == words


def test_names_are_joined_and_said_once():
    assert names_words(["Alice", "Mona", "Alice", "Carol"]) == "Alice, Mona and Carol"
    assert names_words([]) == ""


def test_the_day_of_review_follows_from_how_soon_help_is_needed():
    rules = shipped_crisis_rules()
    days = {level: (usual_review(rules, level, DAY) - DAY).days for level in ("now", "today", "week")}
    assert days == {"now": 1, "today": 3, "week": 7}


@pytest.mark.parametrize("on", [date(2026, 11, 19), date(2027, 2, 1)])
def test_a_day_of_review_that_cannot_be(on):
    with pytest.raises(CrisisError):
        check_review_day(on, DAY)


SMALL = """
crisis: 1
checked: Check these
hours: {days: [mon], from: "09:00", to: "17:00"}
out_of_hours: {title: Duty}
levels:
  now: &no {title: Now, about: Now, see_within: 15, tell: [{whom: workers}], review: 1 day}
"""


def test_the_shipped_rules_can_be_used():
    rules = shipped_crisis_rules()
    assert {"danger-to-self", "homeless-tonight", "relapse", "missing", "other"} <= set(rules.kinds)
    assert all(rules.calls(code) for code in rules.kinds)
    assert all(any(line.after == 0 for line in rules.tell(code, one.level)) for code, one in rules.kinds.items())
    assert all(len(one.first) >= 3 for one in rules.kinds.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("level: now", "level: soon"), r"crisis.yaml:\d+: kind .*cannot be “soon”"),
        (("whom: workers}", "whom: everybody}"), "cannot be “everybody”"),
        (("review: 1 day", "review: soon"), "not a length of time"),
        (('from: "09:00"', "from: 9"), "not a time of day"),
        (("call: [emergency, drugs, listening]", "call: [emergency, drug]"), "the line “drug” is not known"),
        (("      - {whom: workers}\n      - {whom: line-managers}\n", ""), "nobody is told at once"),
        (("  other:", "  others:"), "the kind “other” is missing"),
        (("  week:", "  weekly:"), "the level “weekly” is not known"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_how_to_mend_it(change, message):
    from importlib.resources import files

    text = (files("throughgate.casework") / "data" / "crisis.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(CrisisFileError, match=message):
        load_crisis_rules(text.replace(*change))


@pytest.mark.parametrize("text", ["", "- a list", SMALL])
def test_what_is_no_such_file_is_refused(text):
    with pytest.raises(CrisisFileError):
        load_crisis_rules(text)
