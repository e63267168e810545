"""The one thin interface between the statistics and where the records are.

Everything that is estimated is computed from these few sums, so no record of the comparison pool leaves an engine.
Shapes use p for the number of covariates, q for outcomes, m for treated people and K for the intervals that
breakpoints cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Moments:
    """Of several columns in one group: how many values are known, and their mean, variance (ddof 1) and range."""

    count: Integers
    mean: Floats
    variance: Floats
    lowest: Floats
    highest: Floats


@dataclass(frozen=True)
class GroupMoments:
    """Moments of covariates (p) and outcomes (q) of one group in the units of the file, before any matching."""

    people: int
    covariates: Moments
    outcomes: Moments
    events: Integers  # people whose outcome is not 0


@dataclass(frozen=True)
class Description:
    treated: GroupMoments
    comparison: GroupMoments


@dataclass(frozen=True)
class IrlsSums:
    """One pass of iteratively reweighted least squares at given coefficients; the constant comes first.

    information (p+1, p+1) = Σ w x xᵀ; response (p+1,) = Σ x (w η + y − μ); deviance = −2 log-likelihood.
    """

    information: Floats
    response: Floats
    deviance: float


@dataclass(frozen=True)
class Scores:
    """The logit of the treated people (m,) in the order of `TreatedRecords`, and its moments over everyone."""

    treated: Floats
    mean: float
    sd: float


@dataclass(frozen=True)
class TreatedRecords:
    """Covariates on the standard scale (m, p) and outcomes (m, q), NaN where an outcome is missing."""

    covariates: Floats
    outcomes: Floats


@dataclass(frozen=True)
class IntervalSums:
    """Sums over the comparison pool, one row for each interval that anybody is in.

    `interval` (r,) is the number of breakpoints at or below the logit; `people` (r,). Covariates on the standard scale:
    `x`, `xx` (r, p). Outcomes less their mean over everyone: `known`, `events`, `y`, `yy` (r, q).
    """

    interval: Integers
    people: Integers
    x: Floats
    xx: Floats
    known: Integers
    events: Integers
    y: Floats
    yy: Floats


@dataclass(frozen=True)
class Standard:
    """The scale all covariates are brought to: (x − centre) / scale, over everyone; and the outcomes' mean."""

    centre: Floats
    scale: Floats
    outcome_centre: Floats


class Engine(Protocol):
    """Where the records are. Calls come in this order: describe, standardise, irls_sums…, score, then the rest."""

    name: str

    def describe(self) -> Description: ...

    def standardise(self, standard: Standard) -> None: ...

    def irls_sums(self, coefficients: Floats | None) -> IrlsSums:
        """Coefficients (p+1,) on the standard scale; None is the start, where μ = (y + ½) / 2."""
        ...

    def score(self, coefficients: Floats) -> Scores: ...

    def treated_records(self) -> TreatedRecords: ...

    def interval_sums(self, breaks: Floats) -> IntervalSums:
        """`breaks` (K,) ascending and different."""
        ...


def overall_standard(description: Description) -> Standard:
    """Centre and scale (ddof 1) over both groups together, from the moments of each."""
    centre, variance = pooled_moments(description.treated.covariates, description.comparison.covariates)
    outcome_centre, _ = pooled_moments(description.treated.outcomes, description.comparison.outcomes)
    return Standard(centre, np.sqrt(variance), outcome_centre)


def pooled_moments(one: Moments, other: Moments) -> tuple[Floats, Floats]:
    """Mean and variance (ddof 1) of two groups together; a group with nothing known counts for nothing."""
    count = one.count + other.count
    total = np.nan_to_num(one.mean) * one.count + np.nan_to_num(other.mean) * other.count
    mean = total / np.maximum(count, 1)
    squares = np.zeros_like(mean)
    for group in (one, other):
        squares += np.nan_to_num(group.variance) * np.maximum(group.count - 1, 0)
        squares += group.count * np.nan_to_num(group.mean - mean) ** 2
    return mean, squares / np.maximum(count - 1, 1)
