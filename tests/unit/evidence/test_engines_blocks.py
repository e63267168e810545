"""The arithmetic of one block: bins, products, logits, and the counting of cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from throughgate_evidence.engines.blocks import GRID, Bins, logits, products
from throughgate_evidence.engines.pool_passes import count_cells

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(NUMBERS, max_size=60, unique=True), st.lists(NUMBERS, max_size=60))
def test_bins_find_what_a_search_finds(edges, values):
    points = np.sort(np.array(edges))
    here = np.concatenate([values, points, np.nextafter(points, -np.inf)])
    assert np.array_equal(Bins(points)(here), np.searchsorted(points, here, side="right"))


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e9])
@pytest.mark.parametrize("size", [2, 9, 50, 2_000])
def test_bins_find_neighbouring_numbers(scale, size):
    points = np.sort(np.random.default_rng(size).normal(0, scale, size))
    points = np.union1d(points, np.nextafter(points, np.inf))
    values = np.concatenate([points, np.nextafter(points, -np.inf), [-1e12, 1e12, 0.0]])
    assert np.array_equal(Bins(points)(values), np.searchsorted(points, values, side="right"))


def test_bins_without_edges_and_with_infinite_ones():
    assert Bins(np.empty(0))(np.array([1.0, 2.0])).tolist() == [0, 0]
    ends = np.concatenate([[-np.inf], np.arange(10.0), [np.inf]])
    assert Bins(ends)(np.array([-5.0, 4.5, 99.0])).tolist() == [1, 6, 11]


def test_far_edge_does_not_blunt_the_grid():
    edges = np.append(np.linspace(0, 1, 1_000), 1e9)
    assert Bins(edges).step > GRID / 2


@pytest.mark.parametrize("rows", [1, 3, 17, 70])
@pytest.mark.parametrize("people", [1, 63, 64, 1_000, 5_000])
def test_products_are_matrix_products(rows, people):
    random = np.random.default_rng(people)
    one, other = random.normal(size=(rows, people)), random.normal(size=(rows + 1, people))
    np.testing.assert_allclose(products(one, other), one @ other.T, atol=1e-10)


@settings(max_examples=30)
@given(arrays(float, st.tuples(st.just(4), st.integers(1, 40)), elements=st.floats(-5, 5)), st.randoms())
def test_logit_does_not_hang_on_the_place_in_the_block(x, random):
    design = np.vstack([np.ones(x.shape[1]), x])
    order = list(range(x.shape[1]))
    random.shuffle(order)
    coefficients = np.array([0.1, 0.7, -0.3, 1 / 3, 2.0])
    assert np.array_equal(logits(design[:, order], coefficients), logits(design, coefficients)[order])


VALUES = st.one_of(st.sampled_from([0.0, 1.0, 2.0, np.nan]), st.floats(-3, 3), st.floats(1e15, 1e18))


@given(st.lists(st.tuples(st.integers(0, 30), VALUES, VALUES), min_size=1, max_size=80))
def test_cells_count_each_combination_once(rows):
    keys = np.array(rows, dtype=float)
    found, counts = count_cells(keys, np.ones((len(keys), 2)))
    wanted, people = (
        np.unique(keys, axis=0, return_counts=True, equal_nan=True) if not np.isnan(keys).any() else nan_cells(keys)
    )
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(counts[:, 0], people)


def nan_cells(keys):
    """NumPy does not take rows with NaN for equal: infinity stands in for it, which no value is."""
    cells, people = np.unique(np.where(np.isnan(keys), np.inf, keys), axis=0, return_counts=True)
    return np.where(np.isinf(cells), np.nan, cells), people


def test_counted_twice_is_counted_once():
    keys, counts = np.array([[0.0, 1.0], [0.0, 1.0], [2.0, np.nan]]), np.ones((3, 2))
    first = count_cells(keys, counts)
    second = count_cells(*(np.concatenate([part, part]) for part in first))
    assert second[0].tolist()[0] == [0.0, 1.0] and second[1][:, 0].tolist() == [4.0, 2.0]
