"""The reference engine: NumPy arrays in memory, worked through in blocks that fit the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame
from .sums import (
    Description,
    Floats,
    GroupMoments,
    IntervalSums,
    IrlsSums,
    Moments,
    Scores,
    Standard,
    TreatedRecords,
)

BLOCK = 16_384


class MemoryEngine:
    """Covariates (p, n) and outcomes (q, n), one row for each column of the file; treated (n,) of bool."""

    name = "numpy"

    def __init__(self, treated: NDArray[np.bool_], covariates: Floats, outcomes: Floats) -> None:
        self._treated = treated
        self._covariates = covariates
        self._outcomes = outcomes
        self._logits = np.empty(0)
        self._outcome_centre = np.zeros(len(outcomes))

    @classmethod
    def load(cls, frame: Frame) -> MemoryEngine:
        """Read the records of a frame; each column is let go as soon as it is in its place."""
        columns = frame.source.connection.execute("FROM records").fetchnumpy()
        treated = np.asarray(columns.pop("treated")) == 1.0
        covariates = np.empty((len(frame.covariates), len(treated)))
        outcomes = np.empty((len(frame.outcomes), len(treated)))
        for letter, rows in (("x", covariates), ("y", outcomes)):
            for at, row in enumerate(rows):
                row[:] = np.ma.filled(columns.pop(f"{letter}{at}").astype(float), np.nan)
        return cls(treated, covariates, outcomes)

    def describe(self) -> Description:
        return Description(self._group(self._treated), self._group(~self._treated))

    def _group(self, members: NDArray[np.bool_]) -> GroupMoments:
        outcomes = [row[members] for row in self._outcomes]
        known = [row[~np.isnan(row)] for row in outcomes]
        return GroupMoments(
            people=int(members.sum()),
            covariates=moments([row[members] for row in self._covariates]),
            outcomes=moments(known),
            events=np.array([np.count_nonzero(row) for row in known], dtype=np.int64),
        )

    def standardise(self, standard: Standard) -> None:
        for row, centre, scale in zip(self._covariates, standard.centre, standard.scale, strict=True):
            row -= centre
            row /= scale
        self._outcome_centre = standard.outcome_centre

    def _blocks(self) -> Iterator[tuple[Floats, Floats]]:
        """Covariates with the constant on top (p+1, b) and who is treated (b,) as 0 and 1."""
        size = self._treated.size
        for start in range(0, size, BLOCK):
            part = slice(start, min(start + BLOCK, size))
            x = np.empty((len(self._covariates) + 1, part.stop - start))
            x[0] = 1.0
            x[1:] = self._covariates[:, part]
            yield x, self._treated[part].astype(float)

    def irls_sums(self, coefficients: Floats | None) -> IrlsSums:
        size = len(self._covariates) + 1
        information, response, deviance = np.zeros((size, size)), np.zeros(size), 0.0
        for x, y in self._blocks():
            eta = start_logit(y) if coefficients is None else coefficients @ x
            tail = np.exp(-np.abs(eta))
            small, large = tail / (1.0 + tail), 1.0 / (1.0 + tail)
            mu = np.where(eta < 0, small, large)
            weight = small * large
            weighted = x * weight
            information += weighted @ x.T
            response += weighted @ eta + x @ (y - mu)
            margin = np.where(y == 1.0, eta, -eta)
            deviance += 2.0 * float(np.sum(np.log1p(tail) - np.minimum(margin, 0.0)))
        return IrlsSums(information, response, deviance)

    def score(self, coefficients: Floats) -> Scores:
        self._logits = coefficients[0] + coefficients[1:] @ self._covariates
        logits = self._logits
        return Scores(logits[self._treated], float(logits.mean()), float(logits.std(ddof=1)))

    def treated_records(self) -> TreatedRecords:
        return TreatedRecords(
            np.ascontiguousarray(self._covariates[:, self._treated].T),
            np.ascontiguousarray(self._outcomes[:, self._treated].T),
        )

    def interval_sums(self, breaks: Floats) -> IntervalSums:
        pool = np.flatnonzero(~self._treated)
        interval = np.searchsorted(breaks, self._logits[pool], side="right")
        people = np.bincount(interval, minlength=breaks.size + 1)
        taken = np.flatnonzero(people)
        x, xx = np.empty((taken.size, len(self._covariates))), np.empty((taken.size, len(self._covariates)))
        for at, row in enumerate(self._covariates):
            values = row[pool]
            x[:, at] = np.bincount(interval, values)[taken]
            xx[:, at] = np.bincount(interval, values * values)[taken]
        counted = np.empty((2, taken.size, len(self._outcomes)), dtype=np.int64)
        summed = np.empty((2, taken.size, len(self._outcomes)))
        for at, row in enumerate(self._outcomes):
            values = row[pool]
            here = np.flatnonzero(~np.isnan(values))
            values, where = values[here], interval[here]
            less = values - self._outcome_centre[at]
            width = breaks.size + 1
            counted[0, :, at] = np.bincount(where, minlength=width)[taken]
            counted[1, :, at] = np.bincount(where[values != 0], minlength=width)[taken]
            summed[0, :, at] = np.bincount(where, less, width)[taken]
            summed[1, :, at] = np.bincount(where, less * less, width)[taken]
        return IntervalSums(taken, people[taken], x, xx, counted[0], counted[1], summed[0], summed[1])


def start_logit(y: Floats) -> Floats:
    """The logit of (y + ½) / 2."""
    third = float(np.log(3.0))
    return np.asarray(np.where(y == 1.0, third, -third), dtype=np.float64)


def moments(columns: list[Floats]) -> Moments:
    """Of each column; NaN where there are too few values."""
    return Moments(
        count=np.array([column.size for column in columns], dtype=np.int64),
        mean=np.array([column.mean() if column.size else np.nan for column in columns]),
        variance=np.array([column.var(ddof=1) if column.size > 1 else np.nan for column in columns]),
        lowest=np.array([column.min() if column.size else np.nan for column in columns]),
        highest=np.array([column.max() if column.size else np.nan for column in columns]),
    )
