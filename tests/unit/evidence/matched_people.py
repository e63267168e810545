"""Small groups of people to match, and what may be compared by the definition, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from throughgate_evidence.matching import Matching, MatchSpec, Units


def make_units(
    treated: Sequence[float],
    comparison: Sequence[float],
    *,
    covariates: Sequence[Sequence[float]] | None = None,
    exact: Sequence[int] | None = None,
    antiexact: Sequence[int] | None = None,
    weights: Sequence[float] | None = None,
) -> Units:
    """Logits of the treated, then of the comparison people; other columns in the same order."""
    logit = np.array([*treated, *comparison], dtype=np.float64)
    columns = np.array(logit[:, None] if covariates is None else covariates, dtype=np.float64)
    return Units(
        np.arange(logit.size) < len(treated),
        logit,
        columns,
        tuple(f"x{at}" for at in range(columns.shape[1])),
        np.ones(logit.size) if weights is None else np.array(weights, dtype=np.float64),
        codes(exact, logit.size),
        codes(antiexact, logit.size),
    )


def codes(column: Sequence[int] | None, people: int) -> np.ndarray:
    return np.zeros((people, 0), dtype=np.int64) if column is None else np.array(column, dtype=np.int64)[:, None]


@st.composite
def groups_of_people(draw, *, most=9, exact=False, antiexact=False, weighted=False, covariates=0, twins=False):
    """Logits in eighths, so that ties occur and are exact in binary; `twins` are two people of different groups who are
    alike in everything but their weight.
    """
    sizes = [draw(st.integers(1, most)), draw(st.integers(1, 2 * most))]
    people = sum(sizes)

    def column(elements):
        return draw(st.lists(elements, min_size=people, max_size=people))

    logit = np.array(column(st.integers(-16, 16))) / 8
    order = np.array(draw(st.permutations(range(people))))
    columns = [column(st.integers(0, 4)) for _ in range(covariates)]
    units = Units(
        order < sizes[0],
        logit,
        np.array([logit, *columns], dtype=np.float64).T,
        tuple(f"x{at}" for at in range(covariates + 1)),
        np.array(column(st.integers(1, 4)), dtype=np.float64) if weighted else np.ones(people),
        codes(column(st.integers(0, 1)) if exact else None, people),
        codes(column(st.integers(0, 2)) if antiexact else None, people),
    )
    if twins:
        one, other = np.argmax(units.treated), np.argmin(units.treated)
        for columns in (units.logit, units.covariates, units.exact):
            columns[other] = columns[one]
    return units


def may_meet(units: Units, width: float = np.inf) -> np.ndarray:
    """(treated, comparison): within `width` of the logit, same exact and different antiexact values."""
    one, other = np.flatnonzero(units.treated), np.flatnonzero(~units.treated)
    near = np.abs(units.logit[one][:, None] - units.logit[other]) <= width
    for column in units.exact.T:
        near &= column[one][:, None] == column[other]
    for column in units.antiexact.T:
        near &= column[one][:, None] != column[other]
    return near


def gaps(units: Units) -> np.ndarray:
    """(treated, comparison) distances on the logit."""
    return np.abs(units.logit[units.treated][:, None] - units.logit[~units.treated])


def same_pairs(one: Matching, other: Matching) -> bool:
    return one.pairs.tolist() == other.pairs.tolist()


def caliper(width: float, **choices) -> MatchSpec:
    return MatchSpec(caliper=width, caliper_scale="distance", **choices)


def shuffled(units: Units, order: np.ndarray) -> Units:
    return Units(
        units.treated[order],
        units.logit[order],
        units.covariates[order],
        units.names,
        units.weights[order],
        units.exact[order],
        units.antiexact[order],
    )
