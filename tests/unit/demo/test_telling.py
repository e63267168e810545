"""What the invented people tell: real forms, answers that fit, needs and strengths out of them."""

import pytest

from throughgate.common.clock import today
from throughgate.demo.charity import load_charity
from throughgate.demo.telling import said_in_the_demonstration
from throughgate.record.models import Entry
from throughgate.story.models import Answer, FormRun, NeedStatus, PersonNeed, PersonStrength
from throughgate.story.rules.needing import check_words
from throughgate.story.shipping import shipped_questions

SAID, QUESTIONS = said_in_the_demonstration(), shipped_questions()
TEXTS = {"short", "long"}


@pytest.mark.parametrize("key", SAID["words"])
def test_words_answer_a_question_that_is_answered_in_words(key):
    assert QUESTIONS.items[key].type in TEXTS
    assert all(isinstance(text, str) and len(text) <= 200 for text in SAID["words"][key])


def test_the_words_are_many_and_each_stands_once():
    texts = [text for said in SAID["words"].values() for text in said]
    assert len(texts) >= 60
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("key", SAID["weights"])
def test_what_may_be_chosen_is_among_the_choices(key):
    assert set(SAID["weights"][key]) <= set(QUESTIONS.items[key].codes)


def test_needs_in_own_words_are_needs_under_a_pathway():
    assert all(check_words(words) and pathway in QUESTIONS.needs.pathways for words, pathway in SAID["need_words"])


@pytest.fixture
def charity(db):
    return load_charity(people=10)


def test_forms_of_the_bank_are_filled_in_and_not_ticked_off(charity):
    entries = Entry.objects.filter(kind="form", subject__in=QUESTIONS.forms)
    assert entries.exists()
    assert not entries.filter(form_run=None).exists()
    assert not FormRun.objects.filter(enrolment=None).exists()


def test_people_have_strengths_and_needs_that_went_on(charity):
    assert PersonStrength.objects.exists() and PersonNeed.objects.exists()
    assert {"not_started", "in_progress"} <= set(NeedStatus.objects.values_list("status", flat=True))


def test_nothing_was_told_or_noted_in_the_future(charity):
    assert not Answer.objects.filter(answered_on__gt=today()).exists()
    assert not NeedStatus.objects.filter(on__gt=today()).exists()
    assert not PersonNeed.objects.filter(noted_on__gt=today()).exists()
