"""One release day made ready for reckoning, and one run through it in a given order. No words here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from throughgate.release.rules.day import HOME, Day, Driver, Kind, Place, Stop, TravelTimes, Zone
from throughgate.release.rules.ground import is_inside
from throughgate.release.rules.minutes import DayClock
from throughgate.release.rules.ways import Hindrance, Roads, Trip, riding_on

Windows = tuple[tuple[int, int], ...]
"""First and last minute at which a stop may begin, earliest window first."""


class UnknownStopError(ValueError):
    """An order names a stop that the day does not have, or one twice."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a stop cannot be done in whatever order."""

    kind: Kind
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A stop that is done."""

    stop: Stop
    trip: Trip
    here: Place
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A stop that is missed on this run: no way there (`hindrance`), or there too late (`trip`)."""

    stop: Stop
    here: Place
    leaves: int
    after: Stop | None
    trip: Trip | None
    hindrance: Hindrance | None


@dataclass(frozen=True, slots=True)
class Run:
    steps: tuple[Step, ...]
    lost: tuple[Lost, ...]
    left_at: int  # when the last stop was over, or the gate opened
    last: Place
    home: Trip | None

    @property
    def ends(self) -> int:
        return self.home.arrives if self.home else self.left_at


@dataclass(frozen=True, slots=True)
class _State:
    """So far, in one of the ways to get so far. `riding`: whose vehicle they came in and may go on with."""

    at: int
    on_the_way: int
    riding: Driver | None
    steps: tuple[Step, ...]

    def then(self, step: Step) -> "_State":
        minutes = self.on_the_way + step.trip.minutes
        return _State(step.ends, minutes, riding_on(step.trip, step.stop.place), (*self.steps, step))


class Plan:
    def __init__(self, day: Day, stops: Sequence[Stop], travel: TravelTimes) -> None:
        self.day = day
        self.stops = {stop.key: stop for stop in stops}
        if len(self.stops) < len(stops) or HOME in self.stops:
            raise UnknownStopError(f"Stops need keys of their own, and none may be “{HOME}”.")
        self.clock = DayClock(day.on)
        self.roads = Roads(day, travel, self.clock)
        self.gate = self.clock.minute(day.gate_to, later=True)
        self.home_by = self._curfew()
        self.hours = {stop.key: opening_windows(stop, self.clock) for stop in stops}
        self.windows = {stop.key: self._starting(stop) for stop in stops}
        self.obstacles = {stop.key: self._obstacle(stop) for stop in stops}

    def _curfew(self) -> int | None:
        """One that begins no later than the gate opens, at midnight say, is of the night that follows."""
        begins = self.day.home_by
        return None if begins is None else self.clock.minute(begins, days=int(begins <= self.day.gate_to))

    def named(self, order: Iterable[str] | None) -> tuple[Stop, ...]:
        keys = tuple(self.stops) if order is None else tuple(order)
        if len(set(keys)) < len(keys) or not set(keys) <= set(self.stops):
            raise UnknownStopError("The order names a stop twice, or one that is not there.")
        return tuple(self.stops[key] for key in keys)

    def run(self, order: Iterable[Stop], gate: int) -> Run:
        """Whoever misses a stop does not go there. Who could go with a driver or without goes both ways until it is
        known which is better; there are as many ways to go on as drivers, for of each only the earliest matters.
        """
        here, after = self.day.prison, None
        states = [_State(gate, 0, None, ())]
        lost: list[Lost] = []
        for stop in order:
            if self.obstacles[stop.key]:
                continue
            if reached := self._reached(states, here, stop):
                states, here, after = reached, stop.place, stop
            else:
                lost.append(self._lost(min(states, key=lambda one: one.at), here, stop, after))
        ends = [(self.way_home(here, one.at, one.riding), one) for one in states]
        home, best = min(ends, key=lambda end: _end_of(*end))
        return Run(best.steps, tuple(lost), best.at, here, home)

    def _reached(self, states: Iterable[_State], here: Place, stop: Stop) -> list[_State]:
        found: dict[Driver | None, _State] = {}
        for state in states:
            for trip in self.roads.trips(here, stop.place, state.at, state.riding):
                starts = earliest(self.windows[stop.key], trip.arrives)
                if starts is None:
                    continue
                new = state.then(Step(stop, trip, here, starts, starts + stop.minutes))
                old = found.get(new.riding)
                if old is None or (new.at, new.on_the_way) < (old.at, old.on_the_way):
                    found[new.riding] = new
        return list(found.values())

    def _lost(self, state: _State, here: Place, stop: Stop, after: Stop | None) -> Lost:
        trip = self.roads.trip(here, stop.place, state.at, state.riding)
        hindrance = None if trip else self.roads.hindrance(here, stop.place, state.at)
        return Lost(stop, here, state.at, after, trip, hindrance)

    def way_home(self, here: Place, at: int, riding: Driver | None = None) -> Trip | None:
        return None if self.day.home is None else self.roads.trip(here, self.day.home, at, riding)

    def is_home_late(self, run: Run) -> bool:
        return run.home is not None and self.home_by is not None and run.home.arrives > self.home_by

    def is_done(self, order: Sequence[Stop], gate: int) -> bool:
        if any(self.obstacles[stop.key] for stop in order):
            return False
        run = self.run(order, gate)
        return not run.lost and (self.day.home is None or run.home is not None) and not self.is_home_late(run)

    def latest_gate(self, order: Sequence[Stop]) -> int | None:
        """By halving: whoever is out earlier can do whatever can be done later (see `ways`)."""
        if not self.is_done(order, 0):
            return None
        done, undone = 0, self.clock.length
        while undone - done > 1:
            middle = (done + undone) // 2
            done, undone = (middle, undone) if self.is_done(order, middle) else (done, middle)
        return done

    @property
    def is_home_barred(self) -> bool:
        return self.day.home is not None and self.zone_around(self.day.home) is not None

    def zone_around(self, place: Place) -> Zone | None:
        return next((zone for zone in self.day.zones if place.point and is_inside(place.point, zone)), None)

    def _starting(self, stop: Stop) -> Windows:
        """Empty where nothing fits; booked times count only within opening hours, if those are known."""
        hours = self.hours[stop.key]
        if stop.at is None:
            return hours or ()
        at = self.clock.minute(stop.at)
        return ((at, at),) if hours is None or earliest(hours, at) == at else ()

    def _obstacle(self, stop: Stop) -> Obstacle | None:
        zone = self.zone_around(stop.place)
        if zone:
            return Obstacle(Kind.IN_ZONE, zone)
        if self.hours[stop.key] is None and stop.at is None:
            return Obstacle(Kind.UNKNOWN_HOURS)
        if not self.windows[stop.key]:
            return Obstacle(_why_never(stop))
        if self.day.zones and stop.place.point is None:
            return Obstacle(Kind.UNKNOWN_PLACE)
        return None


def _end_of(home: Trip | None, state: _State) -> tuple[bool, int, int]:
    """Home first, then the earliest, then the least time on the way."""
    if home is None:
        return True, state.at, state.on_the_way
    return False, home.arrives, state.on_the_way + home.minutes


def _why_never(stop: Stop) -> Kind:
    if stop.at is not None:
        return Kind.BOOKED_WHEN_CLOSED
    return Kind.HOURS_TOO_SHORT if stop.opens else Kind.CLOSED


def opening_windows(stop: Stop, clock: DayClock) -> Windows | None:
    """When it may begin so that all of it is over by closing. Whoever arrives just as it closes is too late, however
    short it is.
    """
    if stop.opens is None:
        return None
    return tuple(sorted(window for hours in stop.opens if (window := _window(hours, stop.minutes, clock))))


def _window(hours: tuple[time, time], minutes: int, clock: DayClock) -> tuple[int, int] | None:
    opens = clock.minute(hours[0], later=True)
    closes = clock.minute(hours[1], days=int(hours[1] <= hours[0]))
    last = closes - max(minutes, 1)
    return (opens, last) if opens <= last else None


def earliest(windows: Windows, at: int) -> int | None:
    for first, last in windows:
        if at <= last:
            return first if first > at else at
    return None


def latest(windows: Windows) -> int:
    return max(last for _, last in windows)
