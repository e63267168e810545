"""Who looks for partners, who may be one, and who may not meet: estimand, common support, exact columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .units import Discard, MatchSpec, Units

# Codes are joined without looking which occur, as long as they stay below this.
LARGEST_CODE = 2**60


@dataclass(frozen=True)
class Stratum:
    """Rows of the file, ascending: `focal` people look for partners among `others`. Neither is empty."""

    focal: Integers
    others: Integers


def focal_group(units: Units, spec: MatchSpec) -> Booleans:
    """(n,): the treated for ATT and ATE, the comparison people for ATC."""
    return ~units.treated if spec.estimand == "ATC" else units.treated


def discard_units(logit: Floats, treated: Booleans, discard: Discard) -> Booleans:
    """(n,) who is outside common support. ``treated``: whoever lies outside the range of the comparison people;
    ``comparison``: outside the range of the treated; ``both``: outside either. As in MatchIt.
    """
    ranges = {
        "treated": (logit[~treated].min(), logit[~treated].max()),
        "comparison": (logit[treated].min(), logit[treated].max()),
    }
    wanted = ranges.values() if discard == "both" else [ranges[discard]] if discard in ranges else []
    outside = np.zeros(logit.size, dtype=np.bool_)
    for low, high in wanted:
        outside |= (logit < low) | (logit > high)
    return outside


def row_codes(columns: Integers) -> Integers:
    """One number (n,) for each different row of whole numbers (n, k), from 0 without gaps."""
    codes, size = np.zeros(columns.shape[0], dtype=np.int64), 1
    for column in columns.T:
        part, parts = small_codes(column)
        if size * parts > LARGEST_CODE:
            codes, size = small_codes(codes, limit=0)
        codes, size = codes * parts + part, size * parts
    return small_codes(codes, limit=0)[0]


def small_codes(column: Integers, limit: int = 2**20) -> tuple[Integers, int]:
    """Codes from 0, and how many there may be; gaps are closed where the range is over `limit`."""
    low = int(column.min(initial=0))
    span = int(column.max(initial=0)) - low + 1
    if span <= limit:
        return column - low, span
    values, codes = np.unique(column, return_inverse=True)
    return codes.astype(np.int64), max(values.size, 1)


def split_strata(focal: Booleans, eligible: Booleans, codes: Integers | None) -> list[Stratum]:
    """One stratum for each code (n,) that eligible people of both groups have; all in one where `codes` is None."""
    rows = np.flatnonzero(eligible)
    if codes is None:
        parts: Sequence[Integers] = [rows]
    else:
        size = int(codes.max(initial=0)) + 1
        keys, side = codes[rows], focal[rows]
        both = (np.bincount(keys[side], minlength=size) > 0) & (np.bincount(keys[~side], minlength=size) > 0)
        rows = rows[both[keys]]
        rows = rows[np.argsort(codes[rows], kind="stable")]
        parts = np.split(rows, np.flatnonzero(np.diff(codes[rows])) + 1)
    split = [Stratum(part[focal[part]], part[~focal[part]]) for part in parts]
    return [stratum for stratum in split if stratum.focal.size and stratum.others.size]


def exact_codes(units: Units) -> Integers | None:
    return row_codes(units.exact) if units.exact.shape[1] else None


def lay_strata(units: Units, spec: MatchSpec, discarded: Booleans) -> list[Stratum]:
    """Within the exact columns; raises EvidenceInputError where no two people of different groups may meet."""
    focal = focal_group(units, spec)
    strata = split_strata(focal, ~discarded, exact_codes(units))
    if not strata:
        raise EvidenceInputError(nobody_meets(units, discarded))
    return strata


def nobody_meets(units: Units, discarded: Booleans) -> str:
    left = units.treated[~discarded]
    if left.all() or not left.any():
        return "The groups have no common support: after discarding, one of them is empty. Use no discarding."
    return (
        "No treated and comparison person have the same values in the columns to match exactly on. Match exactly on "
        "fewer columns, or join rare categories."
    )
