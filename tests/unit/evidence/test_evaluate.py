"""The chain as a library: choices that cannot be, progress, and files that are whole or not there."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.unit.evidence.made_up import make_rows
from throughgate_evidence import EvidenceInputError, evaluate, evaluate_with_tables, to_json, write_json, write_report
from throughgate_evidence.comparison import ground
from throughgate_evidence.comparison import rows as by_rows
from throughgate_evidence.protocol import lock_plan
from throughgate_evidence.writing import write_whole

HALF_A_PLAN = """\
plan: 1
title: Mentors
question: Do people with a mentor reoffend less?
theory: [{activity: mentors, mechanism: somebody to ring, outcome: fewer reoffend, shown_by: reoffended}]
people: {treated: treated, who: met a mentor, compared_with: others}
covariates: [age, convictions, area]
outcomes: [{column: reoffended, kind: rate}]
follow_up: {data_until: 2028-06-30}
"""
ROLES = {"treated": "treated", "covariates": ["age", "convictions", "area"], "outcomes": ["reoffended"]}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"caliper": 0}, "A caliper of 0 matches nobody"),
        ({"caliper": -1}, "A caliper of -1 matches nobody"),
        ({"caliper": float("nan")}, "A caliper of nan"),
        ({"method": "guessing"}, "no method 'guessing'"),
        ({"missing": "guess"}, "no missing-value policy 'guess'"),
        ({"covariates": []}, "at least one covariate"),
        ({"outcomes": []}, "at least one outcome"),
        ({"kinds": {"other": "rate"}}, "Kinds are given for 'other'"),
        ({"kinds": {"reoffended": "colour"}}, "no kind of outcome 'colour'"),
        ({"categorical": ["treated"]}, "not among the covariates"),
    ],
)
def test_choice_that_cannot_be(people, choice, words):
    with pytest.raises(EvidenceInputError, match=words):
        evaluate(people, **(ROLES | choice))


def test_caliper_that_matches_nobody_says_so(write_csv, rows):
    for at, row in enumerate(rows):
        row["age"] = 20 + at * 0.5 + (0.13 if row["treated"] else 0)
    with pytest.raises(EvidenceInputError, match="matches nobody"):
        evaluate(write_csv(rows), treated="treated", covariates=["age"], outcomes=["reoffended"], caliper=1e-9)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"ratio": 3, "subclasses": 4}, "The method radius makes no use of ratio and subclasses:"),
        ({"method": "ipw", "caliper": 0.1, "replace": True}, "The method ipw makes no use of caliper and replace:"),
        ({"method": "entropy", "caliper": None}, None),
        ({"method": "overlap", "estimand": "ATE"}, "The method overlap makes no use of estimand:"),
        ({"method": "nearest", "ratio": 2, "replace": True, "distance": "mahalanobis"}, None),
    ],
)
def test_a_choice_that_does_nothing_is_told(people, choices, words):
    told = [warning for warning in evaluate(people, **ROLES, **choices).warnings if "makes no use" in warning]
    assert (told == []) if words is None else (len(told) == 1 and told[0].startswith(words))


@pytest.mark.parametrize(
    ("size", "choices", "told"),
    [
        (200, {"method": "ipw", "estimand": "ATE"}, True),
        (280, {"method": "ipw", "estimand": "ATE"}, False),
        (200, {"method": "ipw"}, False),
        (200, {"estimand": "ATE"}, False),
    ],
)
def test_an_interval_that_is_known_to_be_too_short_says_so(write_csv, size, choices, told):
    warnings = evaluate(write_csv(make_rows(size)), **ROLES, **choices, sensitivity="none").warnings
    assert any("interval of a rate is then too short" in words for words in warnings) == told


@pytest.mark.parametrize("half", [{"index_date": "start"}, {"data_until": date(2027, 3, 31)}])
def test_half_a_timing_is_refused(people, half):
    with pytest.raises(EvidenceInputError, match="alone tells nothing"):
        evaluate(people, **ROLES, **half)


def test_what_only_the_plan_says_of_timing_is_told_and_not_refused(people, tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(HALF_A_PLAN, encoding="utf-8")
    lock_plan(path, at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    found = evaluate(people, **ROLES, plan=path)
    assert found.timing is None
    assert any("too early to ask was not looked at" in words for words in found.warnings)


@pytest.mark.parametrize("method", ["radius", "nearest"])
def test_tables_come_from_the_matching_that_was_evaluated(people, monkeypatch, method):
    """Read once and fitted once; pairs are matched once, and of sums, which know nobody, once more by rows."""
    fitted, matched = [], []
    monkeypatch.setattr(ground, "fit_propensity", counting(fitted, ground.fit_propensity))
    monkeypatch.setattr(by_rows, "match", counting(matched, by_rows.match))
    found, tables = evaluate_with_tables(people, **ROLES, method=method, sensitivity="none")
    assert (len(fitted), len(matched)) == (1, 1)
    used = sum(weight > 0 for weight in tables.weights.columns[2])
    assert used == found.n_treated_matched + found.n_comparison_matched


def counting(calls, function):
    def counted(*given, **named):
        calls.append(given)
        return function(*given, **named)

    return counted


def test_progress_rises_to_one(people):
    seen = []
    evaluate(people, **ROLES, progress=lambda done, message: seen.append((done, message)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (1.0, "Done")


def test_json_keys_that_are_kept_stable(people):
    found = json.loads(to_json(evaluate(people, **ROLES)))
    top = ["n_treated", "n_comparison_pool", "n_treated_matched", "n_comparison_matched", "ess", "caliper", "balance"]
    assert set(top) <= set(found)
    assert {"smd_before", "smd_after"} <= set(found["balance"]["age"])
    keys = {"treated", "comparison", "difference", "lower", "upper", "p", "se_method"}
    assert keys <= set(found["outcomes"]["reoffended"])
    assert found["caliper"] == 0.2
    assert found["caliper_width"] > 0


def test_attrition_counts_every_step(write_csv, rows):
    rows[1]["age"] = None
    steps = evaluate(write_csv(rows), **ROLES).attrition
    assert [(step.treated, step.comparison) for step in steps[:2]] == [(100, 100), (99, 100)]
    assert steps[1].share_treated == pytest.approx(0.99)


def test_result_is_frozen(people):
    found = evaluate(people, **ROLES)
    with pytest.raises(AttributeError):
        found.ess = 0


def test_files_are_written(people, tmp_path):
    found = evaluate(people, **ROLES)
    write_json(found, tmp_path / "out.json")
    write_report(found, tmp_path / "out.html")
    assert json.loads((tmp_path / "out.json").read_text())["rows_read"] == 200
    assert (tmp_path / "out.html").read_text().startswith("<!doctype html>")


def test_all_files_or_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole({tmp_path / "one.json": "{}", tmp_path / "gone" / "two.html": ""})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_in_the_scratch_folder(people, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    evaluate(people, **ROLES)
    with pytest.raises(EvidenceInputError):
        evaluate(people, **(ROLES | {"covariates": ["shoe"]}))
    assert list(scratch.iterdir()) == []
