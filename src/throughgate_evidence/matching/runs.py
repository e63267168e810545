"""The people within one person's caliper, and how far each of them is: one run of an ordered stratum at a time.

Nothing larger than a run is ever held, so memory is bounded by the pool and not by the number of pairs.
"""

from __future__ import annotations

import numpy as np

from ..engines.sums import Floats, Integers
from .distances import Measure
from .strata import Stratum

# Distances between coordinates are in standard deviations; digits beyond these are the noise of binary fractions.
DIGITS = 10


class Runs:
    """A stratum with its others in order along the line. `antiexact` (n, k) of everyone."""

    def __init__(self, stratum: Stratum, measure: Measure, antiexact: Integers) -> None:
        order = np.argsort(measure.line[stratum.others], kind="stable")
        self.focal: Integers = stratum.focal
        self.others: Integers = stratum.others[order]
        self.values: Floats = measure.line[self.others]
        self.space = None if measure.space is None else measure.space[self.others]
        self.measure, self.antiexact = measure, antiexact
        mine = self.focal_values = measure.line[self.focal]
        # The width is compared once more as a distance, so a step to either side costs nothing and loses nobody.
        self.low: Integers = np.searchsorted(self.values, np.nextafter(mine - measure.width, -np.inf))
        self.high: Integers = np.searchsorted(self.values, np.nextafter(mine + measure.width, np.inf), side="right")
        self.place: Integers = np.searchsorted(self.values, mine)

    def pairs_within(self, most: int | None = None) -> int:
        """How many pairs all runs hold together, when each is asked for `most` of the nearest only."""
        sizes = self.high - self.low
        return int((sizes if most is None else np.minimum(sizes, most)).sum())

    def run(self, at: int, most: int | None = None) -> tuple[int, Floats]:
        """Where the run of focal person `at` starts, and the distance to each in it; infinite where they may not meet.

        With `most`, a run along the line may be cut to the `most` nearest on either side.
        """
        low, high = int(self.low[at]), int(self.high[at])
        if most is not None and self.space is None and not self.antiexact.shape[1]:
            place = int(self.place[at])
            low, high = max(low, place - most), min(high, place + most)
        row = int(self.focal[at])
        along = np.abs(self.values[low:high] - self.measure.line[row])
        distance = along if self.space is None else self.between(row, low, high)
        barred = along > self.measure.width
        for column in self.antiexact.T:
            barred |= column[self.others[low:high]] == column[row]
        distance[barred] = np.inf
        return low, distance

    def between(self, row: int, low: int, high: int) -> Floats:
        # Loaded when it is needed: it takes longer than a small evaluation.
        from scipy.spatial.distance import cdist

        if self.space is None or self.measure.space is None:
            raise ValueError("A line has no coordinates.")
        distance = cdist(self.measure.space[row : row + 1], self.space[low:high])[0]
        return np.asarray(np.round(distance, DIGITS), dtype=np.float64)

    def nearest(self, at: int, most: int) -> tuple[Integers, Floats]:
        """Places and distances of the `most` nearest to focal person `at` whom they may meet, in no order."""
        low, distance = self.run(at, most)
        nearest = np.argpartition(distance, most - 1)[:most] if distance.size > most else np.arange(distance.size)
        chosen = nearest[np.isfinite(distance[nearest])]
        return chosen + low, distance[chosen]
