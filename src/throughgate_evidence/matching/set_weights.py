"""Weights from pairs and from sets, by one convention for every method.

Each group's weights sum to the number of matched people of the estimand's group (with sampling weights: to the sum of
theirs): the treated for ATT, the comparison people for ATC, everyone matched for ATE. Within a set a group's weights
share what the set counts for in proportion to their sampling weights. MatchIt's weights are the same up to one factor
for each group, which no weighted mean feels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from .units import Estimand, Matching, MatchSpec, Units


@dataclass(frozen=True)
class Pairs:
    """Rows (k,) of a focal person and a partner, and the `distance` (k,) between them."""

    focal: Integers
    others: Integers
    distance: Floats


def join_pairs(parts: Iterable[Pairs]) -> Pairs:
    """All together, in order of the focal person's row, then of distance, then of the partner's row."""
    found = list(parts)
    focal = np.concatenate([np.zeros(0, dtype=np.int64), *(part.focal for part in found)])
    others = np.concatenate([np.zeros(0, dtype=np.int64), *(part.others for part in found)])
    distance = np.concatenate([np.zeros(0), *(part.distance for part in found)])
    order = np.lexsort((others, distance, focal))
    return Pairs(focal[order], others[order], distance[order])


def weigh_pairs(pairs: Pairs, sampling: Floats) -> Floats:
    """(n,): a focal person counts as in the sample, and so do their partners together."""
    people = sampling.size
    partners = np.bincount(pairs.focal, sampling[pairs.others], people)
    share = sampling[pairs.focal] * sampling[pairs.others] / partners[pairs.focal]
    weights: Floats = np.bincount(pairs.others, share, people).astype(np.float64)
    focal = np.unique(pairs.focal)
    weights[focal] = sampling[focal]
    return weights


def weigh_sets(sets: Integers, treated: Booleans, sampling: Floats, estimand: Estimand) -> Floats:
    """(n,) from the set of each person, −1 for none. Every set has people of both groups."""
    inside = sets >= 0
    size = int(sets.max(initial=-1)) + 1
    total = {
        group: np.bincount(sets[inside & (treated == group)], sampling[inside & (treated == group)], size)
        for group in (True, False)
    }
    counted = {"ATT": total[True], "ATC": total[False], "ATE": total[True] + total[False]}[estimand]
    weights = np.zeros(sets.size)
    own = np.where(treated[inside], total[True][sets[inside]], total[False][sets[inside]])
    weights[inside] = sampling[inside] * counted[sets[inside]] / own
    return weights


def number_sets(sets: Integers) -> Integers:
    """Set numbers from 0 in the order in which the file meets them; below 0 stays −1."""
    inside = sets >= 0
    _, first, codes = np.unique(sets[inside], return_index=True, return_inverse=True)
    number = np.empty(first.size, dtype=np.int64)
    number[np.argsort(first)] = np.arange(first.size)
    numbered = np.full(sets.size, -1, dtype=np.int64)
    numbered[inside] = number[codes]
    return numbered


def matching_of_pairs(
    units: Units, spec: MatchSpec, pairs: Pairs, discarded: Booleans, width: float | None
) -> Matching:
    """Pairs and their weights; a set is a focal person with their partners, where nobody is used twice."""
    sets = np.full(units.treated.size, -1, dtype=np.int64)
    if not spec.replace:
        sets[pairs.focal] = pairs.focal
        sets[pairs.others] = pairs.focal
    columns = (pairs.others, pairs.focal) if spec.estimand == "ATC" else (pairs.focal, pairs.others)
    weights = weigh_pairs(pairs, units.weights)
    return Matching(spec, weights, number_sets(sets), np.column_stack(columns), pairs.distance, discarded, width)


def matching_of_sets(
    units: Units,
    spec: MatchSpec,
    sets: Integers,
    discarded: Booleans,
    pairs: Pairs | None = None,
    width: float | None = None,
) -> Matching:
    """Sets that have people of both groups, and their weights; `pairs` where a method has them, treated first."""
    weights = weigh_sets(sets, units.treated, units.weights, spec.estimand)
    found = pairs or join_pairs([])
    rows = np.column_stack((found.focal, found.others))
    return Matching(spec, weights, number_sets(sets), rows, found.distance, discarded, width)
