"""One comparison does not disturb another on the same engine, and sums give what people one by one give."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from throughgate_evidence import EvidenceInputError, evaluate
from throughgate_evidence.frame import read_frame
from throughgate_evidence.progress import no_progress
from throughgate_evidence.propensity import fit_without
from throughgate_evidence.request import make_request
from throughgate_evidence.study import Study

OUTCOMES = ["reoffended"]


@pytest.fixture
def study(people):
    request = make_request("treated", ["age", "convictions", "area"], OUTCOMES, {"caliper": 0.3})
    with closing(read_frame(people, **request.roles())) as frame:
        yield Study(frame, request, no_progress)


def test_another_model_in_between_changes_nothing(study):
    before = study.main.products("pooled"), study.main.adjusted(0), study.main.lives(0, 0).weights.tolist()
    other = study.compare(fit_without(study.ground.engine, study.ground.model, [0]))
    assert other.ess != study.main.ess
    assert (study.main.products("pooled"), study.main.adjusted(0), study.main.lives(0, 0).weights.tolist()) == before


def in_rows(study):
    return study.matched(study.units())


def test_sums_and_rows_have_the_same_people(study):
    rows = in_rows(study)
    assert (rows.n_treated, rows.n_comparison) == (study.main.n_treated, study.main.n_comparison)
    assert rows.ess == pytest.approx(study.main.ess, rel=1e-9)


@pytest.mark.parametrize("how", ["sandwich", "welch"])
def test_sums_and_rows_have_the_same_estimate(study, how):
    mine, other = study.main.estimate(0, how), in_rows(study).estimate(0, how)
    assert [mine.difference, mine.lower, mine.p] == pytest.approx([other.difference, other.lower, other.p], rel=1e-8)


def test_sums_and_rows_have_the_same_doubly_robust_estimate(study):
    mine, other = study.main.adjusted(0), in_rows(study).adjusted(0)
    assert [mine.difference, mine.se] == pytest.approx([other.difference, other.se], rel=1e-7)


@pytest.mark.parametrize("rows_of", ["balance", "products"])
def test_sums_and_rows_have_the_same_balance(study, rows_of):
    mine, other = getattr(study.main, rows_of)("pooled"), getattr(in_rows(study), rows_of)("pooled")
    assert [row.name for row in mine] == [row.name for row in other]
    named = ("smd_after", "variance_ratio_after", *(["ks_after"] if rows_of == "balance" else []))
    for name in named:
        theirs = {row.name: pytest.approx(getattr(row, name), abs=1e-8) for row in other}
        assert {row.name: getattr(row, name) for row in mine} == theirs


def test_trimming_keeps_people_within_the_limits(study):
    logit = study.units().logit
    low, high = sorted(logit)[20], sorted(logit)[-20]
    trimmed = study.compare(within=(float(low), float(high)))
    kept = (logit >= low) & (logit <= high) & study.units().treated
    assert 0 < trimmed.n_treated <= kept.sum() < study.main.n_treated


@pytest.fixture
def weighed(people):
    request = make_request("treated", ["age", "convictions", "area"], OUTCOMES, {"method": "ipw"})
    with closing(read_frame(people, **request.roles())) as frame:
        yield Study(frame, request, no_progress)


def test_weights_without_a_covariate_are_made_without_it(weighed):
    model = fit_without(weighed.ground.engine, weighed.ground.model, [0])
    without = weighed.compare(model, without=[0])
    assert [row.name for row in without.balance("pooled")] == [row.name for row in weighed.main.balance("pooled")][1:]
    assert without.estimate(0, "sandwich").difference != weighed.main.estimate(0, "sandwich").difference


def test_weights_of_some_people_take_the_propensity_as_known(weighed):
    assert "influence" in weighed.main.estimate(0, "sandwich").se_method
    assert "HC2" in weighed.compare(within=(-0.5, 0.5)).estimate(0, "sandwich").se_method


def test_an_outcome_nobody_of_a_group_has_recorded_is_refused(write_csv, rows):
    for row in rows:
        row["reoffended"] = None if row["treated"] else row["reoffended"]
    with pytest.raises(EvidenceInputError, match="column reoffended: nobody in the programme has it recorded"):
        evaluate(write_csv(rows), treated="treated", covariates=["age"], outcomes=OUTCOMES)


def test_raw_comparison_knows_the_weights_of_the_sample(write_csv, rows):
    """R: coeftest(lm(reoffended ~ treated, weights = w), vcovHC, type = "HC2") is HC2 of weighted means."""
    for at, row in enumerate(rows):
        row["w"] = 1 + at % 5
    found = evaluate(write_csv(rows), treated="treated", covariates=["age"], outcomes=OUTCOMES, weights="w")
    raw = found.outcomes[0].raw
    y, t, w = (np.array([row[name] for row in rows], float) for name in ("reoffended", "treated", "w"))
    variance = 0.0
    for group in (t == 1, t == 0):
        share = w[group] / w[group].sum()
        variance += float((share**2 / (1 - share)) @ (y[group] - share @ y[group]) ** 2)
    assert raw.se == pytest.approx(variance**0.5, rel=1e-9)
