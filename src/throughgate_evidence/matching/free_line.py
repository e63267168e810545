"""People in order along a line, some of them taken: who is nearest to a point and still free?

Links over those already taken are kept as a union-find with path compression (Tarjan 1975), only for people who were
ever touched: n searches cost about as much as n steps, however large the line.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np

from ..engines.sums import Floats, Integers

Candidate = tuple[
    float, int, int
]  # distance, row of the file, place on the line: nearest first, then first in the file


class FreeLine:
    """`rows` (m,) of the file in order of their `line` value, and within equal values in order of the file."""

    def __init__(self, rows: Integers, line: Floats) -> None:
        order = np.argsort(line[rows], kind="stable")
        self.rows: Integers = rows[order]
        self.values: Floats = line[self.rows]
        starts = np.concatenate([[True], self.values[1:] != self.values[:-1]])
        self.block: Integers = np.maximum.accumulate(np.where(starts, np.arange(order.size), 0))
        self.after: dict[int, int] = {}
        self.before: dict[int, int] = {}

    def take(self, at: int) -> None:
        self.after[at] = at + 1
        self.before[at] = at - 1

    def right(self, at: int) -> int:
        """First free place at or after `at`; the size of the line where there is none."""
        return follow(self.after, at)

    def left(self, at: int) -> int:
        """Last free place at or before `at`; −1 where there is none."""
        return follow(self.before, at)

    def nearest(self, value: float, place: int) -> Candidate | None:
        """The nearest free person to `value`, which belongs at `place`; of equals the first in the file."""
        return min(filter(None, (self.first_right(value, place), self.first_left(value, place))), default=None)

    def first_right(self, value: float, place: int) -> Candidate | None:
        at = self.right(place)
        return self.candidate(value, at) if at < self.rows.size else None

    def first_left(self, value: float, place: int) -> Candidate | None:
        at = self.left(place - 1)
        return self.candidate(value, self.right(int(self.block[at]))) if at >= 0 else None

    def candidate(self, value: float, at: int) -> Candidate:
        return abs(float(self.values[at]) - value), int(self.rows[at]), at

    def outward(self, value: float, place: int) -> Iterator[Candidate]:
        """Every free person, nearest first."""
        return heapq.merge(self.rightward(value, place), self.leftward(value, place))

    def rightward(self, value: float, place: int) -> Iterator[Candidate]:
        at = self.right(place)
        while at < self.rows.size:
            yield self.candidate(value, at)
            at = self.right(at + 1)

    def leftward(self, value: float, place: int) -> Iterator[Candidate]:
        """Block by block of equal values, each from its start, so that the file's order holds."""
        last = self.left(place - 1)
        while last >= 0:
            start = int(self.block[last])
            at = self.right(start)
            while at <= last:
                yield self.candidate(value, at)
                at = self.right(at + 1)
            last = self.left(start - 1)


def follow(links: dict[int, int], at: int) -> int:
    """The end of the chain from `at`; every link passed is set to the end."""
    end = at
    while end in links:
        end = links[end]
    while at != end:
        links[at], at = end, links[at]
    return end
