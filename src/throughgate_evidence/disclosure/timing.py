"""When people started: a count like those of attrition, and a day that is somebody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..rules import Thresholds
from .thresholds import hides_differences

if TYPE_CHECKING:
    from ..power import Timing

WITHHELD = "How many people there are is withheld: they are few."


def control_timing(timing: Timing, limits: Thresholds) -> Timing:
    """How many were followed is exact, as every count of people who are left, until differences are withheld: then few
    are not counted, and the day, which is that of one person's start and the follow-up, is the end of its month.
    """
    if limits.differences == "show":
        return timing
    followed, started = timing.with_full_follow_up, timing.started
    few_started = started is not None and hides_differences(limits, started)
    few = few_started or (followed is not None and hides_differences(limits, followed))
    few = few or (followed is not None and started is not None and hides_differences(limits, started - followed))
    return replace(
        timing,
        with_full_follow_up=None if few else followed,
        started=None if few_started else started,
        ready_on=None if timing.ready_on is None else end_of_month(timing.ready_on),
        basis=WITHHELD if few_started else timing.basis,
    )


def end_of_month(day: date) -> date:
    """The last day of the calendar is its own."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1) if (day.year, day.month) < (9999, 12) else None
    return day if following is None else following - timedelta(days=1)
