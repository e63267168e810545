"""p of "the programme changed nothing for anybody" by permutation of outcomes among those who were matched.

The statistic is the difference over its standard error, which makes the p right in large samples even where the groups'
variances differ (Janssen 1997; Chung and Romano 2013). Within matched sets outcomes change places only inside a set:
exact for people of one set who were equally likely to be treated (Rosenbaum 2002).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from .draws import DRAWS, Draws, Observed, blocks, check_draws
from .rows import Rows, group_sample, take_rows


def permute_rows(
    y: Floats,
    treated: Booleans,
    weights: Floats,
    clusters: Integers | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = no_progress,
) -> float:
    """Two-sided p, never 0: the data count as one of the draws. Arguments and refusals as of `compare_rows`."""
    check_draws(draws, "permutation", ("permutation",))
    rows = take_rows(y, treated, weights, clusters)
    observed, found = permutation_draws(rows, draws, seed, progress)
    with np.errstate(divide="ignore", invalid="ignore"):
        pivots = np.abs(np.where(np.abs(found.differences) < 1e-14, 0.0, found.differences / found.errors))
    least = abs(observed.difference) / observed.error if observed.error > 0 else np.inf
    return float(1 + np.count_nonzero(pivots >= least * (1 - 1e-12))) / (1 + draws)


def permutation_draws(rows: Rows, draws: int, seed: int, progress: Progress) -> tuple[Observed, Draws]:
    """Differences under "no effect", around 0, and the observed one with its error by the same formula."""
    found = np.empty((2, draws))
    generator = np.random.default_rng(seed)
    for part in blocks(draws, rows.y.size):
        found[:, part] = differences(rows, shuffle(generator, rows, part.stop - part.start))
        progress(part.stop / draws, f"Permuting: {part.stop:,} of {draws:,} draws")
    return observe(rows), Draws(found[0], found[1], 0.0)


def observe(rows: Rows) -> Observed:
    _, errors = differences(rows, rows.y[None])
    treated, comparison = group_sample(rows, True, "sandwich"), group_sample(rows, False, "sandwich")
    alike = not min(treated.variance_of_mean, comparison.variance_of_mean) > 0
    whole, rest = replace(treated, variance_of_mean=float(errors[0]) ** 2), replace(comparison, variance_of_mean=0.0)
    return Observed(whole, rest, alike=alike)


def shuffle(generator: np.random.Generator, rows: Rows, draws: int) -> Floats:
    """Outcomes in another order (draws, n), within sets where there are any."""
    if rows.cluster is None:
        return generator.permuted(np.broadcast_to(rows.y, (draws, rows.y.size)), axis=1)
    home = np.argsort(rows.cluster, kind="stable")
    keys = rows.cluster[home] + generator.random((draws, home.size))
    shuffled = np.empty((draws, home.size))
    shuffled[:, home] = rows.y[home][np.argsort(keys, axis=1)]
    return shuffled


def differences(rows: Rows, y: Floats) -> tuple[Floats, Floats]:
    """Difference (b,) and its standard error (b,) with the outcomes `y` (b, n)."""
    one, other = (rows.weights * members / float(rows.weights @ members) for members in (rows.treated, ~rows.treated))
    mean_one, mean_other = y @ one, y @ other
    pulls = one * (y - mean_one[:, None]) - other * (y - mean_other[:, None])
    if rows.cluster is None:
        squares = (pulls**2 / np.maximum(1 - one - other, 1e-12)).sum(axis=1)
    else:
        order = np.argsort(rows.cluster, kind="stable")
        starts = np.searchsorted(rows.cluster[order], np.arange(rows.sets))
        sums = np.add.reduceat(pulls[:, order], starts, axis=1)
        squares = (sums**2).sum(axis=1) * rows.sets / max(rows.sets - 1, 1)
    return mean_one - mean_other, np.sqrt(squares)
