"""Subclassification on the propensity: classes of about as many people each (Rosenbaum and Rubin 1984).

The cuts are quantiles of the treated for ATT, of the comparison people for ATC, of everyone for ATE, as in MatchIt. A
class that lacks people of one group is joined with the next one up (the last with the one below); MatchIt moves people.
"""

from __future__ import annotations

import numpy as np

from ..engines.sums import Booleans, Integers
from ..progress import Progress, no_progress
from .distances import line_of
from .set_weights import matching_of_sets
from .strata import discard_units, exact_codes, lay_strata, split_strata
from .units import Matching, MatchSpec, Units


def match_subclass(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """At most `spec.subclasses` classes in each stratum of the exact columns, each with people of both groups."""
    progress(0.0, "Dividing into classes")
    discarded = discard_units(units.logit, units.treated, spec.discard)
    lay_strata(units, spec, discarded)
    classes = quantile_classes(units, spec)
    sets = np.full(units.treated.size, -1, dtype=np.int64)
    for number, stratum in enumerate(split_strata(units.treated, ~discarded, exact_codes(units))):
        rows = np.concatenate([stratum.focal, stratum.others])
        sets[rows] = number * spec.subclasses + join_classes(classes[rows], units.treated[rows], spec.subclasses)
    return matching_of_sets(units, spec, sets, discarded)


def quantile_classes(units: Units, spec: MatchSpec) -> Integers:
    """Class (n,) from 0, lowest propensity first; a value on a cut belongs to the class above it."""
    line = line_of(units, spec.distance)
    group = {"ATT": units.treated, "ATC": ~units.treated, "ATE": np.ones(line.size, dtype=np.bool_)}[spec.estimand]
    cuts = np.quantile(line[group], np.linspace(0, 1, spec.subclasses + 1)[1:-1])
    return np.searchsorted(cuts, line, side="right").astype(np.int64)


def join_classes(classes: Integers, treated: Booleans, size: int) -> Integers:
    """Classes (n,) such that each has people of both groups; there is one at least where both groups have people."""
    counts = np.stack([np.bincount(classes[treated == group], minlength=size) for group in (True, False)])
    joined, current, seen = np.zeros(size, dtype=np.int64), 0, np.zeros(2, dtype=np.int64)
    for at in range(size):
        if seen.all():
            current, seen = current + 1, np.zeros(2, dtype=np.int64)
        joined[at] = current
        seen = seen + counts[:, at]
    if not seen.all():
        joined[joined == current] = max(current - 1, 0)
    return joined[classes]
