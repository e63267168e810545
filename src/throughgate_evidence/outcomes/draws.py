"""From draws of a resampling to an interval and a p that agree with each other.

Pivots t* = (d* − what d* stands around) / se* give ``studentised`` (bootstrap-t, Efron 1979; Hall 1988), ``matched``
and ``permutation`` intervals: d less the pivots' outer 2.5 % times se. They differ in where the draws come from, and
they follow the skewness of counts. Where everybody of a group is alike (nobody reoffended, say) that group's own error
is 0, which would make the interval far too short: differences under no effect are then taken as they are.
``bca`` (Efron 1987) moves the percentiles by bias and acceleration; ``percentile`` takes them as they are. The p is the
smallest level at which the interval leaves out 0. `se` is the interval's length over 2 × 1.96: what a normal interval
of that length would have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from ..engines.sums import Floats, Integers
from ..refusals import EvidenceInputError
from .two_samples import CONFIDENCE, Estimate, Sample, number_needed

Resample = Literal["matched", "permutation", "studentised", "bca", "percentile"]
RESAMPLES: dict[Resample, str] = {
    "matched": "studentised bootstrap from matched outcomes",
    "permutation": "studentised permutation",
    "studentised": "studentised bootstrap",
    "bca": "bias-corrected and accelerated bootstrap",
    "percentile": "percentile bootstrap",
}
# With 1,999 draws the 2.5 % and 97.5 % points are draws themselves: numbers 50 and 1,950 of 2,000 gaps.
DRAWS = 1_999
FEWEST_DRAWS = 199
# Beyond this no digit that is shown changes, and the work goes on for hours.
MOST_DRAWS = 1_000_000
# Numbers that a block of draws may hold at once: 16 MB an array.
BLOCK = 2_000_000

# Special functions of scipy carry no types.
_normal: Callable[[Any], Any] = special.ndtr
_normal_quantile: Callable[[Any], Any] = special.ndtri


@dataclass(frozen=True)
class Draws:
    """Differences (b,) of the draws and their standard errors (b,); a draw without either is NaN and counts for
    nothing. `around` is the difference that holds where the draws come from.
    """

    differences: Floats
    errors: Floats
    around: float


@dataclass(frozen=True)
class Observed:
    """What the data say before any draw. `influences`: Σ I² and Σ I³ of the difference, for the acceleration; `alike`:
    everybody of one group has the same value.
    """

    treated: Sample
    comparison: Sample
    influences: tuple[float, float] = (0.0, 0.0)
    alike: bool = False

    @property
    def difference(self) -> float:
        return self.treated.mean - self.comparison.mean

    @property
    def error(self) -> float:
        return math.sqrt(self.treated.variance_of_mean + self.comparison.variance_of_mean)


def check_draws(draws: int, method: str, allowed: tuple[Resample, ...]) -> None:
    if method not in allowed:
        raise EvidenceInputError(f"There is no resampling {method!r} here: use {', '.join(allowed)}.")
    if draws < FEWEST_DRAWS:
        raise EvidenceInputError(
            f"{draws} draws cannot tell where the outer 5 % begin: ask for at least {FEWEST_DRAWS}, better {DRAWS:,}."
        )


def blocks(draws: int, width: int) -> Iterator[slice]:
    """Draws in blocks of bounded memory."""
    size = max(1, BLOCK // max(width, 1))
    for start in range(0, draws, size):
        yield slice(start, min(start + size, draws))


def draw_people(generator: np.random.Generator, draws: int, people: int) -> Integers:
    """Who is taken, with replacement, in each draw (draws, people)."""
    return generator.integers(0, people, (draws, people))


def count_taken(who: Integers) -> Floats:
    """How often each person is taken in each draw, from who is taken (draws, people)."""
    draws, people = who.shape
    flat = (who + people * np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=draws * people).reshape(draws, people).astype(float)


def estimate_from_draws(observed: Observed, draws: Draws, method: Resample, seed: int, by: str = "") -> Estimate:
    """Interval and p from the draws; none where fewer than nine draws in ten could be worked out."""
    one, other = observed.treated, observed.comparison
    shared = (one.people, other.people, one.events, other.events, one.mean, other.mean, observed.difference)
    name = f"{RESAMPLES[method]}{by}, {draws.differences.size:,} draws, seed {seed}"
    usable = np.isfinite(draws.differences) & np.isfinite(draws.errors) & (draws.errors > 0)
    taken = Draws(draws.differences[usable], draws.errors[usable], draws.around)
    if not (observed.error > 0 and usable.sum() >= 0.9 * usable.size and np.ptp(taken.differences) > 0):
        return Estimate(*shared, None, None, None, None, None, name, None)
    lower, upper, p = LIMITS.get(method, pivot_limits)(observed, taken)
    se = (upper - lower) / (2 * float(_normal_quantile(0.5 + CONFIDENCE / 2)))
    return Estimate(*shared, se, None, lower, upper, p, name, number_needed(one.people, observed.difference, se))


def pivot_limits(observed: Observed, draws: Draws) -> tuple[float, float, float]:
    d, se, errors = observed.difference, observed.error, draws.errors
    if observed.alike:
        se, errors = 1.0, np.ones(draws.errors.size)
    pivots = np.sort((draws.differences - draws.around) / errors)
    low, high = outer_draws(pivots, (1 - CONFIDENCE) / 2), outer_draws(pivots, (1 + CONFIDENCE) / 2)
    return d - high * se, d - low * se, tail_share(pivots, d / se)


def percentile_limits(observed: Observed, draws: Draws) -> tuple[float, float, float]:
    ordered = np.sort(draws.differences)
    low, high = outer_draws(ordered, (1 - CONFIDENCE) / 2), outer_draws(ordered, (1 + CONFIDENCE) / 2)
    return low, high, tail_share(ordered, 0.0)


def bca_limits(observed: Observed, draws: Draws) -> tuple[float, float, float]:
    """Efron (1987): levels moved by the bias z0 and the acceleration a; p by moving the level of 0 back."""
    ordered = np.sort(draws.differences)
    z0 = float(_normal_quantile(share_below(ordered, observed.difference)))
    squares, cubes = observed.influences
    a = cubes / (6 * squares**1.5) if squares > 0 else 0.0

    def level(z: float) -> float:
        return float(_normal(z0 + (z0 + z) / (1 - a * (z0 + z))))

    reach = float(_normal_quantile(0.5 + CONFIDENCE / 2))
    moved = float(_normal_quantile(share_below(ordered, 0.0))) - z0
    z = moved / (1 + a * moved) - z0
    p = min(1.0, 2 * float(_normal(-abs(z))))
    return outer_draws(ordered, level(-reach)), outer_draws(ordered, level(reach)), p


LIMITS: dict[Resample, Callable[[Observed, Draws], tuple[float, float, float]]] = {
    "bca": bca_limits,
    "percentile": percentile_limits,
}


def outer_draws(ordered: Floats, level: float) -> float:
    """The draw below which a share `level` lies, counted in b + 1 gaps (Davison and Hinkley 1997, 2.2)."""
    at = level * (ordered.size + 1) - 1
    return float(np.interp(at, np.arange(ordered.size), ordered))


def share_below(ordered: Floats, value: float) -> float:
    """Share of draws under `value`, half of those equal to it, never 0 or 1."""
    below = np.searchsorted(ordered, value, side="left")
    upto = np.searchsorted(ordered, value, side="right")
    return float(np.clip((below + upto) / 2, 0.5, ordered.size - 0.5)) / ordered.size


def tail_share(ordered: Floats, value: float) -> float:
    """Two-sided p of `value` among draws, the value counted as one of them."""
    below = int(np.searchsorted(ordered, value, side="right"))
    above = ordered.size - int(np.searchsorted(ordered, value, side="left"))
    return min(1.0, 2 * (1 + min(below, above)) / (1 + ordered.size))
