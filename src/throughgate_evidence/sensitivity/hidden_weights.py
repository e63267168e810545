"""The same question for weighted comparisons, where people stand in no sets: radius matching and weighting.

Every comparison person's weight is an odds of having been in the programme. If something nobody recorded changed these
odds by up to Γ between two people who look alike, the weights would be wrong by factors within [1, Γ]. The lowest and
highest weighted mean over all such factors are found by sorting: the factor is Γ above some outcome and 1 below it
(Zhao, Small and Bhattacharya 2019, for the effect on the treated). p comes from the same standard error, at the
weights that favour the programme least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..engines.sums import Floats, Integers
from ..outcomes import Sample, compare
from ..outcomes.two_samples import sandwich
from ..refusals import EvidenceInputError
from .rosenbaum import GAMMAS, Bounds, GammaRow, critical_gamma


@dataclass(frozen=True)
class WeightedPool:
    """Comparison people with one outcome and weight in a row, ascending by `y` (r,); `people` (r,) counts them."""

    y: Floats
    weights: Floats
    people: Integers

    @cached_property
    def below(self) -> tuple[Floats, Floats]:
        """Weight, and weight times outcome, of the first k rows, for k from 0 up to all (r + 1,)."""
        mass = self.weights * self.people
        return running(mass), running(mass * self.y)

    def cut(self, gamma: float, highest: bool) -> tuple[float, int]:
        """The highest or lowest mean, and the row from which on the factor is the other one."""
        (weight, sums), (low, high) = self.below, factors(gamma, highest)
        means = (low * sums + high * (sums[-1] - sums)) / (low * weight + high * (weight[-1] - weight))
        at = int(means.argmax() if highest else means.argmin())
        return float(means[at]), at

    def extreme(self, gamma: float, highest: bool) -> Sample:
        """The pool under the factors that make its mean highest or lowest."""
        (mean, cut), (low, high) = self.cut(gamma, highest), factors(gamma, highest)
        weights = self.weights * high
        weights[:cut] = self.weights[:cut] * low
        squares = self.people * (self.y - mean) ** 2
        variance, size = sandwich(weights, self.people, squares)
        events = int(self.people[self.y != 0].sum())
        return Sample(int(self.people.sum()), events, mean, variance, size)


def factors(gamma: float, highest: bool) -> tuple[float, float]:
    """Below and from the cut on."""
    return (1.0, gamma) if highest else (gamma, 1.0)


def running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])


def weighted_pool(y: Floats, weights: Floats, people: Integers | None = None) -> WeightedPool:
    """Missing outcomes and weights of 0 leave; the same outcome and weight come together. Raises EvidenceInputError
    where nobody is left.
    """
    counts = np.ones(y.size, dtype=np.int64) if people is None else people
    taken = np.flatnonzero(~np.isnan(y) & (weights > 0) & (counts > 0))
    if not taken.size:
        raise EvidenceInputError("No comparison person with a weight has this outcome recorded.")
    order = taken[np.lexsort((weights[taken], y[taken]))]
    ordered_y, ordered_weights = y[order], weights[order]
    changes = (np.diff(ordered_y) != 0) | (np.diff(ordered_weights) != 0)
    first = np.concatenate([[0], np.flatnonzero(changes) + 1])
    return WeightedPool(ordered_y[first], ordered_weights[first], np.add.reduceat(counts[order], first))


@dataclass(frozen=True)
class WeightedComparison:
    """The treated sample against the pool under every Γ. Which end of the pool's mean is nearer to the treated?"""

    treated: Sample
    pool: WeightedPool

    def ends(self, gamma: float) -> tuple[float, float]:
        """Lowest and highest difference."""
        highest, lowest = (self.pool.cut(gamma, top)[0] for top in (True, False))
        return self.treated.mean - highest, self.treated.mean - lowest

    def p(self, gamma: float, top: bool) -> float:
        """Two-sided p against the pool at its highest or lowest."""
        p = compare(self.treated, self.pool.extreme(gamma, top), "").p
        return 1.0 if p is None else p

    def p_upper(self, gamma: float) -> float:
        lowest, highest = self.ends(gamma)
        if gamma > 1 and lowest <= 0 <= highest:
            return 1.0
        return self.p(gamma, abs(lowest) <= abs(highest))

    def row(self, gamma: float) -> GammaRow:
        lowest, highest = self.ends(gamma)
        p_lower = self.p(gamma, abs(lowest) > abs(highest))
        return GammaRow(float(gamma), p_lower, self.p_upper(gamma), lowest, highest)


def weight_bounds(
    treated: Sample, y: Floats, weights: Floats, people: Integers | None = None, *, gammas: Sequence[float] = GAMMAS
) -> Bounds:
    """Bounds of the difference and its two-sided p when weights may be wrong by factors within [1, Γ].

    `treated` is the sample of treated people; `y`, `weights` and `people` (r,) describe the comparison: one row for
    each person, or for each different outcome and weight with the number of people who have them.
    """
    comparison = WeightedComparison(treated, weighted_pool(y, weights, people))
    used = int(comparison.pool.people.sum())
    test = "weights wrong by factors up to Γ (Zhao, Small and Bhattacharya 2019), sandwich standard error"
    rows = tuple(comparison.row(gamma) for gamma in gammas)
    return Bounds(test, "two-sided", used, used, rows, critical_gamma(comparison.p_upper))
