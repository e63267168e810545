"""A release day of ten stops: whether it can be done, and the best order held against every order there is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from random import Random
from time import perf_counter

from bench.figures import Aim, Figure
from bench.release_every_order import Reckoner, best_of_all
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.day import Day, Place, Stop, TravelTimes
from throughgate.release.rules.ordering import best_order
from throughgate.release.travel.estimates import default_estimates

SECTION = "release_day"
STOPS, STOPS_OF_A_SMOKE = 10, 5
SEEDS = (1, 2, 3)
ROUNDS = 7
DAY = Day(
    on=date(2026, 11, 24),
    gate_from=time(8, 30),
    gate_to=time(9, 30),
    prison=Place("the prison", 51.30, -0.50),
    home=Place("the hostel", 51.25, -0.57),
    home_by=time(19),
)


def stops_of(number: int, seed: int) -> list[Stop]:
    """In one town, open for most of the day; every third is booked."""
    random = Random(seed)
    return [
        Stop(
            key=f"stop-{place}",
            title=f"Stop {place}",
            place=Place(f"place {place}", 51.22 + random.random() * 0.05, -0.60 + random.random() * 0.08),
            minutes=random.choice((10, 15, 20, 30)),
            is_mandatory=place % 2 == 0,
            at=time(random.randint(10, 16), random.choice((0, 15, 30, 45))) if place % 3 == 0 else None,
            opens=((time(9), time(random.choice((13, 15, 16, 17)))),) if place % 3 else None,
        )
        for place in range(number)
    ]


def quickest(what: Callable[[], object], rounds: int) -> float:
    """Milliseconds."""
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        what()
        times.append(perf_counter() - begun)
    return min(times) * 1000


def is_the_best(stops: Sequence[Stop], travel: TravelTimes) -> bool:
    """Reckoned again, in the order that was found, by the one that tries them all."""
    reckoner = Reckoner(DAY, stops, travel)
    by_key = {stop.key: stop for stop in stops}
    order = tuple(by_key[key] for key in best_order(DAY, stops, travel).order)
    at, way, here = reckoner.gate, 0, DAY.prison
    for stop in order:
        trip = reckoner.arrival(here, stop.place, at)
        start = reckoner.start(stop, trip[0]) if trip else None
        if trip is None or start is None:
            return False
        at, way, here = start + stop.minutes * 60, way + trip[1], stop.place
    return reckoner.worth(order, at, way) == best_of_all(DAY, stops, travel)


def figures(folder: Path, small: bool) -> Iterator[Figure]:
    travel = default_estimates()
    number = STOPS_OF_A_SMOKE if small else STOPS
    days = [stops_of(number, seed) for seed in SEEDS]
    check = quickest(lambda: [check_day(DAY, stops, travel) for stops in days], ROUNDS) / len(days)
    yield Figure(SECTION, f"can {number} stops be done", check, "ms", aim=Aim(20))
    best = quickest(lambda: [best_order(DAY, stops, travel) for stops in days], ROUNDS) / len(days)
    every = quickest(lambda: [best_of_all(DAY, stops, travel) for stops in days], 1) / len(days)
    kept = ", ".join(str(len(best_order(DAY, stops, travel).order)) for stops in days)
    yield Figure(
        SECTION,
        f"best order of {number} stops",
        best,
        "ms",
        best / every,
        "every order",
        Aim(500),
        f"every order, one by one: {every:,.0f} ms; stops kept: {kept}",
    )
    worst = [replace(stop, at=None, opens=((time(9), time(19)),), minutes=5) for stop in days[0]]
    open_all_day = quickest(lambda: best_order(DAY, worst, travel), ROUNDS)
    note = "nothing booked and all open all day: every order can be done, so none is dropped early"
    yield Figure(SECTION, f"best order of {number} stops, at worst", open_all_day, "ms", aim=Aim(500), note=note)
    found = sum(is_the_best(stops, travel) for stops in days)
    yield Figure(
        SECTION, "days whose best order was found", found, f"of {len(days)}", aim=Aim(len(days), at_least=True)
    )
