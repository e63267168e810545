"""Intervals by bootstrap, for counts with which a normal interval is too short when few people are treated.

`resample_radius` draws treated people, and comparison people as counts in cells (interval between caliper ends ×
value), and matches anew in every draw: nothing but the cells leaves the engine. The propensity is taken as known.
Radius matching averages over everybody near, so the bootstrap holds for it, as it does not for one nearest neighbour
with replacement (Abadie and Imbens 2008). For other ways of matching see `resampling_rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..engines.sums import Floats, Integers
from ..matching import Reach
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .draws import DRAWS, Draws, Observed, Resample, blocks, check_draws, count_taken, draw_people, estimate_from_draws
from .two_samples import Estimate, Sample

if TYPE_CHECKING:
    from scipy import sparse

METHODS: tuple[Resample, ...] = ("matched", "studentised", "bca", "percentile")


@dataclass(frozen=True)
class PoolCells:
    """The comparison pool as counts: `people` (c,) of the same `interval` (c,) and `value` (c,), NaN where unknown."""

    interval: Integers
    value: Floats
    people: Integers


@dataclass(frozen=True)
class RadiusSample:
    """What one draw of radius matching needs, on r intervals that hold somebody within reach.

    `first`, `last` (m,): the caliper of each treated person covers the intervals first ≤ k < last. `value`, `people`
    (c,) of the cells in the order of their interval, which starts at cell `starts` (r,). `upto` (c + 1,): people with a
    known value before each cell.
    """

    y: Floats
    first: Integers
    last: Integers
    value: Floats
    people: Integers
    starts: Integers
    upto: Integers

    @property
    def width(self) -> int:
        """The most numbers that one draw needs in a row."""
        return max(self.y.size, self.value.size, self.starts.size)


def resample_radius(
    reach: Reach,
    treated_y: Floats,
    cells: PoolCells,
    *,
    method: Resample = "matched",
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = no_progress,
) -> Estimate:
    """Radius estimate with an interval by resampling; `treated_y` (m,) in the order of `reach`, NaN where unknown.

    In each draw treated people are taken with replacement, the number of people in each cell is Poisson with the
    number that are in it, and everybody is matched again. Raises EvidenceInputError for too few draws.
    """
    check_draws(draws, method, METHODS)
    sample = lay_sample(reach, treated_y, cells)
    steps, observed = radius_steps(sample), observe_radius(sample)
    if not observed.comparison.people or not observed.treated.people:
        raise EvidenceInputError("Nobody of one group was matched and has this outcome, so there is no difference.")
    found = np.empty((2, draws))
    generator = np.random.default_rng(seed)
    for part in blocks(draws, sample.width):
        size = part.stop - part.start
        people = generator.poisson(sample.people, (size, sample.people.size)).astype(float)
        who = draw_people(generator, size, sample.y.size)
        y = draw_matched(generator, sample, who) if method == "matched" else sample.y[who]
        groups = draw_radius(sample, steps, who, y, people)
        found[0, part] = groups.difference
        found[1, part] = groups.error
        progress(part.stop / draws, f"Resampling: {part.stop:,} of {draws:,} draws")
    around = 0.0 if method == "matched" else observed.difference
    return estimate_from_draws(observed, Draws(found[0], found[1], around), method, seed)


def draw_matched(generator: np.random.Generator, sample: RadiusSample, who: Integers) -> Floats:
    """For each treated person taken (b, m), the outcome of someone of the pool within their caliper; NaN where nobody
    there has it, or where the treated person's own is unknown.
    """
    edges = np.append(sample.starts, sample.value.size)
    low, high = sample.upto[edges[sample.first]], sample.upto[edges[sample.last]]
    known = ~np.isnan(sample.y) & (high > low)
    place = low[who] + (generator.random(who.shape) * (high - low)[who]).astype(np.int64)
    cell = np.searchsorted(sample.upto, place, side="right") - 1
    return np.where(known[who], sample.value[np.minimum(cell, sample.value.size - 1)], np.nan)


def lay_sample(reach: Reach, treated_y: Floats, cells: PoolCells) -> RadiusSample:
    """Cells in order of their interval, without those that no caliper reaches."""
    calipers = np.zeros(reach.breaks.size + 2, dtype=np.int64)
    np.add.at(calipers, reach.first, 1)
    np.add.at(calipers, reach.last + 1, -1)
    reached = np.cumsum(calipers)[cells.interval] > 0
    order = np.flatnonzero(reached)[np.argsort(cells.interval[reached], kind="stable")]
    held, starts = np.unique(cells.interval[order], return_index=True)
    return RadiusSample(
        y=treated_y,
        first=np.searchsorted(held, reach.first),
        last=np.searchsorted(held, reach.last, side="right"),
        value=cells.value[order],
        people=cells.people[order],
        starts=starts,
        upto=np.concatenate([[0], np.cumsum(cells.people[order] * ~np.isnan(cells.value[order]))]),
    )


@dataclass(frozen=True)
class GroupDraws:
    """Means (b,) and variances of the mean (b,) of both groups in b draws."""

    treated: Floats
    treated_variance: Floats
    comparison: Floats
    comparison_variance: Floats

    @property
    def difference(self) -> Floats:
        return self.treated - self.comparison

    @property
    def error(self) -> Floats:
        return np.sqrt(self.treated_variance + self.comparison_variance)


def radius_steps(sample: RadiusSample) -> sparse.csr_matrix:
    """(r + 1, m): a treated person's share goes up where the caliper begins and down where it has ended."""
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy import sparse

    m, r = sample.y.size, sample.starts.size
    rows = np.concatenate([sample.first, sample.last])
    signs = np.concatenate([np.ones(m), -np.ones(m)])
    return sparse.csr_matrix((signs, (rows, np.tile(np.arange(m), 2))), shape=(r + 1, m))


def draw_radius(sample: RadiusSample, steps: sparse.csr_matrix, who: Integers, y: Floats, people: Floats) -> GroupDraws:
    """Match and compare in each draw: the treated people `who` (b, m) are taken, with their outcomes `y` (b, m), and
    `people` (b, c) of each cell.
    """
    matches, weights = draw_weights(sample, steps, count_taken(who), people)
    with np.errstate(invalid="ignore", divide="ignore"):
        treated = plain_draws(np.where(np.take_along_axis(matches, who, axis=1) > 0, y, np.nan))
        comparison = weighted_draws(sample, weights, people)
    return GroupDraws(*treated, *comparison)


def draw_weights(
    sample: RadiusSample, steps: sparse.csr_matrix, taken: Floats, people: Floats
) -> tuple[Floats, Floats]:
    """Matches (b, m) of the treated people and weights (b, r) of one person in an interval."""
    counts = np.add.reduceat(people, sample.starts, axis=1) if sample.starts.size else people[:, :0]
    upto = np.zeros((len(counts), counts.shape[1] + 1))
    np.cumsum(counts, axis=1, out=upto[:, 1:])
    matches = upto[:, sample.last] - upto[:, sample.first]
    share = np.divide(taken, matches, out=np.zeros_like(taken), where=matches > 0)
    weights = np.cumsum((steps @ share.T).T, axis=1)[:, :-1]
    return matches, np.maximum(weights, 0.0)


def plain_draws(y: Floats) -> tuple[Floats, Floats]:
    """Mean and its variance (b,) of the known among `y` (b, m)."""
    known = ~np.isnan(y)
    size = known.sum(axis=1)
    mean = np.where(known, y, 0.0).sum(axis=1) / size
    squares = np.where(known, y - mean[:, None], 0.0) ** 2
    return mean, squares.sum(axis=1) / (size * (size - 1.0))


def middle(values: Floats) -> float:
    """What sums are taken less of, so that squares of large amounts lose no digits."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else 0.0


def weighted_draws(sample: RadiusSample, weights: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Weighted mean and its HC2 variance; a person whose leverage is 1 leaves no variance."""
    known = ~np.isnan(sample.value)
    centre = middle(sample.value)
    value = np.where(known, sample.value - centre, 0.0)
    known_people = people if known.all() else people * known
    n, y, yy = (
        np.add.reduceat(column, sample.starts, axis=1)
        for column in (known_people, known_people * value, known_people * (value * value))
    )
    total = (weights * n).sum(axis=1)
    mean = (weights * y).sum(axis=1) / total
    squares = np.maximum(yy - 2 * mean[:, None] * y + n * (mean * mean)[:, None], 0.0)
    leverage = weights / total[:, None]
    variance = (np.where(n > 0, leverage**2 / (1 - leverage), 0.0) * squares).sum(axis=1)
    return mean + centre, np.where(((leverage >= 1 - 1e-12) & (n > 0)).any(axis=1), np.nan, variance)


def observe_radius(sample: RadiusSample) -> Observed:
    """The estimate itself, through the same steps as each draw."""
    if not sample.starts.size:
        nothing = Sample(0, 0, np.nan, np.nan, 0.0)
        return Observed(nothing, nothing)
    people, steps = sample.people[None].astype(float), radius_steps(sample)
    matches, weights = draw_weights(sample, steps, np.ones((1, sample.y.size)), people)
    groups = draw_radius(sample, steps, np.arange(sample.y.size)[None], sample.y[None], people)
    y = sample.y[(matches[0] > 0) & ~np.isnan(sample.y)]
    cell_weights = np.repeat(weights[0], np.diff(np.append(sample.starts, sample.value.size)))
    used = (cell_weights > 0) & ~np.isnan(sample.value)
    value, n, w = sample.value[used], sample.people[used], cell_weights[used]
    people_used, events = int(n.sum()), int(n[value != 0].sum())
    means = [float(column[0]) for column in (groups.treated, groups.comparison)]
    variances = [float(column[0]) for column in (groups.treated_variance, groups.comparison_variance)]
    treated = Sample(y.size, int(np.count_nonzero(y)), means[0], variances[0], y.size)
    comparison = Sample(people_used, events, means[1], variances[1], people_used)
    pulls = (y - treated.mean) / max(y.size, 1), w * (value - comparison.mean) / max(float(w @ n), 1e-300)
    influences = tuple(float((pulls[0] ** k).sum() + (-1) ** k * (n @ pulls[1] ** k)) for k in (2, 3))
    return Observed(treated, comparison, (influences[0], influences[1]), not min(variances) > 0)
