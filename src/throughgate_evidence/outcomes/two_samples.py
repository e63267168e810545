"""Treated and comparison means of an outcome, their difference, its 95 % interval and p.

Default standard error: the sandwich of the weighted regression of the outcome on treatment, HC2, with the radius
weights. With a group's weights w summing to W and its mean m, the variance of m is Σ w² (y − m)² / (1 − w/W) / W².
Where all weights are equal that is s²/n, so the raw comparison is Welch's test exactly. Degrees of freedom:
Welch–Satterthwaite, with the effective sample size in place of n.

``welch``: weighted mean and variance with the raw count of matched comparison people, as if they were a plain sample.
That is how the Justice Data Lab seems to do it; assumed, not published.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from ..engines.sums import Floats, GroupMoments, Integers, IntervalSums
from ..matching import effective_sample_size

Kind = Literal["rate", "frequency", "days", "weeks", "months", "amount"]
Interval = Literal["sandwich", "welch"]
SE_METHODS = {
    "sandwich": "sandwich (HC2, radius weights)",
    "welch": "Welch with raw comparison counts (assumed, Justice Data Lab style)",
    "raw": "Welch",
}
CONFIDENCE = 0.95
# Power at which the number of people needed is stated.
POWER = 0.80


@dataclass(frozen=True)
class Sample:
    """One group's mean, the variance of that mean, and the size that its degrees of freedom come from."""

    people: int
    events: int
    mean: float
    variance_of_mean: float
    size: float


@dataclass(frozen=True)
class Estimate:
    """Difference = treated − comparison, in the unit of the outcome. Interval and p are None where they cannot be
    had.
    """

    n_treated: int
    n_comparison: int
    events_treated: int
    events_comparison: int
    treated: float
    comparison: float
    difference: float
    se: float | None
    df: float | None
    lower: float | None
    upper: float | None
    p: float | None
    se_method: str
    number_needed: int | None


# Special functions of scipy carry no types.
_students_quantile: Callable[[float, float], Any] = special.stdtrit
_students_tail: Callable[[float, float], Any] = special.stdtr
_normal_quantile: Callable[[float], Any] = special.ndtri


def compare(treated: Sample, comparison: Sample, se_method: str) -> Estimate:
    """Two independent samples, unequal variances."""
    se = math.sqrt(treated.variance_of_mean + comparison.variance_of_mean)
    return difference_with_error(treated, comparison, se, satterthwaite(treated, comparison), se_method)


def difference_with_error(treated: Sample, comparison: Sample, se: float, df: float | None, se_method: str) -> Estimate:
    """Interval and p from a standard error: Student's t with `df` degrees of freedom, normal where `df` is None."""
    difference = treated.mean - comparison.mean
    shared = (
        treated.people,
        comparison.people,
        treated.events,
        comparison.events,
        treated.mean,
        comparison.mean,
        difference,
    )
    if not (math.isfinite(se) and se > 0 and (df is None or df > 0)):
        return Estimate(*shared, None, None, None, None, None, se_method, None)
    freedom = math.inf if df is None else df
    reach = float(_students_quantile(freedom, 0.5 + CONFIDENCE / 2)) * se
    p = 2 * float(_students_tail(freedom, -abs(difference) / se))
    needed = number_needed(treated.people, difference, se)
    return Estimate(*shared, se, df, difference - reach, difference + reach, p, se_method, needed)


def satterthwaite(treated: Sample, comparison: Sample) -> float:
    one, other = treated.variance_of_mean, comparison.variance_of_mean
    if treated.size <= 1 or comparison.size <= 1 or not one + other > 0:
        return 0.0
    return (one + other) ** 2 / (one**2 / (treated.size - 1) + other**2 / (comparison.size - 1))


def number_needed(people: int, difference: float, se: float) -> int | None:
    """Treated people with whom a difference of this size would be found at p ≤ .05 four times in five, all else the
    same.
    """
    reach = float(_normal_quantile(0.5 + CONFIDENCE / 2)) + float(_normal_quantile(POWER))
    needed = people * (reach * se / difference) ** 2 if abs(difference) > 1e-12 else math.inf
    return math.ceil(needed) if needed < 1e7 else None


def plain_sample(y: Floats) -> Sample:
    """A sample of equal weights; missing values leave it."""
    known = y[~np.isnan(y)]
    size = known.size
    variance = float(known.var(ddof=1)) / size if size > 1 else math.nan
    return Sample(size, int(np.count_nonzero(known)), float(known.mean()) if size else math.nan, variance, size)


def raw_sample(group: GroupMoments, at: int) -> Sample:
    """The outcome number `at` of a whole group, before matching."""
    count = int(group.outcomes.count[at])
    variance = float(group.outcomes.variance[at]) / count if count else math.nan
    return Sample(count, int(group.events[at]), float(group.outcomes.mean[at]), variance, count)


def weighted_sample(sums: IntervalSums, weights: Floats, at: int, centre: float, interval: Interval) -> Sample:
    """The outcome number `at` of the matched pool under `weights` (r,); `centre` is what the engine took it less."""
    known = sums.known[:, at]
    taken = (weights > 0) & (known > 0)
    w, n = weights[taken], known[taken]
    people, events = int(n.sum()), int(sums.events[taken, at].sum())
    if not people:
        return Sample(0, 0, math.nan, math.nan, 0.0)
    y, yy = sums.y[taken, at], sums.yy[taken, at]
    total = float(w @ n)
    mean = float(w @ y) / total
    squares = np.maximum(yy - 2 * mean * y + n * mean * mean, 0.0)
    variance, size = sandwich(w, n, squares) if interval == "sandwich" else raw_counts(w, n, squares)
    return Sample(people, events, mean + centre, variance, size)


def sandwich(w: Floats, n: Integers, squares: Floats) -> tuple[float, float]:
    """HC2 variance of a weighted mean, and the effective sample size. `squares` (r,) = Σ (y − mean)² in each row."""
    total = float(w @ n)
    leverage = w / total
    if (leverage >= 1.0 - 1e-12).any():
        return math.nan, 1.0
    return float((leverage**2 / (1.0 - leverage)) @ squares), effective_sample_size(w, n)


def raw_counts(w: Floats, n: Integers, squares: Floats) -> tuple[float, float]:
    """The weighted variance over the raw count of people."""
    people = int(n.sum())
    if people < 2:
        return math.nan, 1.0
    return float(w @ squares) / float(w @ n) / (people - 1), people
