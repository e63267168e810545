"""Optimal full matching: everybody who can be matched is in exactly one set, of one person of a group and one or more
of the other, and the distances within sets are together the least there are (Rosenbaum 1991; Hansen 2004).

That is a minimum-weight edge cover: its components are such sets of themselves. It is found as a matching (Schrijver
2003, 19.3): with m(v) the distance from v to whoever is nearest, a pair (u, v) gains m(u) + m(v) − d(u, v) over leaving
each with its nearest. Only pairs that gain become edges, a small share of all. Where the sizes of sets are bounded
every pair is an edge, and the bounds are those of a flow (Hansen and Klopfer 2006).
"""

from __future__ import annotations

import math

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .distances import measure_of
from .flow import Edges, bounded_cover, check_size, most_gain
from .runs import Runs
from .set_weights import Pairs, join_pairs, matching_of_sets
from .steps import Tell, counted, part, steadily
from .strata import discard_units, exact_codes, lay_strata, split_strata
from .units import Matching, MatchSpec, Units


def match_full(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """ATT, ATC or ATE. Who has nobody within the caliper is left out; raises EvidenceInputError where the bounds on
    sets cannot be kept.
    """
    measure = measure_of(units, spec)
    discarded = discard_units(units.logit, units.treated, spec.discard)
    lay_strata(units, spec, discarded)
    # The treated lead whatever the estimand: the sets are the same, only their weights differ.
    strata = split_strata(units.treated, ~discarded, exact_codes(units))
    tell = steadily(progress, "Making the best sets")
    pairs = join_pairs(
        best_sets(Runs(stratum, measure, units.antiexact), spec, part(tell, number, len(strata)))
        for number, stratum in enumerate(strata)
    )
    width = measure.width if math.isfinite(measure.width) else None
    return matching_of_sets(units, spec, sets_of(pairs, units.treated.size), discarded, pairs, width)


def best_sets(runs: Runs, spec: MatchSpec, tell: Tell) -> Pairs:
    bounded = spec.most_comparison is not None or spec.most_treated is not None
    edges = bounded_sets(runs, spec, tell) if bounded else free_sets(runs, tell)
    edges = only_stars(edges, (runs.focal.size, runs.others.size))
    return Pairs(runs.focal[edges.focal], runs.others[edges.others], edges.distance)


def free_sets(runs: Runs, tell: Tell) -> Edges:
    """The cheapest edge cover of everybody who has somebody within reach."""
    nearest_of_focal, nearest_of_others = nearest_both_ways(runs, part(tell, 0, 2))
    useful, gain = gaining_edges(runs, nearest_of_focal.distance, nearest_of_others.distance, part(tell, 1, 2))
    matched = useful.chosen(most_gain(useful, gain)) if gain.size else useful
    rest = [
        nearest_of_focal.chosen(left_over(nearest_of_focal, nearest_of_focal.focal, matched.focal)),
        nearest_of_others.chosen(left_over(nearest_of_others, nearest_of_others.others, matched.others)),
    ]
    return without_doubles([matched, *rest])


def nearest_both_ways(runs: Runs, tell: Tell) -> tuple[Edges, Edges]:
    """From every focal person, and from every one of the others, to whoever is nearest; infinite where nobody is."""
    mine, my_place = np.full(runs.focal.size, np.inf), np.zeros(runs.focal.size, dtype=np.int64)
    theirs, their_place = np.full(runs.others.size, np.inf), np.zeros(runs.others.size, dtype=np.int64)
    for at in counted(runs.focal.size, tell):
        low, distance = runs.run(at)
        if not distance.size:
            continue
        best = int(distance.argmin())
        mine[at], my_place[at] = distance[best], low + best
        window = slice(low, low + distance.size)
        nearer = distance < theirs[window]
        theirs[window][nearer] = distance[nearer]
        their_place[window][nearer] = at
    if runs.space is None and not runs.antiexact.shape[1]:
        my_place, their_place = take_in_turn(my_place, runs.values), take_in_turn(their_place, runs.focal_values)
    return (
        Edges(np.arange(runs.focal.size), my_place, mine),
        Edges(their_place, np.arange(runs.others.size), theirs),
    )


def take_in_turn(places: Integers, values: Floats) -> Integers:
    """Other `places` (m,) of the same `values` (k,), so that of equals each is taken about as often: the distances stay
    and sets come out even.
    """
    block = np.unique(values, return_inverse=True)[1]
    members, size = np.argsort(block, kind="stable"), np.bincount(block)
    start = np.cumsum(size) - size
    wanted = block[places]
    order = np.argsort(wanted, kind="stable")
    turn = np.empty(places.size, dtype=np.int64)
    turn[order] = np.arange(places.size) - np.searchsorted(wanted[order], wanted[order])
    return np.asarray(members[start[wanted] + turn % size[wanted]], dtype=np.int64)


def gaining_edges(runs: Runs, mine: Floats, theirs: Floats, tell: Tell) -> tuple[Edges, Floats]:
    """Pairs that are nearer than both to their nearest together, and by how much."""
    focal, others, distances, gains, edges_so_far = [], [], [], [], 0
    for at in counted(runs.focal.size, tell):
        if not np.isfinite(mine[at]):
            continue
        low, distance = runs.run(at)
        best = theirs[low : low + distance.size]
        with np.errstate(invalid="ignore"):
            gain = mine[at] + best - distance
        (places,) = np.nonzero(gain > 0)
        focal.append(np.full(places.size, at))
        others.append(places + low)
        distances.append(distance[places])
        gains.append(gain[places])
        edges_so_far += places.size
        check_size(edges_so_far, "full")
    if not gains:
        none = np.zeros(0, dtype=np.int64)
        return Edges(none, none, np.zeros(0)), np.zeros(0)
    return Edges(np.concatenate(focal), np.concatenate(others), np.concatenate(distances)), np.concatenate(gains)


def left_over(nearest: Edges, people: Integers, matched: Integers) -> Booleans:
    return np.isfinite(nearest.distance) & ~np.isin(people, matched)


def without_doubles(parts: list[Edges]) -> Edges:
    focal, others, distance = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("focal", "others", "distance")
    )
    _, first = np.unique(np.column_stack((focal, others)), axis=0, return_index=True)
    return Edges(focal[first], others[first], distance[first])


def only_stars(edges: Edges, sizes: tuple[int, int]) -> Edges:
    """Without edges between two people who both have another one: at an optimum those cost nothing."""
    mine = np.bincount(edges.focal, minlength=sizes[0])
    theirs = np.bincount(edges.others, minlength=sizes[1])
    kept = np.ones(edges.focal.size, dtype=np.bool_)
    double = np.flatnonzero((mine[edges.focal] > 1) & (theirs[edges.others] > 1))
    for at in double[np.argsort(-edges.distance[double], kind="stable")].tolist():
        one, other = edges.focal[at], edges.others[at]
        if mine[one] > 1 and theirs[other] > 1:
            kept[at] = False
            mine[one] -= 1
            theirs[other] -= 1
    return edges.chosen(kept)


def bounded_sets(runs: Runs, spec: MatchSpec, tell: Tell) -> Edges:
    """All pairs within reach as edges of a flow; who has nobody within reach is left out first."""
    check_size(runs.pairs_within(), "full")
    edges = every_edge(runs, tell)
    mine, focal = np.unique(edges.focal, return_inverse=True)
    theirs, others = np.unique(edges.others, return_inverse=True)
    sizes = (mine.size, theirs.size)
    most = (bound(spec.most_comparison, theirs.size), bound(spec.most_treated, mine.size))
    chosen = bounded_cover(Edges(focal, others, edges.distance), sizes, most) if mine.size else None
    if mine.size and chosen is None:
        raise EvidenceInputError(
            f"Sets of at most {most[1]:,} treated or {most[0]:,} comparison people cannot hold the {mine.size:,} "
            f"treated and {theirs.size:,} comparison people who have somebody within reach. Allow larger sets, or a "
            "wider caliper."
        )
    return edges if chosen is None else edges.chosen(chosen)


def bound(most: int | None, people: int) -> int:
    return max(people, 1) if most is None else min(most, max(people, 1))


def every_edge(runs: Runs, tell: Tell) -> Edges:
    found = [runs.nearest(at, runs.others.size) for at in counted(runs.focal.size, tell)]
    focal = np.repeat(np.arange(runs.focal.size), [places.size for places, _ in found])
    return Edges(focal, np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found]))


def sets_of(pairs: Pairs, people: int) -> Integers:
    """A set (n,) is numbered by the row at its centre: the focal person, unless a partner has several of them."""
    uses = np.bincount(pairs.others, minlength=people)
    centre = np.where(uses[pairs.others] > 1, pairs.others, pairs.focal)
    sets = np.full(people, -1, dtype=np.int64)
    sets[pairs.focal] = centre
    sets[pairs.others] = centre
    return sets
