"""Standard errors that know the weights were estimated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from throughgate_evidence.matching import MatchSpec, Units
from throughgate_evidence.outcomes.rows import compare_rows
from throughgate_evidence.refusals import EvidenceInputError
from throughgate_evidence.weighting import ipw_influence, weigh, weighted_influence


def make_units(x, treated, logit, sampling=None):
    n = len(treated)
    none = np.empty((n, 0), dtype=np.int64)
    names = tuple(f"x{at}" for at in range(x.shape[1]))
    return Units(treated, logit, x, names, np.ones(n) if sampling is None else sampling, none, none)


def alike(people=90, seed=1):
    """Nothing to model: the logit is that of the share of treated people."""
    random = np.random.default_rng(seed)
    treated = np.arange(people) % 3 == 0
    return make_units(np.empty((people, 0)), treated, np.full(people, np.log(0.5))), random.normal(size=people)


@pytest.mark.parametrize("estimand", ["ATT", "ATC", "ATE"])
def test_with_nothing_to_model_it_is_welchs_test(estimand):
    units, y = alike()
    found = ipw_influence(units, y, MatchSpec(method="ipw", estimand=estimand))
    welch = stats.ttest_ind(y[units.treated], y[~units.treated], equal_var=False)
    limits = welch.confidence_interval()
    assert (found.p, found.df) == pytest.approx((welch.pvalue, welch.df))
    assert (found.lower, found.upper) == pytest.approx((limits.low, limits.high))


def test_missing_outcomes_leave():
    units, y = alike()
    y[[0, 1]] = np.nan
    found = ipw_influence(units, y, MatchSpec(method="ipw"))
    kept = ~np.isnan(y)
    welch = stats.ttest_ind(y[units.treated & kept], y[~units.treated & kept], equal_var=False)
    assert (found.n_treated, found.n_comparison) == (29, 59)
    assert found.p == pytest.approx(welch.pvalue)


def test_one_person_alone_has_no_standard_error():
    treated = np.arange(20) == 0
    units = make_units(np.empty((20, 0)), treated, np.full(20, -np.log(19)))
    found = ipw_influence(units, np.arange(20.0), MatchSpec(method="ipw"))
    assert found.difference == pytest.approx(-10)
    assert found.se is None and found.p is None


def test_a_group_without_outcomes_is_refused():
    units, y = alike()
    with pytest.raises(EvidenceInputError, match="no known outcome"):
        ipw_influence(units, np.where(units.treated, np.nan, y), MatchSpec(method="ipw"))


def test_a_logit_from_elsewhere_is_refused():
    units, y = alike()
    elsewhere = make_units(units.covariates, units.treated, np.zeros(len(y)))
    with pytest.raises(EvidenceInputError, match="does not come from a logistic regression"):
        ipw_influence(elsewhere, y, MatchSpec(method="ipw"))


def test_weights_without_a_propensity_have_another_door():
    units, y = alike()
    with pytest.raises(EvidenceInputError, match="do not come from the propensity"):
        ipw_influence(units, y, MatchSpec(method="entropy"))
    assert weighted_influence(units, y, weigh(units, MatchSpec(method="entropy"))).se is not None


@pytest.mark.parametrize("estimand", ["ATT", "ATC", "ATE"])
def test_an_outcome_that_the_covariates_tell_wholly_is_balanced_wholly(estimand):
    """With y = x the entropy-balanced difference is 0; only in whom the average is of can vary, and that cancels."""
    random = np.random.default_rng(2)
    x, treated = random.normal(size=(300, 2)), random.random(300) < 0.4
    units = make_units(x, treated, np.zeros(300))
    weighting = weigh(units, MatchSpec(method="entropy", estimand=estimand))
    found = weighted_influence(units, x[:, 0], weighting, small_sample=False)
    assert found.difference == pytest.approx(0, abs=1e-9)
    assert (found.se or 0.0) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("method", ["ipw", "overlap", "entropy"])
def test_weights_within_exact_columns_are_taken_as_known_and_it_is_said(method):
    units, y = alike()
    units = replace(units, exact=np.arange(len(y))[:, None] // 45)
    weighting = weigh(units, MatchSpec(method=method))
    found = weighted_influence(units, y, weighting)
    plain = compare_rows(y, units.treated, weighting.weights)
    assert (found.difference, found.se, found.df) == (plain.difference, plain.se, plain.df)
    assert found.se_method == "sandwich (HC2, weights within exact columns taken as known)"
