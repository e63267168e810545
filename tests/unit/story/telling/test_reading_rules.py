"""What is closed to a reader can neither be seen nor worked out. Property tests on the shipped bank."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.story.test_asking_properties import answers_to, happenings
from throughgate.access.policy import Sensitivity
from throughgate.story.rules import Answer, Happenings, State, current_answers, state_for_reader, state_of_form, take
from throughgate.story.rules.paging import before, next_at, page_at, pages_of
from throughgate.story.rules.paper import paper_of
from throughgate.story.shipping import shipped_questions

QUESTIONS = shipped_questions()
TODAY = date(2026, 6, 1)
EVERYTHING = frozenset(Sensitivity)
LEVELS = st.sampled_from(
    [
        frozenset({Sensitivity.STANDARD}),
        frozenset({Sensitivity.STANDARD, Sensitivity.SENSITIVE}),
        EVERYTHING,
    ]
)
forms = st.sampled_from(sorted(QUESTIONS.forms)).map(QUESTIONS.forms.__getitem__)


@st.composite
def told(draw, form):
    answers = ()
    for one in draw(st.lists(answers_to(form.item_keys), max_size=25)):
        answers = take(answers, one)
    return tuple(current_answers(answers).values())


def read(form, answers, when, levels):
    """As the selectors do it: what the reader may not see never arrives."""
    seen = [one for one in answers if QUESTIONS.items[one.item].seen_by in levels]
    kept = {one.item for one in answers} - {one.item for one in seen}
    return state_for_reader(QUESTIONS, form, seen, kept, when, TODAY, levels)


@settings(max_examples=60, deadline=None)
@given(st.data(), forms, happenings)
def test_whoever_may_see_everything_reads_the_form_as_it_is(data, form, when):
    answers = data.draw(told(form))
    assert read(form, answers, when, EVERYTHING) == state_of_form(QUESTIONS, form, answers, when, TODAY)


@settings(max_examples=60, deadline=None)
@given(st.data(), forms, happenings, LEVELS)
def test_the_page_is_the_same_whatever_the_closed_answers_say(data, form, when, levels):
    """Also where one more is told: what hangs on it may not come or go."""
    answers = data.draw(told(form))
    other = [
        data.draw(answers_to([one.item])) if QUESTIONS.items[one.item].seen_by not in levels else one for one in answers
    ]
    assert read(form, answers, when, levels) == read(form, other, when, levels)


@settings(max_examples=60, deadline=None)
@given(st.data(), forms, happenings, LEVELS)
def test_what_hangs_on_a_closed_answer_is_not_spoken_of(data, form, when, levels):
    for one in read(form, data.draw(told(form)), when, levels):
        item = QUESTIONS.items[one.item]
        if item.asked_if and QUESTIONS.items[item.asked_if.item].seen_by not in levels:
            assert (one.state, one.answer) == (State.NOT_ASKED, None)
        if item.seen_by not in levels:
            assert one.answer is None


def test_no_question_hangs_on_one_that_is_more_closed():
    """Else the one would tell of the other."""
    order = list(Sensitivity)
    for key, item in QUESTIONS.items.items():
        if item.asked_if:
            assert order.index(item.seen_by) >= order.index(QUESTIONS.items[item.asked_if.item].seen_by), key


def states(form="first-meeting", *answers):
    said = [Answer(item, value, TODAY - timedelta(1), "alice") for item, value in answers]
    return state_of_form(QUESTIONS, QUESTIONS.forms[form], said, Happenings(), TODAY)


def test_pages_of_one_question_and_of_a_section():
    assert [page.at for page in pages_of(states(), "section")] == ["you", "talking", "cannot-wait", "good-things"]
    ones = pages_of(states(), "one")
    assert page_at(ones, "proud-of").items == ("proud-of",)
    assert page_at(ones, "good-things").at == "proud-of"
    assert before(ones, "what-brings-you") is None
    assert before(ones, "what-matters-most").at == "what-brings-you"


def test_after_a_page_comes_what_its_answers_opened():
    opened = states("first-meeting", ("reading-letters", "slowly"))
    section = [
        "interpreter",
        "reading-letters",
        "hearing",
        "seeing",
        "taking-things-in",
        "how-we-reach-you",
        "better-not",
    ]
    assert next_at(opened, "section", section) == "talking"
    assert next_at(opened, "one", ["reading-letters"]) == "reading-help"
    assert next_at(states(), "section", section) == "cannot-wait"
    assert next_at(states(), "one", ["hope-now"]) is None


def test_paper_holds_what_may_come_to_be_asked():
    printed = {one.key: one for one in paper_of(QUESTIONS, states())}
    assert printed["reading-help"].after == printed["reading-letters"].number
    assert "“" in printed["reading-help"].only_if
    known = paper_of(QUESTIONS, states("first-meeting", ("reading-letters", "alone"), ("proud-of", "Her daughter")))
    assert not {"reading-letters", "reading-help", "proud-of"} & {one.key for one in known}


@pytest.mark.parametrize("form", sorted(QUESTIONS.forms))
def test_every_form_can_be_put_on_paper(form):
    printed = paper_of(QUESTIONS, states(form))
    assert [one.number for one in printed] == list(range(1, len(printed) + 1))
    assert all(one.boxes or not one.item.codes for one in printed)
