"""On which days a group can run: the regime of a site, its closures, bank holidays. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

FURTHEST = timedelta(days=730)  # no session is laid out later than this after the first
Hours = Sequence[tuple[time, time]]


class CalendarError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Closed:
    """The last day counts."""

    from_on: date
    to_on: date
    because: str


@dataclass(frozen=True)
class Calendar:
    """Of one site. `hours` by weekday (0 is Monday); where there are none at all, nothing is known of the regime and
    every hour counts as open. `holiday` gives the name of a bank holiday, or nothing.
    """

    hours: Mapping[int, Hours] = field(default_factory=dict)
    closed: Sequence[Closed] = ()
    holiday: Callable[[date], str] = lambda on: ""


@dataclass(frozen=True)
class Skipped:
    on: date
    because: str


@dataclass(frozen=True)
class LaidOut:
    """The days of the sessions in order, and the days between that were left out."""

    days: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def why_shut(calendar: Calendar, on: date, at: time, minutes: int) -> str:
    """Why no group can run then, in words; empty where one can."""
    if name := calendar.holiday(on):
        return f"Bank holiday: {name}"
    for one in calendar.closed:
        if one.from_on <= on <= one.to_on:
            return one.because
    if not calendar.hours:
        return ""
    begins = at.hour * 60 + at.minute
    spans = calendar.hours.get(on.weekday(), ())
    if not spans:
        return "The regime has no groups on that weekday"
    fits = any(_minute(one) <= begins and begins + minutes <= _minute(end) for one, end in spans)
    return "" if fits else "Outside the hours of the regime"


def lay_out(calendar: Calendar, first: date, *, at: time, minutes: int, every: int, count: int) -> LaidOut:
    """So many sessions, each in the rhythm that the first day begins; a day on which none can run is left out.

    Raises CalendarError where there are not enough days in two years.
    """
    days: list[date] = []
    skipped: list[Skipped] = []
    on = first
    while len(days) < count:
        if on - first > FURTHEST:
            raise CalendarError("at", "There are not enough days on which the site lets a group run at that hour")
        if because := why_shut(calendar, on, at, minutes):
            skipped.append(Skipped(on, because))
        else:
            days.append(on)
        on += timedelta(days=every)
    return LaidOut(tuple(days), tuple(skipped))


def take_listed(calendar: Calendar, days: Sequence[date], *, at: time, minutes: int, count: int | None) -> LaidOut:
    """Days that somebody listed, in any order; what the site lets no group run on is left out. `count`: how many
    sessions the plan has, None for one that goes on.

    Raises CalendarError.
    """
    listed = sorted(set(days))
    if not listed:
        raise CalendarError("days", "List the days, each on a line of its own")
    if listed[-1] - listed[0] > FURTHEST:
        raise CalendarError("days", "From the first day to the last is more than two years. Check the years")
    skipped = tuple(Skipped(on, because) for on in listed if (because := why_shut(calendar, on, at, minutes)))
    left_out = {one.on for one in skipped}
    open_days = tuple(on for on in listed if on not in left_out)
    if count is not None and len(open_days) != count:
        why = "".join(f" {one.on:%d/%m/%Y}: {one.because}." for one in skipped)
        raise CalendarError("days", f"The plan has {count} sessions, and {len(open_days)} of these days fit.{why}")
    if not open_days:
        raise CalendarError("days", "None of these days fits")
    return LaidOut(open_days, skipped)


def lay_anew(calendar: Calendar, days: Sequence[date], *, at: time, minutes: int, every: int) -> list[date]:
    """The same sessions in the same order, none of them earlier, on days on which one can run. As few move as can be.

    Raises CalendarError.
    """
    laid: list[date] = []
    for on in days:
        first = on
        while (laid and on <= laid[-1]) or why_shut(calendar, on, at, minutes):
            on += timedelta(days=every)
            if on - first > FURTHEST:
                raise CalendarError("at", "There are not enough days on which the site lets a group run at that hour")
        laid.append(on)
    return laid


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
