"""The same comparison within each level of a subgroup that was declared beforehand, and whether levels differ.

The weights are those that are given. Those of a matching of everybody make the groups alike as a whole, not within each
level: match exactly on the subgroup's column, as `evaluate` does, to have that too. One level being significant and
another not says nothing about a difference between them; the interaction's p does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .rows import RowsInterval, compare_rows
from .two_samples import Estimate

if TYPE_CHECKING:
    from ..balance.gate import Gate

Labels = NDArray[np.str_]
MOST_LEVELS = 20
NOBODY_MATCHED = "nobody of one group has anybody alike in the other"
_students_tail: Callable[[float, float], Any] = special.stdtr
_chi_squared_tail: Callable[[float, float], Any] = special.chdtrc


@dataclass(frozen=True)
class SubgroupOutcome:
    """One outcome within one level; `estimate` None where nobody of one group was matched there."""

    name: str
    estimate: Estimate | None
    withheld: str | None = None


@dataclass(frozen=True)
class SubgroupResult:
    """One level of `column`: matched people of both groups, its outcomes, and for each outcome the p of the
    interaction, which all levels of the column share (None where it cannot be had). `without_level`: people of both
    groups, matched or not, who are in no level of the column. `gate`: whether the groups are alike within the level;
    None where nobody looked.
    """

    column: str
    level: str
    n_treated: int
    n_comparison: int
    outcomes: tuple[SubgroupOutcome, ...]
    interaction_p: dict[str, float | None]
    withheld: str | None = None
    without_level: tuple[int, int] = (0, 0)
    gate: Gate | None = None

    @property
    def is_closed(self) -> bool:
        """Whether its results may not be read."""
        return self.gate is not None and not self.gate.headline


def compare_subgroups(
    column: str,
    levels: Labels,
    outcomes: Mapping[str, Floats],
    treated: Booleans,
    weights: Floats,
    clusters: Integers | None = None,
    how: RowsInterval = "sandwich",
    without_level: tuple[int, int] = (0, 0),
) -> tuple[SubgroupResult, ...]:
    """One result for each level, those that nobody was matched in last.

    `levels` (n,) text of each person's level, "" where unknown (such people are in no level); each outcome (n,), NaN
    where unknown. `without_level`: treated and comparison people of no level who are not among the n. Raises
    EvidenceInputError where there are fewer than two levels or more than 20.
    """
    labels = np.asarray(levels, dtype=str)
    names = sorted(set(labels[(weights > 0) & (labels != "")].tolist()))
    check_levels(column, names)
    lost = sorted(set(labels.tolist()) - {*names, ""})
    found = {
        level: tuple(
            SubgroupOutcome(name, compare_level(y, treated, weights, clusters, labels == level, how))
            for name, y in outcomes.items()
        )
        for level in names
    }
    # To whoever adds the levels up, people of a level that nobody was matched in are as good as those of none.
    mine, others = count_without(np.where(np.isin(labels, lost), "", labels), treated)
    rest = (without_level[0] + mine, without_level[1] + others)
    results = assemble_subgroups(column, found, count_members(labels, treated, weights), rest)
    p = results[0].interaction_p
    return results + tuple(SubgroupResult(column, name, 0, 0, (), p, NOBODY_MATCHED, rest) for name in lost)


def count_without(labels: Labels, treated: Booleans) -> tuple[int, int]:
    """Treated and comparison people, matched or not, who are in no level."""
    without = labels == ""
    return int((without & treated).sum()), int((without & ~treated).sum())


def check_levels(column: str, names: Sequence[str]) -> None:
    if 2 <= len(names) <= MOST_LEVELS:
        return
    raise EvidenceInputError(
        f"Subgroup {column} has {len(names)} {'level' if len(names) == 1 else 'levels'} among those who were matched: "
        f"it needs 2 to {MOST_LEVELS}. Join levels, or leave the subgroup out."
    )


def count_members(labels: Labels, treated: Booleans, weights: Floats) -> dict[str, tuple[int, int]]:
    """Matched people of each level: treated, comparison."""
    used = weights > 0
    return {
        level: (int((treated & used & (labels == level)).sum()), int((~treated & used & (labels == level)).sum()))
        for level in set(labels.tolist())
    }


def compare_level(
    y: Floats, treated: Booleans, weights: Floats, clusters: Integers | None, here: Booleans, how: RowsInterval
) -> Estimate | None:
    used = here & (weights > 0) & ~np.isnan(y)
    if not ((used & treated).any() and (used & ~treated).any()):
        return None
    return compare_rows(y, treated, np.where(here, weights, 0.0), clusters, how)


def assemble_subgroups(
    column: str,
    found: Mapping[str, tuple[SubgroupOutcome, ...]],
    people: Mapping[str, tuple[int, int]],
    without_level: tuple[int, int] = (0, 0),
) -> tuple[SubgroupResult, ...]:
    """Results of each level from estimates made in any way, with the interaction's p of each outcome."""
    names = {outcome.name for outcomes in found.values() for outcome in outcomes}
    p: dict[str, float | None] = {
        name: interaction_p([one.estimate for outcomes in found.values() for one in outcomes if one.name == name])
        for name in sorted(names)
    }
    return tuple(
        SubgroupResult(column, level, *people[level], outcomes, p, without_level=without_level)
        for level, outcomes in found.items()
    )


def interaction_p(estimates: Sequence[Estimate | None]) -> float | None:
    """p of "the difference is the same in all levels". Two levels: the difference of differences, Welch–Satterthwaite
    degrees of freedom (normal where an estimate has none). More: Cochran's Q against χ² (k − 1). None where a level has
    no standard error.
    """
    parts = [(one.difference, one.se, one.df) for one in estimates if one is not None and one.se is not None]
    if len(parts) < 2 or len(parts) < len(estimates):
        return None
    differences, errors = np.array([d for d, _, _ in parts]), np.array([se for _, se, _ in parts])
    if len(parts) > 2:
        share = 1 / errors**2
        spread = float(share @ (differences - share @ differences / share.sum()) ** 2)
        return float(_chi_squared_tail(len(parts) - 1.0, spread))
    se = math.hypot(*errors)
    freedom = [math.inf if df is None else df for _, _, df in parts]
    lost = sum(float(one) ** 4 / df for one, df in zip(errors, freedom, strict=True))
    df = se**4 / lost if lost else math.inf
    return 2 * float(_students_tail(df, -abs(differences[0] - differences[1]) / se))
