"""Which word is waited for, when it is an alarm, who is told when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.alarms_file import shipped_alarms
from throughgate.release.rules.alarm import (
    Awaited,
    Said,
    Told,
    due_letters,
    late_among,
    still_awaited,
    tellings,
)

DAY = datetime(2026, 11, 20, tzinfo=UTC)
RULES = shipped_alarms()
EXPECTED = [
    Awaited(DAY + timedelta(hours=8), "left"),
    Awaited(DAY + timedelta(hours=9), "picked_up"),
    Awaited(DAY + timedelta(hours=11), "arrived"),
]
CAST = {"driver": [1], "planner": [2], "workers": [2, 3], "site-managers": [4], "on-duty": [5]}


def at(hours, minutes=0):
    return DAY + timedelta(hours=hours, minutes=minutes)


def steps(*said):
    return [one.step for one in still_awaited(EXPECTED, said)]


def moments(said, cast=CAST):
    return {one.user_id: one.at for one in tellings(still_awaited(EXPECTED, said), RULES, cast)}


def test_word_of_a_later_step_is_word_of_those_before_it():
    assert steps() == ["left", "picked_up", "arrived"]
    assert steps(Said("picked_up", at(9))) == ["arrived"]
    assert steps(Said("arrived", at(11))) == []


def test_it_is_an_alarm_once_the_first_line_is_reached():
    assert not late_among(EXPECTED, RULES, at(8, 14))
    assert [one.step for one in late_among(EXPECTED, RULES, at(8, 15))] == ["left"]
    assert [one.step for one in late_among(EXPECTED, RULES, at(11, 45))] == ["arrived", "picked_up", "left"]


def test_the_ladder_of_arriving():
    told = moments([Said("picked_up", at(9))])
    assert told == {1: at(11, 45), 2: at(12), 3: at(12), 4: at(13), 5: at(14)}


def test_without_a_driver_the_next_in_line_are_told_at_that_time():
    told = moments([Said("picked_up", at(9))], CAST | {"driver": []})
    assert told[2] == at(11, 45) and told[4] == at(13)


def test_not_there_is_told_at_once_and_ends_when_they_were_picked_up_after_all():
    missed = Said("not_there", at(9, 10))
    assert "not_there" in steps(missed) and moments([missed])[2] == at(9, 10)
    assert "not_there" not in steps(missed, Said("picked_up", at(9, 30)))
    assert "not_there" in steps(missed, Said("picked_up", at(9, 5)))


def test_a_problem_stays_until_they_arrived():
    problem = Said("problem", at(10))
    assert "problem" in steps(Said("picked_up", at(9)), problem)
    assert late_among(still_awaited(EXPECTED, [problem]), RULES, at(12))[0].step == "problem"
    assert steps(problem, Said("arrived", at(11))) == []


@pytest.mark.parametrize(("until", "due"), [(None, [1]), (at(12, 1), []), (at(12), [1])])
def test_while_somebody_is_dealing_with_it_nobody_else_is_told(until, due):
    told = [Told(1, at(11), False), Told(2, at(13), False), Told(3, at(11), True)]
    assert due_letters(told, until, at(12)) == due


MOMENTS = st.integers(min_value=-60, max_value=20 * 60).map(lambda minutes: DAY + timedelta(minutes=minutes))
WORD = st.builds(Said, st.sampled_from(["left", "picked_up", "arrived"]), MOMENTS)
ANY = st.builds(Said, st.sampled_from(["left", "picked_up", "arrived", "not_there", "problem"]), MOMENTS)
# Who of three stands in each line, as the bits of a number: quick to make, also where a machine is busy.
LINES = st.tuples(*[st.integers(0, 7)] * len(CAST)).map(
    lambda drawn: {
        whom: [user for user in (1, 2, 3) if bits >> user - 1 & 1] for whom, bits in zip(CAST, drawn, strict=True)
    }
)


@given(st.lists(ANY, max_size=5), WORD, LINES)
def test_further_word_never_tells_anybody_sooner(said, word, lines):
    before, after = moments(said, lines), moments([*said, word], lines)
    assert all(user in before and moment >= before[user] for user, moment in after.items())


@given(st.lists(ANY, max_size=6), st.randoms())
def test_the_order_in_which_word_comes_does_not_matter(said, random):
    mixed = list(said)
    random.shuffle(mixed)
    assert still_awaited(EXPECTED, mixed) == still_awaited(EXPECTED, said)


@given(st.lists(WORD, max_size=4), MOMENTS, MOMENTS)
def test_word_that_they_arrived_silences_it(said, arrived, now):
    assert not late_among(still_awaited(EXPECTED, [*said, Said("arrived", arrived)]), RULES, now)


@given(st.lists(ANY, max_size=4), LINES, MOMENTS)
def test_somebody_is_told_from_when_it_is_an_alarm_on(said, lines, now):
    awaited = still_awaited(EXPECTED, said)
    told = tellings(awaited, RULES, lines)
    if told and told[0].at <= now:
        assert late_among(awaited, RULES, now)


@given(st.lists(ANY, max_size=4), LINES)
def test_each_is_told_once(said, lines):
    told = [one.user_id for one in tellings(still_awaited(EXPECTED, said), RULES, lines)]
    assert len(told) == len(set(told)) and set(told) <= {user for users in lines.values() for user in users}
