"""What a plan must say, how two versions differ, what becomes of the promises."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.casework.rules.plan import (
    GoalText,
    PlanError,
    StepText,
    VersionText,
    carry_promises,
    check_agreement,
    check_goal,
    check_goal_state,
    check_step,
    compare_versions,
    compare_words,
    missing_sides,
)

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)


def step(key="S1", what="Ring", who="person", days=0, worker=None, promise=None) -> StepText:
    return StepText(key, what, who, DAY + timedelta(days), worker, promise)


def version(*steps: StepText, number=1, words="Home", opening="") -> VersionText:
    return VersionText(number, opening, [GoalText("G1", words, steps)])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (step(what="  "), "what"),
        (step(what="x" * 201), "what"),
        (step(who="nobody"), "who"),
        (step(who="person", worker=3), "who"),
    ],
)
def test_a_step_says_what_and_who(wrong, field):
    with pytest.raises(PlanError) as refused:
        check_step(wrong)
    assert refused.value.field == field


@pytest.mark.parametrize("words", ["", "  ", "x" * 301])
def test_a_goal_says_something_and_not_too_much(words):
    with pytest.raises(PlanError):
        check_goal(words)


@pytest.mark.parametrize(
    ("plan", "at", "says"),
    [
        (VersionText(1), NOW, "at least one goal"),
        (version(), NOW, "at least one step"),
        (version(step()), NOW + timedelta(minutes=1), "future"),
        (version(step()), datetime(1979, 1, 1, tzinfo=UTC), "after 1980"),
    ],
)
def test_what_cannot_be_agreed_to(plan, at, says):
    with pytest.raises(PlanError, match=says):
        check_agreement(plan, agreed_at=at, now=NOW)


def test_whose_yes_is_missing():
    assert [missing_sides(s) for s in ([], ["worker"], ["worker", "person"])] == [["person", "worker"], ["person"], []]


def test_a_goal_is_put_aside_with_a_reason_and_not_in_the_future():
    for because, on in ((" ", DAY), ("Not now", DAY + timedelta(1))):
        with pytest.raises(PlanError):
            check_goal_state("archived", because, on, DAY)
    check_goal_state("completed", "", DAY, DAY)


def test_a_first_version_makes_every_promise():
    carried = carry_promises(None, version(step("S1"), step("S2")))
    assert [s.key for s in carried.make] == ["S1", "S2"] and not carried.withdraw


def test_a_later_version_carries_moves_rewords_makes_and_withdraws():
    old = version(step("S1", promise=1), step("S2", promise=2), step("S3", promise=3), step("S4", promise=4))
    new = version(step("S1", promise=1), step("S2", days=5, promise=2), step("S3", "Write", promise=3), step("S5"))
    carried = carry_promises(old, new)
    found = [[s.key for s in part] for part in (carried.make, carried.move, carried.reword, carried.withdraw)]
    assert found == [["S5"], ["S2"], ["S3"], ["S4"]]


def test_what_is_closed_is_left_alone():
    old = version(step("S1", promise=1), step("S2", promise=2))
    carried = carry_promises(old, version(step("S1", "Else", days=3, promise=1)), closed=[1, 2])
    assert not (carried.make or carried.move or carried.reword or carried.withdraw)


KEYS = st.sampled_from(["S1", "S2", "S3", "S4", "S5"])
STEPS = st.builds(
    step, KEYS, st.sampled_from(["Ring", "Write", "Walk"]), st.sampled_from(["person", "family"]), st.integers(0, 3)
)
VERSIONS = st.lists(STEPS, max_size=5, unique_by=lambda one: one.key)


@given(old=VERSIONS, new=VERSIONS, closed=st.sets(st.integers(0, 4)))
def test_after_carrying_exactly_the_steps_of_the_new_version_are_promised(old, new, closed):
    """Whatever was promised and whatever changes: each step has one promise that says the same, unless it is closed."""
    promised = {one.key: number for number, one in enumerate(old)}
    before = [StepText(s.key, s.what, s.who, s.by_on, None, promised[s.key] + 1) for s in old]
    closed_ids = {number + 1 for number in closed}
    after = [
        StepText(s.key, s.what, s.who, s.by_on, None, promised[s.key] + 1 if s.key in promised else None) for s in new
    ]
    carried = carry_promises(version(*before), version(*after), closed_ids)
    said = {s.promise: (s.what, s.who, s.by_on) for s in before}
    for one in carried.withdraw:
        del said[one.promise]
    for one in carried.reword:
        said[one.promise] = (one.what, one.who, said[one.promise][2])
    for one in carried.move:
        said[one.promise] = (*said[one.promise][:2], one.by_on)
    open_said = sorted(words for pk, words in said.items() if pk not in closed_ids)
    made = [(s.what, s.who, s.by_on) for s in carried.make]
    wanted = sorted((s.what, s.who, s.by_on) for s in after if s.promise not in closed_ids)
    assert sorted([*open_said, *made]) == wanted


def test_versions_are_compared_goal_by_goal_and_step_by_step():
    old = VersionText(1, "Home", [GoalText("G1", "My own place", [step("S1"), step("S2")]), GoalText("G2", "Work")])
    new = VersionText(
        2, "Home soon", [GoalText("G3", "Peace"), GoalText("G1", "My own place", [step("S1", days=2), step("S3")])]
    )  # fmt: skip
    compared = compare_versions(old, new)
    assert [(goal.mark, [s.mark for s in goal.steps]) for goal in compared.goals] == [
        ("new", []),
        ("same", ["changed", "new", "gone"]),
        ("gone", []),
    ]
    assert compared.counts == {"new": 1, "changed": 1, "gone": 1}
    assert compared.goals[1].steps[0].moved and not compared.goals[1].steps[0].handed


def test_the_same_twice_is_the_same():
    assert compare_versions(version(step()), version(step(), number=2)).is_same


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "A home", [("A home", "new")]),
        ("A home", "", [("A home", "gone")]),
        ("A home of mine", "A room of mine", [("A", "same"), ("home", "gone"), ("room", "new"), ("of mine", "same")]),
        ("one  two", "one two", [("one two", "same")]),
    ],
)  # fmt: skip
def test_words_are_compared_one_by_one(old, new, pieces):
    assert [(piece.text, piece.mark) for piece in compare_words(old, new)] == pieces


@given(old=st.text("ab \n", max_size=30), new=st.text("ab \n", max_size=30))
def test_the_pieces_read_back_as_both_wordings(old, new):
    pieces = compare_words(old, new)
    assert " ".join(p.text for p in pieces if p.mark != "new").split() == old.split()
    assert " ".join(p.text for p in pieces if p.mark != "gone").split() == new.split()
