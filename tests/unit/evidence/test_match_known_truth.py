"""Made-up people whose answer is known: every method has to find it, for each group it is asked about."""

from __future__ import annotations

import numpy as np
import pytest

from throughgate_evidence.matching import MatchSpec, Units, match
from throughgate_evidence.matching.fragility import weighted_difference


@pytest.fixture(scope="module")
def world():
    """Treatment goes to higher x; it adds 1 + x/2, so it helps the treated more than the others. The outcome rises with
    x besides.
    """
    random = np.random.default_rng(20)
    x = random.normal(size=6_000)
    logit = 0.7 * x - 1.2
    treated = random.random(x.size) < 1 / (1 + np.exp(-logit))
    effect = 1 + x / 2
    y = 2 * x + effect * treated + random.normal(0, 0.3, x.size)
    none = np.zeros((x.size, 0), dtype=np.int64)
    units = Units(treated, logit, x[:, None], ("x",), np.ones(x.size), none, none)
    truth = {"ATT": effect[treated].mean(), "ATC": effect[~treated].mean(), "ATE": effect.mean()}
    return units, y, truth


def test_the_groups_differ_and_so_do_the_truths(world):
    units, y, truth = world
    assert weighted_difference(units, match(units, MatchSpec(caliper=99)), y) > truth["ATT"] + 1
    assert truth["ATC"] < truth["ATE"] < truth["ATT"]
    assert truth["ATT"] - truth["ATC"] > 0.25


@pytest.mark.parametrize("estimand", ["ATT", "ATC", "ATE"])
@pytest.mark.parametrize(
    "choices",
    [
        {"method": "radius", "caliper": 0.02},
        {"method": "full", "caliper": 0.2},
        {"method": "subclass", "subclasses": 60},
        {"method": "cem", "cutpoints": {"x": 60}},
    ],
    ids=lambda choices: choices["method"],
)
def test_every_estimand(world, choices, estimand):
    units, y, truth = world
    matching = match(units, MatchSpec(estimand=estimand, **choices))
    assert weighted_difference(units, matching, y) == pytest.approx(truth[estimand], abs=0.06)


@pytest.mark.parametrize("estimand", ["ATT", "ATC"])
@pytest.mark.parametrize("distance", ["logit", "mahalanobis", "robust-mahalanobis", "euclidean"])
def test_nearest_with_replacement(world, distance, estimand):
    units, y, truth = world
    spec = MatchSpec(method="nearest", replace=True, ratio=3, estimand=estimand, distance=distance, caliper=0.1)
    assert weighted_difference(units, match(units, spec), y) == pytest.approx(truth[estimand], abs=0.06)


@pytest.mark.parametrize("method", ["nearest", "optimal"])
def test_pairs_without_replacement(world, method):
    units, y, truth = world
    matching = match(units, MatchSpec(method=method, caliper=0.05))
    found = weighted_difference(units, matching, y)
    matched = units.treated & (matching.weights > 0)
    assert found == pytest.approx((1 + units.covariates[matched, 0] / 2).mean(), abs=0.06)
