"""Rosenbaum's bounds for a yes-or-no outcome in matched sets, exactly.

The statistic is the number T of treated people who had the outcome. In a set of n people, m of them treated and c with
the outcome, the sharpest bias of Γ gives T Fisher's noncentral hypergeometric distribution with odds Γ (Rosenbaum
2002, chapter 4): for pairs McNemar's test, for sets the Mantel–Haenszel test. T over all sets is the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Floats, Integers
from .sets import Sets

# Special functions of scipy carry no types.
_normal_share: Callable[[Any], Any] = special.ndtr

# Up to this many possible values of T the distribution is summed exactly; above it is as good as normal.
EXACT_UP_TO = 1_000


@dataclass(frozen=True)
class BinaryTest:
    """`tables` (k, 3): size, treated and outcomes of the different kinds of set; `often` (k,) how many of each.

    `observed` is T in these sets; those where nobody or everybody had the outcome say nothing and are not there.
    """

    tables: Integers
    often: Integers
    observed: int
    exact: bool

    @property
    def informative(self) -> int:
        return int(self.often.sum())

    @property
    def name(self) -> str:
        kind = "McNemar’s test" if (self.tables[:, 0] == 2).all() else "Mantel–Haenszel test"
        return f"{kind}, {'exact' if self.exact else 'normal approximation with continuity correction'}"

    def tail(self, gamma: float) -> float:
        """P(T ≥ observed) where the odds of having been treated are `gamma` times as high with the outcome."""
        if not self.informative:
            return 1.0
        parts = [outcome_counts(int(size), int(treated), int(had), gamma) for size, treated, had in self.tables]
        return self.exact_tail(parts) if self.exact else self.normal_tail(parts)

    def exact_tail(self, parts: list[tuple[int, Floats]]) -> float:
        lowest, chances = 0, np.ones(1)
        for (first, part), often in zip(parts, self.often, strict=True):
            lowest += first * int(often)
            chances = np.convolve(chances, repeated(part, int(often)))
        return float(min(1.0, chances[max(0, self.observed - lowest) :].sum()))

    def normal_tail(self, parts: list[tuple[int, Floats]]) -> float:
        mean, variance = 0.0, 0.0
        for (first, part), often in zip(parts, self.often, strict=True):
            values = first + np.arange(part.size)
            centre = float(part @ values)
            mean += int(often) * centre
            variance += int(often) * float(part @ (values - centre) ** 2)
        return float(_normal_share(-(self.observed - 0.5 - mean) / np.sqrt(variance)))


def binary_test(sets: Sets, exact: bool | None = None) -> BinaryTest:
    """The test that more treated people had the outcome; give outcomes turned round (1 − y) for fewer.

    `exact`: None leaves the choice to the number of sets.
    """
    had = sets.total(sets.y).astype(np.int64)
    informative = (had > 0) & (had < sets.size)
    tables = np.column_stack([sets.size, sets.n_treated, had])[informative]
    kinds, often = np.unique(tables, axis=0, return_counts=True)
    observed = int((sets.y * sets.treated * informative[sets.place]).sum())
    values = int(np.minimum(kinds[:, 1], kinds[:, 2]) @ often) + 1
    return BinaryTest(kinds, often.astype(np.int64), observed, values <= EXACT_UP_TO if exact is None else exact)


def outcome_counts(size: int, treated: int, had: int, gamma: float) -> tuple[int, Floats]:
    """The lowest number of treated people with the outcome, and the chances of that number and each above it."""
    lowest, highest = max(0, treated + had - size), min(treated, had)
    counts = np.arange(lowest, highest + 1)
    log = log_choose(had, counts) + log_choose(size - had, treated - counts) + counts * np.log(gamma)
    chances = np.exp(log - log.max())
    return lowest, np.asarray(chances / chances.sum(), dtype=np.float64)


def log_choose(of: int, taken: Integers) -> Floats:
    return np.asarray(special.gammaln(of + 1) - special.gammaln(taken + 1) - special.gammaln(of - taken + 1))


def repeated(chances: Floats, times: int) -> Floats:
    """The distribution of the sum of `times` independent counts that each have `chances`."""
    result, power = np.ones(1), chances
    while times:
        if times & 1:
            result = np.convolve(result, power)
        times >>= 1
        power = np.convolve(power, power) if times else power
    return np.asarray(result, dtype=np.float64)
