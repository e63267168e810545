"""How alike the groups are before and after matching, covariate by covariate.

Standardised mean difference (SMD) = (mean of treated − mean of comparison) / SD, where the SD is √((s²ₜ + s²ₒ) / 2)
of the groups as they came (``pooled``; Rosenbaum and Rubin 1985), that of the treated (``treated``) or that of the
comparison (``comparison``). The same SD serves before and after, so that a change of the SMD is a change of the means.
Fractions: 0.05 is 5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..engines.sums import Description, Floats, IntervalSums, Standard
from ..frame import Covariate
from ..matching import effective_sample_size
from ..rules import RULES

SmdScale = Literal["pooled", "treated", "comparison"]
Band = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class CovariateBalance:
    """One column, one level of a category, or one product. Means in the units of the file; None where disclosure
    control took them out. `ks_…`: largest distance between the two groups' distribution functions, 0 to 1; None where
    it was not computed. `values`: the two of a column that has only two (0 and 1, or 1 and 2), None for others.
    """

    name: str
    covariate: str
    level: str | None
    is_reference: bool
    smd_before: float
    smd_after: float
    variance_ratio_before: float | None
    variance_ratio_after: float | None
    mean_treated_before: float | None
    mean_comparison_before: float | None
    mean_treated_after: float | None
    mean_comparison_after: float | None
    band: Band
    ks_before: float | None = None
    ks_after: float | None = None
    values: tuple[float, float] | None = None


@dataclass(frozen=True)
class Means:
    """Means and variances (p,) of one group in the units of the file."""

    mean: Floats
    variance: Floats


def band_of(smd: float) -> Band:
    """|SMD| up to and with a limit of the rules. Assumed: the Justice Data Lab publishes colours and no limits."""
    size = round(abs(smd), 9)
    if size <= RULES.bands.green:
        return "green"
    return "amber" if size <= RULES.bands.amber else "red"


def treated_means(covariates: Floats, standard: Standard) -> Means:
    """Of matched treated people: `covariates` (m, p) on the standard scale."""
    variance = covariates.var(axis=0, ddof=1) if len(covariates) > 1 else np.full(covariates.shape[1], np.nan)
    return Means(covariates.mean(axis=0) * standard.scale + standard.centre, variance * standard.scale**2)


def comparison_means(sums: IntervalSums, weights: Floats, standard: Standard) -> Means:
    """Of the pool under `weights` (r,); the variance is corrected by the effective sample size."""
    total = float(weights @ sums.people)
    mean = weights @ sums.x / total
    spread = np.maximum(weights @ sums.xx / total - mean**2, 0.0)
    ess = effective_sample_size(weights, sums.people)
    corrected = spread * ess / (ess - 1) if ess > 1 else np.full_like(spread, np.nan)
    return Means(mean * standard.scale + standard.centre, corrected * standard.scale**2)


def assess_balance(
    covariates: Sequence[Covariate],
    description: Description,
    treated: Means,
    comparison: Means,
    scale: SmdScale = "pooled",
) -> tuple[CovariateBalance, ...]:
    """One row for each column, and one for the reference level of each category."""
    before = (
        Means(description.treated.covariates.mean, description.treated.covariates.variance),
        Means(description.comparison.covariates.mean, description.comparison.covariates.variance),
    )
    people = (description.treated.people, description.comparison.people)
    return lay_rows(covariates, (*before, treated, comparison), people, scale)


def lay_rows(
    covariates: Sequence[Covariate], groups: Sequence[Means], sizes: tuple[float, float], scale: SmdScale
) -> tuple[CovariateBalance, ...]:
    """`groups`: treated and comparison before, then both after; `sizes`: people, or effective sample sizes, before."""
    rows: list[CovariateBalance] = []
    for at, column in enumerate(covariates):
        opening = at == 0 or covariates[at - 1].source != column.source
        if opening and column.reference is not None:
            levels = [other for other, sibling in enumerate(covariates) if sibling.source == column.source]
            means = [remaining_mean(group, levels) for group in groups]
            rows.append(reference_row(column, means, sizes, scale))
        cells = [(float(group.mean[at]), float(group.variance[at])) for group in groups]
        rows.append(balance_row(column.name, column.source, column.level, False, cells, scale))
    return tuple(rows)


def remaining_mean(group: Means, levels: list[int]) -> float:
    return float(1.0 - group.mean[levels].sum())


def reference_row(
    column: Covariate, means: list[float], sizes: tuple[float, float], scale: SmdScale
) -> CovariateBalance:
    """The level that has no column of its own: its share is what the others leave."""
    corrections = [*(size / (size - 1) if size > 1 else np.nan for size in sizes), 1.0, 1.0]
    cells = [(mean, mean * (1 - mean) * more) for mean, more in zip(means, corrections, strict=True)]
    name = f"{column.source}={column.reference}"
    return balance_row(name, column.source, column.reference, True, cells, scale)


def balance_row(
    name: str, covariate: str, level: str | None, is_reference: bool, cells: list[tuple[float, float]], scale: SmdScale
) -> CovariateBalance:
    """`cells`: mean and variance of treated and comparison before, then of both after.

    Of a level of a category the Kolmogorov–Smirnov statistic is the difference of its shares.
    """
    (treated, v_treated), (comparison, v_comparison), (treated_after, v_t_after), (comparison_after, v_c_after) = cells
    sd = standard_deviation(v_treated, v_comparison, scale)
    before, after = treated - comparison, treated_after - comparison_after
    smd_before, smd_after = difference_in_sd(before, sd), difference_in_sd(after, sd)
    is_level = level is not None
    ratios = (None, None) if is_level else (ratio(v_treated, v_comparison), ratio(v_t_after, v_c_after))
    return CovariateBalance(
        name,
        covariate,
        level,
        is_reference,
        smd_before,
        smd_after,
        *ratios,
        treated,
        comparison,
        treated_after,
        comparison_after,
        band_of(smd_after),
        *((abs(before), abs(after)) if is_level else (None, None)),
    )


def standard_deviation(treated: float, comparison: float, scale: SmdScale) -> float:
    """The SD that mean differences are measured in, from the variances of both groups before matching."""
    return float(np.sqrt({"pooled": (treated + comparison) / 2, "treated": treated, "comparison": comparison}[scale]))


def difference_in_sd(difference: float, sd: float) -> float:
    if sd > 0:
        return difference / sd
    return 0.0 if abs(difference) < 1e-12 else float(np.copysign(np.inf, difference))


def ratio(one: float, other: float) -> float | None:
    return one / other if np.isfinite(one) and np.isfinite(other) and other > 1e-300 else None
