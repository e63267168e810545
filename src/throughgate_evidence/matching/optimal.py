"""Optimal pair matching, k to one, without replacement: the total distance of all pairs is the least there is.

Rosenbaum (1989). Nobody needs more candidates than there are partners to give away: of n people who take k each, one
of the n × k nearest is always left. So only those become edges, which changes no optimum.
"""

from __future__ import annotations

import math

import numpy as np

from ..engines.sums import Integers
from ..progress import Progress, no_progress
from .distances import measure_of
from .flow import Edges, check_size, most_pairs_least_distance
from .nearest import check_enough
from .runs import Runs
from .set_weights import Pairs, join_pairs, matching_of_pairs
from .steps import Tell, counted, part, steadily
from .strata import discard_units, lay_strata
from .units import Matching, MatchSpec, Units


def match_optimal(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """ATT or ATC. As many pairs as caliper and columns allow; who cannot be matched has weight 0 and set −1."""
    measure = measure_of(units, spec)
    discarded = discard_units(units.logit, units.treated, spec.discard)
    strata = lay_strata(units, spec, discarded)
    check_enough(units, spec, discarded)
    tell = steadily(progress, "Choosing the best pairs")
    parts = [
        best_pairs(Runs(stratum, measure, units.antiexact), spec.ratio, part(tell, number, len(strata)))
        for number, stratum in enumerate(strata)
    ]
    width = measure.width if math.isfinite(measure.width) else None
    return matching_of_pairs(units, spec, join_pairs(parts), discarded, width)


def best_pairs(runs: Runs, ratio: int, tell: Tell) -> Pairs:
    edges = nearest_edges(runs, min(runs.focal.size * ratio, runs.others.size), tell)
    chosen = edges.chosen(most_pairs_least_distance(edges, runs.focal.size, ratio))
    return Pairs(runs.focal[chosen.focal], runs.others[chosen.others], chosen.distance)


def nearest_edges(runs: Runs, most: int, tell: Tell) -> Edges:
    """From each focal person to the `most` nearest whom they may meet."""
    check_size(runs.pairs_within(most), "optimal")
    found = [runs.nearest(at, most) for at in counted(runs.focal.size, tell)]
    focal: Integers = np.repeat(np.arange(runs.focal.size), [places.size for places, _ in found])
    return Edges(focal, np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found]))
