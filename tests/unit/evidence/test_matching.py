"""Radius matching against the definition, person by person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from throughgate_evidence.matching import effective_sample_size, radius_weights

logits = st.integers(1, 40).flatmap(lambda size: arrays(np.float64, size, elements=st.floats(-4, 4, width=32)))
widths = st.floats(0.0009765625, 2.0, width=32)


def by_definition(treated, pool, width):
    """Every pair, both ends of the caliper included."""
    near = (pool[None] >= treated[:, None] - width) & (pool[None] <= treated[:, None] + width)
    matches = near.sum(axis=1)
    return matches, (near / np.maximum(matches, 1)[:, None]).sum(axis=0)


@settings(max_examples=150, deadline=None)
@given(logits, logits, widths)
def test_equals_every_pair(treated, pool, width):
    matches, weights = radius_weights(treated, pool, width)
    expected_matches, expected_weights = by_definition(treated, pool, width)
    assert (matches == expected_matches).all()
    assert np.allclose(weights, expected_weights, rtol=0, atol=1e-12)
    assert ((weights > 0) == (expected_weights > 0)).all()


@settings(deadline=None)
@given(logits, logits, widths)
def test_weights_sum_to_the_matched_treated(treated, pool, width):
    matches, weights = radius_weights(treated, pool, width)
    assert weights.sum() == pytest.approx((matches > 0).sum(), abs=1e-9)


@settings(deadline=None)
@given(logits, logits, widths, st.randoms(use_true_random=False))
def test_order_of_records_changes_nothing(treated, pool, width, random):
    shuffled = list(range(pool.size))
    random.shuffle(shuffled)
    _, weights = radius_weights(treated, pool, width)
    _, again = radius_weights(treated[::-1], pool[shuffled], width)
    assert np.allclose(again, weights[shuffled], rtol=0, atol=1e-12)


@settings(deadline=None)
@given(logits, logits, widths, st.floats(1.0, 5.0))
def test_wider_caliper_never_loses_anybody(treated, pool, width, factor):
    narrow, _ = radius_weights(treated, pool, width)
    wide, _ = radius_weights(treated, pool, width * factor)
    assert (wide >= narrow).all()


@settings(deadline=None)
@given(logits, logits, widths)
def test_doubling_the_pool_halves_the_weights(treated, pool, width):
    _, weights = radius_weights(treated, pool, width)
    _, doubled = radius_weights(treated, np.repeat(pool, 2), width)
    assert np.allclose(doubled, np.repeat(weights, 2) / 2, rtol=0, atol=1e-12)


def test_both_ends_of_the_caliper_belong_to_it():
    matches, weights = radius_weights(np.array([0.0]), np.array([-0.5, 0.5, 0.5000001]), 0.5)
    assert matches.tolist() == [2]
    assert weights.tolist() == [0.5, 0.5, 0.0]


def test_effective_sample_size_of_equal_weights_is_their_number():
    assert effective_sample_size(np.full(7, 0.3)) == pytest.approx(7)
    assert effective_sample_size(np.zeros(3)) == 0
