"""Weighted Kaplan–Meier curves and the mean time until an event within a horizon (restricted mean, RMST).

Both come with the influence of each person, so their errors hold with weights and with matched sets: the error of a
difference is the root of the sum over people (or sets) of their squared influence. Without weights that is
Greenwood's (1926). The weights are taken as known. (Royston and Parmar 2013; Uno and others 2014; Reid 1981.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .rows import number_sets
from .two_samples import CONFIDENCE

_normal_quantile: Callable[[float], Any] = special.ndtri


@dataclass(frozen=True)
class Curve:
    """Share without the event at `times` (from 0; each event time, and the horizon), its pointwise interval, and the
    number of people (not weights) at risk just before. `events` counts the people who had it at each of `times`.
    """

    times: tuple[float, ...]
    survival: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...] = ()


@dataclass(frozen=True)
class Lifetimes:
    """n rows: `time` until the event or the end of observation, `event` whether it was seen, `weights` of the
    matching, `people` each row stands for, `cluster` the number of its set (from 0) or None.
    """

    time: Floats
    event: Booleans
    weights: Floats
    people: Floats
    cluster: Integers | None

    def only(self, members: Booleans) -> Lifetimes:
        cluster = None if self.cluster is None else self.cluster[members]
        return Lifetimes(self.time[members], self.event[members], self.weights[members], self.people[members], cluster)


@dataclass(frozen=True)
class RiskTable:
    """At each of T different event times: weighted `events` and `at_risk`. `last` (n,) is the number of the last event
    time a person was at risk at, −1 for none.
    """

    times: Floats
    events: Floats
    at_risk: Floats
    last: Integers

    @property
    def hazard(self) -> Floats:
        return self.events / self.at_risk

    @property
    def survival(self) -> Floats:
        return np.asarray(np.cumprod(1.0 - self.hazard), dtype=np.float64)


def take_lifetimes(
    time: Floats,
    event: Floats | Booleans,
    weights: Floats | None = None,
    people: Integers | None = None,
    clusters: Integers | None = None,
) -> tuple[Lifetimes, Integers]:
    """Who has a weight and a known time and event, and their rows; raises EvidenceInputError that names a bad row."""
    time, seen = np.asarray(time, dtype=float), np.asarray(event, dtype=float)
    weights = np.ones(time.size) if weights is None else np.asarray(weights, dtype=float)
    counts = np.ones(time.size) if people is None else np.asarray(people, dtype=float)
    if any(column.shape != (time.size,) for column in (seen, weights, counts)):
        raise EvidenceInputError("Time, event, weights and people need one value for each row.")
    if clusters is not None and (counts > 1).any():
        raise EvidenceInputError("Rows that stand for several people cannot be in matched sets: give one row a person.")
    known = ~(np.isnan(time) | np.isnan(seen))
    refuse_rows(known & ((time < 0) | np.isinf(time)), "a time to an event must be a number from 0 up")
    refuse_rows(known & (seen != 0) & (seen != 1), "whether the event happened must be 0 or 1")
    refuse_rows(~(np.isfinite(weights) & (weights >= 0)), "a weight must be a number from 0 up")
    used = np.flatnonzero(known & (weights > 0) & (counts > 0))
    cluster = None if clusters is None else number_sets(np.asarray(clusters)[used])
    return Lifetimes(time[used], seen[used] == 1, weights[used], counts[used], cluster), used


def refuse_rows(bad: Booleans, message: str) -> None:
    if bad.any():
        raise EvidenceInputError(f"Row {int(np.flatnonzero(bad)[0]) + 1}: {message}.")


def tabulate_risk(lives: Lifetimes, until: float = np.inf) -> RiskTable:
    """Event times up to and with `until`; who left observation at an event time was still at risk then."""
    times = np.unique(lives.time[lives.event & (lives.time <= until)])
    last = np.searchsorted(times, lives.time, side="right") - 1
    happened = lives.event & (lives.time <= until)
    mass = lives.people * lives.weights
    events = add_up(last[happened], mass[happened], times.size)
    return RiskTable(times, events, sum_at_risk(last, mass, times.size), np.asarray(last, dtype=np.int64))


def sum_at_risk(last: Integers, values: Floats, size: int) -> Floats:
    """Σ of `values` (n,) over those at risk at each of `size` event times."""
    there = last >= 0
    return np.cumsum(add_up(last[there], values[there], size)[::-1])[::-1]


def add_up(at: Integers, values: Floats, size: int) -> Floats:
    """Σ of `values` (n,) or (n, p) by the number `at` (n,), from 0 to under `size`."""
    if values.ndim == 1:
        return np.asarray(np.bincount(at, values, size), dtype=np.float64)
    return np.column_stack([add_up(at, column, size) for column in values.T])


def draw_curve(lives: Lifetimes, horizon: float) -> Curve:
    """Kaplan–Meier up to `horizon`; the interval on the scale of log(−log S), so it stays between 0 and 1."""
    table = tabulate_risk(lives, horizon)
    survival = table.survival
    lower, upper = curve_limits(survival, np.sqrt(log_survival_variance(lives, table)))
    counts = np.rint(sum_at_risk(table.last, lives.people, table.times.size)).astype(np.int64)
    happened = lives.event & (lives.time <= horizon)
    events = np.rint(add_up(table.last[happened], lives.people[happened], table.times.size)).astype(np.int64)
    at_end = int(lives.people[lives.time >= horizon].sum())
    ends = (survival[-1], lower[-1], upper[-1]) if survival.size else (1.0, 1.0, 1.0)
    finish = [] if table.times.size and table.times[-1] == horizon else [horizon]
    return Curve(
        times=(0.0, *table.times.tolist(), *finish),
        survival=(1.0, *survival.tolist(), *(float(ends[0]) for _ in finish)),
        lower=(1.0, *lower.tolist(), *(float(ends[1]) for _ in finish)),
        upper=(1.0, *upper.tolist(), *(float(ends[2]) for _ in finish)),
        at_risk=(int(lives.people.sum()), *counts.tolist(), *(at_end for _ in finish)),
        events=(0, *events.tolist(), *(0 for _ in finish)),
    )


def curve_limits(survival: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Where the curve comes down to 0 the log has no error: from 0 to the limit before."""
    inside = (survival > 0) & (survival < 1)
    reach = float(_normal_quantile(0.5 + CONFIDENCE / 2))
    safe = np.where(inside, survival, 0.5)
    spread = np.exp(reach * np.where(inside, error, 0.0) / -np.log(safe))
    lower, upper = np.where(inside, safe**spread, survival), np.where(inside, safe ** (1 / spread), survival)
    gone = survival <= 0
    if gone.any() and not gone.all():
        upper[gone] = upper[~gone][-1]
    return lower, upper


def event_pulls(table: RiskTable, values: Floats) -> tuple[Floats, Floats]:
    """What having the event at each time takes, and what being at risk up to it gives: values / (Y (1 − h)), and the
    running sum of h times that. Nobody is left where h is 1, and nothing counts after.
    """
    left = table.at_risk * (1.0 - table.hazard)
    taken = np.divide(values, left, out=np.zeros_like(left), where=left > 1e-12 * table.at_risk)
    return taken, np.cumsum(table.hazard * taken)


def final_influence(lives: Lifetimes, table: RiskTable, values: Floats) -> Floats:
    """Each person's (n,) influence, for a weight of 1, once observation of them has ended."""
    taken, given = event_pulls(table, values)
    if not table.times.size:
        return np.zeros(lives.time.size)
    there = table.last >= 0
    happened = there & lives.event & (lives.time == table.times[np.maximum(table.last, 0)])
    return np.where(there, given[table.last], 0.0) - np.where(happened, taken[table.last], 0.0)


def log_survival_variance(lives: Lifetimes, table: RiskTable) -> Floats:
    """Variance of log S at each event time (T,), robust to weights and sets; Greenwood's where there are neither."""
    size = table.times.size
    ones = np.ones(size)
    given, final = event_pulls(table, ones)[1], final_influence(lives, table, ones)
    if lives.cluster is not None:
        return clustered_variance(lives, table, given, final)
    mass = lives.people * lives.weights**2
    there = table.last >= 0
    ended = np.cumsum(np.bincount(table.last[there], (mass * final**2)[there], size))
    still = sum_at_risk(table.last, mass, size) - np.bincount(table.last[there], mass[there], size)
    return given**2 * still + ended


def clustered_variance(lives: Lifetimes, table: RiskTable, given: Floats, final: Floats) -> Floats:
    """The same with the influences of a set added up before they are squared: one step an event time."""
    cluster = lives.cluster if lives.cluster is not None else np.arange(lives.time.size)
    sets = int(cluster.max()) + 1
    still = np.bincount(cluster, np.where(table.last >= 0, lives.weights, 0.0), sets)
    ended = np.zeros(sets)
    order = np.argsort(table.last, kind="stable")
    ends = np.searchsorted(table.last[order], np.arange(table.times.size), side="right")
    start = int(np.searchsorted(table.last[order], 0))
    variance = np.empty(table.times.size)
    for at, end in enumerate(ends):
        leaving = order[start:end]
        np.subtract.at(still, cluster[leaving], lives.weights[leaving])
        np.add.at(ended, cluster[leaving], lives.weights[leaving] * final[leaving])
        variance[at] = ((given[at] * still + ended) ** 2).sum()
        start = int(end)
    return variance


def restricted_mean(lives: Lifetimes, horizon: float) -> tuple[float, Floats]:
    """Area under the curve up to `horizon`, and each person's (n,) influence on it, their weight included."""
    table = tabulate_risk(lives, horizon)
    edges = np.concatenate([[0.0], table.times, [horizon]])
    areas = np.diff(edges) * np.concatenate([[1.0], table.survival])
    after = np.cumsum(areas[::-1])[::-1][1:]
    return float(areas.sum()), lives.weights * final_influence(lives, table, after)
