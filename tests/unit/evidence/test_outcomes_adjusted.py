"""The doubly robust difference: rows equal sums, and either half being right is enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.evidence.radius_people import CENTRE, radius_people
from throughgate_evidence.matching import lay_reach, match_radius
from throughgate_evidence.outcomes.adjusted import TreatedRows, adjust_from_sums, adjust_rows
from throughgate_evidence.refusals import EvidenceInputError

SETTINGS = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 10_000)


@SETTINGS
@given(seed=seeds)
def test_sums_equal_rows(seed):
    people = radius_people(seed)
    engine = people.engine()
    reach = lay_reach(people.logit[people.treated], people.width)
    sums = engine.interval_sums(reach.breaks)
    match = match_radius(reach, sums.interval, sums.people)
    weights = np.zeros(reach.breaks.size + 1)
    weights[sums.interval] = match.weights
    records = engine.treated_records()
    treated = TreatedRows(
        records.covariates[match.matched], records.outcomes[match.matched, 0], np.ones(int(match.matched.sum()))
    )
    events = int(sums.events[match.weights > 0, 0].sum())
    found = adjust_from_sums(engine.residual_sums(reach.breaks, weights, 0), events, treated, CENTRE)
    expected = adjust_rows(people.y, people.treated, people.weights, np.column_stack([people.logit, people.x]))
    for name in ("treated", "comparison", "difference", "se", "df", "lower", "upper"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-8)
    assert (found.n_comparison, found.events_comparison) == (expected.n_comparison, expected.events_comparison)


@SETTINGS
@given(seed=seeds)
def test_units_of_covariates_change_nothing(seed):
    people = radius_people(seed, treated=30, pool=120)
    one = adjust_rows(people.y, people.treated, people.weights, people.x)
    other = adjust_rows(people.y, people.treated, people.weights, people.x * [100, 0.01] + [5, -3])
    assert (one.difference, one.se) == pytest.approx((other.difference, other.se), rel=1e-8)


def confounded(seed: int, curved: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Effect 1 for everybody; x raises both chances of treatment and outcome. Weights are the true odds."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(600, 1))
    chance = 1 / (1 + np.exp(1 - x[:, 0]))
    treated = random.random(600) < chance
    y = 2 * x[:, 0] + treated + random.normal(size=600) + (0.8 * x[:, 0] ** 2 if curved else 0)
    return y, treated, np.where(treated, 1.0, chance / (1 - chance)), x


def mean_estimate(curved: bool, right_weights: bool) -> float:
    found = []
    for seed in range(120):
        y, treated, weights, x = confounded(seed, curved)
        found.append(adjust_rows(y, treated, weights if right_weights else np.ones(600), x).difference)
    return float(np.mean(found))


def test_right_weights_or_a_right_regression_is_enough():
    assert mean_estimate(curved=True, right_weights=True) == pytest.approx(1, abs=0.06)
    assert mean_estimate(curved=False, right_weights=False) == pytest.approx(1, abs=0.04)
    assert abs(mean_estimate(curved=True, right_weights=False) - 1) > 0.15


@pytest.mark.parametrize("exact", [False, True])
def test_interval_holds_the_truth(exact):
    held = 0
    for seed in range(300):
        y, treated, weights, x = confounded(1_000 + seed, curved=False)
        found = adjust_rows(y, treated, weights, x, exact_variance=exact)
        held += found.lower <= 1 <= found.upper
    assert 0.92 <= held / 300 <= 0.98


def test_a_column_without_variation_in_the_pool_changes_nothing():
    people = radius_people(2)
    marked = np.column_stack([people.x, people.treated])
    one = adjust_rows(people.y, people.treated, people.weights, people.x)
    other = adjust_rows(people.y, people.treated, people.weights, np.column_stack([people.x, np.ones(people.y.size)]))
    assert other.difference == pytest.approx(one.difference, abs=1e-9)
    assert np.isfinite(adjust_rows(people.y, people.treated, people.weights, marked).difference)


def test_more_covariates_than_people_leave_no_interval():
    people = radius_people(2, treated=5, pool=12)
    wide = np.random.default_rng(1).normal(size=(people.y.size, 15))
    assert adjust_rows(people.y, people.treated, people.weights, wide).p is None


def test_missing_covariates_are_refused():
    people = radius_people(2)
    people.x[people.weights > 0] = np.nan
    with pytest.raises(EvidenceInputError, match="missing"):
        adjust_rows(people.y, people.treated, people.weights, people.x)
