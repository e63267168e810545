"""How a need stands, and what counts as one, by the pure rules."""

from datetime import date

import pytest

from throughgate.access.policy import Sensitivity
from throughgate.story.models import Status
from throughgate.story.rules.needing import (
    MOVES,
    NEXT,
    NeedError,
    check_move,
    check_owners,
    check_words,
    floor_of,
    level_of_item,
    levels_from,
    owner_words,
)
from throughgate.story.shipping import shipped_questions

DAY, TODAY = date(2026, 3, 2), date(2026, 3, 20)
S, X, C = Sensitivity.STANDARD, Sensitivity.SENSITIVE, Sensitivity.CLINICAL
ITEMS = shipped_questions().items


def test_every_status_leads_somewhere_and_back():
    assert set(MOVES) == set(Status)
    assert all(status not in moves for status, moves in MOVES.items())
    assert {Status.NOT_STARTED, Status.IN_PROGRESS} <= set(MOVES[Status.DECLINED])


def test_the_one_tap_is_a_move_that_may_be_made():
    assert all(move in MOVES[status] for status, move in NEXT.items())


@pytest.mark.parametrize(
    ("status", "on", "field"),
    [
        ("done", TODAY, "status"),
        (Status.MET, date(2026, 3, 21), "on"),
        (Status.MET, date(2026, 3, 1), "on"),
    ],
)
def test_a_move_that_cannot_be_says_which_field(status, on, field):
    with pytest.raises(NeedError) as refused:
        check_move(status, on, now=Status.NOT_STARTED, since=DAY, today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("words", ["", "  ", "Other", "none identified", "None.", "N/A", "x" * 121])
def test_what_is_no_need_is_refused(words):
    with pytest.raises(NeedError):
        check_words(words)


def test_words_are_tidied():
    assert check_words("  Help with  my nan ") == "Help with my nan"


def test_owners_stand_in_one_order():
    assert check_owners(["person", "prison", "prison"]) == ["prison", "person"]


@pytest.mark.parametrize("owners", [[], ["court"]])
def test_owners_must_be_of_the_four(owners):
    with pytest.raises(NeedError):
        check_owners(owners)


@pytest.mark.parametrize(
    ("owners", "words"),
    [(["charity"], "us"), (["prison", "person"], "the prison and Jo"), (["prison", "probation", "charity"], None)],
)
def test_owners_in_words(owners, words):
    assert owner_words(owners, "Jo") == (words or "the prison, probation and us")


def test_of_several_answers_the_most_open_says_how_closed_a_need_is():
    assert floor_of([C, S, X]) == S
    assert floor_of([C]) == C


def test_closing_goes_one_way():
    assert levels_from(X, [S, X, C]) == [X, C]
    assert levels_from(C, [S, X]) == []


def test_an_answer_is_as_closed_as_what_it_hangs_on():
    hangs = [key for key, item in ITEMS.items() if item.asked_if and ITEMS[item.asked_if.item].seen_by != S]
    assert hangs
    assert all(level_of_item(key, ITEMS) != S for key in hangs)


def test_other_and_none_are_no_needs_of_the_list():
    assert not {"other", "none", "none-identified"} & set(shipped_questions().needs.needs)
