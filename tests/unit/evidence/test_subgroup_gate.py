"""Each level of a subgroup has a gate of its own: alike as a whole says nothing of its parts."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.unit.evidence.made_up import to_csv
from tests.unit.evidence.made_up_results import evaluation, row, subgroup
from throughgate_evidence import evaluate, to_json
from throughgate_evidence.balance import judge
from throughgate_evidence.report import render_report

ASKED = {"treated": "treated", "covariates": ["age", "prior"], "outcomes": ["reoffended"], "subgroups": ["wing"]}
DO_NOT_READ = "not alike, do not read"


@pytest.fixture
def crossed(tmp_path):
    """In wing A people of the programme are older than the others, in wing B younger; the propensity hangs on
    convictions.
    """
    random = np.random.default_rng(5)
    rows = []
    for at in range(800):
        treated, wing = at % 2, "AB"[at // 2 % 2]
        older = 4 * treated * (1 if wing == "A" else -1)
        age = round(float(random.normal(40 + older, 8)), 1)
        prior = int(random.poisson(3 + treated))
        back = int(random.random() < 0.4)
        rows.append({"treated": treated, "wing": wing, "age": age, "prior": prior, "reoffended": back})
    path = tmp_path / "people.csv"
    path.write_text(to_csv(rows), encoding="utf-8")
    return path


def section(page: str) -> str:
    return page.split("For whom?</h2>", 1)[1].split("</section>", 1)[0]


def test_alike_as_a_whole_and_not_within_levels(crossed):
    found = evaluate(crossed, **ASKED)
    assert found.gate.headline
    assert [(level.level, level.is_closed) for level in found.subgroups] == [("A", True), ("B", True)]
    assert all("age" in level.gate.red for level in found.subgroups)
    told = json.loads(to_json(found))["subgroups"][0]["gate"]
    assert (told["band"], told["headline"], told["forced"]) == ("red", False, False)


def test_its_result_is_not_to_be_read(crossed):
    words = section(render_report(evaluate(crossed, **ASKED)))
    assert words.count(DO_NOT_READ) == 2
    assert "Within wing: A the groups are not alike enough to say: after matching they still differ on age" in words
    assert "cannot be said: within wing: A and wing: B the groups are not alike" in words
    assert "<svg" not in words and "(p " not in words


def test_it_is_shown_where_that_is_asked_for_and_the_report_says_so(crossed):
    words = section(render_report(evaluate(crossed, **ASKED, headline_anyway=True)))
    assert DO_NOT_READ not in words and "<svg" in words
    assert "Its result is shown all the same because that was asked for" in words


def test_one_level_alone_is_closed():
    shut = judge((row("age", after=0.2),))
    levels = (subgroup("north", gate=judge((row(),))), subgroup("south", gate=shut), subgroup("east"))
    words = section(render_report(evaluation(subgroups=levels)))
    cells = {level: words.count(f">area: {level}</text>") for level in ("north", "south", "east")}
    assert cells == {"north": 2, "south": 0, "east": 2}
    assert words.count(DO_NOT_READ) == 2


def test_a_level_that_is_withheld_has_no_gate():
    shut = judge((row("age", after=0.2),))
    levels = (subgroup("isles", (7, 100), gate=shut), subgroup("north"), subgroup("south", (60, 80), gate=shut))
    assert {level.level: level.gate for level in evaluation(subgroups=levels).subgroups} == dict.fromkeys(
        ("isles", "north", "south")
    )
