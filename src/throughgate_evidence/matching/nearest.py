"""Nearest neighbour matching, k to one, with and without replacement.

Without replacement people choose one after another: those hardest to match first, which is largest logit first for the
treated (MatchIt's default) and smallest first for comparison people (ATC); equal logits in order of the file.
Everybody gets a first partner before anybody a second. Of equally near people the first in the file is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .distances import Measure, measure_of
from .free_line import Candidate, FreeLine
from .runs import Runs
from .set_weights import Pairs, join_pairs, matching_of_pairs
from .steps import Tell, counted, part, steadily
from .strata import Stratum, discard_units, focal_group, lay_strata
from .units import Matching, MatchSpec, Units

# The row and the distance of who is chosen; None for nobody.
Choose = Callable[[int], "tuple[int, float] | None"]


def match_nearest(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """ATT or ATC. Raises EvidenceInputError where there are too few people to choose from without replacement."""
    measure = measure_of(units, spec)
    discarded = discard_units(units.logit, units.treated, spec.discard)
    strata = lay_strata(units, spec, discarded)
    check = check_ratio if spec.replace else check_enough
    check(units, spec, discarded)
    tell = steadily(progress, "Looking for the nearest people")
    parts = [
        match_stratum(stratum, units, spec, measure, part(tell, number, len(strata)))
        for number, stratum in enumerate(strata)
    ]
    width = measure.width if math.isfinite(measure.width) else None
    return matching_of_pairs(units, spec, join_pairs(parts), discarded, width)


def check_enough(units: Units, spec: MatchSpec, discarded: Booleans) -> None:
    focal = focal_group(units, spec)
    wanted, there = int((focal & ~discarded).sum()) * spec.ratio, int((~focal & ~discarded).sum())
    if there >= wanted:
        return
    looking, offered = ("comparison", "treated") if spec.estimand == "ATC" else ("treated", "comparison")
    raise EvidenceInputError(
        f"There are {there:,} {offered} people, too few to give {wanted // spec.ratio:,} {looking} people {spec.ratio} "
        "each without replacement. Match with replacement, with a smaller ratio, or by radius or full matching."
    )


def check_ratio(units: Units, spec: MatchSpec, discarded: Booleans) -> None:
    """With replacement: nobody can have more partners than there are."""
    there = int((~focal_group(units, spec) & ~discarded).sum())
    if spec.ratio > there:
        offered = "treated" if spec.estimand == "ATC" else "comparison"
        raise EvidenceInputError(
            f"A ratio of {spec.ratio} is more than the {there:,} {offered} people there are. Give a smaller ratio."
        )


def match_stratum(stratum: Stratum, units: Units, spec: MatchSpec, measure: Measure, tell: Tell) -> Pairs:
    tell(0.0)
    if spec.replace and measure.space is None and not units.antiexact.shape[1]:
        return nearest_on_line(stratum, measure, min(spec.ratio, stratum.others.size))
    order = choosing_order(stratum.focal, units.logit, spec)
    chooser = choose_in_space if measure.space is not None else choose_on_line
    return take_turns(stratum.focal[order], chooser(stratum, units, measure, spec.replace), spec.ratio, tell)


def choosing_order(focal: Integers, logit: Floats, spec: MatchSpec) -> Integers:
    """Hardest to match first; `focal` rows ascend, so a stable sort leaves equal logits in order of the file."""
    sign = 1.0 if spec.estimand == "ATC" else -1.0
    return np.argsort(sign * logit[focal], kind="stable")


def take_turns(focal: Integers, choose: Choose, ratio: int, tell: Tell) -> Pairs:
    """Round by round; who finds nobody once finds nobody later."""
    pairs: list[tuple[int, int, float]] = []
    looking: list[int] = focal.tolist()
    for turn in range(ratio):
        still = []
        for at in counted(len(looking), part(tell, turn, ratio)):
            chosen = choose(looking[at])
            if chosen is not None:
                pairs.append((looking[at], *chosen))
                still.append(looking[at])
        looking = still
    columns = list(zip(*pairs, strict=True)) if pairs else [(), (), ()]
    rows, partners = (np.array(column, dtype=np.int64) for column in columns[:2])
    return Pairs(rows, partners, np.array(columns[2], dtype=np.float64))


def choose_on_line(stratum: Stratum, units: Units, measure: Measure, replace: bool) -> Choose:
    """The nearest free person along the line."""
    line = FreeLine(stratum.others, measure.line)
    values = measure.line[stratum.focal]
    places = dict(zip(stratum.focal.tolist(), np.searchsorted(line.values, values).tolist(), strict=True))
    waiting: dict[int, Iterator[Candidate]] = {}

    def find(row: int) -> Candidate | None:
        value = float(measure.line[row])
        if not units.antiexact.shape[1]:
            return line.nearest(value, places[row])
        if not replace or row not in waiting:
            waiting[row] = allowed(row, line.outward(value, places[row]), units.antiexact, measure.width)
        return next(waiting[row], None)

    def choose(row: int) -> tuple[int, float] | None:
        found = find(row)
        if found is None or found[0] > measure.width:
            return None
        if not replace:
            line.take(found[2])
        return found[1], found[0]

    return choose


def allowed(row: int, candidates: Iterator[Candidate], antiexact: Integers, width: float) -> Iterator[Candidate]:
    """Those within the width who differ in every antiexact column."""
    for candidate in candidates:
        if candidate[0] > width:
            return
        if (antiexact[row] != antiexact[candidate[1]]).all():
            yield candidate


def choose_in_space(stratum: Stratum, units: Units, measure: Measure, replace: bool) -> Choose:
    """The nearest free person by coordinates, among those within the caliper along the line."""
    runs = Runs(stratum, measure, units.antiexact)
    places = {row: at for at, row in enumerate(stratum.focal.tolist())}
    free = np.ones(runs.others.size, dtype=np.bool_)
    mine: dict[int, set[int]] = {}

    def choose(row: int) -> tuple[int, float] | None:
        low, distance = runs.run(places[row])
        distance[~free[low : low + distance.size]] = np.inf
        distance[[at - low for at in mine.get(row, ())]] = np.inf
        if not distance.size or not np.isfinite(least := float(distance.min())):
            return None
        ties = low + np.flatnonzero(distance == least)
        at = int(ties[np.argmin(runs.others[ties])])
        if replace:
            mine.setdefault(row, set()).add(at)
        else:
            free[at] = False
        return int(runs.others[at]), least

    return choose


def nearest_on_line(stratum: Stratum, measure: Measure, ratio: int) -> Pairs:
    """With replacement, all at once: the `ratio` nearest are among as many to either side."""
    values = measure.line[stratum.focal]
    sides = [side_candidates(stratum.others, measure.line, values, ratio, right) for right in (True, False)]
    rows = np.concatenate([side[0] for side in sides], axis=1)
    distance = np.concatenate([side[1] for side in sides], axis=1)
    best = np.lexsort((rows, distance), axis=1)[:, :ratio]
    rows, distance = np.take_along_axis(rows, best, 1), np.take_along_axis(distance, best, 1)
    found = distance <= min(measure.width, np.finfo(np.float64).max)
    return Pairs(np.repeat(stratum.focal, found.sum(axis=1)), rows[found], distance[found])


def side_candidates(others: Integers, line: Floats, values: Floats, ratio: int, right: bool) -> tuple[Integers, Floats]:
    """Rows and distances (m, ratio) of the nearest to one side, of equals the first in the file; infinite beyond the
    end.
    """
    order = np.lexsort((others if right else -others, line[others]))
    ordered = others[order]
    start = np.searchsorted(line[ordered], values)
    steps = np.arange(ratio) if right else -1 - np.arange(ratio)
    places = start[:, None] + steps
    inside = (places >= 0) & (places < ordered.size)
    rows = ordered[np.where(inside, places, 0)]
    return rows, np.where(inside, np.abs(line[rows] - values[:, None]), np.inf)
