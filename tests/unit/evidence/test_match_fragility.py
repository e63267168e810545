"""How much steadier an average within a caliper is than a pair."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.evidence.matched_people import make_units
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match, measure_fragility
from throughgate_evidence.matching.fragility import moved_units, weighted_difference

PAIRS = MatchSpec(method="nearest")


@pytest.fixture(scope="module")
def crowd():
    """So many alike that the nearest is a matter of the last digits."""
    random = np.random.default_rng(8)
    covariates = random.normal(size=(4_100, 3))
    logit = covariates @ [0.4, 0.3, 0.2]
    units = make_units(logit[:100], logit[100:], covariates=covariates)
    return units, random.normal(size=4_100)


def test_pairs_are_fragile_and_the_radius_is_not(crowd):
    units, y = crowd
    found = measure_fragility(units, PAIRS, y, draws=12, seed=2)
    assert found.lowest <= found.estimate <= found.highest
    assert found.highest - found.lowest > 10 * (found.radius_highest - found.radius_lowest)
    assert (found.jitter, found.draws) == (1e-4, 12)


def test_the_seed_decides(crowd):
    units, y = crowd
    one, same, other = (measure_fragility(units, PAIRS, y, draws=3, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_the_estimate_is_that_of_the_matching(crowd):
    units, y = crowd
    weights = match(units, PAIRS).weights
    t = units.treated
    expected = np.average(y[t], weights=weights[t]) - np.average(y[~t], weights=weights[~t])
    assert measure_fragility(units, PAIRS, y, draws=1).estimate == pytest.approx(expected)


def test_no_jitter_moves_nothing(crowd):
    units, y = crowd
    found = measure_fragility(units, PAIRS, y, jitter=0, draws=2)
    assert found.lowest == found.highest == found.estimate
    assert found.radius_lowest == found.radius_highest


def test_logits_move_by_about_the_jitter(crowd):
    units, _ = crowd
    moves = np.concatenate([moved.logit - units.logit for moved in moved_units(units, 1e-3, 200, 5)])
    assert moves.std() == pytest.approx(1e-3 * np.sqrt(3), rel=0.1)


def test_without_covariates_each_logit_moves():
    units = make_units([0, 1], [0, 1], covariates=np.zeros((4, 0)))
    moved = next(moved_units(units, 1e-3, 1, 5))
    assert np.unique(moved.logit - units.logit).size == 4


def test_unknown_outcomes_stay_out():
    units = make_units([0], [0, 0])
    matching = match(units, MatchSpec(caliper=1, caliper_scale="distance"))
    assert weighted_difference(units, matching, np.array([5, 2, np.nan])) == 3
    with pytest.raises(EvidenceInputError, match="known outcome"):
        weighted_difference(units, matching, np.array([np.nan, 2, 1]))


def test_progress_is_told():
    seen = []
    units = make_units([0, 1], [0, 1, 0.5], covariates=[[0], [1], [0], [1], [2]])
    measure_fragility(units, PAIRS, np.arange(5.0), draws=4, progress=lambda done, message: seen.append(done))
    assert seen == [0, 0.25, 0.5, 0.75]
