"""Levels of a subgroup, their interaction, and corrected p values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from throughgate_evidence.outcomes.multiplicity import correct
from throughgate_evidence.outcomes.rows import compare_rows
from throughgate_evidence.outcomes.subgroups import compare_subgroups, interaction_p
from throughgate_evidence.refusals import EvidenceInputError

METHODS = ("none", "bonferroni", "holm", "hochberg", "bh")
p_values = st.lists(st.none() | st.floats(0, 1), max_size=12)


@pytest.fixture
def people() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Effect 1 for the young, 0 for the old; some weights."""
    random = np.random.default_rng(1)
    treated, old = random.random(400) < 0.5, random.random(400) < 0.4
    y = treated * ~old + random.normal(size=400)
    return y, treated, np.where(treated, 1.0, random.uniform(0.5, 1.5, 400)), np.where(old, "old", "young")


def test_levels_are_compared_apart(people):
    y, treated, weights, level = people
    old, young = compare_subgroups("age", level, {"y": y}, treated, weights)
    assert (old.level, young.level) == ("old", "young")
    here = level == "old"
    assert old.outcomes[0].estimate == compare_rows(y[here], treated[here], weights[here])
    assert old.n_treated + young.n_treated == treated.sum()


def test_people_of_no_level_are_counted_matched_or_not(people):
    y, treated, weights, level = people
    gaps = level.astype(object)
    gaps[:7] = ""
    weights = np.where(np.arange(400) < 3, 0.0, weights)
    old, young = compare_subgroups("age", gaps.astype(str), {"y": y}, treated, weights)
    assert old.without_level == young.without_level == (int(treated[:7].sum()), int((~treated[:7]).sum()))


def test_interaction_is_that_of_the_regression(people):
    """Weighted least squares with HC2 on treatment, level and their product: the same difference over its error."""
    y, treated, weights, level = people
    young = (level == "young").astype(float)
    design = np.column_stack([np.ones(400), treated, young, treated * young])
    fit = sm.WLS(y, design, weights=weights).fit(cov_type="HC2")
    found = compare_subgroups("age", level, {"y": y}, treated, weights)[0].interaction_p["y"]
    assert found == pytest.approx(2 * stats.t.sf(abs(fit.tvalues[3]), 380), rel=0.02)
    assert found < 0.01


def test_more_levels_are_compared_by_cochrans_q(people):
    y, treated, weights, _ = people
    levels = np.array(["north", "south", "east"])[np.arange(400) % 3]
    found = compare_subgroups("area", levels, {"y": y}, treated, weights)
    d = np.array([one.outcomes[0].estimate.difference for one in found])
    w = np.array([one.outcomes[0].estimate.se for one in found]) ** -2.0
    q = w @ (d - w @ d / w.sum()) ** 2
    assert found[0].interaction_p["y"] == pytest.approx(stats.chi2.sf(q, 2))


def test_a_level_without_comparison_has_no_estimate_and_no_interaction(people):
    y, treated, weights, level = people
    found = compare_subgroups("age", level, {"y": y}, treated, np.where((level == "old") & ~treated, 0, weights))
    assert found[0].outcomes[0].estimate is None
    assert found[0].interaction_p == {"y": None}


def test_unknown_levels_are_in_none(people):
    y, treated, weights, level = people
    level = np.where(np.arange(400) < 100, "", level)
    found = compare_subgroups("age", level, {"y": y}, treated, weights)
    assert sum(one.n_treated for one in found) == treated[100:].sum()


@pytest.mark.parametrize("levels", [np.full(400, "one"), np.arange(400).astype(str)])
def test_too_few_or_too_many_levels_are_refused(people, levels):
    y, treated, weights, _ = people
    with pytest.raises(EvidenceInputError, match="it needs 2 to 20"):
        compare_subgroups("age", levels, {"y": y}, treated, weights)


def test_equal_differences_do_not_interact(people):
    estimate = compare_rows(*people[:3])
    assert interaction_p([estimate, estimate]) == pytest.approx(1)
    assert interaction_p([estimate, replace(estimate, df=None), estimate]) == pytest.approx(1)
    assert interaction_p([estimate]) is None


@given(p_values, st.sampled_from(METHODS))
def test_correction_keeps_places_and_never_lowers_p(values, method):
    found = correct(values, method)
    assert [p is None for p in found] == [p is None for p in values]
    assert all(p <= new <= 1 for p, new in zip(values, found, strict=True) if p is not None)


@given(p_values.map(lambda values: [p for p in values if p is not None]))
def test_corrections_are_ordered(values):
    bonferroni, holm, hochberg, bh = (correct(values, method) for method in METHODS[1:])
    for one, other in ((bh, hochberg), (hochberg, holm), (holm, bonferroni)):
        assert all(a <= b + 1e-12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("values", "method"), [([0.5], "sidak"), ([1.5], "holm"), ([-0.1], "bh")])
def test_correction_refusals(values, method):
    with pytest.raises(EvidenceInputError):
        correct(values, method)
