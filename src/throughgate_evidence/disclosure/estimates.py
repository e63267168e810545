"""Outcomes, and what was made from the same people in other ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..outcomes import Estimate, Kind
from ..results import Evaluation, OutcomeResult
from ..rules import Thresholds
from .thresholds import (
    OPEN,
    SEVERITY_EVENTS,
    STANDARD,
    TIME_KINDS,
    Disclosure,
    hides_differences,
    thresholds_of,
    too_small,
)

if TYPE_CHECKING:
    from ..sensitivity import OutcomeSensitivity


# How reasons end that have nothing to do with disclosure.
NO_TIME = "have a time to report"
NOT_SEVERE = "had it, too few for a row by severity"


def reason_to_withhold(
    kind: Kind, estimate: Estimate, thresholds: Thresholds = STANDARD, marks: tuple[float, float] | None = None
) -> str | None:
    """Why an estimate may not be shown, in words for the report; None where it may. `marks`: the two values of an
    outcome that has no others.
    """
    counted = with_marks(estimate, marks)
    groups = (
        ("treatment", counted.n_treated, counted.events_treated),
        ("comparison", counted.n_comparison, counted.events_comparison),
    )
    both = kind not in TIME_KINDS or marks is not None or is_mark(estimate)
    return next((why for each in groups if (why := reason_of_group(*each, both, thresholds))), None)


def reason_of_group(group: str, people: int, events: int, both: bool, thresholds: Thresholds) -> str | None:
    """`events` are the people whose outcome is not 0: of an amount that one person has, the mean gives it away. `both`:
    those whose outcome is 0 count too. Of a time they do not, a time of 0 is one like others.
    """
    if people < thresholds.group:
        return f"fewer than {thresholds.group} people of the {group} group have this outcome recorded"
    if too_small(events, thresholds):
        return f"fewer than {thresholds.cell} people of the {group} group had this outcome"
    if both and too_small(people - events, thresholds):
        return f"fewer than {thresholds.cell} people of the {group} group did not have this outcome"
    return None


def with_marks(estimate: Estimate, marks: tuple[float, float] | None) -> Estimate:
    """With the people who have the higher of two values as those with the outcome; of the comparison group, whose
    average is weighted, about so many.
    """
    if marks is None:
        return estimate
    low, high = marks
    shares = ((mean - low) / (high - low) for mean in (estimate.treated, estimate.comparison))
    treated, comparison = (
        round(share * people) if math.isfinite(share) else 0
        for share, people in zip(shares, (estimate.n_treated, estimate.n_comparison), strict=True)
    )
    return replace(estimate, events_treated=treated, events_comparison=comparison)


def is_mark(estimate: Estimate) -> bool:
    """0 or 1 whatever was declared: the sum of a group without weights is then its number of events."""
    sums = (
        (estimate.treated * estimate.n_treated, estimate.events_treated),
        (estimate.comparison * estimate.n_comparison, estimate.events_comparison),
    )
    return any(events > 0 and math.isclose(total, events, rel_tol=1e-9) for total, events in sums)


def reason_of_reliability(
    kind: Kind, estimate: Estimate, thresholds: Thresholds = STANDARD, severity: bool = False
) -> str | None:
    """A time to an event and a row by severity are left out where few treated people had the event, whatever is said
    about disclosure.
    """
    if kind in TIME_KINDS and estimate.n_treated < thresholds.treated_with_time:
        return f"fewer than {thresholds.treated_with_time} people of the treatment group {NO_TIME}"
    if severity and estimate.events_treated < SEVERITY_EVENTS:
        return f"fewer than {SEVERITY_EVENTS} people of the treatment group {NOT_SEVERE}"
    return None


def reason_of_difference(kind: Kind, raw: Estimate, matched: Estimate, thresholds: Thresholds) -> str | None:
    """Everybody and the matched differ by so few people that what happened to those few could be worked out."""
    lost = (raw.n_treated - matched.n_treated, raw.n_comparison - matched.n_comparison)
    if any(hides_differences(thresholds, count) for count in lost):
        return f"all but fewer than {thresholds.cell} of these people were matched, and the few could be worked out"
    return None


def control_outcome(outcome: OutcomeResult, disclosure: Disclosure = "standard") -> OutcomeResult:
    """Estimates that may be shown. Where the matched one is withheld, what was made from the same people goes with
    it.
    """
    limits = thresholds_of(disclosure)
    withheld = outcome.withheld or reason_for(outcome, outcome.matched, limits)
    raw_withheld = outcome.raw_withheld or reason_for(outcome, outcome.raw, limits)
    if not raw_withheld and outcome.raw is not None and outcome.matched is not None:
        raw_withheld = reason_of_difference(outcome.kind, outcome.raw, outcome.matched, limits)
    if withheld:
        outcome = replace(outcome, matched=None, second=None, adjusted=None, p_corrected=None, withheld=withheld)
    return replace(outcome, raw=None, raw_withheld=raw_withheld) if raw_withheld else outcome


def reason_for(outcome: OutcomeResult, estimate: Estimate | None, limits: Thresholds) -> str | None:
    if estimate is None:
        return "nobody was matched"
    counted = with_marks(estimate, outcome.marks)
    unreliable = reason_of_reliability(outcome.kind, counted, limits, outcome.severity)
    return unreliable or reason_to_withhold(outcome.kind, estimate, limits, outcome.marks)


def control_sensitivity(
    evaluation: Evaluation, outcomes: Sequence[OutcomeResult], limits: Thresholds
) -> tuple[OutcomeSensitivity, ...]:
    """Nothing about an outcome that is withheld. Estimates of other selections of people keep their difference and
    lose their counts and means: set beside the main table these would tell about the few they differ by. A selection
    that lacks only a few goes altogether.
    """
    if limits is OPEN:
        return evaluation.sensitivity
    withheld = {outcome.name for outcome in outcomes if outcome.withheld}
    everybody = evaluation.n_treated_matched
    return tuple(
        replace(
            result,
            left_out=tuple((name, bare(estimate)) for name, estimate in result.left_out),
            trimmed=tuple(
                bare_row(row)
                for row in result.trimmed
                if row[1] >= limits.group and not too_small(everybody - row[1], limits)
            ),
        )
        for result in evaluation.sensitivity
        if result.outcome not in withheld
    )


def bare_row(row: tuple[str, int, Estimate]) -> tuple[str, int, Estimate]:
    return row[0], row[1], bare(row[2])


def bare(estimate: Estimate) -> Estimate:
    """Difference, interval and p alone."""
    return replace(
        estimate,
        n_treated=0,
        n_comparison=0,
        events_treated=0,
        events_comparison=0,
        treated=math.nan,
        comparison=math.nan,
        number_needed=None,
    )
