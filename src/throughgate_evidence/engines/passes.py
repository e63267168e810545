"""The mathematics of one pass over the records, written once: a pass takes blocks, adds up, and joins with its like.

Every engine runs these; they differ in where the blocks come from and who adds them. What joins are arrays of sums,
the same size however many people there are (`ScorePass` keeps the treated people, `CellsPass` the cells).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from .blocks import Block, logits, products
from .sums import Description, Floats, GroupMoments, IrlsSums, Moments, Scores, TreatedRecords

Result = TypeVar("Result", covariant=True)
Parts = list[NDArray[Any]]


class Pass(ABC, Generic[Result]):
    """`parts` is what has been added up so far; the total of the same pass over other people can be joined to it."""

    parts: Parts
    # Whether blocks must hold the outcomes: reading less is quicker.
    outcomes_asked = True

    @abstractmethod
    def add(self, block: Block) -> None: ...

    def join(self, parts: Parts) -> None:
        for own, other in zip(self.parts, parts, strict=True):
            own += other

    def total(self) -> Parts:
        return self.parts

    @abstractmethod
    def result(self) -> Result: ...


class DescribePass(Pass[Description]):
    """Rows of the table, for each group and column: people known, Σ s, Σ s², mean, Σ s (v − mean)², lowest, highest,
    people whose value is not 0.
    """

    def __init__(self, covariates: int, outcomes: int) -> None:
        self.covariates = covariates
        table = np.zeros((2, 8, covariates + outcomes))
        table[:, 5], table[:, 6] = np.inf, -np.inf
        self.parts = [np.zeros(2, dtype=np.int64), table]

    def add(self, block: Block) -> None:
        tables = []
        for group in (block.treated, ~block.treated):
            members = np.flatnonzero(group)
            weights = None if block.weights is None else block.weights[members]
            tables.append(measure([row[members] for row in (*block.covariates, *block.outcomes)], weights))
        treated = np.count_nonzero(block.treated)
        self.join([np.array([treated, block.treated.size - treated]), np.stack(tables)])

    def join(self, parts: Parts) -> None:
        people, table = parts
        self.parts[0] += people
        self.parts[1] = join_tables(self.parts[1], table)

    def result(self) -> Description:
        groups = [
            group_moments(int(people), table, self.covariates)
            for people, table in zip(self.parts[0], self.parts[1], strict=True)
        ]
        return Description(*groups)


def measure(columns: Sequence[Floats], weights: Floats | None) -> Floats:
    """The table (8, c) of c `columns` (b,) with `weights` (b,), None where all count as one; NaN is not known."""
    return np.column_stack([measure_column(column, weights) for column in columns])


def measure_column(column: Floats, weights: Floats | None) -> Floats:
    known = ~np.isnan(column)
    if not known.all():
        column, weights = column[known], None if weights is None else weights[known]
    if not column.size:
        return np.array([0, 0, 0, 0, 0, np.inf, -np.inf, 0], dtype=np.float64)
    if weights is None:
        total = total2 = float(column.size)
        mean = float(column.mean())
        squares = float(np.sum((column - mean) ** 2))
    else:
        total, total2 = float(weights.sum()), float(weights @ weights)
        mean = float(weights @ column) / total if total > 0 else 0.0
        squares = float(weights @ (column - mean) ** 2)
    rest = column.min(), column.max(), np.count_nonzero(column)
    return np.array([column.size, total, total2, mean, squares, *rest], dtype=np.float64)


def join_tables(one: Floats, other: Floats) -> Floats:
    """Two tables (2, 8, c) as one: means and squares by Chan, Golub and LeVeque (1983)."""
    joined = one + other
    total = np.where(joined[:, 1] > 0, joined[:, 1], 1.0)
    apart = other[:, 3] - one[:, 3]
    joined[:, 3] = one[:, 3] + apart * other[:, 1] / total
    joined[:, 4] += apart * apart * one[:, 1] * other[:, 1] / total
    joined[:, 5] = np.minimum(one[:, 5], other[:, 5])
    joined[:, 6] = np.maximum(one[:, 6], other[:, 6])
    return joined


def group_moments(people: int, table: Floats, covariates: int) -> GroupMoments:
    return GroupMoments(
        people,
        column_moments(table[:, :covariates]),
        column_moments(table[:, covariates:]),
        table[7, covariates:].astype(np.int64),
    )


def column_moments(table: Floats) -> Moments:
    """NaN where there are too few values."""
    count, weight, weight2, mean, squares, lowest, highest, _ = table
    some = count > 0
    freedom = weight - weight2 / np.where(weight > 0, weight, 1.0)
    variance = np.where(count > 1, squares / np.where(count > 1, freedom, 1.0), np.nan)
    mean, lowest, highest = (np.where(some, row, np.nan) for row in (mean, lowest, highest))
    return Moments(count.astype(np.int64), mean, variance, lowest, highest, weight, weight2)


class IrlsPass(Pass[IrlsSums]):
    """One step of iteratively reweighted least squares; `coefficients` (p+1,), None at the start."""

    outcomes_asked = False

    def __init__(self, coefficients: Floats | None, covariates: int) -> None:
        self.coefficients = coefficients
        size = covariates + 1
        self.parts = [np.zeros((size, size)), np.zeros(size), np.zeros(1)]

    def add(self, block: Block) -> None:
        x, y = block.design, block.treated.astype(float)
        eta = start_logit(y) if self.coefficients is None else logits(x, self.coefficients)
        tail = np.exp(-np.abs(eta))
        small, large = tail / (1.0 + tail), 1.0 / (1.0 + tail)
        weight, residual = small * large, y - np.where(eta < 0, small, large)
        loss = np.log1p(tail) - np.minimum(np.where(y == 1.0, eta, -eta), 0.0)
        if block.weights is not None:
            weight, residual, loss = weight * block.weights, residual * block.weights, loss * block.weights
        self.parts[0] += products(x * weight, x)
        self.parts[1] += x @ (weight * eta + residual)
        self.parts[2] += 2.0 * loss.sum()

    def result(self) -> IrlsSums:
        return IrlsSums(self.parts[0], self.parts[1], float(self.parts[2][0]))


def start_logit(y: Floats) -> Floats:
    """The logit of (y + ½) / 2."""
    third = float(np.log(3.0))
    return np.asarray(np.where(y == 1.0, third, -third), dtype=np.float64)


class ScorePass(Pass[tuple[Scores, TreatedRecords]]):
    """Mean and SD of everybody's logit, each person counted once whatever the sampling weight; and the treated
    people's own records, in the order of the file.
    """

    def __init__(self, coefficients: Floats, covariates: int, outcomes: int) -> None:
        self.coefficients = coefficients
        empty = [np.empty(0), np.empty((0, covariates)), np.empty((0, outcomes)), np.empty(0)]
        self.parts = [np.zeros(3), np.zeros(1, dtype=np.bool_), *empty]

    def add(self, block: Block) -> None:
        logit = logits(block.design, self.coefficients)
        here = np.flatnonzero(block.treated)
        mean = float(logit.mean())
        self.join(
            [
                np.array([logit.size, mean, np.sum((logit - mean) ** 2)]),
                np.array([block.weights is not None]),
                logit[here],
                block.covariates[:, here].T,
                block.outcomes[:, here].T,
                block.counts[here],
            ]
        )

    def join(self, parts: Parts) -> None:
        (n, mean, squares), (more, other, other_squares) = self.parts[0], parts[0]
        apart, total = other - mean, max(n + more, 1.0)
        spread = squares + other_squares + apart * apart * n * more / total
        self.parts[0] = np.array([n + more, mean + apart * more / total, spread])
        self.parts[1] = self.parts[1] | parts[1]
        self.parts[2:] = [
            np.concatenate([own, new]) if new.size else own for own, new in zip(self.parts[2:], parts[2:], strict=True)
        ]

    def result(self) -> tuple[Scores, TreatedRecords]:
        (n, mean, squares), weighted, logit, covariates, outcomes, weights = self.parts
        scores = Scores(logit, float(mean), float(np.sqrt(squares / (n - 1))))
        return scores, TreatedRecords(covariates, outcomes, weights if weighted[0] else None)
