"""Optimal pairs and full matching: against every possibility, and against linear programming."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.unit.evidence.matched_people import caliper, gaps, groups_of_people, make_units, may_meet
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match
from throughgate_evidence.matching.flow import whole_numbers

widths = st.sampled_from([0.25, 1.0, 50.0])
# More than all distances of an example together.
DEAR = 1000.0


def incidence(allowed):
    """Which people (treated, then comparison) each allowed pair touches."""
    one, other = np.nonzero(allowed)
    touches = np.zeros((sum(allowed.shape), one.size))
    touches[one, np.arange(one.size)] = 1
    touches[allowed.shape[0] + other, np.arange(one.size)] = 1
    return touches, (one, other)


def cheapest_cover(units, width, most=(np.inf, np.inf)):
    """Least total distance in which everybody with somebody in reach has a partner; None where impossible.

    The constraints of a bipartite graph are totally unimodular, so the linear programme has a whole-number optimum.
    """
    allowed = may_meet(units, width)
    touches, pairs = incidence(allowed)
    reached = touches.any(axis=1)
    limit = np.repeat(most, allowed.shape)
    bounded = np.isfinite(limit)
    found = linprog(
        gaps(units)[pairs],
        A_ub=np.vstack([-touches[reached], touches[bounded]]),
        b_ub=np.concatenate([-np.ones(reached.sum()), limit[bounded]]),
        bounds=(0, 1),
    )
    return found.fun if found.status == 0 else None


def best_pairs(units, width, ratio=1):
    """As many pairs as can be, then as many treated people in them, then the least distance. The second is an extra
    variable for each treated person, no larger than their pairs.
    """
    allowed = may_meet(units, width)
    touches, pairs = incidence(allowed)
    limit = np.repeat([ratio, 1], allowed.shape)
    cost = gaps(units)[pairs]
    many = linprog(-np.ones(cost.size), A_ub=touches, b_ub=limit, bounds=(0, 1))
    if ratio > 1:
        treated = np.eye(sum(allowed.shape), allowed.shape[0])
        first = np.hstack([-touches[: allowed.shape[0]], np.eye(allowed.shape[0])])
        touches = np.vstack([np.hstack([touches, 0 * treated]), first])
        limit = np.concatenate([limit, np.zeros(allowed.shape[0])])
        cost = np.concatenate([cost, np.full(allowed.shape[0], -DEAR)])
    least = linprog(
        cost, A_ub=touches, b_ub=limit, A_eq=[np.arange(cost.size) < pairs[0].size], b_eq=[-many.fun], bounds=(0, 1)
    )
    return round(-many.fun), least.fun


def enough(units, ratio, width):
    return (~units.treated).sum() >= ratio * units.treated.sum() and may_meet(units, width).any()


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=6, exact=True, antiexact=True), widths)
def test_pairs_are_as_many_and_as_near_as_can_be(units, width):
    assume(enough(units, 1, width))
    matching = match(units, caliper(width, method="optimal"))
    number, distance = best_pairs(units, width)
    assert matching.pairs.shape[0] == number
    assert matching.distances.sum() == pytest.approx(distance, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=5, exact=True), st.integers(2, 3))
def test_several_partners_each(units, ratio):
    assume(enough(units, ratio, 1.0))
    matching = match(units, caliper(1.0, method="optimal", ratio=ratio))
    matched = (matching.weights[units.treated] > 0).sum()
    number, least = best_pairs(units, 1.0, ratio)
    assert matching.pairs.shape[0] == number
    assert matched == best_pairs(units, 1.0)[0]
    assert matching.distances.sum() == pytest.approx(least + DEAR * matched, abs=1e-6)
    assert (np.bincount(matching.pairs[:, 1]) <= 1).all()


def test_least_of_every_assignment():
    random = np.random.default_rng(5)
    units = make_units(random.normal(0.5, 1, 5), random.normal(0, 1, 7), covariates=random.normal(size=(12, 3)))
    distance = mahalanobis(units)
    least = min(distance[range(5), list(chosen)].sum() for chosen in permutations(range(7), 5))
    matching = match(units, MatchSpec(method="optimal", distance="mahalanobis", caliper=None))
    assert matching.distances.sum() == pytest.approx(least, abs=1e-8)


def mahalanobis(units):
    """Pooled covariance within the groups, written out."""
    x, z = units.covariates[units.treated], units.covariates[~units.treated]
    squares = (len(x) - 1) * np.cov(x.T) + (len(z) - 1) * np.cov(z.T)
    inverse = np.linalg.inv(squares / (len(x) + len(z) - 2))
    step = x[:, None] - z
    return np.sqrt(np.einsum("abi,ij,abj->ab", step, inverse, step))


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=8))
def test_never_farther_than_nearest(units):
    assume(enough(units, 1, np.inf))
    best, greedy = (match(units, MatchSpec(method=method, caliper=None)) for method in ("optimal", "nearest"))
    assert best.distances.sum() <= greedy.distances.sum() + 1e-9


def test_who_cannot_be_matched_is_said_and_not_refused():
    matching = match(make_units([0, 0.1, 5], [0, 0.2, 0.3]), caliper(1, method="optimal"))
    assert matching.weights.tolist() == [1, 1, 0, 1, 1, 0]
    assert matching.sets.tolist() == [0, 1, -1, 0, 1, -1]


def test_a_first_partner_for_one_comes_before_a_second_for_another():
    """Row 0 could have both and cheaper; row 1 reaches one of them only."""
    matching = match(make_units([0, 1], [0, 0.5, 9, 9]), caliper(0.6, method="optimal", ratio=2))
    assert matching.pairs.tolist() == [[0, 2], [1, 3]]


def test_effect_on_the_comparison():
    matching = match(make_units([0, 1, 2], [1.1, 2.1]), caliper(1, method="optimal", estimand="ATC"))
    assert matching.pairs.tolist() == [[1, 3], [2, 4]]


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=7, exact=True, antiexact=True), widths)
def test_full_matching_is_the_cheapest_cover(units, width):
    allowed = may_meet(units, width)
    assume(allowed.any())
    matching = match(units, caliper(width, method="full"))
    assert matching.distances.sum() == pytest.approx(cheapest_cover(units, width), abs=1e-9)
    reached = np.empty(units.treated.size, dtype=bool)
    reached[units.treated], reached[~units.treated] = allowed.any(axis=1), allowed.any(axis=0)
    assert ((matching.sets >= 0) == reached).all()


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=7, covariates=1), st.sampled_from(["logit", "mahalanobis"]))
def test_every_set_has_one_person_of_a_group(units, distance):
    assume(distance == "logit" or (units.covariates[units.treated].std(axis=0) > 0).any())
    matching = match(units, MatchSpec(method="full", caliper=None, distance=distance))
    sizes = [np.bincount(matching.sets[group]) for group in (units.treated, ~units.treated)]
    assert (np.minimum(*sizes) == 1).all()
    assert matching.pairs.shape[0] == units.treated.size - sizes[0].size


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=6), st.integers(1, 3), st.integers(1, 6))
def test_bounds_on_sets(units, most_treated, most_comparison):
    spec = MatchSpec(method="full", caliper=None, most_treated=most_treated, most_comparison=most_comparison)
    least = cheapest_cover(units, np.inf, (most_comparison, most_treated))
    if least is None:
        with pytest.raises(EvidenceInputError, match="Allow larger sets"):
            match(units, spec)
        return
    matching = match(units, spec)
    assert matching.distances.sum() == pytest.approx(least, abs=1e-9)
    assert np.bincount(matching.sets[units.treated]).max() <= most_treated
    assert np.bincount(matching.sets[~units.treated]).max() <= most_comparison


@pytest.mark.parametrize(
    ("estimand", "weights"),
    [
        ("ATT", [1, 1, 1, 2, 0.5, 0.5]),
        ("ATC", [0.5, 0.5, 2, 1, 1, 1]),
        ("ATE", [1.5, 1.5, 3, 3, 1.5, 1.5]),
    ],
)
def test_full_matching_weights(estimand, weights):
    """Two treated share row 3; rows 4 and 5 share the third."""
    units = make_units([0, 0.1, 5], [0, 5, 5.1])
    assert match(units, MatchSpec(method="full", caliper=None, estimand=estimand)).weights.tolist() == weights


def test_a_large_full_matching():
    random = np.random.default_rng(2)
    units = make_units(random.normal(0.5, 1, 300), random.normal(0, 1, 20_000))
    matching = match(units, MatchSpec(method="full", caliper=None))
    assert (matching.sets >= 0).all()
    nearest = match(units, MatchSpec(method="nearest", caliper=None, estimand="ATC", replace=True))
    assert matching.distances.sum() == pytest.approx(nearest.distances.sum(), rel=0.01)


def test_too_many_pairs_are_refused_before_memory_runs_out():
    random = np.random.default_rng(1)
    units = make_units(random.normal(size=6_000), random.normal(size=7_000))
    with pytest.raises(EvidenceInputError, match="narrower caliper"):
        match(units, MatchSpec(method="optimal", caliper=None))


def test_distances_keep_their_order_as_whole_numbers():
    distance = np.array([1e-9, 2e-9, 1.0, 1.0 + 1e-9, 37.5])
    numbers = whole_numbers(distance, nodes=1_000_000)
    assert (np.diff(numbers) > 0).all()
    assert numbers.max() * 1_000_002 < 2**62
    assert whole_numbers(np.zeros(3), nodes=5).tolist() == [0, 0, 0]


def test_people_alike_are_shared_out_evenly():
    """Any division of ten alike among two alike costs nothing; the even one keeps most people's weight."""
    matching = match(make_units([0, 0], [0] * 10), MatchSpec(method="full", caliper=None))
    assert np.bincount(matching.sets).tolist() == [6, 6]
