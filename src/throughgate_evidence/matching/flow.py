"""Choosing pairs so that their distances together are least: minimum-cost flow (OR-tools) on whole numbers.

Distances become whole numbers by one power of two, as large as the solver allows: at a million people twelve digits of
the largest distance are kept, eight with several partners each. A total of n distances is at most n units of the last
digit off the optimum; which of two distances is larger is lost only where they agree in all those digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError

# An edge takes about a hundred bytes in the solver.
MOST_EDGES = 20_000_000
# Costs are multiplied by the number of nodes inside the solver and must stay below 2⁶³.
COST_BITS = 60


@dataclass(frozen=True)
class Edges:
    """Pairs that may be had: `focal` and `others` (e,) number people from 0 within their group; `distance` (e,)."""

    focal: Integers
    others: Integers
    distance: Floats

    def chosen(self, which: Booleans) -> Edges:
        return Edges(self.focal[which], self.others[which], self.distance[which])


def check_size(edges: int, method: str) -> None:
    if edges > MOST_EDGES:
        raise EvidenceInputError(
            f"{method.capitalize()} matching would have to weigh {edges:,} pairs against each other; {MOST_EDGES:,} is "
            "the most it can. Use a narrower caliper, exact columns, or nearest or radius matching."
        )


def whole_numbers(distance: Floats, nodes: int, spare: float = 1.0) -> Integers:
    """Distances (e,) as costs; `spare` is how many times the largest cost has to fit in as well."""
    largest = float(distance.max(initial=0.0))
    if not largest:
        return np.zeros(distance.size, dtype=np.int64)
    bits = min(50, COST_BITS - math.ceil(math.log2((nodes + 2) * spare + 1)))
    step = math.floor(math.log2(largest)) + 1 - bits
    return np.rint(np.ldexp(distance, -step)).astype(np.int64)


class Network:
    """Arcs between numbered nodes; `supply` units start where positive and end where negative."""

    def __init__(self, nodes: int) -> None:
        # Loaded when it is needed: it takes longer than a small evaluation.
        from ortools.graph.python import min_cost_flow

        self.solver = min_cost_flow.SimpleMinCostFlow()
        self.supply: Integers = np.zeros(nodes, dtype=np.int64)

    def connect(self, start: Integers | int, end: Integers | int, capacity: int, cost: Integers | int = 0) -> Integers:
        """Arcs from each `start` to each `end`, of which one may be a single node; their numbers (k,)."""
        starts, ends, costs = np.broadcast_arrays(np.atleast_1d(start), end, cost)
        capacities = np.full(starts.size, capacity, dtype=np.int64)
        arcs = self.solver.add_arcs_with_capacity_and_unit_cost(
            starts.astype(np.int64), ends.astype(np.int64), capacities, costs.astype(np.int64)
        )
        return np.asarray(arcs, dtype=np.int64)

    def solve(self, *, all_supply: bool) -> bool:
        """Cheapest flow of all the supply, or of as much of it as can flow; False where all cannot."""
        self.solver.set_nodes_supplies(np.arange(self.supply.size), self.supply)
        status = self.solver.solve() if all_supply else self.solver.solve_max_flow_with_min_cost()
        if status == self.solver.OPTIMAL:
            return True
        if status in (self.solver.INFEASIBLE, self.solver.UNBALANCED):
            return False
        raise RuntimeError(f"The flow solver stopped with {status}.")

    def used(self, arcs: Integers) -> Booleans:
        return np.asarray(self.solver.flows(arcs), dtype=np.int64) > 0


def most_pairs_least_distance(edges: Edges, focal: int, ratio: int) -> Booleans:
    """Edges (e,) chosen: up to `ratio` for each of `focal` people and one for each of the others.

    In this order: as many pairs as can be, as many focal people with a partner as can be, least distance.
    """
    numbers, others = np.unique(edges.others, return_inverse=True)
    source, sink = focal + numbers.size, focal + numbers.size + 1
    spare = 1.0 if ratio == 1 else 2.0 * focal * ratio
    costs = whole_numbers(edges.distance, sink, spare)
    network = Network(sink + 1)
    everyone = np.arange(focal)
    network.connect(source, everyone, 1)
    if ratio > 1:
        # Dearer than anything that a second partner could save.
        network.connect(source, everyone, ratio - 1, (int(costs.max(initial=0)) + 1) * focal * ratio)
    arcs = network.connect(edges.focal, focal + others, 1, costs)
    network.connect(focal + np.arange(numbers.size), sink, 1)
    network.supply[source], network.supply[sink] = focal * ratio, -focal * ratio
    network.solve(all_supply=False)
    return network.used(arcs)


def most_gain(edges: Edges, gain: Floats) -> Booleans:
    """Edges (e,) of the matching whose `gain` (e,), all above 0, is largest in all; nobody has to be in it."""
    mine, focal = np.unique(edges.focal, return_inverse=True)
    theirs, others = np.unique(edges.others, return_inverse=True)
    source, sink = mine.size + theirs.size, mine.size + theirs.size + 1
    network = Network(sink + 1)
    network.connect(source, np.arange(mine.size), 1)
    arcs = network.connect(focal, mine.size + others, 1, -whole_numbers(gain, sink))
    network.connect(mine.size + np.arange(theirs.size), sink, 1)
    network.connect(source, sink, mine.size)
    network.supply[source], network.supply[sink] = mine.size, -mine.size
    network.solve(all_supply=True)
    return network.used(arcs)


def bounded_cover(edges: Edges, sizes: tuple[int, int], most: tuple[int, int]) -> Booleans | None:
    """Edges (e,) of the cheapest choice in which each of `sizes` people of either group has at least one, and at most
    as many as `most` says; None where there is no such choice.
    """
    (focal, others), (most_of_focal, most_of_others) = sizes, most
    home = focal + others
    network = Network(home + 1)
    network.supply[:focal], network.supply[focal:home], network.supply[home] = 1, -1, others - focal
    arcs = network.connect(edges.focal, focal + edges.others, 1, whole_numbers(edges.distance, home))
    if most_of_focal > 1:
        network.connect(home, np.arange(focal), most_of_focal - 1)
    if most_of_others > 1:
        network.connect(focal + np.arange(others), home, most_of_others - 1)
    return network.used(arcs) if network.solve(all_supply=True) else None
