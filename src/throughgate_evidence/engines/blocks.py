"""People in blocks that fit the processor's cache, whatever they were read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .sums import Booleans, Floats, Integers, Standard

BLOCK = 8_192
# Cells of the grid by which values find their bin: 256 kB of table, which stays in the cache.
GRID = 65_536
# So few edges are quicker compared with one by one.
FEW_EDGES = 8
# Multiplications up to which OpenBLAS keeps a matrix product on one thread.
MOST_ALONE = 262_144


@dataclass(frozen=True)
class Records:
    """Some people as they stand in the file: covariates p × (b,), outcomes q × (b,), sampling weights (b,) or None."""

    treated: Booleans
    covariates: Sequence[Floats]
    outcomes: Sequence[Floats]
    weights: Floats | None = None


@dataclass(frozen=True)
class Block:
    """Some people, one column each: `design` (p+1, b) holds the constant and the covariates on the standard scale."""

    treated: Booleans
    design: Floats
    outcomes: Floats
    weights: Floats | None

    @property
    def covariates(self) -> Floats:
        return self.design[1:]

    @cached_property
    def counts(self) -> Floats:
        """The sampling weight of everyone (b,), 1 where there are none."""
        return np.ones(self.treated.size) if self.weights is None else self.weights


def lay_block(records: Records, standard: Standard) -> Block:
    design = np.empty((len(records.covariates) + 1, records.treated.size))
    design[0] = 1.0
    columns = zip(design[1:], records.covariates, standard.centre, standard.scale, strict=True)
    for row, column, centre, scale in columns:
        np.subtract(column, centre, out=row)
        row /= scale
    outcomes = np.empty((len(records.outcomes), records.treated.size))
    for row, column in zip(outcomes, records.outcomes, strict=True):
        row[:] = column
    return Block(records.treated, design, outcomes, records.weights)


def logits(design: Floats, coefficients: Floats) -> Floats:
    """(b,), added up column by column: a matrix product rounds by a person's place in the block, and two people who
    are alike must have the same logit to the last bit.
    """
    total = np.full(design.shape[1], coefficients[0])
    for coefficient, row in zip(coefficients[1:], design[1:], strict=True):
        total += coefficient * row
    return total


def products(one: Floats, other: Floats) -> Floats:
    """`one` (r, b) @ `other` (c, b)ᵀ, in strips so short that the linear algebra library does each on this thread
    alone: for matrices as low as these, twice as fast as its own way, and no waiting for other threads.
    """
    people = one.shape[1]
    strip = min(people, max(64, MOST_ALONE // (len(one) * len(other)) // 64 * 64))
    whole = people // strip * strip
    left = one[:, :whole].reshape(len(one), -1, strip).transpose(1, 0, 2)
    right = other[:, :whole].reshape(len(other), -1, strip).transpose(1, 2, 0)
    summed: Floats = (left @ right).sum(axis=0)
    return summed + one[:, whole:] @ other[:, whole:].T


class Bins:
    """Counts the edges (e,) at or below each value, exactly as ``np.searchsorted(edges, values, side="right")`` does.

    A grid over the edges answers at once for every value in a cell without an edge; only the others are searched for.
    Value and edge get their cells by the same arithmetic, which never decreases, so a cell tells on which side of
    all other cells' edges a value is.
    """

    def __init__(self, edges: Floats) -> None:
        self.edges = np.asarray(edges, dtype=np.float64)
        self.low, self.step = grid_over(self.edges)
        self.table = np.full(1, -1, dtype=np.int32)
        if self.step:
            own = self._cells(self.edges)
            self.table = np.searchsorted(own, np.arange(GRID)).astype(np.int32)
            self.table[own] = -1

    def _cells(self, values: Floats) -> NDArray[np.int32]:
        scaled = (values - self.low) * self.step
        return np.clip(scaled, 0, GRID - 1, out=scaled).astype(np.int32)

    def __call__(self, values: Floats) -> Integers:
        if self.edges.size <= FEW_EDGES:
            return np.asarray(sum((values >= edge for edge in self.edges), np.zeros(values.size, dtype=np.int64)))
        found = self.table[self._cells(values)].astype(np.int64)
        unsure = np.flatnonzero(found < 0)
        found[unsure] = np.searchsorted(self.edges, values[unsure], side="right")
        return found


def grid_over(edges: Floats) -> tuple[float, float]:
    """Where the grid begins and how many cells to a unit, over all but the outermost edges; 0 for no grid."""
    if edges.size < 2:
        return 0.0, 0.0
    low, high = float(edges[edges.size // 100]), float(edges[-1 - edges.size // 100])
    wide = np.isfinite(high - low) and high - low > 1e-12 * (1 + abs(low))
    return (low, GRID / (high - low)) if wide else (0.0, 0.0)
