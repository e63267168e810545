"""Passes over the comparison pool by interval of the logit: what matching, balance and outcomes are computed from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .blocks import Bins, Block, logits, products
from .passes import Parts, Pass, Result
from .sums import Cells, Floats, Integers, IntervalSums, Products, ProductSums, ResidualSums

# Rows of cells that wait to be counted together.
MOST_WAITING = 200_000
# Numbers up to which counting is cheaper than sorting, whatever the number of rows.
MOST_LEVELS = 10_000


class PlacedPass(Pass[Result]):
    """A pass over the comparison pool by interval. The treated go to an interval of their own, the last, which counts
    for nothing: quicker than taking them out.
    """

    def __init__(self, coefficients: Floats, breaks: Floats) -> None:
        self.coefficients = coefficients
        self.bins = Bins(breaks)
        self.size = breaks.size + 1

    def place(self, block: Block) -> Integers:
        """Which interval everybody (b,) is in."""
        places = self.bins(logits(block.design, self.coefficients))
        places[block.treated] = self.size
        return places


class WeightedPass(PlacedPass[Result]):
    """A pass in which one person of interval k weighs `weights[k]` times the sampling weight."""

    def __init__(self, coefficients: Floats, breaks: Floats, weights: Floats) -> None:
        super().__init__(coefficients, breaks)
        self.table = np.append(weights, 0.0)

    def weigh(self, block: Block) -> Floats:
        """Everybody's weight (b,), 0 for the treated."""
        weight = self.table[self.place(block)]
        return weight if block.weights is None else weight * block.weights


class IntervalPass(PlacedPass[IntervalSums]):
    """Three tables with a number for each interval: of people, their count, Σ s and Σ s²; of each covariate, Σ s x and
    Σ s x²; of each outcome, known, events, Σ s (1, y, y²) and Σ s² (1, y, y²).
    """

    def __init__(self, coefficients: Floats, breaks: Floats, centre: Floats, weighted: bool) -> None:
        super().__init__(coefficients, breaks)
        self.centre, self.weighted = centre, weighted
        rows = self.size + 1
        covariates = coefficients.size - 1
        self.parts = [np.zeros((3, rows)), np.zeros((2, covariates, rows)), np.zeros((8, centre.size, rows))]

    def add(self, block: Block) -> None:
        places = self.place(block)
        people, covariates, outcomes = self.parts
        self._add_people(people, places, block)
        for at, row in enumerate(block.covariates):
            first = row if block.weights is None else row * block.weights
            np.add.at(covariates[0, at], places, first)
            np.add.at(covariates[1, at], places, first * row)
        for at, row in enumerate(block.outcomes):
            known = np.flatnonzero(~np.isnan(row))
            weights = None if block.weights is None else block.weights[known]
            add_outcome(outcomes[:, at], places[known], row[known], self.centre[at], weights)

    def _add_people(self, table: Floats, places: Integers, block: Block) -> None:
        table[0] += np.bincount(places, minlength=self.size + 1)
        if block.weights is not None:
            np.add.at(table[1], places, block.weights)
            np.add.at(table[2], places, block.weights**2)

    def result(self) -> IntervalSums:
        people, covariates, outcomes = (part[..., :-1] for part in self.parts)
        taken = np.flatnonzero(people[0])
        x, xx = covariates[:, :, taken].transpose(0, 2, 1)
        known, events, weight, y, yy, weight2, y2, yy2 = outcomes[:, :, taken].transpose(0, 2, 1)
        counts = [part.astype(np.int64) for part in (people[0, taken], known, events)]
        plain = (taken, counts[0], x, xx, counts[1], counts[2], y, yy)
        if not self.weighted:
            return IntervalSums(*plain)
        return IntervalSums(*plain, people[1, taken], people[2, taken], weight, weight2, y2, yy2)


def add_outcome(table: Floats, places: Integers, values: Floats, centre: float, weights: Floats | None) -> None:
    """Add known `values` (b,) of one outcome to its rows (8, K+2)."""
    np.add.at(table[0], places, 1.0)
    np.add.at(table[1], places, (values != 0).astype(float))
    less = values - centre
    powers = (np.ones_like(less), less, less * less)
    if weights is None:
        np.add.at(table[3], places, powers[1])
        np.add.at(table[4], places, powers[2])
        return
    for at, power in enumerate(powers):
        np.add.at(table[2 + at], places, weights * power)
        np.add.at(table[5 + at], places, weights * weights * power)


class ProductPass(WeightedPass[ProductSums]):
    """Σ w x_i x_j and Σ w x_i² x_j² are two matrix products, for each of the two ways to weigh."""

    outcomes_asked = False

    def __init__(self, coefficients: Floats, breaks: Floats, weights: Floats) -> None:
        super().__init__(coefficients, breaks, weights)
        size = coefficients.size - 1
        self.parts = [np.zeros((2, 2)), np.zeros((2, 2, size, size))]

    def add(self, block: Block) -> None:
        x = block.covariates
        squared = x * x
        for at, weight in enumerate((block.counts * ~block.treated, self.weigh(block))):
            self.parts[0][at] += weight.sum(), weight @ weight
            self.parts[1][at, 0] += products(x * weight, x)
            self.parts[1][at, 1] += products(squared * weight, squared)

    def result(self) -> ProductSums:
        pairs = np.triu_indices(self.coefficients.size - 1)
        before, after = (
            Products(float(weight), float(weight2), z[pairs], zz[pairs])
            for (weight, weight2), (z, zz) in zip(*self.parts, strict=True)
        )
        return ProductSums(before, after)


class DistributionPass(WeightedPass[list[Floats]]):
    """Of each covariate, Σ w and Σ s by the number of edges at or below it."""

    outcomes_asked = False

    def __init__(self, coefficients: Floats, breaks: Floats, weights: Floats, edges: Sequence[Floats]) -> None:
        super().__init__(coefficients, breaks, weights)
        self.edges = [Bins(points) for points in edges]
        self.parts = [np.zeros((2, points.size + 1)) for points in edges]

    def add(self, block: Block) -> None:
        after, before = self.weigh(block), block.counts * ~block.treated
        for part, bins, row in zip(self.parts, self.edges, block.covariates, strict=True):
            found = bins(row)
            np.add.at(part[0], found, after)
            np.add.at(part[1], found, before)

    def result(self) -> list[Floats]:
        return self.parts


class ResidualPass(WeightedPass[ResidualSums]):
    """Σ w v vᵀ and Σ w² v vᵀ with v = (1, x, y − centre), of people whose outcome is known."""

    def __init__(self, coefficients: Floats, breaks: Floats, weights: Floats, outcome: int, centre: float) -> None:
        super().__init__(coefficients, breaks, weights)
        self.outcome, self.centre = outcome, centre
        size = coefficients.size + 1
        self.parts = [np.zeros(1, dtype=np.int64), np.zeros((2, size, size))]

    def add(self, block: Block) -> None:
        outcome = block.outcomes[self.outcome]
        known = ~np.isnan(outcome)
        weight = self.weigh(block) * known
        rows = np.vstack([block.design, np.where(known, outcome - self.centre, 0.0)])
        weighed = rows * weight
        self.parts[0] += np.count_nonzero(weight)
        self.parts[1][0] += products(weighed, rows)
        self.parts[1][1] += products(weighed, weighed)

    def result(self) -> ResidualSums:
        return ResidualSums(int(self.parts[0][0]), *self.parts[1])


class CellsPass(PlacedPass[Cells]):
    """Combinations of interval and outcomes, counted whenever enough rows wait."""

    def __init__(self, coefficients: Floats, breaks: Floats, outcomes: Sequence[int]) -> None:
        super().__init__(coefficients, breaks)
        self.outcomes = list(outcomes)
        self.parts = [np.empty((0, 1 + len(self.outcomes))), np.empty((0, 2))]
        self._waiting: list[Parts] = []

    def add(self, block: Block) -> None:
        pool = np.flatnonzero(~block.treated)
        columns = [self.place(block), *(block.outcomes[at] for at in self.outcomes)]
        keys = np.column_stack([column[pool] for column in columns]).astype(np.float64)
        self.join([keys, np.column_stack([np.ones(pool.size), block.counts[pool]])])

    def join(self, parts: Parts) -> None:
        self._waiting.append(parts)
        if sum(len(keys) for keys, _ in self._waiting) > max(MOST_WAITING, len(self.parts[0])):
            self._count()

    def total(self) -> Parts:
        if self._waiting:
            self._count()
        return self.parts

    def _count(self) -> None:
        keys, counts = (np.concatenate(rows) for rows in zip(self.parts, *self._waiting, strict=True))
        self.parts, self._waiting = count_cells(keys, counts), []

    def result(self) -> Cells:
        keys, counts = self.total()
        return Cells(keys[:, 0].astype(np.int64), keys[:, 1:], counts[:, 0].astype(np.int64), counts[:, 1])


def count_cells(keys: Floats, counts: Floats) -> Parts:
    """Different rows of `keys` (n, k) in ascending order, NaN last, with the sums of their `counts` (n, 2)."""
    code, size = np.zeros(len(keys), dtype=np.int64), 1
    for column in keys.T:
        found, levels = number_values(column)
        code, size = close_up(code * levels + found, size * levels)
    first = np.empty(size, dtype=np.int64)
    first[code] = np.arange(len(keys))
    return [keys[first], np.column_stack([np.bincount(code, row, size) for row in counts.T])]


def number_values(column: Floats) -> tuple[Integers, int]:
    """A number for each value (n,) in their order, NaN last, and how many numbers there may be."""
    known = ~np.isnan(column)
    values = column[known]
    if values.size and values.min() >= 0 and values.max() <= column.size and np.all(values == np.floor(values)):
        unknown = int(values.max()) + 1
        return np.where(known, column, unknown).astype(np.int64), unknown + 1
    different, found = np.unique(column, return_inverse=True)
    return found, different.size


def close_up(code: Integers, levels: int) -> tuple[Integers, int]:
    """The same numbers without gaps, and how many there are."""
    if levels > MOST_LEVELS + 4 * code.size:
        values, closed = np.unique(code, return_inverse=True)
        return closed, values.size
    taken = np.bincount(code, minlength=levels) > 0
    return np.cumsum(taken)[code] - 1, int(np.count_nonzero(taken))
