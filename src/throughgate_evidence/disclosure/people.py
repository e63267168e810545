"""Who was compared: steps, sets, and what they were like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..balance import CovariateBalance
from ..results import AttritionStep, Evaluation
from ..rules import Thresholds
from .thresholds import Disclosure, thresholds_of, too_small

OTHER_SETS = "other"


def control_attrition(steps: Sequence[AttritionStep], limits: Thresholds) -> tuple[AttritionStep, ...]:
    """Where differences are withheld, a step that few were lost at is joined with the next; first and last stay."""
    if limits.differences == "show" or len(steps) < 3:
        return tuple(steps)
    kept = [steps[0]]
    for step in steps[1:-1]:
        losses = (
            kept[-1].treated - step.treated,
            kept[-1].comparison - step.comparison,
            step.treated - steps[-1].treated,
            step.comparison - steps[-1].comparison,
        )
        if not any(too_small(loss, limits) for loss in losses):
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
    people = (evaluation.n_treated, evaluation.n_comparison_pool, evaluation.n_treated_matched)
    rows = [control_row(row, people, limits) for row in evaluation.balance]
    for covariate in {row.covariate for row in rows if row.level is not None}:
        levels = [at for at, row in enumerate(rows) if row.covariate == covariate and row.level is not None]
        shown = [at for at in levels if rows[at].mean_treated_before is not None]
        if shown and len(levels) - len(shown) == 1:
            smallest = min(shown, key=lambda at: rows[at].mean_treated_before or 0.0)
            rows[smallest] = without_means(rows[smallest])
    return tuple(rows)


def control_balance(row: CovariateBalance, people: tuple[int, int, int], disclosure: Disclosure) -> CovariateBalance:
    """`people`: treated, comparison, matched treated."""
    return control_row(row, people, thresholds_of(disclosure))


def control_row(row: CovariateBalance, people: tuple[int, int, int], limits: Thresholds) -> CovariateBalance:
    """Shares of a level, or of a yes-or-no column, that few people have (or have not) would give their number away."""
    means = (row.mean_treated_before, row.mean_comparison_before, row.mean_treated_after)
    counted = [(mean * size, size) for mean, size in zip(means, people, strict=True) if mean is not None]
    small = any(is_small_share(count, size, limits, row.level is not None) for count, size in counted)
    return without_means(row) if small else row


def is_small_share(count: float, size: int, limits: Thresholds, is_level: bool) -> bool:
    """A number that is no level counts people where its sum is whole and no more than there are."""
    if not is_level and (abs(count - round(count)) > 1e-6 or not 0 <= count <= size):
        return False
    return too_small(round(count), limits) or too_small(size - round(count), limits)


def without_means(row: CovariateBalance) -> CovariateBalance:
    """The distance between a level's shares goes too: with the mean difference in SD it would give both away."""
    return replace(
        row,
        mean_treated_before=None,
        mean_comparison_before=None,
        mean_treated_after=None,
        mean_comparison_after=None,
        ks_before=None,
        ks_after=None,
    )
