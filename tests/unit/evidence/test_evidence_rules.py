"""The rules are data, checked when they are read, and agree with what other rooms hold."""

from __future__ import annotations

from importlib.resources import files
from typing import get_args

import pytest

from throughgate_evidence.disclosure import Disclosure
from throughgate_evidence.outcomes import Kind
from throughgate_evidence.rules import RULES, load_rules

TEXT = files("throughgate_evidence.rules").joinpath("data/rules.toml").read_text(encoding="utf-8")


def test_every_kind_has_words():
    assert set(RULES.wording) == set(get_args(Kind))


def test_every_level_of_disclosure_has_thresholds():
    assert {*RULES.disclosure, "none"} == set(get_args(Disclosure))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("least_people = 30", 'least_people = "many"', "significance.least_people"),
        ("least_people = 30", "fewest_people = 30", "significance.least_people"),
        ("green = 0.05", "green = 0.5", "green must lie above 0 and below amber"),
        ('unit = "person"', 'unit = "persons"', "no unit 'persons'"),
        ('red = "Not alike"', 'blue = "Not alike"', "words for green, amber and red"),
        ("cell = 5", "cell = 1", "the cell must be at least 2"),
        ('similar = "similar', 'similar = "{similar', "sentences.similar"),
    ],
)
def test_a_rule_that_is_wrong_is_named(old, new, words):
    assert old in TEXT
    with pytest.raises(ValueError, match=words):
        load_rules(TEXT.replace(old, new, 1))


def test_other_rules_can_be_read():
    assert load_rules(TEXT.replace("cell = 5", "cell = 8", 1)).disclosure["standard"].cell == 8
