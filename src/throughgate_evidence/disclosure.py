"""Disclosure control: every evaluation passes through here before anybody sees it.

A count of 1 to 4 people who had (or had not) an outcome could point to a person, so it and everything it could be
worked out from are withheld. Thresholds are data: change them here, or say ``disclosure="none"`` for use inside the
organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .balance import CovariateBalance
from .outcomes import Estimate, Kind
from .results import OutcomeResult

Disclosure = Literal["standard", "none"]
TIME_KINDS: frozenset[Kind] = frozenset({"days", "weeks", "months"})


@dataclass(frozen=True)
class Thresholds:
    """Fewest people in a group; fewest people behind a number that is not 0; fewest treated for a time to an event."""

    group: int = 10
    cell: int = 5
    treated_with_time: int = 30


STANDARD = Thresholds()


def too_small(count: int, thresholds: Thresholds = STANDARD) -> bool:
    return 0 < count < thresholds.cell


def reason_to_withhold(kind: Kind, estimate: Estimate, thresholds: Thresholds = STANDARD) -> str | None:
    """Why an estimate may not be shown, in words for the report; None where it may."""
    groups = (
        ("treatment", estimate.n_treated, estimate.events_treated),
        ("comparison", estimate.n_comparison, estimate.events_comparison),
    )
    for group, people, events in groups:
        if people < thresholds.group:
            return f"fewer than {thresholds.group} people of the {group} group have this outcome recorded"
        if kind in {"rate", "frequency"} and too_small(events, thresholds):
            return f"fewer than {thresholds.cell} people of the {group} group had this outcome"
        if kind in {"rate", "frequency"} and too_small(people - events, thresholds):
            return f"fewer than {thresholds.cell} people of the {group} group did not have this outcome"
    return None


def reason_of_reliability(kind: Kind, estimate: Estimate, thresholds: Thresholds = STANDARD) -> str | None:
    """A time to an event is left out where few treated people had the event, whatever is said about disclosure."""
    if kind in TIME_KINDS and estimate.n_treated < thresholds.treated_with_time:
        return f"fewer than {thresholds.treated_with_time} people of the treatment group have a time to report"
    return None


def control_outcome(outcome: OutcomeResult, disclosure: Disclosure = "standard") -> OutcomeResult:
    """Estimates that may be shown. Where the matched one is withheld its second interval goes with it."""

    def reason(estimate: Estimate | None) -> str | None:
        if estimate is None:
            return "nobody was matched"
        return reason_of_reliability(outcome.kind, estimate) or (
            reason_to_withhold(outcome.kind, estimate) if disclosure == "standard" else None
        )

    withheld, raw_withheld = reason(outcome.matched), reason(outcome.raw)
    if withheld:
        outcome = replace(outcome, matched=None, second=None, withheld=withheld)
    return replace(outcome, raw=None, raw_withheld=raw_withheld) if raw_withheld else outcome


def control_balance(row: CovariateBalance, people: tuple[int, int, int], disclosure: Disclosure) -> CovariateBalance:
    """`people`: treated, comparison, matched treated. Means of a level that few people have would give their number
    away.
    """
    if disclosure == "none" or row.level is None:
        return row
    counted: list[tuple[float | None, int]] = [
        (row.mean_treated_before, people[0]),
        (row.mean_comparison_before, people[1]),
        (row.mean_treated_after, people[2]),
    ]
    counts = [round(mean * size) for mean, size in counted if mean is not None]
    sizes = [size for mean, size in counted if mean is not None]
    if not any(too_small(count) or too_small(size - count) for count, size in zip(counts, sizes, strict=True)):
        return row
    return replace(
        row,
        mean_treated_before=None,
        mean_comparison_before=None,
        mean_treated_after=None,
        mean_comparison_after=None,
    )
