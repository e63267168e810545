"""Bootstrap and permutation: the right estimate, the same for the same seed, and right in the long run."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.unit.evidence.radius_people import RadiusPeople, radius_people
from throughgate_evidence.matching import Reach, lay_reach
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.outcomes.defaults import INTERVAL_RULES, default_interval
from throughgate_evidence.outcomes.draws import Draws, Observed, estimate_from_draws
from throughgate_evidence.outcomes.permutation import permute_rows
from throughgate_evidence.outcomes.resampling import METHODS, PoolCells, resample_radius
from throughgate_evidence.outcomes.resampling_rows import METHODS as ROW_METHODS
from throughgate_evidence.outcomes.resampling_rows import resample_rows
from throughgate_evidence.outcomes.rows import compare_rows
from throughgate_evidence.outcomes.two_samples import Sample
from throughgate_evidence.refusals import EvidenceInputError

SETTINGS = settings(max_examples=25, deadline=None)
SHARED = [field.name for field in dataclasses.fields(Estimate)][:7]


def in_radius(people: RadiusPeople, **more: object) -> Estimate:
    reach = lay_reach(people.logit[people.treated], people.width)
    return resample_radius(reach, people.y[people.treated], people.cells(reach), **more)


def in_rows(people: RadiusPeople, **more: object) -> Estimate:
    return resample_rows(people.y, people.treated, people.weights, **more)


@SETTINGS
@given(seed=st.integers(0, 10_000))
def test_estimates_are_those_of_the_rows(seed):
    people = radius_people(seed)
    expected = compare_rows(people.y, people.treated, people.weights)
    for found in (in_radius(people, draws=199), in_rows(people, draws=199)):
        for name in SHARED:
            assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_radius_is_near_the_sandwich_in_large_samples(method):
    people = radius_people(3, treated=400, pool=3_000)
    expected = compare_rows(people.y, people.treated, people.weights)
    found = in_radius(people, method=method, draws=999, seed=4)
    assert found.se == pytest.approx(expected.se, rel=0.12)
    assert (found.lower, found.upper) == pytest.approx((expected.lower, expected.upper), abs=0.6 * expected.se)
    assert "999 draws, seed 4" in found.se_method


@pytest.mark.parametrize(
    ("method", "sets"),
    [(one, sets) for one in ROW_METHODS for sets in (False, True) if (one, sets) != ("matched", True)],
)
def test_rows_are_near_the_sandwich_in_large_samples(method, sets):
    random = np.random.default_rng(9)
    pairs = random.normal(size=400)
    y = np.concatenate([pairs + random.normal(0.1, 0.5, 400), pairs + random.normal(0.0, 0.5, 400)])
    clusters = np.tile(np.arange(400), 2) if sets else None
    expected = compare_rows(y, np.arange(800) < 400, np.ones(800), clusters)
    found = resample_rows(y, np.arange(800) < 400, np.ones(800), clusters, method=method, draws=999)
    assert found.se == pytest.approx(expected.se, rel=0.1)
    assert found.p == pytest.approx(expected.p, abs=0.05)


def test_a_large_pool_in_rows_gives_what_permutation_gives():
    random = np.random.default_rng(6)
    y = random.negative_binomial(0.3, 0.15, 20_400).astype(float)
    treated, weights = np.arange(y.size) < 400, random.uniform(0.5, 1.5, y.size)
    found = resample_rows(y, treated, weights, draws=999)
    permuted = resample_rows(y, treated, weights, method="permutation", draws=499)
    assert "matched outcomes" in found.se_method
    assert (found.lower, found.upper) == pytest.approx((permuted.lower, permuted.upper), abs=0.2 * found.se)


def test_what_would_take_minutes_is_refused():
    people = radius_people(1, treated=100, pool=2_000)
    with pytest.raises(EvidenceInputError, match="minutes"):
        in_rows(people, method="permutation", draws=4_000_000)


def test_sets_cannot_be_drawn_from_the_pool():
    people = radius_people(1)
    with pytest.raises(EvidenceInputError, match="sets"):
        in_rows(people, clusters=np.arange(people.y.size), method="matched")


def test_the_same_seed_gives_the_same_draws():
    people = radius_people(5)
    assert in_radius(people, draws=299) == in_radius(people, draws=299)
    assert in_radius(people, draws=299).lower != in_radius(people, draws=299, seed=2).lower
    assert in_rows(people, draws=299) == in_rows(people, draws=299)


@pytest.mark.parametrize("method", METHODS)
@SETTINGS
@given(seed=st.integers(0, 10_000))
def test_p_and_interval_agree(method, seed):
    found = in_radius(radius_people(seed, treated=30, pool=90), method=method, draws=1_999)
    assert found.lower is not None
    assert found.lower < found.upper
    outside = not found.lower <= 0 <= found.upper
    assert outside == (found.p <= 0.05) or abs(found.p - 0.05) < 0.002


def test_progress_ends_at_one():
    seen: list[float] = []
    in_radius(radius_people(5), draws=199, progress=lambda done, message: seen.append(done))
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_skewed_counts_get_a_lopsided_interval():
    random = np.random.default_rng(1)
    y = np.concatenate([random.negative_binomial(0.3, 0.15, 60), random.negative_binomial(0.3, 0.15, 3_000)])
    found = resample_rows(y.astype(float), np.arange(3_060) < 60, np.ones(3_060), draws=999)
    assert found.upper - found.difference > 1.15 * (found.difference - found.lower)


def test_bca_of_one_skewed_group_is_that_of_scipy():
    """Against scipy.stats.bootstrap, which resamples groups apart as here."""
    random = np.random.default_rng(2)
    one, other = random.exponential(1, 40), random.exponential(1.5, 50)
    y, treated = np.concatenate([one, other]), np.arange(90) < 40
    found = resample_rows(y, treated, np.ones(90), method="bca", draws=9_999)
    expected = stats.bootstrap(
        (one, other), lambda a, b, axis: a.mean(axis) - b.mean(axis), method="BCa", rng=np.random.default_rng(3)
    ).confidence_interval
    assert (found.lower, found.upper) == pytest.approx((expected.low, expected.high), abs=0.03)


def test_permutation_p_is_that_of_all_permutations():
    """Studentised difference over all 252 ways to choose five of ten."""
    y, treated = np.random.default_rng(4).normal(size=10), np.arange(10) < 5
    y[:5] += 1.2

    def size(members: np.ndarray) -> float:
        return abs(stats.ttest_ind(y[members], y[~members], equal_var=False).statistic)

    chosen = [np.isin(np.arange(10), five) for five in combinations(range(10), 5)]
    expected = np.mean([size(members) >= size(treated) - 1e-12 for members in chosen])
    assert permute_rows(y, treated, np.ones(10), draws=9_999) == pytest.approx(expected, abs=0.012)


def test_permutation_in_pairs_swaps_within_pairs_only():
    """Ten pairs, all differences 1: only 2 of 1,024 swaps are as extreme."""
    y = np.concatenate([np.arange(10.0) + 1 + 0.01 * np.arange(10), np.arange(10.0)])
    p = permute_rows(y, np.arange(20) < 10, np.ones(20), np.tile(np.arange(10), 2), draws=9_999)
    assert p == pytest.approx(2 / 1_024, abs=0.0015)


def test_nothing_can_be_drawn_from_people_who_are_all_alike():
    found = resample_rows(np.zeros(20), np.arange(20) < 10, np.ones(20), draws=199)
    assert found.p is found.lower is None


@pytest.mark.parametrize("more", [{"draws": 10}, {"method": "permutation"}, {"method": "x"}])
def test_refusals(more):
    with pytest.raises(EvidenceInputError):
        in_radius(radius_people(1), **more)


def test_nobody_matched_is_refused():
    reach: Reach = lay_reach(np.array([0.0, 0.1]), 0.1)
    far = PoolCells(np.array([reach.breaks.size]), np.array([1.0]), np.array([5]))
    with pytest.raises(EvidenceInputError, match="Nobody"):
        resample_radius(reach, np.array([1.0, 0.0]), far)


@pytest.mark.parametrize("way", [in_radius, in_rows])
def test_no_treated_person_with_the_outcome_still_leaves_room(way):
    """The sandwich would take 0 of 40 as known without error."""
    people = radius_people(7, treated=40, pool=400)
    people.y[people.treated] = 0.0
    found = way(people, draws=999)
    shortest = compare_rows(people.y, people.treated, people.weights)
    assert found.upper - found.lower > 1.3 * (shortest.upper - shortest.lower)


def test_too_many_draws_without_an_error_leave_no_interval():
    observed = Observed(Sample(9, 1, 0.1, 0.01, 9), Sample(9, 1, 0.2, 0.01, 9))
    differences = np.linspace(-1, 1, 200)
    errors = np.where(np.arange(200) < 30, np.nan, 0.1)
    assert estimate_from_draws(observed, Draws(differences, errors, 0.0), "matched", 1).p is None


def test_defaults():
    assert default_interval("rate", 60) == "sandwich"
    assert default_interval("frequency", 60) == "matched"
    assert default_interval("frequency", 60, "rows") == "permutation"
    assert default_interval("frequency", 1_000) == "sandwich"
    assert default_interval("rate", 60, alike=True) == "matched"
    assert default_interval("rate", 60, "rows", alike=True) == "permutation"
    with pytest.raises(EvidenceInputError):
        default_interval("colour", 60)


def test_measured_defaults_cover_what_they_promise():
    for rule in INTERVAL_RULES:
        for treated, covered in rule.covered:
            assert default_interval(rule.kind, treated) == rule.interval
            assert 93 <= covered <= 97
