"""Exact and coarsened exact matching: people are compared within cells in which they are all alike.

Coarsened exact matching: Iacus, King and Porro (2012). Each covariate is cut into bins of equal width from its
lowest to its highest value over everyone, by Sturges' rule unless `cutpoints` says how many, as in MatchIt; an
indicator keeps its two values. Cells without people of both groups are left out.
"""

from __future__ import annotations

import math

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .set_weights import matching_of_sets
from .strata import discard_units, row_codes
from .units import Matching, MatchSpec, Units

# In `cutpoints`: matched on its very values, and not matched on at all. Both as in MatchIt.
AS_IT_IS, NOT_AT_ALL = 0, 1
# Finer than any file can fill; to keep every value there is `AS_IT_IS`.
MOST_BINS = 10_000


def match_exact(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """Sets of people who are the same on every covariate and in the exact columns."""
    codes = [value_codes(column) for column in units.covariates.T]
    return match_cells(units, spec, codes, progress)


def match_cem(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """Sets of people who are the same once covariates are coarsened. Raises EvidenceInputError for a name in
    `cutpoints` that is no covariate.
    """
    check_cutpoints(units, spec)
    bins = sturges_bins(units.treated.size)
    codes = [
        coarsen(column, spec.cutpoints.get(name, bins))
        for name, column in zip(units.names, units.covariates.T, strict=True)
    ]
    return match_cells(units, spec, codes, progress)


def check_cutpoints(units: Units, spec: MatchSpec) -> None:
    for name, bins in spec.cutpoints.items():
        if name not in units.names:
            raise EvidenceInputError(f"Cutpoints are given for {name!r}, which is not among the covariates.")
        if not 0 <= bins <= MOST_BINS:
            raise EvidenceInputError(
                f"{name} cannot be cut into {bins} bins: give 2 to {MOST_BINS:,}, 0 to keep its values, or 1 to leave "
                "it out."
            )


def match_cells(units: Units, spec: MatchSpec, codes: list[Integers], progress: Progress) -> Matching:
    progress(0.0, "Looking for people who are alike")
    discarded = discard_units(units.logit, units.treated, spec.discard)
    cells = row_codes(np.column_stack([units.exact, *codes]))
    return matching_of_sets(units, spec, shared_cells(cells, units.treated, ~discarded), discarded)


def shared_cells(cells: Integers, treated: Booleans, eligible: Booleans) -> Integers:
    """The cell (n,) of each eligible person, −1 where it lacks people of one group."""
    size = int(cells.max(initial=-1)) + 1
    both = np.ones(size, dtype=np.bool_)
    for group in (treated, ~treated):
        both &= np.bincount(cells[group & eligible], minlength=size) > 0
    return np.where(eligible & both[cells], cells, -1)


def value_codes(column: Floats) -> Integers:
    return np.unique(column, return_inverse=True)[1].astype(np.int64)


def sturges_bins(people: int) -> int:
    return math.ceil(math.log2(people) + 1)


def coarsen(column: Floats, bins: int) -> Integers:
    """Bin (n,) of each value; a value on a cutpoint belongs to the bin above it."""
    if bins == AS_IT_IS:
        return value_codes(column)
    if bins == NOT_AT_ALL:
        return np.zeros(column.size, dtype=np.int64)
    cutpoints = np.linspace(column.min(), column.max(), bins + 1)[1:-1]
    return np.searchsorted(cutpoints, column, side="right").astype(np.int64)
