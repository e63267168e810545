"""Release day as the rules see it: the gate, the stops, the ways between them, and what can be said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from throughgate.common.bank_holidays import Nation as Nation
from throughgate.common.ground import Point


class Mode(StrEnum):
    FOOT = "foot"
    PUBLIC = "public"
    CAR = "car"


@dataclass(frozen=True, slots=True)
class Place:
    """Two places are the same if they are called the same and lie in the same spot."""

    name: str
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("A place has a latitude and a longitude, or neither.")

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Travel:
    """One way from one place to another. `route`: where it leads, if the source knows; `keeps_clear`: somebody has made
    sure that it keeps out of all zones.
    """

    minutes: int
    is_estimate: bool
    source: str
    route: tuple[Point, ...] = ()
    keeps_clear: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("Nobody arrives before leaving.")


@dataclass(frozen=True, slots=True)
class NoWay:
    """It is known that there is no way by this mode, such as no bus at all."""

    source: str


class TravelTimes(Protocol):
    """How long ways take. None: not known. Who leaves later by the same mode must never arrive earlier, or the best
    order would not be the best (`travel.contract` looks).
    """

    @property
    def same_all_day(self) -> bool:
        """The answer does not depend on when somebody leaves, so it need be asked only once."""

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | NoWay | None:
        """`leaving` is aware."""


Hours = tuple[tuple[time, time], ...]
"""From when to when on that day. One that ends no later than it begins runs past midnight."""


def hours_words(hours: Hours) -> str:
    return " and ".join(f"{opens:%H:%M} to {closes:%H:%M}" for opens, closes in hours)


@dataclass(frozen=True, slots=True)
class Stop:
    """`at`: what it is booked for. `opens`: none is closed that day, None is not known. The whole of `minutes` has to
    fit before closing.
    """

    key: str
    title: str
    place: Place
    minutes: int
    is_mandatory: bool = False
    at: time | None = None
    opens: Hours | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("A stop cannot take less than no time.")


@dataclass(frozen=True, slots=True)
class Driver:
    """Somebody with a vehicle who has said yes. What they drive begins and ends within these hours; where they end at
    an earlier time of day, that is of the day that follows. With `start` and `end` they come for that way alone: they
    pick up at the one, and go along from stop to stop up to the other.
    """

    free_from: time
    free_to: time
    name: str = ""
    start: Place | None = None
    end: Place | None = None

    @property
    def days(self) -> int:
        return int(self.free_to <= self.free_from)

    @property
    def days_words(self) -> str:
        return " the next day" if self.days else ""

    def takes_from(self, here: Place, riding: "Driver | None") -> bool:
        """`riding`: whose vehicle they came in."""
        return self.start is None or here == self.start or self == riding


class NoDriver(StrEnum):
    """Why nobody drives where nobody does."""

    NO_JOURNEY = "no_journey"
    NOBODY_ASKED = "nobody_asked"
    ASKED = "asked"
    REFUSED = "refused"
    TO_CONFIRM = "to_confirm"
    CALLED_OFF = "called_off"
    ELSEWHERE = "elsewhere"  # somebody said yes, to another way or another hour


@dataclass(frozen=True, slots=True)
class Zone:
    """A place the person may not enter, with all that lies within the radius."""

    name: str
    centre: Place
    radius_km: float


@dataclass(frozen=True, slots=True)
class Day:
    """`gate_to` is the latest that the gate may open; what is promised is promised for that. `home_by` is the day's
    curfew. `gets_about`: how, while no driver is there; by car only those of `drivers` drive.
    """

    on: date
    gate_from: time
    gate_to: time
    prison: Place
    home: Place | None = None
    home_by: time | None = None
    nation: Nation = Nation.ENGLAND_AND_WALES
    gets_about: Mode = Mode.PUBLIC
    drivers: tuple[Driver, ...] = ()
    no_driver: NoDriver = NoDriver.NO_JOURNEY
    zones: tuple[Zone, ...] = ()

    def __post_init__(self) -> None:
        if self.gate_to < self.gate_from:
            raise ValueError("The gate cannot close before it opens.")


class Severity(StrEnum):
    BLOCKS = "blocks"
    UNKNOWN = "unknown"
    WARNS = "warns"


class Kind(StrEnum):
    AFTER_CLOSING = "after_closing"
    CLOSED = "closed"
    HOURS_TOO_SHORT = "hours_too_short"
    BOOKED_WHEN_CLOSED = "booked_when_closed"
    OVERLAPS = "overlaps"
    BEFORE_GATE = "before_gate"
    NO_TIME_TO_TRAVEL = "no_time_to_travel"
    NEEDS_DRIVER = "needs_driver"
    NO_DRIVER = "no_driver"
    NO_WAY = "no_way"
    IN_ZONE = "in_zone"
    ZONE_ON_THE_WAY = "zone_on_the_way"
    HOME_LATE = "home_late"
    DOES_NOT_FIT = "does_not_fit"
    UNKNOWN_HOURS = "unknown_hours"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_TRAVEL = "unknown_travel"
    UNKNOWN_ZONE = "unknown_zone"
    MAY_CROSS_ZONE = "may_cross_zone"
    FRIDAY = "friday"
    BEFORE_BANK_HOLIDAY = "before_bank_holiday"
    BANK_HOLIDAY = "bank_holiday"
    WEEKEND = "weekend"
    TIGHT = "tight"


SEVERITIES: Mapping[Kind, Severity] = {
    Kind.UNKNOWN_HOURS: Severity.UNKNOWN,
    Kind.UNKNOWN_PLACE: Severity.UNKNOWN,
    Kind.UNKNOWN_TRAVEL: Severity.UNKNOWN,
    Kind.UNKNOWN_ZONE: Severity.UNKNOWN,
    Kind.MAY_CROSS_ZONE: Severity.UNKNOWN,
    Kind.FRIDAY: Severity.WARNS,
    Kind.BEFORE_BANK_HOLIDAY: Severity.WARNS,
    Kind.BANK_HOLIDAY: Severity.WARNS,
    Kind.WEEKEND: Severity.WARNS,
    Kind.TIGHT: Severity.WARNS,
}

HOME = "home"
"""Stands among the keys of a problem for the way home. No stop may be called so."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`words` say what is wrong, `mend` how to put it right; `keys` are the stops concerned, or `HOME`."""

    kind: Kind
    keys: tuple[str, ...]
    words: str
    mend: str = ""

    @property
    def severity(self) -> Severity:
        return SEVERITIES.get(self.kind, Severity.BLOCKS)

    @property
    def is_blocking(self) -> bool:
        """What is not known is never counted as possible."""
        return self.severity is not Severity.WARNS


@dataclass(frozen=True, slots=True)
class Leg:
    """The way to one stop, or home (`key` is `HOME`), and the time there. `slack`: minutes that the arrival may slip
    before this stop is lost; None if any arrival will do. No mode is no step: the last stop was at the same place.
    """

    key: str
    here: Place
    there: Place
    mode: Mode | None
    driver: Driver | None
    travel: Travel
    leaves_at: datetime
    arrives_at: datetime
    starts_at: datetime
    ends_at: datetime
    slack: int | None


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of the day with the gate opening as late as it may. A stop that cannot be done has a problem and no leg; the rest
    of the day is reckoned as if nobody went there. `latest_gate`: the latest minute of the day at which the gate may
    open and everything still be done.
    """

    answer: Answer
    order: tuple[str, ...]
    legs: tuple[Leg, ...]
    problems: tuple[Problem, ...]
    ends_at: datetime
    latest_gate: datetime | None
    latest_gate_for_mandatory: datetime | None
    mandatory_can_be_done: bool

    @property
    def can_be_done(self) -> bool:
        return self.answer is Answer.YES


@dataclass(frozen=True, slots=True)
class BestOrder:
    """The verdict is of the stops that are kept. `out_of_reach`: of those left out, what is missed even straight from
    the gate.
    """

    order: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    left_out: tuple[Problem, ...]
    verdict: Verdict
