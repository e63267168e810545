"""What is told of a journey on the way: when it happened, what may be told next, and how far the journey is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from throughgate.common.hours import LONDON, is_shown
from throughgate.release.rules.alarm import ALONG, ARRIVED, LEFT, NOT_THERE, PICKED_UP, PROBLEM, Awaited, Said

NEXT: Mapping[int, str] = {0: LEFT, 1: PICKED_UP, 2: ARRIVED}
IN_ORDER = (LEFT, PICKED_UP, ARRIVED, NOT_THERE, PROBLEM)
# A clock may go a little fast; what it says is then the present.
FAST = timedelta(minutes=3)
# A phone may be without signal for a day; what is older nobody should take from a phone's memory.
LONGEST_AGO = timedelta(hours=36)
# Told after midnight, a time before this hour is of the night that follows the journey's day.
SMALL_HOURS = time(5)


class ReportError(ValueError):
    """What is wrong with what was told, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def happened_at(on: date, at: time | None, ago: timedelta | None, now: datetime) -> datetime:
    """When it happened: so long ago, at this time on the clock, or now. `on` is the day of the journey.

    A phone tells how long ago, since its clock may be wrong. Raises ReportError: in the future, or before the day.
    """
    now = now.astimezone(UTC)  # adding to the time on the wall forgets which of two like hours it is
    if ago is not None:
        moment = _ago(ago, now)
    elif at is not None:
        moment = _at(on, at, now)
    else:
        moment = now
    if moment < datetime.combine(on, time(0), LONDON):
        raise ReportError("The journey is on a later day: nothing can have happened yet", "at")
    return min(moment, now).astimezone(UTC)


def _ago(ago: timedelta, now: datetime) -> datetime:
    if not -FAST <= ago <= LONGEST_AGO:
        raise ReportError("That was kept for too long. Say what time it was", "at")
    return now - max(ago, timedelta(0))


def _at(on: date, at: time, now: datetime) -> datetime:
    """The last moment at which the clock showed that and which has passed."""
    day = on + timedelta(days=1) if at < SMALL_HOURS and now.astimezone(LONDON).date() > on else on
    shown = [datetime.combine(day, at.replace(fold=fold), LONDON) for fold in (0, 1)]
    moments = sorted({one.astimezone(UTC) for one in shown if is_shown(one)})
    if not moments:
        raise ReportError(f"The clocks went forward: there was no {at:%H:%M} that night", "at")
    passed = [one for one in moments if one <= now + FAST]
    if not passed:
        raise ReportError(f"{at:%H:%M} is still to come. Say what time it was when it happened", "at")
    return passed[-1]


def check_report(kind: str, *, is_stopped: bool, may: bool) -> None:
    """Raises ReportError."""
    if kind not in IN_ORDER:
        raise ReportError("Choose what happened", "kind")
    if is_stopped:
        raise ReportError("This journey was called off. Ring whoever planned it")
    if not may:
        raise ReportError("Somebody else drives this journey. Say first that you do")


def along(said: Iterable[Said]) -> int:
    """0 not begun, 1 set off, 2 picked up, 3 arrived."""
    return max((ALONG.get(one.kind, 0) for one in said), default=0)


def next_kind(said: Iterable[Said]) -> str:
    """What is most likely told next; nothing once they arrived."""
    return NEXT.get(along(said), "")


def offered_kinds(said: Iterable[Said]) -> list[str]:
    """What can still be told, the next first."""
    known = list(said)
    reached = along(known)
    if reached >= ALONG[ARRIVED]:
        return []
    later = [kind for kind in (LEFT, PICKED_UP, ARRIVED) if ALONG[kind] > reached]
    return [later[0], *([NOT_THERE] if reached < ALONG[PICKED_UP] else []), *later[1:], PROBLEM]


def expected_of(on: date, leave_at: time | None, pick_up_at: time, arrive_by: time) -> list[Awaited]:
    """The moments at which word of a journey should come; `arrive_by` may be of the day that follows."""
    last = on + timedelta(days=arrive_by <= pick_up_at)
    times = ((LEFT, on, leave_at), (PICKED_UP, on, pick_up_at), (ARRIVED, last, arrive_by))
    return [Awaited(datetime.combine(day, at, LONDON).astimezone(UTC), step) for step, day, at in times if at]


@dataclass(frozen=True)
class Point:
    """One place on the way: when it should be reached, when it was, and when that was told."""

    step: str
    expected: datetime | None
    at: datetime | None = None
    told_at: datetime | None = None
    is_passed: bool = False


@dataclass(frozen=True)
class Heard:
    """A report that stands, with when it was told."""

    kind: str
    at: datetime
    said_at: datetime


def points_of(expected: Sequence[Awaited], heard: Iterable[Heard]) -> list[Point]:
    """Set off, picked up, arrived, as far as is known. Told twice, what was told first stands here."""
    known = list(heard)
    reached = along(Said(one.kind, one.at) for one in known)
    by_step = {one.step: one.at for one in expected}
    points = []
    for step in (LEFT, PICKED_UP, ARRIVED):
        first = min((one for one in known if one.kind == step), key=lambda one: one.said_at, default=None)
        passed = ALONG[step] <= reached
        points.append(
            Point(step, by_step.get(step), first.at if first else None, first.said_at if first else None, passed)
        )
    return points
