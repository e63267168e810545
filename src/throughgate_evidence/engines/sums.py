"""The one thin interface between the statistics and where the records are.

Everything that is estimated is computed from these few sums, so no record of the comparison pool leaves an engine.
Shapes use p for the number of covariates, q for outcomes, m for treated people and K for the intervals that
breakpoints cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
NOT_GIVEN: Floats = np.empty(0)


def not_given() -> Floats:
    return NOT_GIVEN


def fill(record: object, **plain: NDArray[np.int64] | Floats) -> None:
    """Where a frozen record was made without sampling weights, everybody counts as one."""
    for name, value in plain.items():
        if getattr(record, name) is NOT_GIVEN:
            object.__setattr__(record, name, value.astype(np.float64))


@dataclass(frozen=True)
class Moments:
    """Of several columns (c,) in one group: how many values are known, and their mean, variance (ddof 1) and range.

    With sampling weights s, the mean is Σ s v / Σ s and the variance Σ s (v − mean)² / (Σ s − Σ s² / Σ s), which is
    the usual one where weights are equal. `weight` = Σ s and `weight2` = Σ s² over the known; both are `count` where
    there are no weights.
    """

    count: Integers
    mean: Floats
    variance: Floats
    lowest: Floats
    highest: Floats
    weight: Floats = field(default_factory=not_given)
    weight2: Floats = field(default_factory=not_given)

    def __post_init__(self) -> None:
        fill(self, weight=self.count, weight2=self.count)


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
    """Covariates on the standard scale (m, p) and outcomes (m, q), NaN where an outcome is missing; sampling `weights`
    (m,), None where there are none.
    """

    covariates: Floats
    outcomes: Floats
    weights: Floats | None = None


@dataclass(frozen=True)
class IntervalSums:
    """Sums over the comparison pool, one row for each interval that anybody is in.

    `interval` (r,) is the number of breakpoints at or below the logit; `people` (r,). Covariates on the standard scale:
    `x`, `xx` (r, p). Outcomes less their mean over everyone: `known`, `events`, `y`, `yy` (r, q).

    With sampling weights s, `x`, `xx`, `y`, `yy` are Σ s x, Σ s x² and so on, `weight` (r,) = Σ s and `known_weight`
    (r, q) = Σ s over those whose outcome is known; names that end in 2 have s² for s. `people`, `known` and `events`
    stay counts of people. Without weights s = 1 for all.
    """

    interval: Integers
    people: Integers
    x: Floats
    xx: Floats
    known: Integers
    events: Integers
    y: Floats
    yy: Floats
    weight: Floats = field(default_factory=not_given)
    weight2: Floats = field(default_factory=not_given)
    known_weight: Floats = field(default_factory=not_given)
    known_weight2: Floats = field(default_factory=not_given)
    y2: Floats = field(default_factory=not_given)
    yy2: Floats = field(default_factory=not_given)

    def __post_init__(self) -> None:
        fill(self, weight=self.people, weight2=self.people, known_weight=self.known, known_weight2=self.known)
        fill(self, y2=self.y, yy2=self.yy)


@dataclass(frozen=True)
class Products:
    """Of z = x_i x_j for every i ≤ j, in the order of ``np.triu_indices(p)``, t = p (p + 1) / 2 of them: Σ w z and
    Σ w z² (t,), with Σ w and Σ w² of the people.
    """

    weight: float
    weight2: float
    z: Floats
    zz: Floats


@dataclass(frozen=True)
class ProductSums:
    """Over the comparison pool as it came (everybody counts as one, or by sampling weight), and as weighted."""

    before: Products
    after: Products


@dataclass(frozen=True)
class ResidualSums:
    """With v = (1, x, y − centre) of length p + 2: `w` = Σ w v vᵀ and `ww` = Σ w² v vᵀ, both (p+2, p+2), over the
    `people` of the pool whose outcome is known and whose weight is not 0. x is on the standard scale.
    """

    people: int
    w: Floats
    ww: Floats


@dataclass(frozen=True)
class Cells:
    """The pool counted: each combination of `interval` (c,) and `values` (c, k) of outcomes that occurs, NaN where an
    outcome is missing, in ascending order; how many `people` (c,) have it and their Σ s as `weight` (c,).

    As small as the outcomes are coarse: a count or a mark makes few cells, an amount of money nearly one a person.
    """

    interval: Integers
    values: Floats
    people: Integers
    weight: Floats


@dataclass(frozen=True)
class Standard:
    """The scale all covariates are brought to: (x − centre) / scale, over everyone; and the outcomes' mean."""

    centre: Floats
    scale: Floats
    outcome_centre: Floats


class Engine(Protocol):
    """Where the records are. Calls come in this order: describe, standardise, irls_sums…, score, then the rest.

    `breaks` (K,) are ascending and different, and cut the logit into K + 1 intervals; interval k holds the logits
    with exactly k breaks at or below them. `weights` (K+1,) is the weight of one person in each. Where people have
    sampling weights, a person's weight is the product of both.
    """

    name: str
    scored_by: Floats | None

    def describe(self) -> Description: ...

    def standardise(self, standard: Standard) -> None: ...

    def irls_sums(self, coefficients: Floats | None) -> IrlsSums:
        """Coefficients (p+1,) on the standard scale; None is the start, where μ = (y + ½) / 2."""
        ...

    def score(self, coefficients: Floats) -> Scores: ...

    def treated_records(self) -> TreatedRecords: ...

    def interval_sums(self, breaks: Floats) -> IntervalSums: ...

    def product_sums(self, breaks: Floats, weights: Floats) -> ProductSums: ...

    def distribution_sums(self, breaks: Floats, weights: Floats, edges: Sequence[Floats]) -> list[Floats]:
        """`edges`: for each covariate, ascending points on the standard scale (e,). For each, (2, e+1): Σ w under
        `weights` and Σ s as they came, by the number of edges at or below the value.
        """
        ...

    def residual_sums(self, breaks: Floats, weights: Floats, outcome: int) -> ResidualSums: ...

    def cells(self, breaks: Floats, outcomes: Sequence[int]) -> Cells: ...


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
