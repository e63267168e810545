"""What must hold of any form and any answers, on the shipped bank."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate.story.rules import (
    Answer,
    Happenings,
    State,
    check_value,
    current_answers,
    from_stored,
    likely_needs,
    state_of_form,
    strengths_shown,
    take,
    tally,
    to_ask,
    to_stored,
)
from throughgate.story.shipping import shipped_questions

QUESTIONS = shipped_questions()
ITEMS = QUESTIONS.items
TODAY = date(2026, 6, 1)

forms = st.sampled_from(sorted(QUESTIONS.forms)).map(QUESTIONS.forms.__getitem__)
days = st.integers(0, 900).map(lambda ago: TODAY - timedelta(ago))
some_days = st.lists(st.integers(-200, 900).map(lambda ago: TODAY - timedelta(ago)), max_size=3)
happenings = st.builds(Happenings, released=some_days, moved=some_days, returned=some_days)


def values(item):
    """Anything that is an answer to a question, and keeping it to oneself."""
    if item.type == "several":
        together = st.lists(st.sampled_from(item.codes), min_size=1, unique=True)
        real = together.filter(lambda codes: not item.alone_among(codes)).map(tuple)
    elif item.codes:
        real = st.sampled_from(item.codes)
    elif item.type == "scale":
        real = st.integers(item.scale.lowest, item.scale.highest)
    elif item.type == "money":
        real = st.integers(0, 50_000)
    else:
        real = st.dates() if item.type == "date" else st.just("Words.")
    return st.none() | real


@st.composite
def answers_to(draw, keys, on=days):
    key = draw(st.sampled_from(sorted(keys)))
    return Answer(key, draw(values(ITEMS[key])), draw(on), draw(st.sampled_from(["alice", "bob"])))


@st.composite
def told(draw, form):
    """What was said to the questions of a form, one after another, in any order of days."""
    answers = ()
    for one in draw(st.lists(answers_to(form.item_keys), max_size=25)):
        answers = take(answers, one)
    return answers


def asked(form, answers, life):
    return to_ask(state_of_form(QUESTIONS, form, answers, life, TODAY))


def hangs_on(key, form):
    """The questions of a form that hang on another, directly or through one between."""
    found = {key}
    for other in form.item_keys:  # what is hung on comes first
        condition = ITEMS[other].asked_if
        if condition and condition.item in found:
            found.add(other)
    return found - {key}


def belongs_somewhere(key):
    """Asked only in custody or only out of it, or hanging on what is: a release closes it."""
    item = ITEMS[key]
    return item.asked_while is not None or (item.asked_if is not None and belongs_somewhere(item.asked_if.item))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_answering_adds_only_what_hangs_on_the_answer(data):
    form = data.draw(forms)
    life = data.draw(happenings)
    answers = data.draw(told(form))
    before = asked(form, answers, life)
    new = data.draw(answers_to(before or form.item_keys, on=st.just(TODAY)))
    after = asked(form, take(answers, new), life)
    assert new.item not in after
    assert set(after) - set(before) <= hangs_on(new.item, form)


@settings(deadline=None)
@given(st.data())
def test_answering_what_is_asked_comes_to_an_end(data):
    form = data.draw(forms)
    life = data.draw(happenings)
    answers = data.draw(told(form))
    for _ in form.item_keys:
        open_now = asked(form, answers, life)
        if not open_now:
            break
        answers = take(answers, Answer(open_now[0], data.draw(values(ITEMS[open_now[0]])), TODAY, "alice"))
    assert not asked(form, answers, life)


@settings(deadline=None)
@given(st.data())
def test_superseding_never_loses(data):
    form = data.draw(forms)
    answers = data.draw(told(form))
    new = data.draw(answers_to(form.item_keys))
    after = take(answers, new)

    def said(all_of):
        return [(one.item, one.value, one.answered_on, one.heard_by) for one in all_of]

    assert said(after) == said([*answers, new])
    assert all(now.superseded for was, now in zip(answers, after, strict=False) if was.superseded)


@settings(deadline=None)
@given(st.data())
def test_one_answer_stands_for_each_question_and_it_is_the_latest(data):
    answers = data.draw(told(data.draw(forms)))
    for item, standing in current_answers(answers).items():
        all_of_it = [one for one in answers if one.item == item]
        assert [one for one in all_of_it if not one.superseded] == [standing]
        assert standing.answered_on == max(one.answered_on for one in all_of_it)


@settings(deadline=None)
@given(st.data())
def test_every_question_is_in_one_state_and_the_figures_add_up(data):
    form = data.draw(forms)
    states = state_of_form(QUESTIONS, form, data.draw(told(form)), data.draw(happenings), TODAY)
    figures = tally(states)
    assert tuple(one.item for one in states) == form.item_keys
    assert figures.to_ask + figures.not_asked_again + figures.not_asked == len(states)
    assert all((one.answer is None) == (one.state == State.UNKNOWN) for one in states if one.state != State.NOT_ASKED)


@settings(deadline=None)
@given(st.data())
def test_time_alone_never_makes_an_answer_fresh_again(data):
    form = data.draw(forms)
    answers = data.draw(told(form))
    life = data.draw(happenings)
    later = TODAY + timedelta(data.draw(st.integers(0, 1000)))
    now = {key for key in asked(form, answers, life) if not belongs_somewhere(key)}
    assert now <= set(to_ask(state_of_form(QUESTIONS, form, answers, life, later)))


@settings(deadline=None)
@given(st.data())
def test_what_is_found_rests_on_answers_that_stand(data):
    answers = data.draw(told(data.draw(forms)))
    standing = set(current_answers(answers).values())
    for finding in (*likely_needs(QUESTIONS, answers), *strengths_shown(QUESTIONS, answers)):
        assert finding.because
        assert all(one in standing and not one.declined for one in finding.because)


@settings(deadline=None)
@given(st.data())
def test_what_may_be_said_is_taken_and_comes_back_from_storage(data):
    item = ITEMS[data.draw(st.sampled_from(sorted(ITEMS)))]
    value = data.draw(values(item))
    check_value(item, value)
    assert from_stored(item, to_stored(value)) == value
