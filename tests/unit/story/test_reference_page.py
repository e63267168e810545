"""The example in docs/reference/questions.md loads, and the page leaves no field out."""

import re
from pathlib import Path

import pytest

from throughgate.story.grammar import Item
from throughgate.story.loading import load_questions

PAGE = (Path(__file__).parents[3] / "docs/reference/questions.md").read_text(encoding="utf-8")
BANK, FORM, NEEDS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_loads():
    bank = BANK.replace("informs: [safe-arrival]", "informs: [safe-arrival, family-comes]")
    questions = load_questions({"bank/gate.yaml": bank, "forms/gate.yaml": FORM, "needs.yaml": NEEDS})
    assert questions.forms["gate"].item_keys == tuple(questions.items) == ("met-at-gate", "gate-time")


@pytest.mark.parametrize("field", Item.model_fields)
def test_every_field_of_a_question_is_told_of(field):
    assert f"| `{field}` |" in PAGE
