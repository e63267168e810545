"""Rosenbaum's bounds for counts, times and amounts: ranks in pairs and in sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Floats, Integers
from ..refusals import EvidenceInputError
from .sets import Sets

# Special functions of scipy carry no types.
_normal_share: Callable[[Any], Any] = special.ndtr

# Pairs up to which the distribution of the signed ranks is summed exactly.
EXACT_UP_TO = 100
# Outcomes that agree to this many decimals are tied.
DECIMALS = 10
MOST_PAIRS = 5_000


@dataclass(frozen=True)
class SignedRankTest:
    """Wilcoxon's signed ranks of the pairs' differences: `ranks` (k,) of those that are not 0, mean ranks of ties.

    Differences of 0 are ranked with the others and then count for nothing, as Pratt (1959) and Rosenbaum do. Under a
    bias of Γ each difference is positive with a chance of at most Γ / (1 + Γ) (Rosenbaum 2002, chapter 4).
    """

    ranks: Floats
    observed: float
    exact: bool

    @property
    def informative(self) -> int:
        return self.ranks.size

    @property
    def name(self) -> str:
        return f"Wilcoxon’s signed rank test, {'exact' if self.exact else 'normal approximation'}"

    def tail(self, gamma: float) -> float:
        """P(sum of the ranks of positive differences ≥ observed)."""
        if not self.ranks.size:
            return 1.0
        chance = gamma / (1 + gamma)
        if self.exact:
            return exact_signed_ranks(self.ranks, chance, self.observed)
        deviation = self.observed - chance * self.ranks.sum()
        return float(_normal_share(-deviation / np.sqrt(chance * (1 - chance) * (self.ranks**2).sum())))


def signed_rank_test(sets: Sets, exact: bool | None = None) -> SignedRankTest:
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy.stats import rankdata

    # Rounding keeps the noise of binary fractions from breaking ties.
    differences = np.round(sets.differences(), DECIMALS)
    ranks = np.asarray(rankdata(np.abs(differences)), dtype=np.float64)
    observed = float(ranks[differences > 0].sum())
    counted = ranks[differences != 0]
    return SignedRankTest(counted, observed, counted.size <= EXACT_UP_TO if exact is None else exact)


def exact_signed_ranks(ranks: Floats, chance: float, observed: float) -> float:
    """Twice the ranks are whole numbers, ties or not, so the sums can be counted."""
    steps = np.rint(2 * ranks).astype(np.int64)
    chances = np.zeros(int(steps.sum()) + 1)
    chances[0] = 1.0
    for step in steps:
        moved = np.concatenate([np.zeros(step), chances[: chances.size - step]])
        chances = (1 - chance) * chances + chance * moved
    return float(min(1.0, chances[round(2 * observed) :].sum()))


@dataclass(frozen=True)
class AlignedRankTest:
    """Hodges and Lehmann's aligned ranks, for sets with one treated person or one comparison person each.

    `groups`: for each size of set the scores (s, size), ascending in each row. The largest mean of a set under Γ is
    among size − 1 patterns; where patterns tie the larger variance is taken, and the sets are added up (Gastwirth,
    Krieger and Rosenbaum 2000). Normal approximation.
    """

    groups: tuple[Floats, ...]
    observed: float
    name: str = "Hodges and Lehmann’s aligned rank test, normal approximation"

    @property
    def informative(self) -> int:
        return sum(int((scores[:, 0] < scores[:, -1]).sum()) for scores in self.groups)

    def tail(self, gamma: float) -> float:
        moments = [extreme_moments(scores, gamma) for scores in self.groups]
        mean, variance = (sum(float(part[at].sum()) for part in moments) for at in (0, 1))
        return float(_normal_share(-(self.observed - mean) / np.sqrt(variance))) if variance > 0 else 1.0


def aligned_rank_test(sets: Sets) -> AlignedRankTest:
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy.stats import rankdata

    single_treated, single_comparison = sets.n_treated == 1, sets.n_comparison == 1
    if not (single_treated | single_comparison).all():
        raise EvidenceInputError(
            "Some sets hold several treated and several comparison people. Bounds for counts, times and amounts are "
            "worked out for pairs and for sets with one treated or one comparison person: match by pairs or by full "
            "matching."
        )
    aligned = sets.y - (sets.total(sets.y) / sets.size)[sets.place]
    ranks = np.asarray(rankdata(np.round(aligned, DECIMALS)), dtype=np.float64)
    # Where the comparison person is the single one, a low rank of that person speaks for the treated.
    turned = (~single_treated)[sets.place]
    scores = np.where(turned, -ranks, ranks)
    singled = np.where(turned, ~sets.treated, sets.treated)
    return AlignedRankTest(rows_by_size(scores, sets.place, sets.size), float(scores[singled].sum()))


def rows_by_size(scores: Floats, place: Integers, size: Integers) -> tuple[Floats, ...]:
    """Scores (n,) as one matrix for each size of set, ascending in each row."""
    ordered = scores[np.lexsort((scores, place))]
    sizes = np.repeat(size, size)
    return tuple(ordered[sizes == width].reshape(-1, width) for width in np.unique(size))


def extreme_moments(scores: Floats, gamma: float) -> tuple[Floats, Floats]:
    """Largest mean of the singled-out person's score in each set (s,), smallest where `gamma` is under 1, and its
    variance.
    """
    width = scores.shape[1]
    top = np.arange(1, width)
    odds = np.where(np.arange(width) >= width - top[:, None], gamma, 1.0)
    odds /= odds.sum(axis=1, keepdims=True)
    means = scores @ odds.T
    variances = np.maximum((scores**2) @ odds.T - means**2, 0.0)
    extreme = means.max(axis=1, keepdims=True) if gamma >= 1 else means.min(axis=1, keepdims=True)
    tied = np.isclose(means, extreme, rtol=0, atol=1e-9)
    return extreme[:, 0], np.where(tied, variances, -1.0).max(axis=1)


def hodges_lehmann_bounds(differences: Floats, gamma: float) -> tuple[float, float]:
    """Lowest and highest Hodges–Lehmann estimate of a shift of the pairs' `differences` (k,) under a bias of `gamma`:
    the shift that brings the signed rank statistic to its extreme expectation (Rosenbaum 2002, chapter 4). For up to
    5,000 pairs: it goes through the averages of every two differences.
    """
    if differences.size > MOST_PAIRS:
        raise EvidenceInputError(f"Hodges–Lehmann bounds are for up to {MOST_PAIRS:,} pairs, not {differences.size:,}.")
    first, second = np.triu_indices(differences.size)
    averages = np.sort((differences[first] + differences[second]) / 2)
    chance = gamma / (1 + gamma)
    return middle(averages, 1 - chance), middle(averages, chance)


def middle(averages: Floats, share: float) -> float:
    """Where `share` of the sorted averages lie below; half way between two where the share falls between them."""
    at = share * averages.size
    if abs(at - round(at)) < 1e-9:
        at = round(at)
        return float((averages[max(at - 1, 0)] + averages[min(at, averages.size - 1)]) / 2)
    return float(averages[int(np.floor(at))])
