"""Every order of every choice of a day's stops, one by one: what the best order is held against, in tests too.

Reckons by itself, in seconds since 1970, and shares with the rules only the words in which a day is told.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from throughgate.release.rules.day import Day, Mode, Place, Stop, Travel, TravelTimes

LONDON = ZoneInfo("Europe/London")
Worth = tuple[bool, int, int, bool, float, int]


def seconds(on: date, at: time) -> float:
    return datetime.combine(on, at, LONDON).timestamp()


class Reckoner:
    """Knows no zones: days with zones are tested by cases."""

    def __init__(self, day: Day, stops: Sequence[Stop], travel: TravelTimes) -> None:
        self.day, self.stops, self.travel = day, stops, travel
        self.known: dict[tuple[Place, Place, Mode], int | None] = {}
        self.gate = seconds(day.on, day.gate_to.replace(fold=1))
        self.drivers = [
            (
                seconds(day.on, one.free_from.replace(fold=1)),
                seconds(day.on + timedelta(days=one.free_to <= one.free_from), one.free_to),
            )
            for one in day.drivers
        ]
        self.curfew = None
        if day.home_by is not None:
            self.curfew = seconds(day.on + timedelta(days=day.home_by <= day.gate_to), day.home_by)
        self.starts = {stop.key: self.may_start(stop) for stop in stops}

    def may_start(self, stop: Stop) -> list[tuple[float, float]]:
        spells = None if stop.opens is None else []
        for opens, closes in stop.opens or ():
            closing_day = self.day.on + timedelta(days=1 if closes <= opens else 0)
            last = seconds(closing_day, closes) - max(60, stop.minutes * 60)
            spells.append((seconds(self.day.on, opens.replace(fold=1)), last))
        if stop.at is None:
            return sorted(spells or [])
        at = seconds(self.day.on, stop.at)
        return [(at, at)] if spells is None or any(first <= at <= last for first, last in spells) else []

    def asked(self, here: Place, there: Place, mode: Mode, at: float) -> int | None:
        if self.travel.same_all_day and (here, there, mode) in self.known:
            return self.known[here, there, mode]
        travel = self.travel.between(here, there, mode=mode, leaving=datetime.fromtimestamp(at, UTC))
        minutes = travel.minutes if isinstance(travel, Travel) else None
        self.known[here, there, mode] = minutes
        return minutes

    def arrival(self, here: Place, there: Place, at: float) -> tuple[float, int] | None:
        """When, and minutes on the way."""
        if here == there:
            return at, 0
        found = []
        if (minutes := self.asked(here, there, self.day.gets_about, at)) is not None:
            found.append((at + minutes * 60, minutes))
        for free_from, free_to in self.drivers:
            leaves = max(at, free_from)
            if (minutes := self.asked(here, there, Mode.CAR, leaves)) is not None and leaves + minutes * 60 <= free_to:
                found.append((leaves + minutes * 60, minutes))
        return min(found, default=None)

    def start(self, stop: Stop, arrival: float) -> float | None:
        begins = ((max(first, arrival), last) for first, last in self.starts[stop.key])
        return min((start for start, last in begins if start <= last), default=None)

    def worth(self, order: tuple[Stop, ...], at: float, on_the_way: int) -> Worth:
        here = order[-1].place if order else self.day.prison
        home = self.arrival(here, self.day.home, at) if self.day.home else None
        ends, way = home or (at, 0)
        mandatory = sum(stop.is_mandatory for stop in order)
        is_late = home is not None and self.curfew is not None and ends > self.curfew
        knows_home = self.day.home is None or home is not None
        return not is_late, mandatory, len(order) - mandatory, knows_home, -ends, -on_the_way - way

    def every(self, order: tuple[Stop, ...] = (), at: float | None = None, way: int = 0) -> Iterator[Worth]:
        at = self.gate if at is None else at
        yield self.worth(order, at, way)
        here = order[-1].place if order else self.day.prison
        for stop in self.stops:
            if stop in order:
                continue
            trip = self.arrival(here, stop.place, at)
            start = self.start(stop, trip[0]) if trip else None
            if trip and start is not None:
                yield from self.every((*order, stop), start + stop.minutes * 60, way + trip[1])


def best_of_all(day: Day, stops: Sequence[Stop], travel: TravelTimes) -> Worth:
    return max(Reckoner(day, stops, travel).every())
