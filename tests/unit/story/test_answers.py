from datetime import date

import pytest

from tests.unit.story.small import NEW_YEAR, QUESTIONS, answer
from throughgate.common.faults import UnreadableError
from throughgate.story.rules import Sure, check_value, confirmed, current_answers, from_stored, take, to_stored

EASTER = date(2026, 4, 5)


def test_a_later_answer_takes_the_place_of_an_earlier():
    answers = take([answer("hope", 3)], answer("hope", 8, EASTER))
    assert [(one.value, one.superseded) for one in answers] == [(3, True), (8, False)]
    assert current_answers(answers)["hope"].value == 8


def test_of_one_day_the_last_written_stands():
    answers = take([answer("hope", 3)], answer("hope", 4))
    assert current_answers(answers)["hope"].value == 4


def test_an_old_paper_typed_in_late_does_not_take_the_place_of_what_is_newer():
    answers = take([answer("hope", 8, EASTER)], answer("hope", 3))
    assert [(one.value, one.superseded) for one in answers] == [(8, False), (3, True)]


def test_other_questions_are_left_alone():
    answers = take([answer("hope", 3)], answer("rent", 500))
    assert set(current_answers(answers)) == {"hope", "rent"}


def test_what_was_superseded_without_a_successor_is_nobodys_answer():
    assert not current_answers([answer("hope", 3, superseded=True)])


def test_confirming_keeps_the_words_and_renews_the_day():
    before = answer("hope", 3, sure=Sure.UNSURE)
    after = confirmed(before, on=EASTER, heard_by="bob", form="talk")
    assert (after.value, after.answered_on, after.heard_by, after.form) == (3, EASTER, "bob", "talk")
    assert (after.sure, before.answered_on) == (Sure.SURE, NEW_YEAR)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("children", "yes"),
        ("contact", "never"),
        ("wish", "Sundays"),
        ("hope", 0),
        ("rent", 12000),
        ("calm", ("walk", "talk")),
    ],
)
def test_a_fitting_value_is_taken_and_comes_back_from_storage(item, value):
    question = QUESTIONS.items[item]
    check_value(question, value)
    check_value(question, None)
    assert from_stored(question, to_stored(value)) == value


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("children", "maybe"),
        ("children", True),
        ("contact", ("often",)),
        ("contact", ""),
        ("wish", "  "),
        ("wish", "x" * 10_001),
        ("wish", 4),
        ("hope", 11),
        ("hope", "7"),
        ("hope", True),
        ("rent", -1),
        ("calm", "walk"),
        ("calm", ()),
        ("calm", ("walk", "walk")),
        ("calm", ("walk", "run")),
    ],
)
def test_a_value_that_is_no_answer_is_refused(item, value):
    with pytest.raises(UnreadableError):
        check_value(QUESTIONS.items[item], value)


def test_a_day_is_stored_as_text():
    question = QUESTIONS.items["wish"].model_copy(update={"type": "date"})
    check_value(question, EASTER)
    assert to_stored(EASTER) == "2026-04-05"
    assert from_stored(question, "2026-04-05") == EASTER
    with pytest.raises(UnreadableError, match="not a day"):
        check_value(question, "Easter")


def test_what_must_be_answered_cannot_be_declined():
    question = QUESTIONS.items["wish"].model_copy(update={"may_decline": False})
    with pytest.raises(UnreadableError, match="needs an answer"):
        check_value(question, None)


NONE_OF_THEM = QUESTIONS.items["calm"].model_copy(update={"alone": ("walk",)})


@pytest.mark.parametrize("value", [("walk",), ("music", "talk")])
def test_none_of_these_stands_alone(value):
    check_value(NONE_OF_THEM, value)


def test_none_of_these_goes_with_nothing_else():
    with pytest.raises(UnreadableError, match="A walk"):
        check_value(NONE_OF_THEM, ("music", "walk"))
