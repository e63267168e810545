"""Small counts do not leave, in any output."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from throughgate_evidence import evaluate, to_json
from throughgate_evidence.disclosure import reason_to_withhold, too_small
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.report import render_report

ROLES = {"treated": "treated", "covariates": ["age", "area"], "outcomes": ["reoffended"]}


def estimate(people: int = 100, events: int = 50) -> Estimate:
    return Estimate(people, 100, events, 50, 0.5, 0.5, 0.0, 0.1, 50.0, -0.1, 0.1, 1.0, "made up", None)


@pytest.mark.parametrize(("count", "expected"), [(0, False), (1, True), (4, True), (5, False)])
def test_too_small(count, expected):
    assert too_small(count) is expected


@pytest.mark.parametrize(
    ("people", "events", "kind", "words"),
    [
        (9, 5, "rate", "fewer than 10 people of the treatment group have"),
        (100, 4, "rate", "fewer than 5 people of the treatment group had"),
        (100, 96, "rate", "fewer than 5 people of the treatment group did not"),
        (100, 4, "frequency", "fewer than 5 people of the treatment group had"),
        (100, 3, "amount", "fewer than 5 people of the treatment group had"),
        (100, 97, "amount", "fewer than 5 people of the treatment group did not have"),
        (100, 3, "days", "fewer than 5 people of the treatment group had"),
    ],
)
def test_withheld(people, events, kind, words):
    assert words in (reason_to_withhold(kind, estimate(people, events)) or "")


@pytest.mark.parametrize(("people", "events", "kind"), [(100, 5, "rate"), (100, 0, "rate"), (10, 5, "rate")])
def test_shown(people, events, kind):
    assert reason_to_withhold(kind, estimate(people, events)) is None


def test_few_with_a_time_of_nothing_are_like_others():
    assert reason_to_withhold("days", replace(estimate(100, 97), treated=40.5, comparison=38.25)) is None


def test_a_mark_that_is_called_a_time_is_withheld_as_a_mark():
    mark = replace(estimate(100, 97), treated=0.97)
    assert "did not have" in (reason_to_withhold("days", mark) or "")


@pytest.fixture
def few(write_csv, rows):
    """Three treated people with the outcome."""
    treated = [at for at, row in enumerate(rows) if row["treated"]]
    for at in treated:
        rows[at]["reoffended"] = int(at in treated[:3])
    return write_csv(rows)


def test_small_outcome_is_nowhere(few):
    found = evaluate(few, **ROLES)
    outcome = json.loads(to_json(found))["outcomes"]["reoffended"]
    assert outcome["treated"] is outcome["difference"] is outcome["p"] is outcome["second"]["treated"] is None
    assert "fewer than 5 people of the treatment group had this outcome" in outcome["withheld"]
    assert json.loads(to_json(found))["raw"]["reoffended"]["treated"] is None
    assert "is not reported: fewer than 5 people" in render_report(found)


def test_inside_the_organisation_it_is_shown_and_said(few):
    found = evaluate(few, **ROLES, disclosure="none")
    assert found.outcomes[0].raw.treated == pytest.approx(0.03)
    assert "For use inside the organisation only" in render_report(found)


def test_means_of_a_rare_level_are_withheld(write_csv, rows):
    for at in (0, 1, 2, 3):
        rows[at]["area"] = "isles"
    found = {row.name: row for row in evaluate(write_csv(rows), **ROLES).balance}
    assert found["area=isles"].mean_treated_before is found["area=isles"].mean_comparison_after is None
    assert found["area=north"].mean_treated_before is not None
