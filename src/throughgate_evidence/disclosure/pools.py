"""Several sites together: small sites count in the average and are not shown on their own.

A site is small where a group has fewer people than the group threshold, or fewer people than the cell threshold had
(or had not) the outcome. Leaving it out of the average would lean the answer towards large sites; showing it would give
its people away. If only one is small, what it adds could be worked out from the average and the other sites, so the
next smallest is withheld with it. For the same reason the average is then rounded to two digits of its standard error,
everything else over all to two digits, and what the average is without each site is not shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..rules import Thresholds
from .estimates import reason_of_group
from .thresholds import Disclosure, thresholds_of

if TYPE_CHECKING:
    from ..pooling.pooled import MetaRegression, Pooled, PooledSite

# Withheld together, so that neither can be worked out.
FEWEST_HIDDEN = 2
DIGITS = 2
ON_THE_SCALE = ("estimate", "se", "lower", "upper", "prediction_lower", "prediction_upper")
WITHOUT_SCALE = ("p", "tau2", "tau2_lower", "tau2_upper", "q", "q_p", "i2", "i2_lower", "i2_upper")
SLOPE = ("intercept", "slope", "se", "lower", "upper", "p", "tau2", "explained")
NOTE = (
    "{} sites are small, or were withheld so that a small one cannot be worked out. They count in the average; their "
    "own figures are not shown, the average is rounded, and what it is without each site is left out."
)


def control_pooled(pooled: Pooled, disclosure: Disclosure = "standard") -> Pooled:
    """What may be shown. Doing it again changes nothing."""
    thresholds = thresholds_of(disclosure)
    hidden = sites_to_hide(pooled.sites, thresholds)
    if not hidden:
        return pooled
    unit = 10.0 ** (math.floor(math.log10(pooled.se)) + 1 - DIGITS) if pooled.se > 0 else 0.0
    changed: dict[str, Any] = {name: to_unit(getattr(pooled, name), unit) for name in ON_THE_SCALE}
    changed |= {name: to_digits(getattr(pooled, name)) for name in WITHOUT_SCALE}
    regression = pooled.regression
    return replace(
        pooled,
        sites=tuple(hidden_site(row) if row in hidden else shown_site(row) for row in pooled.sites),
        n_treated=safe_total(pooled.n_treated, [row.n_treated for row in hidden], thresholds),
        n_comparison=safe_total(pooled.n_comparison, [row.n_comparison for row in hidden], thresholds),
        regression=None if regression is None else coarse_regression(regression),
        hidden=len(hidden),
        notes=(*pooled.notes, NOTE.format(len(hidden))),
        **changed,
    )


def sites_to_hide(rows: Sequence[PooledSite], thresholds: Thresholds) -> list[PooledSite]:
    """The small ones, and the next smallest where there is only one. None are added to what is hidden already."""
    shown = [row for row in rows if row.shown]
    small = [row for row in shown if is_small(row, thresholds)]
    if small and len(shown) == len(rows):
        others = sorted((row for row in shown if row not in small), key=size_of)
        small += others[: max(0, FEWEST_HIDDEN - len(small))]
    return small


def is_small(row: PooledSite, thresholds: Thresholds) -> bool:
    groups = ((row.n_treated, row.events_treated), (row.n_comparison, row.events_comparison))
    return any(
        people is not None and reason_of_group("", people, events or 0, events is not None, thresholds) is not None
        for people, events in groups
    )


def size_of(row: PooledSite) -> tuple[float, float]:
    """By people; sites that did not give their number come after, by precision."""
    people = (row.n_treated or math.inf) + (row.n_comparison or math.inf)
    return people, -(row.se or 0.0)


def hidden_site(row: PooledSite) -> PooledSite:
    gone: dict[str, Any] = dict.fromkeys(
        (
            "n_treated",
            "n_comparison",
            "events_treated",
            "events_comparison",
            "estimate",
            "se",
            "lower",
            "upper",
            "weight",
            "without",
        )
    )
    return replace(row, shown=False, **gone)


def shown_site(row: PooledSite) -> PooledSite:
    """Exact weights would give the weight of what is hidden."""
    return replace(row, weight=None if row.weight is None else round(row.weight, DIGITS), without=None)


def safe_total(total: int | None, hidden: Sequence[int | None], thresholds: Thresholds) -> int | None:
    """People over all, unless those of the hidden sites together are still few."""
    return None if total is None or sum(count or 0 for count in hidden) < thresholds.group else total


def coarse_regression(regression: MetaRegression) -> MetaRegression:
    changed: dict[str, Any] = {name: to_digits(getattr(regression, name)) for name in SLOPE}
    return replace(regression, **changed)


def to_unit(value: float | None, unit: float) -> float | None:
    """Rounded to a multiple of `unit`, a power of ten, and free of the crumbs of doing so."""
    return value if value is None or unit == 0 else float(f"{round(value / unit) * unit:.12g}")


def to_digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
