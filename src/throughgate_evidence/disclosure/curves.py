"""Survival curves: every small step would be somebody's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..rules import Thresholds
from .thresholds import OPEN, too_small

if TYPE_CHECKING:
    from ..outcomes.survival import Curve, SurvivalResult


def control_survival(result: SurvivalResult, limits: Thresholds) -> SurvivalResult:
    """Curves in steps of at least a cell of events, cut where fewer than a group are at risk."""
    reason = result.withheld or reason_of_survival(result, limits)
    if reason:
        treated, comparison = (steps_of(curve, [], []) for curve in (result.treated, result.comparison))
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
    """Each step kept stands for at least a cell of people who had the event since the one before, whatever their
    weights, and so does what is not shown after the last.
    """
    if limits is OPEN or not curve.times:
        return curve
    events = counts_of(curve)
    shown = next((at for at, people in enumerate(curve.at_risk) if people < limits.group), len(events))
    kept = join_end(gather(events[:shown], limits.cell), events, curve, shown, limits)
    return steps_of(curve, kept, events)


def counts_of(curve: Curve) -> list[int]:
    """People with the event at each time; from the shares where the curve does not count them."""
    if curve.events:
        return list(curve.events)
    pairs = zip(pairwise((1.0, *curve.survival)), curve.at_risk, strict=True)
    return [round(people * (1 - after / before)) if before > 0 else 0 for (before, after), people in pairs]


def gather(events: Sequence[int], cell: int) -> list[int]:
    """The start, and each time at which a cell of events has come together."""
    kept, waiting = [], 0
    for at, count in enumerate(events):
        waiting += count
        if (at == 0 and not count) or waiting >= cell:
            kept.append(at)
            waiting = 0
    return kept


def join_end(kept: list[int], events: Sequence[int], curve: Curve, shown: int, limits: Thresholds) -> list[int]:
    """Where few events, or few people, are left after the last step it stands for these too: it moves to the last event
    that is shown, or, where some would still be left, it goes.
    """
    last = max((at for at in range(shown) if events[at]), default=0)
    while len(kept) > 1 and few_after(kept[-1], events, curve, limits):
        before = kept[:-1]
        moved = last > kept[-1] and not few_after(last, events, curve, limits)
        kept = [*before, last] if moved else before
    return kept


def few_after(at: int, events: Sequence[int], curve: Curve, limits: Thresholds) -> bool:
    return too_small(sum(events[at + 1 :]), limits) or too_small(curve.at_risk[at] - events[at], limits)


def steps_of(curve: Curve, kept: Sequence[int], events: Sequence[int]) -> Curve:
    """The curve at the times `kept`. Of a step that joins several, the people at risk are those at the first of them:
    with the number just before the last one the events of that day alone could be worked out.
    """
    starts = [0, *(at + 1 for at in kept)][: len(kept)]
    return replace(
        curve,
        times=tuple(curve.times[at] for at in kept),
        survival=tuple(curve.survival[at] for at in kept),
        lower=tuple(curve.lower[at] for at in kept),
        upper=tuple(curve.upper[at] for at in kept),
        at_risk=tuple(curve.at_risk[at] for at in starts),
        events=tuple(sum(events[start : at + 1]) for start, at in zip(starts, kept, strict=True)),
    )
