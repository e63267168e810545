"""Who was compared: steps, sets, and what they were like."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from ..balance import CovariateBalance
from ..results import AttritionStep, Evaluation
from ..rules import Thresholds
from .thresholds import OPEN, too_small

Step = TypeVar("Step")
OTHER_SETS = "other"
DIGITS = 2
# A standardised difference beside a share that is withheld is rounded to one of these.
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def control_attrition(steps: Sequence[AttritionStep], limits: Thresholds) -> tuple[AttritionStep, ...]:
    return joined_steps(steps, lambda step: (step.treated, step.comparison), limits)


def joined_steps(
    steps: Sequence[Step], counts: Callable[[Step], tuple[int, ...]], limits: Thresholds
) -> tuple[Step, ...]:
    """Where differences are withheld, a step that few were lost at is joined with the next; first and last stay."""
    if limits.differences == "show" or len(steps) < 3:
        return tuple(steps)
    kept, last = [steps[0]], counts(steps[-1])
    for step in steps[1:-1]:
        here = counts(step)
        around = (*zip(counts(kept[-1]), here, strict=True), *zip(here, last, strict=True))
        if not any(too_small(before - after, limits) for before, after in around):
            kept.append(step)
    return (*kept, steps[-1])


def few_words(names: Sequence[str], limits: Thresholds) -> list[str]:
    return [f"Fewer than {limits.cell} records were left out for want of {name}." for name in names]


def control_sizes(sizes: dict[str, int], limits: Thresholds) -> dict[str, int]:
    """Numbers of matched sets by size; the rare sizes together, or not at all."""
    shown = {size: count for size, count in sizes.items() if not too_small(count, limits)}
    rare = sum(count for count in sizes.values() if too_small(count, limits))
    if rare >= limits.cell:
        shown[OTHER_SETS] = shown.get(OTHER_SETS, 0) + rare
    return shown


def control_rows(evaluation: Evaluation, limits: Thresholds) -> tuple[CovariateBalance, ...]:
    """Of a category with one level withheld the smallest other one goes too: shares add up to 1."""
    if limits is OPEN:
        return evaluation.balance
    people = (
        evaluation.n_treated,
        evaluation.n_comparison_pool,
        evaluation.n_treated_matched,
        evaluation.n_comparison_matched,
    )
    rows = [control_row(row, people, limits) for row in evaluation.balance]
    for covariate in {row.covariate for row in rows if row.level is not None}:
        levels = [at for at, row in enumerate(rows) if row.covariate == covariate and row.level is not None]
        shown = [at for at in levels if rows[at].mean_treated_before is not None]
        if shown and len(levels) - len(shown) == 1:
            smallest = min(shown, key=lambda at: rows[at].mean_treated_before or 0.0)
            rows[smallest] = without_means(rows[smallest], step_of(rows[smallest], people[:2]))
    return tuple(rows)


def control_row(row: CovariateBalance, people: tuple[int, int, int, int], limits: Thresholds) -> CovariateBalance:
    """`people`: treated, comparison, and the matched of both. Shares of a level, or of
    a yes-or-no column, that few people have (or have not) would give their number away.
    """
    is_level = row.level is not None or row.values is not None
    # Matched comparison people mostly have different weights: then the last sum is not whole, and counts nobody.
    means = (
        (row.mean_treated_before, is_level),
        (row.mean_comparison_before, is_level),
        (row.mean_treated_after, is_level),
        (row.mean_comparison_after, False),
    )
    counted = [
        (share_of(row, mean) * size, size, level)
        for (mean, level), size in zip(means, people, strict=True)
        if mean is not None
    ]
    small = any(is_small_share(count, size, limits, level) for count, size, level in counted)
    return without_means(row, step_of(row, people[:2])) if small else row


def share_of(row: CovariateBalance, mean: float) -> float:
    """Of a column with two values, whatever they are, the share of people with the higher one."""
    if row.values is None:
        return mean
    lowest, highest = row.values
    return (mean - lowest) / (highest - lowest)


def is_small_share(count: float, size: int, limits: Thresholds, is_level: bool) -> bool:
    """A number that is no level counts people where its sum is whole and no more than there are."""
    if not is_level and (abs(count - round(count)) > 1e-6 or not 0 <= count <= size):
        return False
    return too_small(round(count), limits) or too_small(size - round(count), limits)


def step_of(row: CovariateBalance, sizes: tuple[int, int]) -> float:
    """What the standardised differences of a share are rounded to: no finer than one person of the smaller group
    (`sizes`: treated, comparison) moves them. Then every count in one group fits with some count in the other.
    """
    means = (row.mean_treated_before, row.mean_comparison_before)
    shares = [min(max(share_of(row, mean), 0.0), 1.0) for mean in means if mean is not None]
    spread = math.sqrt(sum(share * (1 - share) for share in shares) / 2)
    one = 1 / (min(sizes) * spread) if spread else 0.0
    return next((step for step in STEPS if step >= one), STEPS[-1]) if shares else STEPS[0]


def without_means(row: CovariateBalance, step: float = STEPS[0]) -> CovariateBalance:
    """What would give the means away goes too, to the last digit: the ratio of variances, the distance between
    distributions, and all but the first digits of the differences in SD.
    """
    return replace(
        row,
        smd_before=rounded_to(step, row.smd_before),
        smd_after=rounded_to(step, row.smd_after),
        variance_ratio_before=None,
        variance_ratio_after=None,
        mean_treated_before=None,
        mean_comparison_before=None,
        mean_treated_after=None,
        mean_comparison_after=None,
        ks_before=None,
        ks_after=None,
    )


def control_model(
    evaluation: Evaluation, rows: Sequence[CovariateBalance], limits: Thresholds
) -> tuple[float, float | None, float, float | None]:
    """Deviance, width of the caliper and both effective sample sizes, beside shares some of which are withheld. Where
    the model has nothing but shares, the last three could be solved for them too.
    """
    width, sizes = evaluation.caliper_width, (evaluation.ess, evaluation.ess_treated)
    if limits is OPEN or all(row.mean_treated_before is not None for row in rows):
        return evaluation.propensity_deviance, width, *sizes
    deviance = to_digits(evaluation.propensity_deviance)
    if any(row.level is None and row.values is None for row in rows):
        return deviance, width, *sizes
    return deviance, None, to_digits(sizes[0]), None if sizes[1] is None else to_digits(sizes[1])


def to_digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else value


def rounded_to(step: float, value: float) -> float:
    """Never −0; infinity and NaN stay."""
    return round(round(value / step) * step, 2) + 0.0 if math.isfinite(value) else value
