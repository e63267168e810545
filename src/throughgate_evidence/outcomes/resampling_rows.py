"""Intervals by bootstrap from people in rows, after any matching whose weights can be taken as given.

``permutation``, the default: outcomes change places among all who were matched, or within each set, as they could have
if the programme changed nothing; p and interval come from the studentised difference (see `permutation`).

``matched``, the default without sets where more than 20,000 people were matched: treated outcomes are drawn from the
weighted comparison people, whose mean is taken as normal with its own error, as that of so many is. It gives nearly the
same, and its cost does not grow with the pool.

``studentised``, ``bca``, ``percentile``: bootstrap. Where there are sets, whole sets are drawn; else treated and
comparison people are drawn apart, each with the weight that the matching gave. After one-to-one matching *with*
replacement neither this nor any plain bootstrap is right (Abadie and Imbens 2008), nor is it where few comparison
people carry most of the weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .draws import DRAWS, Draws, Observed, Resample, blocks, check_draws, count_taken, draw_people, estimate_from_draws
from .permutation import permutation_draws
from .rows import Rows, group_sample, take_rows
from .two_samples import Estimate, Sample

METHODS: tuple[Resample, ...] = ("permutation", "matched", "studentised", "bca", "percentile")
# Above so many matched people without sets, "matched" takes the place of "permutation".
MANY_ROWS = 20_000
# Numbers drawn in all, above which a resampling of rows is refused: about a minute's work.
MOST_NUMBERS = 4_000_000_000
PAIRS = tuple((i, j) for i in range(4) for j in range(i, 4))


@dataclass(frozen=True)
class DrawnUnits:
    """What is drawn: people or sets (g,), each with `sums` (g, 4): Σw and Σwy of its treated, then of its comparison
    people, y less its mean over everyone; `products` (g, 10) of those sums, widened by n / (n − 1) for the variance.

    `strata`: sizes of the runs of units that are drawn apart.
    """

    sums: Floats
    products: Floats
    strata: tuple[int, ...]


def resample_rows(
    y: Floats,
    treated: Booleans,
    weights: Floats,
    clusters: Integers | None = None,
    *,
    method: Resample | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = no_progress,
) -> Estimate:
    """`compare_rows` with an interval by resampling: same arguments (n,), same refusals; `method` None is the default
    for so many people. ``matched`` is refused for sets, and so is what would take minutes.
    """
    rows = take_rows(y, treated, weights, clusters)
    if method is None:
        method = "matched" if rows.cluster is None and rows.y.size > MANY_ROWS else "permutation"
    check_draws(draws, method, METHODS)
    check_size(rows, method, draws)
    by = "" if rows.cluster is None else ", by matched set"
    observed, found = MAKERS.get(method, bootstrap_draws)(rows, draws, seed, progress)
    return estimate_from_draws(observed, found, method, seed, by)


def check_size(rows: Rows, method: Resample, draws: int) -> None:
    if method == "matched":
        if rows.cluster is not None:
            raise EvidenceInputError("Matched sets are resampled by permutation within them, or by bootstrap of sets.")
    elif rows.y.size * draws > MOST_NUMBERS:
        raise EvidenceInputError(
            f"{draws:,} draws of {rows.y.size:,} matched people would take minutes: ask for fewer draws, or for the "
            "sandwich interval."
        )


def matched_draws(rows: Rows, draws: int, seed: int, progress: Progress) -> tuple[Observed, Draws]:
    """Treated outcomes (b, m) from the weighted comparison people; the comparison mean from its normal distribution."""
    treated, comparison = group_sample(rows, True, "sandwich"), group_sample(rows, False, "sandwich")
    values, upto = rows.y[~rows.treated], np.cumsum(rows.weights[~rows.treated])
    share = rows.weights[rows.treated] / float(rows.weights[rows.treated].sum())
    error = math.sqrt(comparison.variance_of_mean)
    generator = np.random.default_rng(seed)
    found = np.empty((2, draws))
    for part in blocks(draws, share.size):
        size = part.stop - part.start
        place = np.searchsorted(upto, generator.random((size, share.size)) * upto[-1], side="right")
        y = values[np.minimum(place, values.size - 1)]
        mean = y @ share
        own = ((y - mean[:, None]) ** 2) @ (share**2 / np.maximum(1 - share, 1e-12))
        found[0, part] = mean - generator.normal(comparison.mean, error, size)
        found[1, part] = np.sqrt(own + comparison.variance_of_mean)
        progress(part.stop / draws, f"Resampling: {part.stop:,} of {draws:,} draws")
    alike = not min(treated.variance_of_mean, comparison.variance_of_mean) > 0
    return Observed(treated, comparison, alike=alike), Draws(found[0], found[1], 0.0)


def bootstrap_draws(rows: Rows, draws: int, seed: int, progress: Progress) -> tuple[Observed, Draws]:
    units = lay_units(rows, float(rows.y.mean()))
    observed = observe_rows(rows, units)
    found = np.empty((2, draws))
    generator = np.random.default_rng(seed)
    for part in blocks(draws, len(units.sums)):
        size = part.stop - part.start
        taken = np.hstack([count_taken(draw_people(generator, size, people)) for people in units.strata])
        found[:, part] = compare_draws(units, taken)[:2]
        progress(part.stop / draws, f"Resampling: {part.stop:,} of {draws:,} draws")
    return observed, Draws(found[0], found[1], observed.difference)


def lay_units(rows: Rows, centre: float) -> DrawnUnits:
    columns = (
        np.where(rows.treated, rows.weights, 0.0),
        np.where(rows.treated, rows.weights * (rows.y - centre), 0.0),
        np.where(rows.treated, 0.0, rows.weights),
        np.where(rows.treated, 0.0, rows.weights * (rows.y - centre)),
    )
    if rows.cluster is None:
        order = np.argsort(~rows.treated, kind="stable")
        sums = np.column_stack(columns)[order]
        strata: tuple[int, ...] = (int(rows.treated.sum()), int((~rows.treated).sum()))
    else:
        sums = np.column_stack([np.bincount(rows.cluster, column, rows.sets) for column in columns])
        strata = (rows.sets,)
    widening = np.repeat([size / max(size - 1, 1) for size in strata], strata)
    products = np.column_stack([sums[:, i] * sums[:, j] * widening for i, j in PAIRS])
    return DrawnUnits(sums, products, strata)


def compare_draws(units: DrawnUnits, taken: Floats) -> tuple[Floats, Floats, Floats]:
    """Difference (b,), its standard error (b,) and what each sum counts for in it (b, 4); `taken` (b, g)."""
    totals = taken @ units.sums
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = totals[:, 1] / totals[:, 0], totals[:, 3] / totals[:, 2]
        pulls = np.column_stack([-one / totals[:, 0], 1 / totals[:, 0], other / totals[:, 2], -1 / totals[:, 2]])
        crossed = taken @ units.products
        variance = sum(
            (1 if i == j else 2) * pulls[:, i] * pulls[:, j] * crossed[:, at] for at, (i, j) in enumerate(PAIRS)
        )
        return one - other, np.sqrt(np.maximum(variance, 0.0)), pulls


def observe_rows(rows: Rows, units: DrawnUnits) -> Observed:
    """Means of both groups, and the standard error by the formula that the draws use."""
    treated, comparison = group_sample(rows, True, "sandwich"), group_sample(rows, False, "sandwich")
    _, error, pulls = compare_draws(units, np.ones((1, len(units.sums))))
    influence = units.sums @ pulls[0]
    whole = Sample(treated.people, treated.events, treated.mean, float(error[0]) ** 2, treated.size)
    rest = Sample(comparison.people, comparison.events, comparison.mean, 0.0, comparison.size)
    return Observed(whole, rest, (float((influence**2).sum()), float((influence**3).sum())))


MAKERS: dict[Resample, Callable[[Rows, int, int, Progress], tuple[Observed, Draws]]] = {
    "permutation": permutation_draws,
    "matched": matched_draws,
}
