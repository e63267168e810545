"""Rules of the room, by hand."""

from datetime import date

import pytest

from throughgate.learning.loading import FeedbackFileError, load_questions, shipped_questions
from throughgate.learning.rules.feedback import FeedbackError, check_answer, check_asker
from throughgate.learning.rules.figures import Counts, tell
from throughgate.learning.rules.log import LogError, Standing, State, check_finding, check_plan, state_of
from throughgate.learning.rules.plain import hard_places, may_be_names

DAY = date(2026, 5, 4)
LATER = date(2026, 6, 4)


@pytest.mark.parametrize(
    ("has_learned", "changes", "state"),
    [
        (False, [], State.NOTED),
        (True, [], State.LEARNED),
        (True, [Standing(False)], State.CHANGING),
        (False, [Standing(True)], State.CHANGING),
        (True, [Standing(True, "too_early")], State.CHANGING),
        (True, [Standing(True, "did_not")], State.LEARNED),
        (True, [Standing(True, "did_not"), Standing(False)], State.CHANGING),
        (True, [Standing(True, "did_not"), Standing(True, "worked")], State.CHECKED),
    ],
)
def test_what_is_filled_in_says_how_far_it_is(has_learned, changes, state):
    assert state_of(has_learned=has_learned, changes=changes) is state
    assert state_of(has_learned=has_learned, changes=changes, is_ended=True) is State.ENDED


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"checker": 1}, "checker"),
        ({"by_on": date(2026, 5, 3)}, "by_on"),
        ({"check_on": DAY}, "check_on"),
        ({"what": " "}, "what"),
    ],
)
def test_a_plan_has_somebody_else_who_checks_it_afterwards(said, field):
    known = {"what": "Ring", "responsible": 1, "by_on": LATER, "checker": 2, "check_on": LATER, "today": DAY}
    check_plan(**known)
    with pytest.raises(LogError) as refused:
        check_plan(**known | said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"by": 1}, "somebody else"),
        ({"by": 2}, "somebody else"),
        ({"on": date(2026, 5, 1)}, "not changed yet"),
        ({"on": LATER}, "future"),
        ({"words": ""}, "how you looked"),
        ({"finding": "too_early"}, "day to come"),
        ({"finding": "too_early", "again_on": DAY}, "day to come"),
    ],
)
def test_who_made_the_change_does_not_check_it(said, words):
    known = {
        "by": 3, "makers": frozenset({1, 2}), "words": "Asked", "on": DAY, "done_on": date(2026, 5, 2),
        "finding": "worked", "again_on": None, "today": DAY,
    }  # fmt: skip
    check_finding(**known)
    with pytest.raises(LogError, match=words):
        check_finding(**known | said)


def test_own_workers_hand_the_phone_over():
    check_asker("alone", is_own_worker=True)
    check_asker("asked", is_own_worker=False)
    for how in ("asked", "paper"):
        with pytest.raises(FeedbackError, match="colleague"):
            check_asker(how, is_own_worker=True)


def test_a_question_may_be_passed_over_and_takes_only_its_own_answers():
    question = shipped_questions().questions["respect"]
    assert check_answer(question, "", "") == ("", "")
    assert check_answer(question, "never", "") == ("never", "Never")
    with pytest.raises(FeedbackError):
        check_answer(question, "perhaps", "")


def test_words_for_a_wall_are_short():
    assert list(hard_places("Waiting for a call was hard. Nobody rang.")) == []
    assert "18 words" in next(
        hard_places("One two three four five six seven eight nine ten and on and on and on it goes.")
    )
    assert "“accommodation” is a long word" in next(hard_places("Your accommodation."))


def test_names_are_looked_for_among_words_with_a_capital():
    assert may_be_names("Then Jordan’s key worker left Send") == {"Then", "Jordan", "Send"}


QUESTIONS = {"respect": ("always", "never")}


def _counts(answered, declined, always):
    return Counts(answered, declined, {"respect": {"always": always, "never": answered - always}})


def test_a_small_count_is_not_told_nor_what_tells_it():
    counts = {"a": _counts(20, 6, 10), "b": _counts(12, 0, 6), "c": _counts(3, 0, 3)}
    parts = [frozenset(counts), *(frozenset({cell}) for cell in counts)]
    everybody, first, second, few = tell(parts, counts, QUESTIONS)
    assert (everybody.asked, everybody.answered) == (41, 35)
    assert (first.answered, second.answered, few.answered) == (20, None, None)
    assert second.said["respect"] is None


def test_one_who_said_nothing_is_not_told_by_subtracting():
    (told,) = tell([frozenset({"a"})], {"a": _counts(10, 1, 5)}, QUESTIONS)
    assert (told.answered, told.declined, told.asked) == (10, None, None)


def test_an_answer_that_few_gave_is_withheld_and_the_count_of_answers_told():
    (told,) = tell([frozenset({"a"})], {"a": _counts(10, 0, 9)}, QUESTIONS)
    assert told.answered == 10
    assert told.said["respect"] is None


FILE = """feedback: ours
version: 1
title: Ours
questions:
  respect:
    ask: Are we kind?
    answers: {yes-you-are: Always, no-you-are-not: Never}
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 1\n", "", "has no “version”"),
        ("    ask: Are we kind?\n", "", "has no “ask”"),
        (", no-you-are-not: Never", "", "one answer only"),
        ("title: Ours", "titel: Ours", "“titel” that is not known"),
    ],
)
def test_a_faulty_file_says_line_cause_and_mend(old, new, words):
    assert load_questions(FILE, filename="feedback.yaml").slug == "ours"
    with pytest.raises(FeedbackFileError) as refused:
        load_questions(FILE.replace(old, new), filename="feedback.yaml")
    assert any(words in str(one) and one.line >= 1 and one.mend for one in refused.value.errors)


def test_what_is_no_questions_file_says_how_to_begin():
    with pytest.raises(FeedbackFileError, match="Begin with feedback"):
        load_questions("- one", filename="feedback.yaml")
    with pytest.raises(FeedbackFileError, match="nothing is asked"):
        load_questions("feedback: ours\nversion: 1\ntitle: Ours\n", filename="feedback.yaml")
