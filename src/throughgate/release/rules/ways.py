"""The quickest way from one place to another: on foot or by public transport at once, or with a driver who is free.

A way that leads through a zone, or may, is not taken. Whoever leaves later never arrives earlier: each way by itself
keeps to that (see `TravelTimes`), waiting for a driver's hours does, and so does the earliest of several.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from throughgate.release.rules.day import (
    SEVERITIES,
    Day,
    Driver,
    Kind,
    Mode,
    NoWay,
    Place,
    Severity,
    Travel,
    TravelTimes,
    Zone,
)
from throughgate.release.rules.ground import crosses, is_inside, may_cross
from throughgate.release.rules.minutes import DayClock

ALWAYS = (-(10**9), 10**9)
STILL = Travel(0, is_estimate=False, source="the same place", keeps_clear=True)


@dataclass(frozen=True, slots=True)
class Way:
    """Open between two minutes of the day: nobody leaves before the first or arrives after the second."""

    mode: Mode | None
    travel: Travel
    opens: int
    closes: int
    driver: Driver | None = None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a way cannot be taken."""

    kind: Kind
    mode: Mode
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    way: Way
    leaves: int
    arrives: int

    @property
    def minutes(self) -> int:
        return self.way.travel.minutes


Ways = tuple[tuple[Way, ...], tuple[Hindrance, ...]]


class Roads:
    """All ways of one day. Asks the travel times once for each pair, if they are the same all day."""

    def __init__(self, day: Day, travel: TravelTimes, clock: DayClock) -> None:
        self.day = day
        self.travel = travel
        self.clock = clock
        self._known: dict[tuple[Place, Place], Ways] = {}
        self._drivers = [
            (one, (clock.minute(one.free_from, later=True), clock.minute(one.free_to, days=one.days)))
            for one in day.drivers
        ]

    def ways(self, here: Place, there: Place, at: int) -> Ways:
        if not self.travel.same_all_day:
            return self._look(here, there, at)
        if (here, there) not in self._known:
            self._known[here, there] = self._look(here, there, at)
        return self._known[here, there]

    def trips(self, here: Place, there: Place, at: int, riding: Driver | None = None) -> list[Trip]:
        """The quickest that anybody may take, and one with each driver who comes for a way of their own."""
        return [*options(self.ways(here, there, at)[0], here, at, riding)]

    def trip(self, here: Place, there: Place, at: int, riding: Driver | None = None) -> Trip | None:
        return min(self.trips(here, there, at, riding), key=lambda one: (one.arrives, one.minutes), default=None)

    def hindrance(self, here: Place, there: Place, at: int) -> Hindrance:
        """Why there is no trip; what could be found out comes first."""
        unknown = self.unknown(here, there, at)
        found = self.ways(here, there, at)[1]
        return unknown or (*found, Hindrance(Kind.NO_WAY, self.day.gets_about))[0]

    def unknown(self, here: Place, there: Place, at: int) -> Hindrance | None:
        """A way that might be quicker, if more was known of it."""
        found = self.ways(here, there, at)[1]
        return next((one for one in found if SEVERITIES.get(one.kind) is Severity.UNKNOWN), None)

    def with_any_driver(self, here: Place, there: Place, at: int) -> Trip | None:
        """If there were a driver at once."""
        found = self._way(here, there, Mode.CAR, at, ALWAYS)
        return quickest((found,), at) if isinstance(found, Way) else None

    def _look(self, here: Place, there: Place, at: int) -> Ways:
        if here == there:
            return (Way(None, STILL, *ALWAYS),), ()
        found = list(self._each(here, there, at))
        ways = tuple(one for one in found if isinstance(one, Way))
        return ways, tuple(one for one in found if isinstance(one, Hindrance))

    def _each(self, here: Place, there: Place, at: int) -> Iterator[Way | Hindrance]:
        way = self._way(here, there, self.day.gets_about, at, ALWAYS)
        # Nobody is driven by a wish: by car, somebody of `drivers` drives or nobody does.
        is_wish = self.day.gets_about is Mode.CAR and isinstance(way, Way)
        yield Hindrance(Kind.NO_DRIVER, Mode.CAR) if is_wish else way
        for driver, hours in self._drivers:
            yield self._way(here, there, Mode.CAR, max(at, hours[0]), hours, driver)

    def _way(
        self, here: Place, there: Place, mode: Mode, at: int, hours: tuple[int, int], driver: Driver | None = None
    ) -> Way | Hindrance:
        travel = self.travel.between(here, there, mode=mode, leaving=self.clock.moment(at))
        if travel is None:
            return Hindrance(Kind.UNKNOWN_TRAVEL, mode)
        if isinstance(travel, NoWay):
            return Hindrance(Kind.NO_WAY, mode)
        return self._through_zones(here, there, mode, travel) or Way(mode, travel, *hours, driver)

    def _through_zones(self, here: Place, there: Place, mode: Mode, travel: Travel) -> Hindrance | None:
        if travel.keeps_clear:
            return None
        for zone in self.day.zones:
            # Whoever is let out inside a zone can only leave it.
            if here.point and is_inside(here.point, zone):
                continue
            if travel.route:
                if crosses(travel.route, zone):
                    return Hindrance(Kind.ZONE_ON_THE_WAY, mode, zone)
            elif here.point is None or there.point is None or may_cross(here.point, there.point, zone):
                return Hindrance(Kind.MAY_CROSS_ZONE, mode, zone)
        return None


def options(ways: tuple[Way, ...], here: Place, at: int, riding: Driver | None) -> Iterator[Trip]:
    free = tuple(way for way in ways if way.driver is None or way.driver.start is None)
    if trip := quickest(free, at):
        yield trip
    for way in ways if len(free) < len(ways) else ():
        bound = way.driver is not None and way.driver.start is not None and way.driver.takes_from(here, riding)
        if bound and (trip := quickest((way,), at)):
            yield trip


def riding_on(trip: Trip, there: Place) -> Driver | None:
    """Who goes along with them from there: until they are set down, whoever comes for a way of their own."""
    driver = trip.way.driver
    return driver if driver and driver.start and there != driver.end else None


def quickest(ways: tuple[Way, ...], at: int) -> Trip | None:
    best: Trip | None = None
    for way in ways:
        leaves = at if at > way.opens else way.opens
        arrives = leaves + way.travel.minutes
        if arrives <= way.closes and (best is None or (arrives, way.travel.minutes) < (best.arrives, best.minutes)):
            best = Trip(way, leaves, arrives)
    return best
