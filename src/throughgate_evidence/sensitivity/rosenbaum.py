"""How strong a hidden difference between matched people would have to be to undo a finding (Rosenbaum 2002).

Γ compares two people who look alike on everything they were matched on: one may have been up to Γ times as likely (in
odds) to be in the programme because of something nobody recorded. At Γ = 1 the match is as good as a draw; for each
larger Γ there is a smallest and a largest p that such a hidden difference could lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..statements import SIGNIFICANT_P, limit
from .binary import binary_test
from .ranks import aligned_rank_test, signed_rank_test
from .sets import Sets, arrange_sets

Alternative = Literal["two-sided", "greater", "less"]
GAMMAS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0)
# Nobody needs to know beyond this.
LARGEST_GAMMA = 100.0


@dataclass(frozen=True)
class GammaRow:
    """Bounds of p under a hidden difference of `gamma`; of the difference itself where they can be had."""

    gamma: float
    p_lower: float
    p_upper: float
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Bounds:
    """`sets` were used, `informative` of them say something. `critical` is the largest Γ at which p stays at or under
    .05 whatever was hidden, at most 100; None where p is above .05 even at Γ = 1.
    """

    test: str
    alternative: Alternative
    sets: int
    informative: int
    table: tuple[GammaRow, ...]
    critical: float | None

    @property
    def sentence(self) -> str:
        return critical_words(self.critical)


class Test(Protocol):
    """A test that treated outcomes are higher."""

    @property
    def name(self) -> str: ...

    @property
    def informative(self) -> int: ...

    def tail(self, gamma: float) -> float: ...


def rosenbaum_bounds(
    y: Floats,
    treated: Booleans,
    sets: Integers,
    *,
    gammas: Sequence[float] = GAMMAS,
    alternative: Alternative = "two-sided",
    exact: bool | None = None,
) -> Bounds:
    """Bounds of p for people in matched pairs or sets; a number of set below 0 leaves a person out.

    `y` (n,), NaN where missing; `treated` (n,); `sets` (n,). Outcomes that are all 0 or 1 are tested by McNemar's or
    the Mantel–Haenszel test, in sets of any make-up; others by Wilcoxon's signed ranks in pairs, and by aligned ranks
    in sets with one treated or one comparison person. ``greater``: treated outcomes are higher; ``two-sided`` doubles
    the smaller one-sided p. Weights play no part: the question is whether anybody's outcome changed at all.

    Raises EvidenceInputError where no set holds both groups, or sets of several and several meet other outcomes.
    """
    arranged = arrange_sets(y, treated, sets)
    higher, lower = choose_test(arranged, exact), choose_test(turned(arranged), exact)
    upper = bound(higher, lower, alternative)

    def row(gamma: float) -> GammaRow:
        return GammaRow(float(gamma), upper(1 / gamma), upper(gamma))

    rows = tuple(row(gamma) for gamma in gammas)
    return Bounds(higher.name, alternative, arranged.size.size, higher.informative, rows, critical_gamma(upper))


def choose_test(sets: Sets, exact: bool | None) -> Test:
    if is_binary(sets.y):
        return binary_test(sets, exact)
    return signed_rank_test(sets, exact) if sets.are_pairs else aligned_rank_test(sets)


def is_binary(y: Floats) -> bool:
    return bool(np.isin(y, (0.0, 1.0)).all())


def turned(sets: Sets) -> Sets:
    """The outcomes turned round, so that a test for more becomes one for fewer."""
    return replace(sets, y=1 - sets.y if is_binary(sets.y) else -sets.y)


def bound(higher: Test, lower: Test, alternative: Alternative) -> Callable[[float], float]:
    """The largest p as a function of Γ; at 1 / Γ it gives the smallest."""
    if alternative != "two-sided":
        return (higher if alternative == "greater" else lower).tail
    return lambda gamma: min(1.0, 2 * min(higher.tail(gamma), lower.tail(gamma)))


def critical_gamma(p_upper: Callable[[float], float], level: float = SIGNIFICANT_P) -> float | None:
    """The largest Γ with `p_upper`(Γ) ≤ `level`, by bisection on the logarithm; None where Γ = 1 is too much."""
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy import optimize

    if p_upper(1.0) > level:
        return None
    if p_upper(LARGEST_GAMMA) <= level:
        return LARGEST_GAMMA
    root = optimize.brentq(lambda log: p_upper(float(np.exp(log))) - level, 0.0, np.log(LARGEST_GAMMA), xtol=1e-6)
    return float(np.exp(root))


def critical_words(critical: float | None) -> str:
    """What a critical Γ means, in plain words."""
    if critical is None:
        return "The difference is not statistically significant as it is, so there is nothing for a hidden one to undo."
    size = "at least 100" if critical >= LARGEST_GAMMA else f"{limit(critical, 2, null=1)}"
    return (
        f"Of two people who look alike here, one could have been up to {size} times as likely (in odds) to be in the "
        "programme, for a reason nobody recorded, and the result would still be statistically significant. A larger "
        "hidden difference than that could undo it."
    )
