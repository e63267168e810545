"""Subgroups: a level that is withheld must not be what the others leave, and neither must those of no level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..outcomes import Estimate
from ..outcomes.subgroups import NOBODY_MATCHED
from ..results import OutcomeResult
from ..rules import Thresholds
from .estimates import (
    NO_TIME,
    NOT_SEVERE,
    reason_of_group,
    reason_of_reliability,
    reason_to_withhold,
    with_marks,
)
from .thresholds import OPEN, TIME_KINDS

if TYPE_CHECKING:
    from ..outcomes.subgroups import SubgroupOutcome, SubgroupResult

# People and those of them with the outcome, in the treatment and in the comparison group.
Counts = tuple[tuple[int, int], tuple[int, int]]
SECOND = "with it another level, which has too few people, could be worked out"
REST = "with it people of no level, who are too few, could be worked out"
# A level that goes for one of these needs no second one.
ALONE = (NO_TIME, NOT_SEVERE, REST, NOBODY_MATCHED)


def control_subgroups(
    results: Sequence[SubgroupResult],
    outcomes: Sequence[OutcomeResult],
    limits: Thresholds,
    matched: tuple[int, int] | None = None,
) -> tuple[SubgroupResult, ...]:
    """A level that is too small goes, and so does one outcome of a level; where only one level of its column goes, the
    smallest other one goes with it: the two together are everybody less the rest. Where some are in no level, and
    `matched` (treated, comparison) less the levels that are shown are few, the smallest of these goes for the same
    reason. Where differences are withheld it goes even if the few only found nobody like them within their level.
    """
    columns = dict.fromkeys(result.column for result in results)
    by_name = {outcome.name: outcome for outcome in outcomes}
    parts = [[result for result in results if result.column == column] for column in columns]
    return tuple(result for levels in parts for result in control_column(levels, by_name, limits, matched))


def control_column(
    levels: list[SubgroupResult],
    outcomes: dict[str, OutcomeResult],
    limits: Thresholds,
    matched: tuple[int, int] | None = None,
) -> list[SubgroupResult]:
    hides_rest = limits.differences == "withhold" or any(sum(level.without_level) for level in levels)
    everybody = matched if hides_rest else None
    gone = gone_levels(levels, limits, everybody)
    reasons: dict[str, list[str | None]] = {}
    for name in dict.fromkeys(part.name for level in levels for part in level.outcomes):
        reasons[name] = reasons_of_outcome(levels, gone, name, outcomes.get(name), limits, everybody is not None)
    p = {name: None if any(reasons.get(name, gone)) else value for name, value in levels[0].interaction_p.items()}
    if limits is not OPEN:
        levels = [replace(level, without_level=(0, 0)) for level in levels]
    return [
        replace(level, n_treated=0, n_comparison=0, outcomes=(), interaction_p=p, withheld=reason, gate=None)
        if reason
        else replace(level, outcomes=shown_parts(level, at, reasons), interaction_p=p)
        for at, (level, reason) in enumerate(zip(levels, gone, strict=True))
    ]


def gone_levels(
    levels: Sequence[SubgroupResult], limits: Thresholds, matched: tuple[int, int] | None
) -> list[str | None]:
    """Why each level goes as a whole; None where it stays."""
    small = f"fewer than {limits.group} people of one group"
    own = [level.withheld or (small if is_small_level(level, limits) else None) for level in levels]
    everybody = None if matched is None else ((matched[0], 0), (matched[1], 0))
    counts: list[Counts] = [((level.n_treated, 0), (level.n_comparison, 0)) for level in levels]
    return without_rest(with_a_second(levels, own, limits), counts, everybody, limits)


def reasons_of_outcome(
    levels: Sequence[SubgroupResult],
    gone: Sequence[str | None],
    name: str,
    outcome: OutcomeResult | None,
    limits: Thresholds,
    hides_rest: bool,
) -> list[str | None]:
    """Why one outcome goes from each level; None where it stays."""
    own = (reason_of_part(level, name, outcome, limits) for level in levels)
    reasons = with_a_second(levels, [first or other for first, other in zip(gone, own, strict=True)], limits)
    marks = None if outcome is None else outcome.marks
    stated = outcome.matched if hides_rest and outcome is not None else None
    whole = None if stated is None else counts_of(stated, marks)
    both = outcome is None or marks is not None or outcome.kind not in TIME_KINDS
    parts = [next((part.estimate for part in level.outcomes if part.name == name), None) for level in levels]
    return without_rest(reasons, [counts_of(part, marks) for part in parts], whole, limits, both)


def is_small_level(level: SubgroupResult, limits: Thresholds) -> bool:
    return min(level.n_treated, level.n_comparison) < limits.group


def with_a_second(
    levels: Sequence[SubgroupResult], reasons: Sequence[str | None], limits: Thresholds
) -> list[str | None]:
    found = list(reasons)
    shown = [at for at, reason in enumerate(found) if reason is None]
    hidden = [reason for reason in found if reason is not None]
    if limits is not OPEN and shown and len(hidden) == 1 and not hidden[0].endswith(ALONE):
        found[min(shown, key=lambda at: levels[at].n_treated)] = SECOND
    return found


def without_rest(
    reasons: Sequence[str | None],
    counts: Sequence[Counts],
    everybody: Counts | None,
    limits: Thresholds,
    both: bool = True,
) -> list[str | None]:
    """The smallest level goes as long as everybody less the levels that are shown are few. Nothing is withheld for the
    few where all are in a level that is shown.
    """
    found = list(reasons)
    if limits is OPEN or everybody is None:
        return found
    while shown := [at for at, reason in enumerate(found) if reason is None]:
        if not is_small_rest(everybody, [counts[at] for at in shown], limits, both):
            break
        found[min(shown, key=lambda at: counts[at][0])] = REST
    return found


def is_small_rest(everybody: Counts, shown: Sequence[Counts], limits: Thresholds, both: bool) -> bool:
    """Levels may also hold a few more than everybody: people are matched again within levels."""
    for at, (people, events) in enumerate(everybody):
        left = people - sum(level[at][0] for level in shown)
        had = events - sum(level[at][1] for level in shown)
        left, had = (left, had) if left >= 0 else (-left, -had)
        if left > 0 and (left < limits.group or (0 <= had <= left and reason_of_group("", left, had, both, limits))):
            return True
    return False


def counts_of(estimate: Estimate | None, marks: tuple[float, float] | None) -> Counts:
    if estimate is None:
        return (0, 0), (0, 0)
    estimate = with_marks(estimate, marks)
    return (estimate.n_treated, estimate.events_treated), (estimate.n_comparison, estimate.events_comparison)


def reason_of_part(level: SubgroupResult, name: str, outcome: OutcomeResult | None, limits: Thresholds) -> str | None:
    """Why one outcome of one level may not be shown."""
    part = next((part for part in level.outcomes if part.name == name), None)
    if part is None or part.withheld:
        return part.withheld if part else None
    if outcome is not None and outcome.withheld:
        return outcome.withheld
    if part.estimate is None:
        return None
    if outcome is None:
        return reason_to_withhold("rate", part.estimate, limits)
    small = reason_to_withhold(outcome.kind, part.estimate, limits, outcome.marks)
    counted = with_marks(part.estimate, outcome.marks)
    return small or reason_of_reliability(outcome.kind, counted, limits, outcome.severity)


def shown_parts(level: SubgroupResult, at: int, reasons: dict[str, list[str | None]]) -> tuple[SubgroupOutcome, ...]:
    return tuple(
        replace(part, estimate=None, withheld=reasons[part.name][at]) if reasons[part.name][at] else part
        for part in level.outcomes
    )
