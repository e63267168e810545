"""Who is suggested, what stands against it, and what the figures say. Pure."""

from datetime import date, timedelta

import pytest

from throughgate.handover.rules.continuity import ReleaseSeen, by_label, measure, quarter_words
from throughgate.handover.rules.moving import (
    Candidate,
    Handed,
    check_day,
    check_one,
    spread,
    subject_of,
    suggest,
    together_from,
)
from throughgate.handover.rules.telling import words_to_say

DAY = date(2026, 11, 20)
SEND, DOWNVIEW = 1, 2


def worker(pk, name="Bob Example", role="caseworker", sites=(SEND,), people=0, **more):
    return Candidate(pk, name, role, frozenset(sites), people, **more)


def person(pk=1, roles=("caseworker",), site=SEND, began=DAY, knows=()):
    return Handed(pk, site, roles, began, frozenset(knows))


def test_whoever_knows_them_is_suggested_before_whoever_has_least():
    one, two, three = worker(1, people=9), worker(2, people=1), worker(3, people=4)
    assert [c.pk for c in suggest(person(knows=[1]), [one, two, three])] == [1, 2, 3]


def test_nobody_who_cannot_do_it_or_works_elsewhere_is_suggested():
    volunteer, elsewhere = worker(1, role="volunteer"), worker(2, sites=[DOWNVIEW])
    assert suggest(person(), [volunteer, elsewhere, worker(3, is_active=False)]) == []
    assert suggest(person(knows=[2]), [elsewhere]) == [elsewhere]


def test_a_caseload_is_spread():
    chosen = spread([person(n) for n in range(6)], [worker(1, people=2), worker(2, people=0)])
    assert [chosen[n].pk for n in range(6)] == [2, 2, 1, 2, 1, 2]


@pytest.mark.parametrize(
    ("receiver", "handed", "words"),
    [
        (None, person(), "Nobody is chosen"),
        (worker(9), person(), "to themselves"),
        (worker(1, role="volunteer"), person(), "cannot be a caseworker"),
        (worker(1, is_active=False), person(), "account is closed"),
        (worker(1, sites=[DOWNVIEW]), person(), "does not work at their site"),
        (worker(1), person(began=DAY + timedelta(days=2)), "only begins with them on 22 November 2026"),
    ],
)
def test_what_stands_against_it(receiver, handed, words):
    checked = check_one(handed, receiver, giver_id=9, from_on=DAY)
    assert checked.is_stopped and words in checked.problems[0].words


def test_what_is_only_to_know_does_not_stop_it():
    checked = check_one(person(), worker(1), giver_id=9, from_on=DAY, has=["caseworker"], kept_apart=["B. Example"])
    assert not checked.is_stopped
    assert ["already" in p.words or "restriction" in p.words for p in checked.problems] == [True, True]


def test_days():
    assert check_day(DAY, DAY) == "" == check_day(DAY + timedelta(days=180), DAY)
    assert check_day(DAY - timedelta(days=1), DAY) and check_day(DAY + timedelta(days=181), DAY)
    assert together_from(DAY + timedelta(days=10), 7, DAY) == DAY + timedelta(days=3)
    assert together_from(DAY + timedelta(days=2), 7, DAY) == DAY


def test_the_entry_is_narrowed_as_models_do():
    assert subject_of(["driver", "mentor"]) == "change-of-mentor"
    assert subject_of([]) == ""


def _to_say(**changed):
    return words_to_say(
        first_name="Jo",
        giver="Alice Example",
        receiver="Bob Example",
        roles=["caseworker", "driver"],
        why="leaves",
        from_on=date(2026, 11, 30),
        organisation="The Gate",
        **{"is_read": True} | changed,
    )


def test_nobody_is_told_that_their_story_is_known_before_it_was_read():
    read, unread = _to_say(), _to_say(is_read=False)
    assert read[3].startswith("Alice has told Bob") and unread[3].startswith("Alice is telling Bob")
    assert "Bob knows about it" in read[4] and "Bob will read about it" in unread[4]


def test_the_words_to_say_are_short_and_name_nobody_by_family_name_twice():
    said = _to_say()
    assert said[1:3] == (
        "Alice is leaving us.",
        "From Mon 30 Nov 2026, Bob Example will be your caseworker and your driver.",
    )
    assert max(len(line.split()) for line in said) <= 16


def seen(kept, on=DAY, site="Send", done=True):
    return ReleaseSeen(on, SEND, site, kept, on + timedelta(days=28) if done else None)


def test_who_had_nobody_before_and_who_is_not_out_long_enough_are_not_in_the_share():
    got = measure("All", [*[seen(True)] * 4, seen(False), seen(None), seen(None, done=False)])
    assert (got.kept, got.of, got.missing, got.waiting, got.words) == (4, 5, 1, 1, "4 of 5 (80%)")


def test_below_five_no_share_is_given():
    got = measure("All", [seen(True)] * 4)
    assert (got.share, got.words) == (None, "4 of 4")
    assert measure("All", []).words == "nobody yet"


def test_by_quarter_and_site():
    rows = [seen(True), seen(False, on=date(2026, 2, 1), site="Downview")]
    assert [one.label for one in by_label(rows, lambda one: one.site)] == ["Send", "Downview"]
    assert quarter_words(DAY) == "October to December 2026"
    assert quarter_words(date(2026, 2, 1)) == "January to March 2026"


def test_who_is_away_is_suggested_last_and_not_chosen_by_itself():
    gone = worker(1, people=0, away=((DAY + timedelta(days=3), DAY + timedelta(days=12)),))
    here = worker(2, people=9)
    assert suggest(person(), [gone, here], today=DAY) == [here, gone]
    assert spread([person()], [gone], DAY) == {1: None}


@pytest.mark.parametrize(("first", "says"), [(-3, True), (7, True), (8, False), (-9, False)])
def test_that_they_are_away_when_they_should_meet_is_said_and_stops_nothing(first, says):
    gone = worker(1, away=((DAY + timedelta(days=first), DAY + timedelta(days=first + 5)),))
    checked = check_one(person(), gone, giver_id=9, from_on=DAY)
    assert not checked.is_stopped
    assert ("is away from" in " ".join(one.words for one in checked.problems)) is says
