"""Radius matching with replacement on the logit of the propensity score.

Every treated person is compared with the mean of all comparison people whose logit is within the caliper, both ends
included. As sums: the calipers' ends cut the line into intervals, in each of which everybody has the same weight, so
only the number of people in each interval is needed. Exact, and at most two breakpoints for each treated person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engines.sums import Floats, Integers


@dataclass(frozen=True)
class Reach:
    """Which intervals each treated person's caliper covers: `first` up to and with `last` (m,), between `breaks` (K,).

    Interval k holds the logits with exactly k breakpoints at or below them.
    """

    breaks: Floats
    first: Integers
    last: Integers


@dataclass(frozen=True)
class RadiusMatch:
    """`matches` (m,) counts the comparison people of each treated person; `weights` (r,) is one person's weight in a
    row.
    """

    matches: Integers
    weights: Floats

    @property
    def matched(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        return self.matches > 0


def lay_reach(treated: Floats, width: float, within: tuple[float, float] = (-np.inf, np.inf)) -> Reach:
    """Breakpoints of calipers of `width` on either side of each treated logit (m,), all of which are `within` two
    ends, both included; no caliper reaches beyond them.
    """
    order = np.argsort(treated, kind="stable")
    ends = treated[order]
    # A logit on the upper end still belongs: the break is the next number after it.
    lower = np.maximum(ends - width, within[0])
    upper = np.nextafter(np.minimum(ends + width, within[1]), np.inf)
    breaks = np.union1d(lower, upper)
    first, last = np.empty(treated.size, dtype=np.int64), np.empty(treated.size, dtype=np.int64)
    first[order] = np.searchsorted(breaks, lower) + 1
    last[order] = np.searchsorted(breaks, upper)
    return Reach(breaks, first, last)


def match_radius(reach: Reach, interval: Integers, people: Integers) -> RadiusMatch:
    """Matches and weights from the number of comparison `people` (r,) in each `interval` (r,) that holds any."""
    size = reach.breaks.size + 1
    counts = np.zeros(size, dtype=np.int64)
    counts[interval] = people
    upto = np.concatenate([[0], np.cumsum(counts)])
    matches = upto[reach.last + 1] - upto[reach.first]
    found = matches > 0
    share = 1.0 / matches[found]
    first, last = reach.first[found], reach.last[found] + 1
    weights = np.cumsum(np.bincount(first, share, size + 1) - np.bincount(last, share, size + 1))
    # The running sum of shares leaves crumbs where it should come back to nothing; the count of calipers is exact.
    calipers = np.cumsum(np.bincount(first, minlength=size + 1) - np.bincount(last, minlength=size + 1))
    weights[calipers == 0] = 0.0
    return RadiusMatch(matches, weights[interval])


def radius_weights(treated: Floats, pool: Floats, width: float) -> tuple[Integers, Floats]:
    """Number of matches of each treated logit (m,) and weight of each pool logit (n,); weights sum to the matched
    treated.
    """
    reach = lay_reach(treated, width)
    interval = np.searchsorted(reach.breaks, pool, side="right")
    people = np.bincount(interval, minlength=reach.breaks.size + 1)
    match = match_radius(reach, np.arange(people.size), people)
    return match.matches, match.weights[interval]


def effective_sample_size(weights: Floats, people: Integers | None = None) -> float:
    """Kish: (Σw)² / Σw², each weight counted for as many `people` as have it."""
    counts = np.ones(weights.size) if people is None else people
    total, squares = float(weights @ counts), float((weights * weights) @ counts)
    return total * total / squares if squares else 0.0
