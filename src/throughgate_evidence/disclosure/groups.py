"""Subgroups: a level that is withheld must not be what the others leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..results import OutcomeResult
from ..rules import Thresholds
from .estimates import reason_to_withhold
from .thresholds import OPEN

if TYPE_CHECKING:
    from ..outcomes.subgroups import SubgroupOutcome, SubgroupResult


def control_subgroups(
    results: Sequence[SubgroupResult], outcomes: Sequence[OutcomeResult], limits: Thresholds
) -> tuple[SubgroupResult, ...]:
    """A level that is too small goes, and so does one outcome of a level; where only one level of its column goes, the
    smallest other one goes with it: the two together are everybody less the rest.
    """
    if limits is OPEN:
        return tuple(results)
    columns = dict.fromkeys(result.column for result in results)
    by_name = {outcome.name: outcome for outcome in outcomes}
    parts = [[result for result in results if result.column == column] for column in columns]
    return tuple(result for levels in parts for result in control_column(levels, by_name, limits))


def control_column(
    levels: list[SubgroupResult], outcomes: dict[str, OutcomeResult], limits: Thresholds
) -> list[SubgroupResult]:
    small = f"fewer than {limits.group} people of one group"
    gone = with_a_second(
        levels, [level.withheld or (small if is_small_level(level, limits) else None) for level in levels]
    )
    reasons: dict[str, list[str | None]] = {}
    for name in dict.fromkeys(part.name for level in levels for part in level.outcomes):
        own = (reason_of_part(level, name, outcomes.get(name), limits) for level in levels)
        reasons[name] = with_a_second(levels, [first or other for first, other in zip(gone, own, strict=True)])
    p = {name: None if any(reasons.get(name, gone)) else value for name, value in levels[0].interaction_p.items()}
    return [
        replace(level, n_treated=0, n_comparison=0, outcomes=(), interaction_p=p, withheld=reason)
        if reason
        else replace(level, outcomes=shown_parts(level, at, reasons), interaction_p=p)
        for at, (level, reason) in enumerate(zip(levels, gone, strict=True))
    ]


def is_small_level(level: SubgroupResult, limits: Thresholds) -> bool:
    return min(level.n_treated, level.n_comparison) < limits.group


def with_a_second(levels: Sequence[SubgroupResult], reasons: list[str | None]) -> list[str | None]:
    shown = [at for at, reason in enumerate(reasons) if reason is None]
    if shown and len(reasons) - len(shown) == 1:
        smallest = min(shown, key=lambda at: levels[at].n_treated)
        reasons[smallest] = "with it another level, which has too few people, could be worked out"
    return reasons


def reason_of_part(level: SubgroupResult, name: str, outcome: OutcomeResult | None, limits: Thresholds) -> str | None:
    """Why one outcome of one level may not be shown."""
    part = next((part for part in level.outcomes if part.name == name), None)
    if part is None or part.withheld:
        return part.withheld if part else None
    if outcome is not None and outcome.withheld:
        return outcome.withheld
    if part.estimate is None:
        return None
    return reason_to_withhold(outcome.kind if outcome else "rate", part.estimate, limits)


def shown_parts(level: SubgroupResult, at: int, reasons: dict[str, list[str | None]]) -> tuple[SubgroupOutcome, ...]:
    return tuple(
        replace(part, estimate=None, withheld=reasons[part.name][at]) if reasons[part.name][at] else part
        for part in level.outcomes
    )
