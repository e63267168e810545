"""What a release day's plan must say, in which order its stops stand, and when planning it is due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol, TypeVar

from throughgate.release.models.day import LONGEST_STOP, GetsAbout, MetBy, NotMet, StopKind
from throughgate.release.rules.day import Hours, Mode

PLANNED_BEFORE = timedelta(days=14)
MOST = 10  # stops in a day; what is more is for the days after it
PLAN_TITLE = "Plan the release day"
USUAL_MINUTES: Mapping[str, int] = {
    StopKind.PROBATION: 45,
    StopKind.HOUSING: 45,
    StopKind.GP: 30,
    StopKind.PHARMACY: 15,
    StopKind.JOBCENTRE: 60,
    StopKind.FAMILY: 60,
    StopKind.OTHER: 30,
}
STOP_TITLES: Mapping[str, str] = {
    StopKind.PROBATION: "Probation",
    StopKind.HOUSING: "Housing",
    StopKind.GP: "GP",
    StopKind.PHARMACY: "Pharmacy",
    StopKind.JOBCENTRE: "Jobcentre",
    StopKind.FAMILY: "Family",
    StopKind.OTHER: "Something else",
}
MODES: Mapping[str, Mode] = {GetsAbout.PUBLIC: Mode.PUBLIC, GetsAbout.CAR: Mode.CAR, GetsAbout.FOOT: Mode.FOOT}


class DayError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class SaidStop:
    """What is said of a stop. `member` is an id of the circle."""

    kind: str
    place: str
    minutes: int
    title: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    at: time | None = None
    opens: time | None = None
    closes: time | None = None
    opens_again: time | None = None
    closes_again: time | None = None
    is_mandatory: bool = False
    member: int | None = None
    with_whom: str = ""

    @property
    def called(self) -> str:
        return self.title.strip() or STOP_TITLES[self.kind]

    @property
    def where(self) -> str:
        return ", ".join(part.strip() for part in (self.place, self.address, self.postcode) if part.strip())


@dataclass(frozen=True, kw_only=True)
class SaidMeeting:
    """Who meets them. `worker` and `member` are ids; `reason` why nobody does."""

    met_by: str
    worker: int | None = None
    member: int | None = None
    name: str = ""
    phone: str = ""
    reason: str = ""
    words: str = ""


def due_on(release_on: date, today: date) -> date:
    """Two weeks before; told later than that, at once."""
    return max(release_on - PLANNED_BEFORE, min(today, release_on))


def gate_problems(gate_from: time | None, gate_to: time | None) -> Iterator[DayError]:
    if (gate_from is None) != (gate_to is None):
        yield DayError("Give the earliest and the latest time, or neither", "gate_from" if gate_to else "gate_to")
    elif gate_from and gate_to and gate_to < gate_from:
        yield DayError("The latest time cannot be before the earliest", "gate_to")


def stop_problems(said: SaidStop) -> Iterator[DayError]:
    if said.kind not in StopKind.values:
        yield DayError("Choose what it is", "kind")
    if not said.place.strip():
        yield DayError("Say where it is, in a few words", "place")
    if not 0 <= said.minutes <= LONGEST_STOP:
        yield DayError("How long it takes must be between 0 minutes and 12 hours", "minutes")
    if (said.opens is None) != (said.closes is None):
        yield DayError("Give both when it opens and when it closes, or neither", "opens" if said.closes else "closes")
    elif said.opens and said.opens == said.closes:
        yield DayError("It cannot close when it opens", "closes")
    yield from _break_problems(said)
    if (said.latitude is None) != (said.longitude is None):
        yield DayError("Give both the latitude and the longitude, or neither", "latitude")


def _break_problems(said: SaidStop) -> Iterator[DayError]:
    """Hours after a break need hours before it; what runs past midnight has none."""
    if said.opens_again is None and said.closes_again is None:
        return
    if said.opens_again is None or said.closes_again is None:
        wrong = "closes_again" if said.opens_again else "opens_again"
        yield DayError("Give both when it opens again and when it closes then, or neither", wrong)
    elif said.opens is None or said.closes is None:
        yield DayError("Give its hours before the break first", "opens")
    elif not said.opens < said.closes < said.opens_again:
        yield DayError("It opens again after it has closed for the break", "opens_again")
    elif said.closes_again == said.opens_again:
        yield DayError("It cannot close when it opens", "closes_again")


class HasHours(Protocol):
    @property
    def opens(self) -> time | None: ...
    @property
    def closes(self) -> time | None: ...
    @property
    def opens_again(self) -> time | None: ...
    @property
    def closes_again(self) -> time | None: ...


def hours_of(stop: HasHours) -> Hours:
    """Empty where none are said."""
    pairs = ((stop.opens, stop.closes), (stop.opens_again, stop.closes_again))
    return tuple((opens, closes) for opens, closes in pairs if opens and closes)


def meeting_problems(said: SaidMeeting) -> Iterator[DayError]:
    if said.met_by not in MetBy.values:
        yield DayError("Choose who meets them", "met_by")
    elif said.met_by in (MetBy.WORKER, MetBy.VOLUNTEER) and said.worker is None:
        yield DayError("Choose who of us meets them", "worker")
    elif said.met_by == MetBy.FAMILY and said.member is None and not said.name.strip():
        yield DayError("Say who meets them", "name")
    elif said.met_by == MetBy.AGENCY and not said.name.strip():
        yield DayError("Say which organisation meets them", "name")
    elif said.met_by == MetBy.NOBODY and said.reason not in NotMet.values:
        yield DayError("Say why nobody meets them", "reason")
    elif said.met_by == MetBy.NOBODY and said.reason == NotMet.OTHER and not said.words.strip():
        yield DayError("Say why, in a few words", "words")


class HasTime(Protocol):
    @property
    def thread(self) -> str: ...
    @property
    def at(self) -> time | None: ...


S = TypeVar("S", bound=HasTime)


def in_order(stops: Sequence[S], threads: Iterable[str]) -> list[S]:
    """As they were put in order; what came later stands before the first that is booked for a later hour."""
    by_thread = {stop.thread: stop for stop in stops}
    found = [by_thread.pop(thread) for thread in threads if thread in by_thread]
    for stop in by_thread.values():
        later = [i for i, other in enumerate(found) if stop.at and other.at and other.at > stop.at]
        found.insert(later[0] if later else len(found), stop)
    return found


def moved_in_order(threads: Sequence[str], thread: str, by: int) -> list[str]:
    """One place earlier (-1) or later (1)."""
    found = list(threads)
    place = found.index(thread)
    to = min(max(place + by, 0), len(found) - 1)
    found.insert(to, found.pop(place))
    return found


def home_by(curfews: Iterable[time], gate_to: time) -> time | None:
    """When the first curfew after the gate begins. One whose hour is past when the gate opens begins the next day."""
    return min(curfews, key=lambda begins: (begins <= gate_to, begins), default=None)
