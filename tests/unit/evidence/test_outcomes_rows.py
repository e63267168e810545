"""Weighted differences of people in rows: equal to the sums, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.evidence.radius_people import CENTRE, RadiusPeople, radius_people
from throughgate_evidence.matching import lay_reach, match_radius
from throughgate_evidence.outcomes import compare, plain_sample, weighted_sample
from throughgate_evidence.outcomes.rows import compare_rows
from throughgate_evidence.refusals import EvidenceInputError

SETTINGS = settings(max_examples=60, deadline=None)
seeds = st.integers(0, 10_000)


def by_sums(people: RadiusPeople, how: str):
    """The way of `evaluate`: from sums of the intervals."""
    reach = lay_reach(people.logit[people.treated], people.width)
    sums = people.interval_sums(reach)
    match = match_radius(reach, sums.interval, sums.people)
    treated = plain_sample(people.y[people.treated][match.matched])
    return compare(treated, weighted_sample(sums, match.weights, 0, CENTRE, how), how)


@pytest.mark.parametrize("how", ["sandwich", "welch"])
@SETTINGS
@given(seed=seeds)
def test_equals_the_sums(how, seed):
    people = radius_people(seed)
    found, expected = compare_rows(people.y, people.treated, people.weights, how=how), by_sums(people, how)
    for name in ("treated", "comparison", "difference", "se", "df", "lower", "upper", "p"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-10, abs=1e-10)
    assert (found.n_comparison, found.events_comparison) == (expected.n_comparison, expected.events_comparison)


@SETTINGS
@given(seed=seeds, factor=st.floats(0.1, 10))
def test_scale_of_weights_changes_nothing(seed, factor):
    people = radius_people(seed)
    one = compare_rows(people.y, people.treated, people.weights)
    other = compare_rows(people.y, people.treated, factor * people.weights)
    assert (one.difference, one.se) == pytest.approx((other.difference, other.se), rel=1e-9)


@SETTINGS
@given(seed=seeds)
def test_order_of_people_changes_nothing(seed):
    people = radius_people(seed)
    sets = np.random.default_rng(seed).integers(0, 9, people.y.size)
    order = np.random.default_rng(seed + 1).permutation(people.y.size)
    one = compare_rows(people.y, people.treated, people.weights, sets)
    other = compare_rows(people.y[order], people.treated[order], people.weights[order], sets[order])
    assert (one.difference, one.se, one.df) == pytest.approx((other.difference, other.se, other.df), rel=1e-9)


def test_unknown_outcomes_and_people_without_weight_leave():
    y = np.array([1.0, 0.0, np.nan, 1.0, 0.0, 5.0])
    treated = np.array([True, True, True, False, False, False])
    found = compare_rows(y, treated, np.array([1, 1, 1, 1, 1, 0.0]))
    assert (found.n_treated, found.n_comparison, found.events_comparison) == (2, 2, 1)
    assert found.difference == 0


def test_people_on_their_own_are_sets_of_one():
    y, treated = np.array([1.0, 0, 1, 0, 0, 1]), np.arange(6) < 3
    alone = compare_rows(y, treated, np.ones(6), np.full(6, -1))
    numbered = compare_rows(y, treated, np.ones(6), np.arange(6))
    assert alone == numbered
    assert alone.df == 5


def test_one_set_leaves_no_interval():
    found = compare_rows(np.array([1.0, 0, 1, 0]), np.arange(4) < 2, np.ones(4), np.zeros(4, dtype=np.int64))
    assert found.p is None
    assert found.difference == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": np.array([1.0, -1, 1, 1])}, "row 2"),
        ({"weights": np.array([1.0, 1, np.nan, 1])}, "row 3"),
        ({"weights": np.ones(3)}, "one value for each person"),
        ({"y": np.array([np.nan, np.nan, 1, 0])}, "Nobody of the treatment group"),
        ({"weights": np.array([1.0, 1, 0, 0])}, "Nobody of the comparison group"),
    ],
)
def test_refusals(change, message):
    good = {"y": np.array([1.0, 0, 1, 0]), "treated": np.arange(4) < 2, "weights": np.ones(4)}
    with pytest.raises(EvidenceInputError, match=message):
        compare_rows(**(good | change))
