from datetime import date, timedelta

import pytest

from throughgate.desk.rules.today import (
    Group,
    Unmet,
    Worker,
    counted_words,
    days_of,
    doer_words,
    group_from,
    group_of,
    week_words,
)
from throughgate.desk.rules.words import age_on, out_words, release_words
from throughgate.people.rules.scopes import Scope, scope_from

TODAY = date(2026, 11, 20)
ALICE = Worker(1, "Alice Example", "caseworker")
BOB = Worker(2, "Bob Example", "caseworker")
CAROL = Worker(3, "Carol Example", "counsellor")


@pytest.mark.parametrize(
    ("days", "group"), [(-1, Group.OVERDUE), (0, Group.DUE), (1, Group.COMING), (14, Group.COMING)]
)
def test_a_day_falls_into_the_group_whose_days_hold_it(days, group):
    by_on = TODAY + timedelta(days=days)
    first, last = days_of(group, TODAY)
    assert group_of(by_on, TODAY) is group
    assert (first is None or first <= by_on) and by_on <= last


def test_no_day_falls_into_two_groups():
    overdue, due, coming = (days_of(group, TODAY) for group in Group)
    assert overdue[1] < due[0] == due[1] < coming[0]


def test_a_made_up_scope_or_group_falls_back_quietly():
    assert scope_from("everybody", (Scope.TEAM, Scope.ME)) is Scope.TEAM
    assert scope_from("me", (Scope.TEAM, Scope.ME)) is Scope.ME
    assert group_from("' or 1") is None


@pytest.mark.parametrize(
    ("who", "workers", "said"),
    [
        ("staff", [ALICE, CAROL], "you"),
        ("counsellor", [ALICE, CAROL], "Carol Example"),
        ("counsellor", [ALICE], "no counsellor yet"),
        ("volunteer", [ALICE], "no mentor yet"),
        ("staff", [CAROL], "Carol Example"),
        ("staff", [BOB, ALICE], "you"),
        ("staff", [], "no worker yet"),
        ("person", [ALICE], "Jo"),
        ("partner", [ALICE], "their partner"),
    ],
)
def test_who_does_it_is_said_by_name(who, workers, said):
    assert doer_words(who, workers, me=1, first_name="Jo") == said


@pytest.mark.parametrize(
    ("days_out", "late", "words"),
    [
        (0, False, "7 days left to meet within the week"),
        (6, False, "tomorrow is the last day of the first week"),
        (7, False, "today is the last day of the first week"),
        (8, True, "the first week has passed"),
    ],
)
def test_the_first_week_after_release_runs_out(days_out, late, words):
    unmet = Unmet(TODAY - timedelta(days=days_out), TODAY)
    assert (unmet.is_late, unmet.words) == (late, words)


def test_the_week_is_said_in_one_line():
    assert week_words(["release", "gate", "release"]) == "2 releases · 1 gate meeting"
    assert week_words(["hearing"]) == "1 hearing"
    assert week_words([]) == ""


def test_counted_words():
    assert counted_words(1, "person", "people") == "1 person"
    assert counted_words(0, "day") == "0 days"


@pytest.mark.parametrize(
    ("release_on", "words"),
    [
        (None, "No release date yet"),
        (date(2026, 12, 13), "Release in 23 days"),
        (date(2026, 11, 21), "Release is tomorrow"),
        (TODAY, "Release is today"),
        (date(2026, 11, 19), "Release date has passed"),
        (date(2027, 11, 20), "Release in 12 months"),
    ],
)
def test_release_in_words(release_on, words):
    assert release_words(release_on, TODAY) == words


def test_out_in_words():
    assert out_words(TODAY, TODAY) == "Released today"
    assert out_words(date(2026, 11, 19), TODAY) == "Released yesterday"
    assert out_words(date(2024, 1, 19), TODAY) == "Out for 2 years"


def test_age_turns_on_the_birthday():
    assert age_on(date(1990, 11, 21), TODAY) == 35
    assert age_on(date(1990, 11, 20), TODAY) == 36
    assert age_on(None, TODAY) is None
