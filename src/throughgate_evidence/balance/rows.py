"""Balance where every person is at hand: any weights, both groups weighted, categories with all their levels.

The same figures as from sums, to 1e-8. `weights` are what the outcomes are weighted by, sampling weights included;
before matching it is the sampling weights alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..engines.sums import Booleans, Floats
from ..frame import Covariate
from ..matching import Units, effective_sample_size
from ..refusals import EvidenceInputError
from .distribution import with_ks
from .standardised import CovariateBalance, Means, SmdScale, lay_rows

# Rows that are worked on at once, to stay within the processor's cache.
BLOCK = 16_384


def assess_rows(
    units: Units, weights: Floats, scale: SmdScale = "pooled", columns: Sequence[Covariate] | None = None
) -> tuple[CovariateBalance, ...]:
    """SMD, variance ratio and Kolmogorov–Smirnov of each covariate before and after.

    `weights` (n,), 0 for who is left out. `columns` (p,) say which covariates are levels of a category; without them
    each is taken as a number. Raises EvidenceInputError where a group has no weight left.
    """
    taken = plain_columns(units.names) if columns is None else columns
    groups = four_weights(units, weights)
    before = (effective_sample_size(groups[0]), effective_sample_size(groups[1]))
    rows = lay_rows(taken, [weighted_means(units.covariates, group) for group in groups], before, scale)
    gaps = weight_gaps(groups)
    numbers = [
        column_ks(units.covariates[:, at], gaps) if column.level is None else (None, None)
        for at, column in enumerate(taken)
    ]
    ends = [two_values(units.covariates[:, at]) if column.level is None else None for at, column in enumerate(taken)]
    return with_ks(rows, [one for one, _ in numbers], [other for _, other in numbers], ends)


def plain_columns(names: Sequence[str]) -> list[Covariate]:
    return [Covariate(name, name, "") for name in names]


def four_weights(units: Units, weights: Floats) -> list[Floats]:
    """(n,) each: treated and comparison before, then both after; 0 outside the group."""
    groups = [np.where(units.treated == mark, of, 0.0) for of in (units.weights, weights) for mark in (True, False)]
    for group, name in zip(groups, ("treated", "comparison") * 2, strict=True):
        if not group.sum() > 0:
            raise EvidenceInputError(
                f"Nobody of the {name} group is left, so the groups cannot be compared. Match less strictly."
            )
    return groups


def weighted_means(covariates: Floats, weights: Floats) -> Means:
    """Means and variances (p,) of (n, p) under weights (n,); variances are corrected by the effective sample size."""
    total, size = float(weights.sum()), effective_sample_size(weights)
    mean, spread = weights @ covariates / total, np.zeros(covariates.shape[1])
    for start in range(0, len(covariates), BLOCK):
        part = slice(start, start + BLOCK)
        spread += weights[part] @ np.square(covariates[part] - mean)
    corrected = spread / total * size / (size - 1) if size > 1 + 1e-12 else np.full_like(spread, np.nan)
    return Means(mean, corrected)


def weight_gaps(groups: Sequence[Floats]) -> tuple[Floats, Floats]:
    """(n,) before and after: each person's share of the treated weight, less that of the comparison weight."""
    shares = [group / group.sum() for group in groups]
    return shares[0] - shares[1], shares[2] - shares[3]


def column_ks(values: Floats, gaps: tuple[Floats, Floats]) -> tuple[float, float]:
    """Kolmogorov–Smirnov of one column (n,) before and after: how far the running sum of gaps strays from 0, looked at
    where a value ends. Of a yes-or-no column it is one sum.
    """
    column = np.ascontiguousarray(values)
    if is_two_valued(column):
        mark = column == column.max()
        return abs(float(gaps[0] @ mark)), abs(float(gaps[1] @ mark))
    order = np.argsort(column)
    ascending = column[order]
    ends = np.append(ascending[1:] != ascending[:-1], True)
    before, after = (float(np.abs(np.cumsum(gap[order])[ends]).max()) for gap in gaps)
    return before, after


def is_two_valued(values: Floats) -> bool:
    lowest, highest = values.min(), values.max()
    return bool(((values == lowest) | (values == highest)).all())


def two_values(values: Floats) -> tuple[float, float] | None:
    """The two values of a yes-or-no column; None where there are more, or only one."""
    lowest, highest = float(values.min()), float(values.max())
    return (lowest, highest) if lowest < highest and is_two_valued(values) else None


def effective_sizes(treated: Booleans, weights: Floats) -> tuple[float, float]:
    """Kish's effective sample size of both groups: how many people of equal weight would say as much."""
    return effective_sample_size(weights[treated]), effective_sample_size(weights[~treated])
