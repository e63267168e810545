"""Radius matching with everybody in memory: exact and antiexact columns, sampling weights, every estimand.

The same sums as `radius.py`, stratum by stratum. Antiexact columns go by inclusion and exclusion: those within the
caliper, less those with the same value in one of the columns, plus those with the same values in two of them, and so
on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from .distances import caliper_width, line_of
from .radius import Reach, lay_reach
from .strata import discard_units, lay_strata, row_codes, split_strata
from .units import Matching, MatchSpec, Units


@dataclass(frozen=True)
class Layer:
    """One stratum, the sign it is counted with, its `focal` people's calipers and the `interval` of each other."""

    sign: int
    focal: Integers
    others: Integers
    reach: Reach
    interval: Integers


def match_radius_rows(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """Everybody is compared with the mean of all people of the other group within the caliper. For ATE both groups
    look for partners, and a person's weight is 1 plus their shares in others (Abadie and Imbens 2006).
    """
    line = line_of(units, spec.distance)
    width = caliper_width(line, spec) or 0.0
    discarded = discard_units(units.logit, units.treated, spec.discard)
    lay_strata(units, spec, discarded)
    sides = {"ATT": [units.treated], "ATC": [~units.treated], "ATE": [units.treated, ~units.treated]}[spec.estimand]
    weights = np.zeros(units.treated.size)
    for done, focal in enumerate(sides):
        progress(done / len(sides), "Matching within the caliper")
        weights += one_way(units, line, focal, ~discarded, width)
    none = np.zeros((0, 2), dtype=np.int64)
    sets = np.full(weights.size, -1, dtype=np.int64)
    return Matching(spec, weights, sets, none, np.zeros(0), discarded, width)


def one_way(units: Units, line: Floats, focal: Booleans, eligible: Booleans, width: float) -> Floats:
    """Weights (n,) when each of `focal` (n,) is compared with everybody else within the caliper."""
    people = focal.size
    layers = list(lay_layers(units, line, focal, eligible, width))
    matches, mass = np.zeros(people, dtype=np.int64), np.zeros(people)
    for layer in layers:
        ones = np.ones(layer.others.size)
        matches[layer.focal] += layer.sign * np.rint(within(layer, ones)).astype(np.int64)
        mass[layer.focal] += layer.sign * within(layer, units.weights[layer.others])
    found = matches > 0
    share = np.zeros(people)
    share[found] = units.weights[found] / mass[found]
    calipers, weights = np.zeros(people, dtype=np.int64), np.where(found, units.weights, 0.0)
    for layer in layers:
        calipers[layer.others] += layer.sign * np.rint(covering(layer, found.astype(float))).astype(np.int64)
        weights[layer.others] += layer.sign * covering(layer, share) * units.weights[layer.others]
    # Sums that should come back to nothing leave crumbs; the count of calipers is exact.
    weights[~focal & (calipers == 0)] = 0.0
    return weights


def lay_layers(units: Units, line: Floats, focal: Booleans, eligible: Booleans, width: float) -> Iterator[Layer]:
    """For every choice of antiexact columns the strata of people who are the same in them and in the exact columns."""
    for size in range(units.antiexact.shape[1] + 1):
        for chosen in combinations(range(units.antiexact.shape[1]), size):
            columns = np.column_stack([units.exact, units.antiexact[:, list(chosen)]])
            codes = row_codes(columns) if columns.shape[1] else None
            for stratum in split_strata(focal, eligible, codes):
                reach = lay_reach(line[stratum.focal], width)
                interval = np.searchsorted(reach.breaks, line[stratum.others], side="right")
                yield Layer((-1) ** size, stratum.focal, stratum.others, reach, interval)


def within(layer: Layer, amounts: Floats) -> Floats:
    """Sum of the others' `amounts` within each focal caliper."""
    inside = np.bincount(layer.interval, amounts, layer.reach.breaks.size + 1)
    upto = np.concatenate([[0.0], np.cumsum(inside)])
    return np.asarray(upto[layer.reach.last + 1] - upto[layer.reach.first], dtype=np.float64)


def covering(layer: Layer, amounts: Floats) -> Floats:
    """Sum of the `amounts` (n,) of the focal people whose caliper holds each of the others."""
    size, mine = layer.reach.breaks.size + 2, amounts[layer.focal]
    steps = np.bincount(layer.reach.first, mine, size) - np.bincount(layer.reach.last + 1, mine, size)
    return np.asarray(np.cumsum(steps)[layer.interval], dtype=np.float64)
