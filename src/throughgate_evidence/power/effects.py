"""How often a difference would be found, and how many people that takes.

Two-sided tests at `alpha`. `treated` and `comparison` are numbers of people; matched comparison people count for less
than their number, which the `design_effect` says: their number over their effective sample size.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

from scipy import special

from ..refusals import EvidenceInputError

ALPHA = 0.05
POWER = 0.80
# A number of people beyond this is as good as never.
MOST_PEOPLE = 100_000_000

# Special functions of scipy carry no types.
_normal_share: Callable[[float], Any] = special.ndtr
_normal_quantile: Callable[[float], Any] = special.ndtri
_students_quantile: Callable[[float, float], Any] = special.stdtrit
_noncentral_share: Callable[[float, float, float], Any] = special.nctdtr


class Effect(Protocol):
    """A difference as it might really be."""

    def power(self, treated: float, comparison: float, alpha: float) -> float: ...

    def moved(self, size: float) -> Self:
        """The same with a difference (treated − comparison) of `size`."""
        ...

    def farthest(self, direction: int) -> float:
        """The largest difference there can be, downwards (−1) or upwards (1)."""
        ...


@dataclass(frozen=True)
class Rates:
    """Shares of people with the outcome, 0 to 1: the test of two proportions with the pooled share under no difference,
    as R's power.prop.test (Fleiss, Levin and Paik 2003), here for groups of any sizes.
    """

    treated: float
    comparison: float

    def __post_init__(self) -> None:
        for name, share in (("treated", self.treated), ("comparison", self.comparison)):
            check(0 <= share <= 1, f"The {name} rate must be a share from 0 to 1, not {share:g}.")

    def power(self, treated: float, comparison: float, alpha: float) -> float:
        pooled = (treated * self.treated + comparison * self.comparison) / (treated + comparison)
        nothing = math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / comparison))
        there = math.sqrt(
            self.treated * (1 - self.treated) / treated + self.comparison * (1 - self.comparison) / comparison
        )
        return normal_power(abs(self.treated - self.comparison), nothing, there, alpha)

    def moved(self, size: float) -> Rates:
        return replace(self, treated=min(1.0, max(0.0, self.comparison + size)))

    def farthest(self, direction: int) -> float:
        return 1 - self.comparison if direction > 0 else -self.comparison


@dataclass(frozen=True)
class Frequencies:
    """Acts per person. `dispersion` is their variance over their mean: 1 for Poisson, usually 2 to 5 for reoffences.

    Wald's test of the difference. For negative binomial counts with shape k the dispersion is 1 + mean / k.
    """

    treated: float
    comparison: float
    dispersion: float = 1.0

    def __post_init__(self) -> None:
        for name, mean in (("treated", self.treated), ("comparison", self.comparison)):
            check(mean >= 0 and math.isfinite(mean), f"The {name} frequency must be 0 or more, not {mean:g}.")
        check(self.dispersion > 0, f"The dispersion must be above 0, not {self.dispersion:g}.")

    def power(self, treated: float, comparison: float, alpha: float) -> float:
        se = math.sqrt(self.dispersion * (self.treated / treated + self.comparison / comparison))
        return normal_power(abs(self.treated - self.comparison), se, se, alpha)

    def moved(self, size: float) -> Frequencies:
        return replace(self, treated=max(0.0, self.comparison + size))

    def farthest(self, direction: int) -> float:
        return 100 * self.comparison if direction > 0 else -self.comparison


@dataclass(frozen=True)
class Means:
    """A difference in means (days, pounds, points) where both groups have standard deviation `sd`: the two-sample
    t test, as R's power.t.test.
    """

    difference: float
    sd: float

    def __post_init__(self) -> None:
        check(self.sd > 0 and math.isfinite(self.sd), f"The standard deviation must be above 0, not {self.sd:g}.")

    def power(self, treated: float, comparison: float, alpha: float) -> float:
        df = treated + comparison - 2
        if df <= 0:
            return 0.0
        away = abs(self.difference) / (self.sd * math.sqrt(1 / treated + 1 / comparison))
        return 1.0 - float(_noncentral_share(df, away, float(_students_quantile(df, 1 - alpha / 2))))

    def moved(self, size: float) -> Means:
        return replace(self, difference=size)

    def farthest(self, direction: int) -> float:
        return direction * 100 * self.sd


@dataclass(frozen=True)
class Hazards:
    """A hazard ratio, treated over comparison, by the log-rank test (Schoenfeld 1983). The shares of people of each
    group who have the event by the end of follow-up say how many events the people stand for.
    """

    ratio: float
    events_treated: float
    events_comparison: float

    def __post_init__(self) -> None:
        check(self.ratio > 0 and math.isfinite(self.ratio), f"A hazard ratio must be above 0, not {self.ratio:g}.")
        for share in (self.events_treated, self.events_comparison):
            check(0 < share <= 1, f"The share with the event must be above 0 and at most 1, not {share:g}.")

    def power(self, treated: float, comparison: float, alpha: float) -> float:
        events = treated * self.events_treated + comparison * self.events_comparison
        split = treated * comparison / (treated + comparison) ** 2
        return normal_power(abs(math.log(self.ratio)), 1.0, 1.0, alpha, math.sqrt(events * split))

    def moved(self, size: float) -> Hazards:
        """`size` is the logarithm of the ratio."""
        return replace(self, ratio=math.exp(size))

    def farthest(self, direction: int) -> float:
        return direction * math.log(1_000)


def normal_power(difference: float, nothing: float, there: float, alpha: float, scale: float = 1.0) -> float:
    """Chance that the estimate passes the limit: standard errors under no difference and under the one there is."""
    reach = float(_normal_quantile(1 - alpha / 2)) * nothing
    beyond = difference * scale - reach
    if there == 0:
        return float(beyond > 0)
    return float(_normal_share(beyond / there))


def check(holds: bool, message: str) -> None:
    if not holds:
        raise EvidenceInputError(message)


def power_of(
    effect: Effect, treated: float, comparison: float, *, alpha: float = ALPHA, design_effect: float = 1.0
) -> float:
    """The chance, 0 to 1, that a difference of this size is found significant with so many people."""
    check(treated > 0 and comparison > 0, "Both groups need people: give numbers above 0.")
    check(0 < alpha < 1, f"The level of significance must lie between 0 and 1, not {alpha:g}.")
    check(design_effect >= 1, f"A design effect is 1 or more, not {design_effect:g}.")
    return effect.power(treated, comparison / design_effect, alpha)


def people_needed(
    effect: Effect, *, power: float = POWER, alpha: float = ALPHA, ratio: float = 1.0, design_effect: float = 1.0
) -> int | None:
    """Treated people, each with `ratio` comparison people, with whom the difference is found with a chance of `power`.

    None where no number up to a hundred million is enough, as when there is no difference.
    """
    check(0 < power < 1, f"The power must lie between 0 and 1, not {power:g}.")
    check(ratio > 0, f"The comparison people for each treated one must be above 0, not {ratio:g}.")

    def short(people: float) -> float:
        # Loaded when it is needed: it takes longer than a small evaluation.

        return power_of(effect, people, ratio * people, alpha=alpha, design_effect=design_effect) - power

    lowest, highest = 1.0, 2.0
    while short(highest) < 0:
        lowest, highest = highest, 2 * highest
        if highest > MOST_PEOPLE:
            return None
    if short(lowest) >= 0:
        return math.ceil(lowest)
    return math.ceil(root_between(short, lowest, highest, 1e-9) - 1e-6)


def detectable(
    effect: Effect,
    treated: float,
    comparison: float,
    *,
    direction: int = -1,
    power: float = POWER,
    alpha: float = ALPHA,
    design_effect: float = 1.0,
) -> float | None:
    """The smallest difference (treated − comparison) downwards (−1) or upwards (1) that is found with a chance of
    `power`; of hazards, the smallest log ratio. Only what `effect` says of the comparison and of the spread counts.
    None where even the largest there can be would not be.
    """

    def short(size: float) -> float:
        # Loaded when it is needed: it takes longer than a small evaluation.

        found = power_of(effect.moved(size), treated, comparison, alpha=alpha, design_effect=design_effect)
        return found - power

    farthest = effect.farthest(1 if direction > 0 else -1)
    if farthest == 0 or short(farthest) < 0:
        return None
    return root_between(short, 0.0, farthest, 1e-12)


def design_effect(people: float, ess: float) -> float:
    """People over their effective sample size (Kish 1965): how many matched people stand for one plain one."""
    check(0 < ess <= people * (1 + 1e-9), f"The effective sample size must be above 0 and at most {people:g}.")
    return max(1.0, people / ess)


def root_between(function: Callable[[float], float], lowest: float, highest: float, within: float) -> float:
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy import optimize

    return float(optimize.brentq(function, lowest, highest, xtol=within))
