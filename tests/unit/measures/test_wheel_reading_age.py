"""What the person reads of our own wheel can be read at nine."""

import pytest

from tests.unit.story.reading import grade, sentences, syllables, words
from throughgate.measures.shipping import shipped_instruments

WHEEL = shipped_instruments()["outcome-wheel"]
STEPS = [text for offered in WHEEL.answers.values() for text in offered.values()]
ASKED = [WHEEL.plain, *(item.ask for item in WHEEL.items.values())]


@pytest.mark.parametrize("text", [*STEPS, *ASKED])
def test_it_can_be_read_at_nine(text):
    assert max(len(words(sentence)) for sentence in sentences(text)) <= 15
    assert not [word for word in words(text) if syllables(word) > 3]


def test_all_of_it_together():
    assert grade(". ".join(STEPS)) < 5
