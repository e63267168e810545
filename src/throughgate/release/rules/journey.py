"""Who can drive a journey, and why somebody cannot; what has become of one. Pure: days and rows are passed in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from throughgate.common.hours import is_hour_of
from throughgate.release.models.journey import MOST_SEATS, Answer, ReportKind, Weekday
from throughgate.release.rules.minutes import DayClock

MINUTES_A_DAY = 24 * 60
FURTHEST = timedelta(days=366)
FIND_TITLE = "Find a driver"
LONGEST_WAY = 12  # hours
TOO_LONG = (
    "They arrive after they are picked up. An earlier time of day is the next day, and a journey takes at most "
    f"{LONGEST_WAY} hours: look at both times again"
)


class JourneyError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How journeys are reckoned; the figures and their reasons stand in `release/data/journeys.yaml`."""

    find_before: int  # days
    minutes_from: int
    back_again: bool


@dataclass(frozen=True, kw_only=True)
class SaidJourney:
    """What is said of a journey. `other_driver`: somebody who is none of ours drives."""

    on: date
    from_place: str
    to_place: str
    pick_up_at: time
    arrive_by: time
    leave_at: time | None = None
    from_address: str = ""
    from_postcode: str = ""
    to_address: str = ""
    to_postcode: str = ""
    passengers: int = 1
    needs_wheelchair: bool = False
    notes: str = ""
    way: str = ""
    ring: str = ""
    other_driver: str = ""


def journey_problems(said: SaidJourney, today: date) -> Iterator[JourneyError]:
    """Everything that is wrong with it, so that a form can say all of it at once."""
    for place, field, words in (
        (said.from_place, "from_place", "Say where they are picked up"),
        (said.to_place, "to_place", "Say where they are taken"),
    ):
        if not place.strip():
            yield JourneyError(words, field)
    if said.on < today:
        yield JourneyError("A journey is planned for today or a day to come", "on")
    if said.on > today + FURTHEST:
        yield JourneyError("Plan at most a year ahead", "on")
    times = (
        ("pick_up_at", said.on, said.pick_up_at),
        ("arrive_by", arrives_on(said), said.arrive_by),
        ("leave_at", said.on, said.leave_at),
    )
    for field, on, at in times:
        if at and not is_hour_of(on, at):
            yield JourneyError(f"There is no {at:%H:%M} that night: the clocks go forward", field)
    if arrive_minute(said) - minute_of(said.pick_up_at) > LONGEST_WAY * 60:
        yield JourneyError(TOO_LONG, "arrive_by")
    if said.leave_at and said.leave_at > said.pick_up_at:
        yield JourneyError("The driver sets off before the pick-up", "leave_at")
    if not 1 <= said.passengers <= MOST_SEATS:
        yield JourneyError(f"How many people travel must be between 1 and {MOST_SEATS}", "passengers")


def find_by(on: date, today: date, habits: Habits) -> date:
    """By when a driver is to be found; told later than that, at once."""
    return max(on - timedelta(days=habits.find_before), min(today, on))


def moved_times(
    leave_at: time | None, pick_up_at: time, arrive_by: time, at: time
) -> tuple[time | None, time, time] | None:
    """All times later or earlier by as much as the pick-up is; none where the driver would set off the day before. They
    may arrive on the day that follows.
    """
    by = minute_of(at) - minute_of(pick_up_at)
    leaves = None if leave_at is None else minute_of(leave_at) + by
    if leaves is not None and leaves < 0:
        return None
    return (None if leaves is None else _time(leaves)), at, _time(minute_of(arrive_by) + by)


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


class Ride(Protocol):
    """A journey, as far as somebody's time is concerned."""

    @property
    def on(self) -> date: ...
    @property
    def leave_at(self) -> time | None: ...
    @property
    def pick_up_at(self) -> time: ...
    @property
    def arrive_by(self) -> time: ...
    @property
    def passengers(self) -> int: ...
    @property
    def needs_wheelchair(self) -> bool: ...


class Times(Protocol):
    """When somebody is driven."""

    @property
    def on(self) -> date: ...
    @property
    def pick_up_at(self) -> time: ...
    @property
    def arrive_by(self) -> time: ...


def arrives_on(ride: Times) -> date:
    """Expected at an earlier time of day than they are picked up at, they arrive on the day that follows."""
    return ride.on + timedelta(days=ride.arrive_by <= ride.pick_up_at)


def arrive_minute(ride: Times) -> int:
    """From the midnight with which the day of the journey begins, as the wall shows it."""
    return minute_of(ride.arrive_by) + (arrives_on(ride) - ride.on).days * MINUTES_A_DAY


@dataclass(frozen=True)
class Span:
    """Minutes of a day from midnight; may begin the day before and end the day after."""

    on: date
    begins: int
    ends: int

    def overlaps(self, other: "Span") -> bool:
        away = (other.on - self.on).days * MINUTES_A_DAY
        return self.begins < other.ends + away and other.begins + away < self.ends

    @property
    def words(self) -> str:
        return f"{_clock(self.begins)} to {_clock(self.ends)}"


def span_of(ride: Ride, minutes_from: int | None, habits: Habits) -> Span:
    """From when to when a journey takes a driver up: getting there, the way, and the way back. That takes as long as
    the way truly does: over the change of clocks an hour more or less than the wall shows.
    """
    pick_up, arrive, clock = minute_of(ride.pick_up_at), arrive_minute(ride), DayClock(ride.on)
    days = (arrives_on(ride) - ride.on).days
    arrives = max(clock.minute(ride.arrive_by, days=days, later=is_later) for is_later in (False, True))
    way = arrives - clock.minute(ride.pick_up_at)
    before = habits.minutes_from if minutes_from is None else minutes_from
    begins = minute_of(ride.leave_at) if ride.leave_at else pick_up - before
    return Span(ride.on, begins, arrive + (way if habits.back_again else 0))


@dataclass(frozen=True)
class Hours:
    weekday: int
    from_at: time
    to_at: time


@dataclass(frozen=True)
class Seats:
    """A vehicle."""

    seats: int
    takes_wheelchair: bool


@dataclass(frozen=True)
class Who:
    """A driver as the rules see them; `rides` are the journeys that they have said yes to."""

    is_active: bool = True
    paused_from: date | None = None
    paused_to: date | None = None
    minutes_from: int | None = None
    hours: Sequence[Hours] = ()
    vehicles: Sequence[Seats] = ()
    rides: Sequence[Ride] = ()


@dataclass(frozen=True)
class WhyNot:
    """Why somebody cannot drive. Not `is_hard`: they may be asked all the same."""

    words: str
    is_hard: bool


def why_not(who: Who, ride: Ride, habits: Habits) -> list[WhyNot]:
    """Empty: they can. What bars it stands first."""
    return sorted(_reasons(who, ride, habits), key=lambda reason: not reason.is_hard)


def can_be_asked(who: Who, ride: Ride, habits: Habits) -> bool:
    return not any(reason.is_hard for reason in _reasons(who, ride, habits))


def _reasons(who: Who, ride: Ride, habits: Habits) -> Iterator[WhyNot]:
    if not who.is_active:
        yield WhyNot("Drives no more", is_hard=True)
    if who.paused_from and who.paused_from <= ride.on and (who.paused_to is None or ride.on <= who.paused_to):
        yield WhyNot("Has a break that day", is_hard=True)
    yield from _no_seat(who.vehicles, ride)
    span = span_of(ride, who.minutes_from, habits)
    taken = [other for one in who.rides if span.overlaps(other := span_of(one, who.minutes_from, habits))]
    if taken:
        yield WhyNot(f"Drives another journey then, {taken[0].words}", is_hard=True)
    if not _within_hours(who.hours, span):
        yield WhyNot(_hours_words(who.hours, span), is_hard=False)


def _no_seat(vehicles: Sequence[Seats], ride: Ride) -> Iterator[WhyNot]:
    fitting = [one for one in vehicles if one.takes_wheelchair] if ride.needs_wheelchair else vehicles
    if not vehicles:
        yield WhyNot("Has no vehicle", is_hard=True)
    elif not fitting:
        yield WhyNot("No vehicle of theirs takes a wheelchair", is_hard=True)
    elif (most := max(one.seats for one in fitting)) < ride.passengers:
        yield WhyNot(f"Seats {most}, and {ride.passengers} are needed", is_hard=True)


def _within_hours(hours: Iterable[Hours], span: Span) -> bool:
    """Hours that follow on from each other are one."""
    reached = max(span.begins, 0)
    if span.begins < 0 or span.ends > MINUTES_A_DAY:
        return False
    for begins, ends in _of_day(hours, span.on):
        if begins <= reached < ends:
            reached = ends
    return reached >= span.ends


def _of_day(hours: Iterable[Hours], on: date) -> list[tuple[int, int]]:
    return sorted((minute_of(one.from_at), minute_of(one.to_at)) for one in hours if one.weekday == on.weekday())


def _hours_words(hours: Iterable[Hours], span: Span) -> str:
    day = Weekday(span.on.weekday()).label
    spans = [f"{_clock(begins)} to {_clock(ends)}" for begins, ends in _of_day(hours, span.on)]
    needed = f"this one takes {span.words}"
    return f"Drives on a {day} from {' and '.join(spans)}; {needed}" if spans else f"Does not drive on a {day}"


class State(StrEnum):
    """What has become of a journey."""

    CHANGED = "changed"  # a later row took its place
    CALLED_OFF = "called-off"
    ARRIVED = "arrived"
    UNDER_WAY = "under-way"
    AGREED = "agreed"
    TO_CONFIRM = "to-confirm"  # the driver said yes before it was changed
    ASKED = "asked"
    NOBODY_FREE = "nobody-free"  # all who were asked said no
    NOBODY_ASKED = "nobody-asked"


HAS_DRIVER = frozenset({State.AGREED, State.TO_CONFIRM, State.UNDER_WAY, State.ARRIVED})
SETTLED = frozenset({State.AGREED, State.UNDER_WAY, State.ARRIVED})
NEEDS_SOMEBODY = (State.NOBODY_FREE, State.NOBODY_ASKED, State.ASKED, State.TO_CONFIRM)


def can_move(state: State) -> bool:
    """What is over, or under way, stays where it was, whatever becomes of the release."""
    return state not in (State.CHANGED, State.CALLED_OFF, State.ARRIVED, State.UNDER_WAY)


class AskLike(Protocol):
    """One ask: open while `ended` is empty."""

    @property
    def answer(self) -> str: ...
    @property
    def ended(self) -> str: ...
    @property
    def said_before(self) -> bool: ...


class ReportLike(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def takes_back_id(self) -> int | None: ...


def is_in_charge(ask: AskLike) -> bool:
    return not ask.ended and (ask.answer == Answer.YES or ask.said_before)


def state_of(
    asks: Iterable[AskLike],
    reports: Iterable[ReportLike] = (),
    *,
    is_changed: bool = False,
    is_cancelled: bool = False,
    other_driver: bool = False,
) -> State:
    if is_cancelled or is_changed:
        return State.CALLED_OFF if is_cancelled else State.CHANGED
    told = {one.kind for one in standing_reports(reports)}
    if told:
        return State.ARRIVED if ReportKind.ARRIVED in told else State.UNDER_WAY
    return State.AGREED if other_driver else _asked_state(list(asks))


def _asked_state(asks: Sequence[AskLike]) -> State:
    for one in asks:
        if is_in_charge(one):
            return State.AGREED if one.answer == Answer.YES else State.TO_CONFIRM
    if any(not one.ended for one in asks):
        return State.ASKED
    return State.NOBODY_FREE if any(one.answer == Answer.NO for one in asks) else State.NOBODY_ASKED


R = TypeVar("R", bound=ReportLike)


def standing_reports(reports: Iterable[R]) -> list[R]:
    """Those that nobody took back."""
    rows = list(reports)
    gone = {one.takes_back_id for one in rows}
    return [one for one in rows if one.kind != ReportKind.TAKEN_BACK and one.pk not in gone]
