"""Nothing small can be worked out of what is told: tried with every table by solving for what is not told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughgate.common.small_numbers import FEWEST, choose_told, is_small

CELLS = st.tuples(st.integers(0, 3), st.integers(0, 3))
# Small numbers, and those around the line, more often than others.
COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 40))


@st.composite
def tables(draw):
    kinds = draw(st.integers(1, 3))
    return draw(st.dictionaries(CELLS, st.tuples(*[COUNTS] * kinds), min_size=1, max_size=12))


def parts_of(counts):
    """Rows, columns, cells, everybody: as the pages ask for them."""
    rows = [{cell for cell in counts if cell[0] == at} for at in range(4)]
    columns = [{cell for cell in counts if cell[1] == at} for at in range(4)]
    return [part for part in (*rows, *columns, *({cell} for cell in counts), set(counts)) if part]


def total(part, counts, kind):
    return sum(counts[cell][kind] for cell in part)


def incidence(parts, cells):
    return np.array([[float(cell in part) for cell in cells] for part in parts]).reshape(len(parts), len(cells))


def most(part, told, counts, kind):
    """The most that `part` may hold, for all that a reader of `told` can know; infinite where nothing limits it."""
    cells = list(counts)
    known = {"A_eq": incidence(told, cells), "b_eq": [total(one, counts, kind) for one in told]} if told else {}
    found = linprog(-incidence([part], cells)[0], **known)
    return np.inf if found.status == 3 else -found.fun


@given(tables())
@settings(max_examples=150, deadline=None)
def test_nothing_small_can_be_worked_out_or_narrowed_down(counts):
    parts = parts_of(counts)
    told = [part for part, is_told in zip(parts, choose_told(parts, counts), strict=True) if is_told]
    for part in parts:
        for kind in range(len(next(iter(counts.values())))):
            if is_small(total(part, counts, kind)):
                assert most(part, told, counts, kind) >= FEWEST - 1e-6


@given(tables())
def test_no_difference_of_what_is_told_is_small(counts):
    parts = parts_of(counts)
    told = [part for part, is_told in zip(parts, choose_told(parts, counts), strict=True) if is_told]
    apart = [one - other for one in told for other in told if one > other]
    assert not any(is_small(total(part, counts, kind)) for part in apart for kind in range(len(counts[min(part)])))


def test_one_small_cell_takes_another_with_it():
    counts = {"a": (20,), "b": (9,), "c": (2,)}
    assert choose_told([{"a", "b", "c"}, {"a"}, {"b"}, {"c"}], counts) == [True, True, False, False]


def test_two_small_cells_that_are_few_together_take_a_third_with_them():
    counts = {"a": (10,), "b": (1,), "c": (1,)}
    assert choose_told([{"a", "b", "c"}, {"a"}, {"b"}, {"c"}], counts) == [True, False, False, False]


def test_without_their_sum_others_are_told():
    assert choose_told([{"a"}, {"b"}, {"a", "b"}], {"a": (20,), "b": (2,)}) == [True, False, False]


def test_everything_is_told_where_nothing_is_small():
    counts = {(row, column): (5, 0) for row in range(3) for column in range(3)}
    assert all(choose_told(parts_of(counts), counts))


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (FEWEST - 1, True), (FEWEST, False)])
def test_small(count, small):
    assert is_small(count) is small
