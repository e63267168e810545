"""How far apart the groups are on all covariates at once: L₁ (Iacus, King and Porro 2011).

Half the sum, over the cells of a coarsening, of the difference between the two groups' shares: 0 where they are the
same in every cell, 1 where no cell has people of both. It depends on the coarsening, so one is fixed before matching
and used before and after: Scott's rule for each covariate, and every value of a covariate with few. With many
covariates nearly every cell has one person and L₁ comes close to 1 whatever is done: compare before with after, not
with 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from .cells import coarsen, value_codes
from .strata import row_codes
from .units import Matching, Units

# A covariate with at most this many values is not coarsened.
FEW_VALUES = 12


@dataclass(frozen=True)
class Imbalance:
    """L₁ `before` and `after` matching, from 0 (alike) to 1 (apart), over `cells` that anybody is in."""

    before: float
    after: float
    cells: int


def multivariate_imbalance(units: Units, matching: Matching) -> Imbalance:
    """Before: everybody with their sampling weight; after: everybody with their matching weight."""
    cells = row_codes(np.column_stack([scott_codes(column) for column in units.covariates.T]))
    before = half_distance(cells, units.treated, units.weights)
    return Imbalance(before, half_distance(cells, units.treated, matching.weights), int(cells.max()) + 1)


def half_distance(cells: Integers, treated: Booleans, weights: Floats) -> float:
    size = int(cells.max()) + 1
    shares = [np.bincount(cells[group], weights[group], size) / weights[group].sum() for group in (treated, ~treated)]
    return float(np.abs(shares[0] - shares[1]).sum()) / 2


def scott_codes(column: Floats) -> Integers:
    """Bins of a width of about 3.49 SD / n^⅓ (Scott 1979)."""
    values = np.unique(column)
    if values.size <= FEW_VALUES:
        return value_codes(column)
    width = 3.49 * float(column.std(ddof=1)) / column.size ** (1 / 3)
    return coarsen(column, max(2, math.ceil((values[-1] - values[0]) / width)))
