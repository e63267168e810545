from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.basics_file import shipped_basics
from throughgate.release.rules.basics import (
    BasicError,
    Said,
    Stands,
    Timing,
    Urgency,
    check_move,
    done_words,
    money_words,
    next_step,
    step_problems,
    urgency_of,
)

TODAY = date(2026, 11, 20)
BASICS = shipped_basics()
ID = BASICS.items["id-documents"]
BANK = BASICS.items["bank-account"]
LONG_AGO = TODAY - timedelta(days=200)


def due(item, state, *, on=TODAY, opened=LONG_AGO, due_on=None, release=None, known=LONG_AGO, is_out=False):
    return next_step(BASICS, item, Stands(state, on, opened, due_on), Timing(release, known, is_out))


def weeks(number):
    return TODAY + timedelta(weeks=number)


def test_what_must_start_is_counted_back_from_release():
    assert due(ID, "to-start", release=weeks(14)).by_on == weeks(2)
    assert due(BANK, "to-start", release=weeks(18)).by_on == weeks(2)


def test_nobody_is_late_with_what_they_could_not_know():
    told = due(ID, "to-start", opened=LONG_AGO, known=TODAY, release=weeks(4))
    assert told.by_on == TODAY + timedelta(days=3)
    assert due(ID, "to-start", opened=LONG_AGO, release=weeks(4)).by_on == weeks(-8)


def test_release_tomorrow_leaves_no_three_days():
    assert due(ID, "to-start", opened=TODAY, known=TODAY, release=TODAY + timedelta(days=1)).by_on == date(2026, 11, 21)


def test_without_a_release_date_it_is_due_some_weeks_after_the_opening():
    assert due(ID, "to-start", opened=TODAY).by_on == weeks(4)


def test_an_application_without_an_answer_comes_up_again():
    following = due(ID, "pending", release=weeks(20))
    assert (following.title, following.by_on) == ("Ask what became of the ID application", weeks(3))


def test_but_not_after_it_must_be_in_hand():
    assert due(ID, "pending", release=weeks(4)).by_on == weeks(2)


def test_the_day_that_was_said_comes_before_the_usual_time():
    assert due(ID, "pending", due_on=weeks(1), release=weeks(20)).by_on == weeks(1)


def test_in_hand_and_not_needed_ask_for_nothing():
    assert due(ID, "in-hand", release=weeks(4)) is None
    assert due(ID, "not-needed", release=weeks(4)) is None


def test_released_without_it_stays_due_and_says_so():
    assert due(BANK, "pending", release=weeks(-1), is_out=True).title.endswith("they are out without it")


def test_a_state_the_file_no_longer_has_is_begun_again():
    assert due(ID, "sent-by-owl", release=weeks(14)).title == "Apply for an ID document"


@given(st.integers(-30, 400), st.integers(0, 100), st.sampled_from(sorted(BASICS.items)))
def test_a_later_release_never_brings_the_start_forward(days, more, code):
    item = BASICS.items[code]
    one = due(item, "to-start", opened=TODAY, known=TODAY, release=TODAY + timedelta(days=days))
    later = due(item, "to-start", opened=TODAY, known=TODAY, release=TODAY + timedelta(days=days + more))
    assert later.by_on >= min(one.by_on, TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "days", "urgency"),
    [
        ("to-start", -1, Urgency.LATE),
        ("rejected", 5, Urgency.STUCK),
        ("to-start", 7, Urgency.NOW),
        ("to-start", 8, Urgency.LATER),
        ("pending", 8, Urgency.UNDER_WAY),
        ("in-hand", 0, Urgency.DONE),
        ("not-needed", 0, Urgency.UNNEEDED),
    ],
)
def test_how_pressing_it_is(state, days, urgency):
    assert urgency_of(ID.state(state), TODAY + timedelta(days=days), TODAY) is urgency


def test_only_the_moves_of_a_state_are_open_except_to_a_correction():
    with pytest.raises(BasicError):
        check_move(ID, "to-start", "accepted", corrects=False)
    assert check_move(ID, "to-start", "accepted", corrects=True).title == "On its way"
    assert check_move(ID, "to-start", "pending", corrects=False).title == "Applied for"


@pytest.mark.parametrize(
    ("state", "on", "said", "field"),
    [
        ("pending", TODAY, Said(), "document"),
        ("pending", TODAY + timedelta(days=1), Said(document="passport"), "on"),
        ("rejected", TODAY, Said(), "reason"),
        ("rejected", TODAY, Said(reason="full-moon"), "reason"),
        ("pending", TODAY, Said(document="passport", due_on=LONG_AGO), "due_on"),
        ("in-hand", TODAY, Said(proof="rumour"), "proof"),
        ("in-hand", TODAY, Said(cost_pence=1_000_001), "cost"),
    ],
)
def test_what_a_step_must_say(state, on, said, field):
    assert [problem.field for problem in step_problems(ID, ID.states[state], on, said, TODAY)] == [field]


def test_words():
    assert done_words(ID, "birth-certificate") == "Birth certificate in hand"
    assert done_words(BANK, "") == "Bank account: open"
    assert (money_words(1250), money_words(4000)) == ("£12.50", "£40")
