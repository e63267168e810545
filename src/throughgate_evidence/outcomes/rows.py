"""The weighted difference of two groups from people in rows, after any way of matching or weighting.

It is the coefficient of treatment in the weighted regression of the outcome on treatment. Standard errors:

``sandwich``, nobody in a set: HC2 of that regression, in each group Σ w² (y − m)² / (1 − w/W) / W². Degrees of freedom:
Welch–Satterthwaite, with Kish's effective sample size in place of n. This is also what pairs *with* replacement get,
where a comparison person stands in many pairs: the weights carry that, sets would overlap.

``sandwich``, with sets (pairs without replacement, full matching, classes): cluster-robust, CR1: the scores
± w (y − m) / W are added up within each set, squared and added, times G / (G − 1) for G sets; G − 1 degrees of freedom.
For one-to-one pairs that is the paired t test exactly. (Austin 2011; Abadie and Spiess 2022.)

``welch``: weighted mean and variance of each group with the raw count of people, whatever the sets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .two_samples import (
    SE_METHODS,
    Estimate,
    Sample,
    compare,
    difference_with_error,
    raw_counts,
    sandwich,
)

RowsInterval = Literal["sandwich", "welch"]
ROWS_METHODS = {
    "hc2": "sandwich (HC2, matching weights)",
    "cluster": "sandwich (CR1, clustered by matched set)",
    "welch": SE_METHODS["welch"],
}


@dataclass(frozen=True)
class Rows:
    """n people who were matched and whose outcome is known, in the order given.

    `cluster` (n,) numbers the sets from 0 without gaps, None where there are none; `at` (n,) is each one's row in what
    was given.
    """

    y: Floats
    treated: Booleans
    weights: Floats
    cluster: Integers | None
    at: Integers

    @property
    def sets(self) -> int:
        return 0 if self.cluster is None or not self.cluster.size else int(self.cluster.max()) + 1


def compare_rows(
    y: Floats,
    treated: Booleans,
    weights: Floats,
    clusters: Integers | None = None,
    how: RowsInterval = "sandwich",
) -> Estimate:
    """Treated less comparison mean of `y` (n,), NaN where it is unknown: such people leave.

    `weights` (n,) of the matching, 0 for who is left out; `clusters` (n,) number of the pair or set, a negative number
    for someone who stands alone, None where there are no sets or where they overlap. Raises EvidenceInputError where
    shapes differ, a weight is below 0 or not a number, or a group is empty.
    """
    rows = take_rows(y, treated, weights, clusters)
    if how == "welch":
        return compare(group_sample(rows, True, how), group_sample(rows, False, how), ROWS_METHODS["welch"])
    if rows.cluster is None:
        return compare(group_sample(rows, True, how), group_sample(rows, False, how), ROWS_METHODS["hc2"])
    return compare_sets(rows)


def take_rows(y: Floats, treated: Booleans, weights: Floats, clusters: Integers | None) -> Rows:
    """Leave out who has no weight or no outcome; check the rest."""
    treated = np.asarray(treated, dtype=bool)
    given = [y, treated, weights] + ([] if clusters is None else [clusters])
    if any(np.shape(column) != (np.size(y),) for column in given):
        raise EvidenceInputError("Outcome, treatment, weights and sets need one value for each person.")
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        row = int(np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))[0])
        raise EvidenceInputError(f"The weight in row {row + 1} is not a number from 0 up.")
    used = np.flatnonzero((weights > 0) & ~np.isnan(y))
    for group, name in ((True, "the treatment group"), (False, "the comparison group")):
        if not (treated[used] == group).any():
            raise EvidenceInputError(f"Nobody of {name} was matched and has this outcome, so there is no difference.")
    cluster = None if clusters is None else number_sets(np.asarray(clusters)[used])
    return Rows(np.asarray(y, dtype=float)[used], treated[used], np.asarray(weights, float)[used], cluster, used)


def number_sets(clusters: Integers) -> Integers:
    """From 0 without gaps; each person with a negative number is a set of one."""
    alone = clusters < 0
    own = clusters.astype(np.int64)
    own[alone] = -1 - np.arange(int(alone.sum()))
    return np.asarray(np.unique(own, return_inverse=True)[1], dtype=np.int64)


def group_sample(rows: Rows, treated: bool, how: RowsInterval) -> Sample:
    """One group's weighted mean, the variance of that mean and its size."""
    members = rows.treated == treated
    y, w = rows.y[members], rows.weights[members]
    mean = float(w @ y / w.sum())
    squares = (y - mean) ** 2
    counts = np.ones(y.size, dtype=np.int64)
    variance, size = sandwich(w, counts, squares) if how == "sandwich" else raw_counts(w, counts, squares)
    return Sample(y.size, int(np.count_nonzero(y)), mean, variance, size)


def compare_sets(rows: Rows) -> Estimate:
    """Cluster-robust (CR1) by matched set."""
    treated, comparison = group_sample(rows, True, "sandwich"), group_sample(rows, False, "sandwich")
    scores = row_scores(rows, treated.mean, comparison.mean)
    sums = np.bincount(rows.cluster if rows.cluster is not None else rows.at, scores, rows.sets)
    if rows.sets < 2:
        return difference_with_error(treated, comparison, math.nan, 0.0, ROWS_METHODS["cluster"])
    se = math.sqrt(float(sums @ sums) * rows.sets / (rows.sets - 1))
    return difference_with_error(treated, comparison, se, rows.sets - 1.0, ROWS_METHODS["cluster"])


def row_scores(rows: Rows, treated_mean: float, comparison_mean: float) -> Floats:
    """What each person (n,) contributes to the difference: ± w (y − m) / W."""
    w, members = rows.weights, rows.treated
    one, other = float(w[members].sum()), float(w[~members].sum())
    return np.where(members, w * (rows.y - treated_mean) / one, -w * (rows.y - comparison_mean) / other)
