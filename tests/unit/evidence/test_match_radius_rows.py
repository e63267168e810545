"""Radius matching in rows: against the definition, and against the sums that stream."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.evidence.matched_people import caliper, groups_of_people, make_units, may_meet, shuffled
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match, radius_weights

widths = st.sampled_from([0.125, 0.3, 0.5, 1.0, 2.0])


def shares(near, mine, theirs):
    """Weights of the focal and of the others by the definition; `near` (focal, others)."""
    mass = near @ theirs
    found = mass > 0
    share = np.where(found, mine, 0) / np.where(found, mass, 1)
    return np.where(found, mine, 0), (share @ near) * theirs


def by_definition(units, width, estimand):
    near = may_meet(units, width).astype(float)
    sampling = units.weights[units.treated], units.weights[~units.treated]
    treated, comparison = shares(near, *sampling)
    back_comparison, back_treated = shares(near.T, *sampling[::-1])
    return {
        "ATT": (treated, comparison),
        "ATC": (back_treated, back_comparison),
        "ATE": (treated + back_treated, comparison + back_comparison),
    }[estimand]


@pytest.mark.parametrize("estimand", ["ATT", "ATC", "ATE"])
@settings(max_examples=60, deadline=None)
@given(units=groups_of_people(exact=True, antiexact=True, weighted=True), width=widths)
def test_equals_the_definition(estimand, units, width):
    assume(may_meet(units, width).any())
    weights = match(units, caliper(width, estimand=estimand)).weights
    treated, comparison = by_definition(units, width, estimand)
    assert np.allclose(weights[units.treated], treated, rtol=0, atol=1e-12)
    assert np.allclose(weights[~units.treated], comparison, rtol=0, atol=1e-12)
    assert ((weights[~units.treated] > 0) == (comparison > 0)).all()


@settings(max_examples=60, deadline=None)
@given(groups_of_people(antiexact=True), widths)
def test_two_antiexact_columns(units, width):
    """Both columns must differ, not one of them."""
    units = replace(units, antiexact=np.column_stack([units.antiexact, np.arange(units.treated.size) % 2]))
    assume(may_meet(units, width).any())
    weights = match(units, caliper(width)).weights
    assert np.allclose(weights[~units.treated], by_definition(units, width, "ATT")[1], rtol=0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=20), widths)
def test_equals_the_streaming_sums(units, width):
    matches, streamed = radius_weights(units.logit[units.treated], units.logit[~units.treated], width)
    assume(matches.any())
    weights = match(units, caliper(width)).weights
    assert (weights[units.treated] == (matches > 0)).all()
    assert (weights[~units.treated] == streamed).all()


@settings(max_examples=60, deadline=None)
@given(groups_of_people(exact=True, weighted=True), widths, st.randoms(use_true_random=False))
def test_order_of_records_changes_nothing(units, width, random):
    assume(may_meet(units, width).any())
    order = list(range(units.treated.size))
    random.shuffle(order)
    again = match(shuffled(units, np.array(order)), caliper(width))
    assert np.allclose(again.weights, match(units, caliper(width)).weights[order], rtol=0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(weighted=True), widths)
def test_duplicating_the_pool_changes_no_mean(units, width):
    assume(may_meet(units, width).any())
    y = np.arange(units.treated.size, dtype=float) ** 2
    rows = np.concatenate([np.arange(y.size), np.flatnonzero(~units.treated)])
    doubled = shuffled(units, rows)
    once, twice = match(units, caliper(width)).weights, match(doubled, caliper(width)).weights
    pool = ~units.treated
    assert np.average(y[rows][~doubled.treated], weights=twice[~doubled.treated]) == pytest.approx(
        np.average(y[pool], weights=once[pool]), abs=1e-9
    )


def test_average_effect_on_everyone_counts_both_groups_alike():
    weights = match(make_units([0, 1], [0, 0.1, 5]), caliper(0.5, estimand="ATE")).weights
    assert weights.tolist() == pytest.approx([3, 0, 1.5, 1.5, 0])


def test_sampling_weights_share_a_caliper():
    matching = match(make_units([0], [0, 0], weights=[2, 1, 3]), caliper(0.5))
    assert matching.weights.tolist() == pytest.approx([2, 0.5, 1.5])


def test_propensity_scale():
    """Propensities .5 and .73: .23 apart."""
    units = make_units([0], [1])
    assert match(units, caliper(0.24, distance="propensity")).weights.tolist() == [1, 1]
    with pytest.raises(EvidenceInputError, match="matches nobody"):
        match(units, caliper(0.22, distance="propensity"))


def test_the_caliper_is_in_standard_deviations_of_everyone():
    units = make_units([0, 1, 2], [0, 1, 2, 3])
    assert match(units, MatchSpec(caliper=0.5)).width == pytest.approx(0.5 * units.logit.std(ddof=1))


@pytest.mark.parametrize(
    ("discard", "kept"),
    [
        ("none", [True] * 6),
        ("treated", [True, True, False, True, True, True]),
        ("comparison", [True, True, True, False, True, True]),
        ("both", [True, True, False, False, True, True]),
    ],
)
def test_discarding_outside_common_support(discard, kept):
    units = make_units([0, 1, 4], [-3, 0.5, 2])
    matching = match(units, caliper(10, discard=discard))
    assert (~matching.discarded).tolist() == kept
    assert (matching.weights > 0).tolist() == kept
