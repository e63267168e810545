from datetime import date

import pytest

from throughgate.story.rules.answers import Answer
from throughgate.story.rules.meeting import AVOID, WORDS, meeting_lines
from throughgate.story.selectors.meeting import when_you_meet
from throughgate.story.shipping import shipped_questions

ITEMS = shipped_questions().items
DAY = date(2026, 3, 2)


def words(*answers):
    return [one.words for one in meeting_lines(Answer(item, value, DAY, "Alice") for item, value in answers)]


@pytest.mark.parametrize("item", WORDS)
def test_every_word_is_for_a_choice_of_the_bank(item):
    assert set(WORDS[item]) <= set(ITEMS[item].codes)
    assert "communication" in ITEMS[item].tags or item == "getting-about"


def test_only_what_has_to_be_known_is_said():
    assert words(("hearing", "no"), ("interpreter", "none"), ("seeing", None)) == []


def test_several_are_said_in_one_line_and_what_to_avoid_comes_last():
    assert words((AVOID, "A closed door"), ("taking-things-in", ("short", "quiet")), ("hearing", "deaf")) == [
        "Is Deaf",
        "Keep it short, find a quiet room",
        "Avoid: A closed door",
    ]


def test_a_reader_is_told_what_they_may_know(told, alice, bob, person, django_assert_num_queries):
    told("hearing", "some")
    told(AVOID, "A closed door")
    person.access_needs = "Wears a hearing aid"
    with django_assert_num_queries(3):  # two of them for whom Bob may see
        said = [one.words for one in when_you_meet(bob, person)]
    assert said == ["Wears a hearing aid", "Hears badly in groups or noise"]
    assert [one.words for one in when_you_meet(alice, person)][-1] == "Avoid: A closed door"
