"""How far apart two groups' whole distributions are: the weighted Kolmogorov–Smirnov statistic, from sums.

It is the largest vertical distance between the two weighted distribution functions, 0 to 1. The treated function only
steps at treated values, and the other only rises between them; so the largest distance is at a treated value or just
below one, and the weight of the pool at or below each treated value is all that is needed of the pool. Exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..engines.sums import Floats
from .standardised import CovariateBalance


def ks_edges(values: Floats) -> Floats:
    """Edges (e,) that tell the pool below each treated value (m,) from the pool at it: each value and the next
    number above it.
    """
    different = np.unique(values)
    return np.union1d(different, np.nextafter(different, np.inf))


def bin_weights(edges: Floats, values: Floats, *weights: Floats) -> tuple[Floats, ...]:
    """Of each of `weights` (n,): its sum (e+1,) by bin of `values` (n,); bin k holds who has k edges at or below."""
    at = np.searchsorted(edges, values, side="right")
    return tuple(np.bincount(at, weight, edges.size + 1).astype(np.float64, copy=False) for weight in weights)


def ks_from_bins(values: Floats, weights: Floats, edges: Floats, pool: Floats) -> float | None:
    """Kolmogorov–Smirnov of treated `values` (m,) with `weights` (m,) against the `pool`'s weight (e+1,) by bin.

    `edges` (e,) hold those of `ks_edges(values)`, and may hold more. None where a group has no weight.
    """
    own, all_pool = float(weights.sum()), float(pool.sum())
    if own <= 0 or all_pool <= 0:
        return None
    different, where = np.unique(values, return_inverse=True)
    upto = np.cumsum(np.bincount(where.ravel(), weights, different.size)) / own
    below = np.concatenate([[0.0], upto[:-1]])
    # Weight of the pool below edge j is that of bins 0 to j.
    shares = np.cumsum(pool) / all_pool
    pool_below = shares[np.searchsorted(edges, different)]
    pool_upto = shares[np.searchsorted(edges, np.nextafter(different, np.inf))]
    return float(max(np.abs(upto - pool_upto).max(), np.abs(below - pool_below).max()))


def ks_statistic(treated: Floats, treated_weights: Floats, pool: Floats, pool_weights: Floats) -> float | None:
    """Of two groups' values (m,) and (n,) under weights (m,) and (n,)."""
    edges = ks_edges(treated)
    return ks_from_bins(treated, treated_weights, edges, *bin_weights(edges, pool, pool_weights))


def with_ks(
    rows: Sequence[CovariateBalance],
    before: Sequence[float | None],
    after: Sequence[float | None],
    values: Sequence[tuple[float, float] | None],
) -> tuple[CovariateBalance, ...]:
    """Balance rows with the statistic of each column filled in, and its `values` where there are only two; each (p,) in
    the order of the design's columns. Levels of categories have theirs already, as differences of shares.
    """
    columns = iter(zip(before, after, values, strict=True))
    filled = []
    for row in rows:
        given = (None, None, None) if row.is_reference else next(columns)
        number = row.level is None
        filled.append(replace(row, ks_before=given[0], ks_after=given[1], values=given[2]) if number else row)
    return tuple(filled)
