"""The chain as a library: choices that cannot be, progress, and files that are whole or not there."""

from __future__ import annotations

import json

import pytest

from throughgate_evidence import EvidenceInputError, evaluate, to_json, write_json, write_report
from throughgate_evidence.writing import write_whole

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
