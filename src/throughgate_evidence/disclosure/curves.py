"""Survival curves: every small step would be somebody's day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..rules import Thresholds
from .thresholds import OPEN, too_small

if TYPE_CHECKING:
    from ..outcomes.survival import Curve, SurvivalResult


def control_survival(result: SurvivalResult, limits: Thresholds) -> SurvivalResult:
    """Curves in steps of at least a cell of events, cut where fewer than a group are at risk."""
    reason = result.withheld or reason_of_survival(result, limits)
    if reason:
        treated, comparison = (part_of(curve, []) for curve in (result.treated, result.comparison))
        return replace(
            result,
            n_treated=0,
            n_comparison=0,
            events_treated=0,
            events_comparison=0,
            treated=treated,
            comparison=comparison,
            rmst=None,
            hazard=None,
            withheld=reason,
        )
    treated, comparison = (thin(curve, limits) for curve in (result.treated, result.comparison))
    return replace(result, treated=treated, comparison=comparison)


def reason_of_survival(result: SurvivalResult, limits: Thresholds) -> str | None:
    groups = (
        ("treatment", result.n_treated, result.events_treated),
        ("comparison", result.n_comparison, result.events_comparison),
    )
    for group, people, events in groups:
        if people < limits.group:
            return f"fewer than {limits.group} people of the {group} group have a time recorded"
        if too_small(events, limits) or too_small(people - events, limits):
            return f"fewer than {limits.cell} people of the {group} group had the event, or had it not"
    return None


def thin(curve: Curve, limits: Thresholds) -> Curve:
    """At each step kept, at least a cell of people have had the event since the one before."""
    if limits is OPEN:
        return curve
    kept: list[int] = []
    standing = 1.0
    for at, (survival, at_risk) in enumerate(zip(curve.survival, curve.at_risk, strict=True)):
        if at_risk < limits.group:
            break
        start = at == 0 and survival == 1.0
        if start or (standing > 0 and at_risk * (1 - survival / standing) >= limits.cell - 1e-9):
            kept.append(at)
            standing = survival
    return part_of(curve, kept)


def part_of(curve: Curve, kept: Iterable[int]) -> Curve:
    kept = list(kept)
    return replace(
        curve,
        times=tuple(curve.times[at] for at in kept),
        survival=tuple(curve.survival[at] for at in kept),
        lower=tuple(curve.lower[at] for at in kept),
        upper=tuple(curve.upper[at] for at in kept),
        at_risk=tuple(curve.at_risk[at] for at in kept),
    )
