"""What the invented people tell: real forms, answers that fit, needs and strengths out of them."""

import pytest

from throughgate.demo.telling import said_in_the_demonstration
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
