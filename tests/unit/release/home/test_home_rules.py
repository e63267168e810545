"""What comes after what on the way to a home, and who has one for the day of release. No database."""

from datetime import date, time, timedelta

import pytest

from throughgate.common.sustained import check_days
from throughgate.release.models import HomeState, LivingKind, ProviderKind
from throughgate.release.rules.home import (
    CLOSED,
    LIVING_IN,
    STANDINGS,
    STATES,
    WAY,
    Asked,
    HomeError,
    Lived,
    Said,
    Standing,
    check_step,
    entry_kind,
    is_stale,
    kept_of,
    next_step,
    standing_before,
    standing_outside,
    vacancy_words,
)

TODAY = date(2026, 11, 20)
RELEASE = TODAY + timedelta(days=20)
S = HomeState


def said(state, **fields):
    return Said(**{"state": state, "on": TODAY} | fields)


def test_every_state_has_its_words_and_every_standing_too():
    assert set(STATES) == set(HomeState) and set(STANDINGS) == set(Standing)
    assert set(LIVING_IN) == set(ProviderKind)


def test_what_is_closed_leads_nowhere_but_a_refusal_can_be_looked_at_again():
    assert {state for state in CLOSED if STATES[state].moves} == {S.REFUSED}


def test_every_open_state_can_be_withdrawn_and_reaches_the_end():
    for state in set(STATES) - CLOSED:
        reached, ahead = set(), [state]
        while ahead:
            here = ahead.pop()
            reached.add(here)
            ahead += set(STATES[here].moves) - reached
        assert S.WITHDRAWN in STATES[state].moves and S.ARRIVED in reached


@pytest.mark.parametrize(
    ("before", "step", "field"),
    [
        (S.SENT, said(S.ARRIVED), ""),
        (S.ACCEPTED, said(S.VIEWING, day=RELEASE), ""),
        (S.SENT, said(S.OFFERED, on=TODAY + timedelta(days=1)), "on"),
        (S.SENT, said(S.VIEWING), "day"),
        (S.OFFERED, said(S.CONFIRMED), "day"),
        (S.SENT, said(S.SENT, day=TODAY - timedelta(days=1)), "day"),
        (S.SENT, said(S.REFUSED), "reason"),
        (S.CONFIRMED, said(S.NOT_ARRIVED), "reason"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(before, step, field):
    with pytest.raises(HomeError) as refusal:
        check_step(before, TODAY, step, TODAY)
    assert refusal.value.field == field


def test_nothing_is_noted_before_what_was_noted_last():
    with pytest.raises(HomeError, match="before what was noted last"):
        check_step(S.SENT, TODAY, said(S.OFFERED, on=TODAY - timedelta(days=1)), TODAY)


@pytest.mark.parametrize(
    ("step", "title", "days"),
    [
        (said(S.DRAFTED), "Send the application to Elm House", 3),
        (said(S.SENT), "Chase the answer from Elm House", 7),
        (said(S.SENT, day=TODAY + timedelta(days=2)), "Chase the answer from Elm House", 2),
        (said(S.VIEWING, day=TODAY + timedelta(days=5), at=time(14)), "View the room: Elm House at 14:00", 5),
        (said(S.OFFERED, day=TODAY + timedelta(days=1)), "Answer the offer of Elm House", 1),
        (said(S.ACCEPTED), "Have the place confirmed: Elm House", 5),
        (said(S.CONFIRMED, day=RELEASE), "Ask whether they moved in: Elm House", 20),
    ],
)
def test_the_next_step_and_its_day(step, title, days):
    found = next_step(step, "Elm House")
    assert (found.title, found.by_on) == (title, TODAY + timedelta(days=days))


@pytest.mark.parametrize("state", [S.ARRIVED, S.NOT_ARRIVED, S.REFUSED, S.WITHDRAWN])
def test_what_is_closed_asks_for_nothing(state):
    assert next_step(said(state), "Elm House") is None


@pytest.mark.parametrize(
    ("asked", "standing"),
    [
        ([], Standing.NOTHING),
        ([Asked(S.SENT)], Standing.APPLIED),
        ([Asked(S.SENT), Asked(S.OFFERED)], Standing.OFFERED),
        ([Asked(S.ACCEPTED)], Standing.OFFERED),  # it can still fall through
        ([Asked(S.CONFIRMED, RELEASE)], Standing.SECURED),
        ([Asked(S.CONFIRMED, RELEASE + timedelta(days=1))], Standing.LATER),
        ([Asked(S.CONFIRMED, RELEASE + timedelta(days=1)), Asked(S.CONFIRMED, RELEASE)], Standing.SECURED),
    ],
)
def test_where_somebody_stands_before_release(asked, standing):
    assert standing_before(RELEASE, asked) is standing


def test_a_release_brought_forward_takes_the_home_away_again():
    place = [Asked(S.CONFIRMED, RELEASE)]
    assert standing_before(RELEASE - timedelta(days=3), place) is Standing.LATER
    assert standing_before(RELEASE + timedelta(days=30), place) is Standing.SECURED


@pytest.mark.parametrize(
    ("lived", "asked", "standing"),
    [
        ([], [], Standing.NOTHING),
        ([Lived("street", TODAY)], [], Standing.ROOFLESS),
        ([Lived("shelter", TODAY)], [Asked(S.SENT)], Standing.ROOFLESS),
        ([Lived("family", TODAY)], [], Standing.LIVING),
        ([Lived("family", TODAY, TODAY)], [], Standing.NOTHING),  # left today
        ([Lived("family", TODAY, TODAY + timedelta(days=1))], [], Standing.LIVING),
        ([Lived("family", TODAY + timedelta(days=1))], [], Standing.NOTHING),
        ([], [Asked(S.CONFIRMED, TODAY)], Standing.SECURED),
        ([Lived("street", TODAY)], [Asked(S.CONFIRMED, TODAY + timedelta(days=2))], Standing.LATER),
    ],
)
def test_where_somebody_stands_who_is_out(lived, asked, standing):
    assert standing_outside(TODAY, asked, lived) is standing


def test_it_is_asked_after_4_13_and_26_weeks():
    assert [(weeks, (day - TODAY).days) for weeks, day in check_days(TODAY)] == [(4, 28), (13, 91), (26, 182)]


@pytest.mark.parametrize(
    ("places", "days", "words"),
    [
        (None, 0, "Vacancies not asked yet"),
        (0, 0, "No places, said today"),
        (1, 1, "1 place, said yesterday"),
        (4, 3, "4 places, said 3 days ago"),
    ],
)
def test_what_was_said_of_places_says_when(places, days, words):
    said_on = None if places is None else TODAY - timedelta(days=days)
    assert vacancy_words(places, said_on, TODAY) == words


def test_after_two_weeks_it_is_to_be_asked_again():
    assert not is_stale(TODAY - timedelta(days=14), TODAY)
    assert is_stale(TODAY - timedelta(days=15), TODAY) and is_stale(None, TODAY)


def test_a_supported_place_and_a_home_are_told_apart():
    assert {entry_kind(kind) for kind in (LivingKind.SUPPORTED, LivingKind.REHAB, LivingKind.APPROVED)} == {
        "supported-housing"
    }
    assert entry_kind(LivingKind.PRIVATE) == "home"


def test_what_nobody_asked_counts_as_not_known():
    kept = kept_of({"still": 5, "moved": 2, "lost": 1, "inside": 1, "": 3})
    assert (kept.due, kept.kept, kept.missing) == (12, 7, 3)


def test_the_way_holds_no_dead_end():
    assert [state for state in WAY if state in CLOSED] == [S.ARRIVED]
