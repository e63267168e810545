"""How a journey under way is put on pages: what was told, when it happened and when it was told, what comes next."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.release.models import Journey, JourneyReport
from throughgate.release.rules.alarm import ARRIVED, LEFT, NOT_THERE, PICKED_UP, PROBLEM
from throughgate.release.rules.reporting import Heard, Point, next_kind, offered_kinds, points_of
from throughgate.release.selectors.journeys import look_at_journey
from throughgate.release.selectors.watching import Watch, said_of, watch_of
from throughgate.release.services.reporting import may_report
from throughgate.web.words import short_day_words

Row = dict[str, Any]
BUTTONS: Mapping[str, tuple[str, str]] = {
    LEFT: ("Set off", "travel"),
    PICKED_UP: ("Picked up", "person"),
    ARRIVED: ("Arrived safely", "home"),
    NOT_THERE: ("Nobody was there", "gate"),
    PROBLEM: ("Something is wrong", "warning"),
}
# As it stands in a sentence, with the time after it.
TOLD: Mapping[str, str] = {
    LEFT: "Set off",
    PICKED_UP: "Picked up",
    ARRIVED: "Arrived safely",
    NOT_THERE: "Nobody was there",
    PROBLEM: "Something is wrong",
}
LATER = 5  # minutes from when it happened to when it was told, from which on both are said


def clock(moment: datetime, on: date) -> str:
    """The time in London; with the day where it is not that of the journey."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == on else f"{local:%H:%M} on {short_day_words(moment)}"


def both_times(at: datetime, said_at: datetime, on: date) -> str:
    """“at 11:40, told at 12:55”."""
    late = (said_at - at).total_seconds() >= LATER * 60
    return f"at {clock(at, on)}" + (f", told at {clock(said_at, on)}" if late else "")


def report_words(report: JourneyReport, on: date) -> str:
    return f"{TOLD[report.kind]} {both_times(report.at, report.said_at, on)}"


def report_part(user: User, journey: Journey) -> Row:
    """For `release/_journey_report.html`, as `report`."""
    watch = watch_of(look_at_journey(journey))
    said = said_of(watch.reports)
    begun = journey.on <= today()
    may = begun and journey.cancelled_at is None and may_report(user, journey)
    return {
        "may": may,
        "begins": "" if begun else "On the day, you tell us here with one tap how it goes.",
        "buttons": [_button(kind) for kind in offered_kinds(said)] if may else [],
        "is_over": not next_kind(said),
        "url": reverse("release:report_journey", args=[journey.ref]),
        "back_url": reverse("release:journey_sheet", args=[journey.ref]),
        "ring": journey.ring,
        "worker_url": reverse("release:road_worker"),
        "token": uuid4(),
        "path": path_of(watch),
        "heard": [_heard(one, journey.on, may) for one in watch.reports],
    }


def _button(kind: str) -> Row:
    words, icon = BUTTONS[kind]
    return {"kind": kind, "words": words, "icon": icon}


def all_buttons() -> list[Row]:
    return [_button(kind) for kind in BUTTONS]


def _heard(report: JourneyReport, on: date, may: bool) -> Row:
    return {
        "words": report_words(report, on),
        "by": report.said_by.name,
        "note": report.words,
        "take_back_url": reverse("release:take_back_report", args=[report.token]) if may and report.token else "",
    }


STEP_WORDS: Mapping[str, str] = {LEFT: "Set off", PICKED_UP: "Picked up", ARRIVED: "Arrived"}


def path_of(watch: Watch) -> list[Row]:
    """Set off, picked up, arrived: each with its state, for the picture and for its table."""
    journey = watch.journey
    if journey is None:
        return []
    heard = [Heard(one.kind, one.at, one.said_at) for one in watch.reports]
    points = points_of(watch.expected, heard)
    following = next((one.step for one in points if not one.is_passed), "")
    return [_point(one, journey.on, one.step == following) for one in points]


def _point(point: Point, on: date, is_next: bool) -> Row:
    if point.at and point.told_at:
        words = both_times(point.at, point.told_at, on)
    elif point.is_passed:
        words = "not told when"
    else:
        words = f"by {clock(point.expected, on)}" if point.expected else ""
    late = not point.is_passed and point.expected is not None and point.expected < timezone.now()
    tone = "done" if point.is_passed else "overdue" if late else "due" if is_next else "quiet"
    return {
        "step": STEP_WORDS[point.step],
        "words": words,
        "tone": tone,
        "icon": "check" if point.is_passed else "clock",
        "state": "yes" if point.is_passed else "late, no word yet" if late else "no word yet",
    }
