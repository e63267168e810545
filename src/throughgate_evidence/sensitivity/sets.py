"""People arranged in matched sets, as Rosenbaum's bounds take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError


@dataclass(frozen=True)
class Sets:
    """n people in S sets that hold both groups each: `y` (n,), `treated` (n,), `place` (n,) from 0 to S − 1.

    `size` and `n_treated` (S,) count the people of each set.
    """

    y: Floats
    treated: Booleans
    place: Integers
    size: Integers
    n_treated: Integers

    @property
    def n_comparison(self) -> Integers:
        return self.size - self.n_treated

    def total(self, values: Floats) -> Floats:
        """The sum of `values` (n,) in each set (S,)."""
        return np.bincount(self.place, values, minlength=self.size.size).astype(np.float64)

    @property
    def are_pairs(self) -> bool:
        return bool((self.size == 2).all())

    def differences(self) -> Floats:
        """Treated less comparison outcome of each pair (S,)."""
        return self.total(np.where(self.treated, self.y, -self.y))


def arrange_sets(y: Floats, treated: Booleans, sets: Integers) -> Sets:
    """Leaves out who is in no set (a number below 0), whose outcome is missing, and sets that then lack a group.

    `y`, `treated` and `sets` are (n,). Raises EvidenceInputError where no set is left, or the lengths differ.
    """
    if not (y.shape == treated.shape == sets.shape):
        raise EvidenceInputError(
            f"Outcomes ({y.size:,}), groups ({treated.size:,}) and sets ({sets.size:,}) must be as many: "
            "one of each for every person."
        )
    taken = (sets >= 0) & ~np.isnan(y)
    for group in (treated, ~treated):
        taken &= np.isin(sets, sets[taken & group])
    if not taken.any():
        raise EvidenceInputError(
            "No matched set holds a treated and a comparison person with a known outcome. Bounds of this kind need "
            "pairs or sets: match by pairs, or take the bounds for weights."
        )
    _, place, size = np.unique(sets[taken], return_inverse=True, return_counts=True)
    n_treated = np.bincount(place, treated[taken], minlength=size.size).astype(np.int64)
    return Sets(y[taken].astype(np.float64), treated[taken], place.astype(np.int64), size.astype(np.int64), n_treated)
