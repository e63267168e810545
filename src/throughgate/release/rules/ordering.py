"""The best order of a day's stops, exactly.

First as many mandatory stops as can be done, then as many others, then the earliest end, then the least time on the
way. Nobody is brought home after the curfew for any of it.

How it is found: for each set of stops done and each last one among them, only the *earliest finish* matters for what
can follow. Whoever leaves later never arrives earlier (see `ways`), and whoever arrives later never begins earlier
(`plan.earliest` never falls): so every continuation that is open after a later finish is open after an earlier one,
and ends no later. Of all orders of the same set with the same last stop, those that finish later can be forgotten:
2^n * n states instead of n! orders; with drivers who come for a way of their own, as often again as there are of them,
for it matters too in whose vehicle they came. Time on the way comes after the end, and a later finish may have less of
it, with waiting making up for the difference; so of each state those are kept that no other beats in both. Where ways
take as long all day, that is exact too; where they do not, or with a driver for a part of the day, the aims before it
are exact and the last is a good choice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from throughgate.release.rules.checking import verdict_of
from throughgate.release.rules.day import HOME, BestOrder, Day, Driver, Kind, Problem, Stop, TravelTimes
from throughgate.release.rules.plan import Plan, earliest, latest
from throughgate.release.rules.reasons import home_problems, lost_problem, obstacle_problem
from throughgate.release.rules.ways import Way, options, riding_on

MOST_STOPS = 12  # each more takes more than twice as long
GATE = -1  # stands for the prison among the numbers of places


class TooManyStopsError(ValueError):
    pass


class Path(NamedTuple):
    """Stops done so far, by their places in the list. `ends`: when the last was over; `riding`: whose vehicle they came
    in and may go on with.
    """

    ends: int
    on_the_way: int
    order: tuple[int, ...]
    riding: Driver | None = None


Worth = tuple[bool, int, int, bool, int, int]
"""Not late for the curfew, mandatory stops, other stops, the way home is known, minus the end, minus the way."""


def best_order(day: Day, stops: Sequence[Stop], travel: TravelTimes) -> BestOrder:
    if len(stops) > MOST_STOPS:
        raise TooManyStopsError(f"A day of more than {MOST_STOPS} stops is not put in order.")
    plan = Plan(day, stops, travel)
    possible = [stop for stop in stops if not plan.obstacles[stop.key]]
    # Of equals the first: the same day always comes out the same.
    best = max(_paths(plan, possible), key=lambda path: worth(plan, possible, path))
    kept = [possible[number] for number in best.order]
    left_out = [stop for key, stop in plan.stops.items() if key not in {one.key for one in kept}]
    return BestOrder(
        order=tuple(stop.key for stop in kept),
        out_of_reach=tuple(stop.key for stop in left_out if _is_out_of_reach(plan, stop)),
        left_out=tuple(_why_left_out(plan, stop) for stop in left_out),
        verdict=verdict_of(plan, kept),
    )


def worth(plan: Plan, stops: Sequence[Stop], path: Path) -> Worth:
    here = stops[path.order[-1]].place if path.order else plan.day.prison
    home = plan.way_home(here, path.ends, path.riding)
    ends = home.arrives if home else path.ends
    done = [stops[number].is_mandatory for number in path.order]
    return (
        not (home and plan.home_by is not None and ends > plan.home_by),
        sum(done),
        len(done) - sum(done),
        plan.day.home is None or home is not None,
        -ends,
        -path.on_the_way - (home.minutes if home else 0),
    )


def _paths(plan: Plan, stops: Sequence[Stop]) -> Iterator[Path]:
    """Every path that may be the best. Sets grow by one stop at a time."""
    yield (start := Path(plan.gate, 0, ()))
    states: dict[tuple[int, int], list[Path]] = {(0, GATE): [start]}
    reckoner = _Reckoner(plan, stops)
    for _ in stops:
        grown: dict[tuple[int, int], list[Path]] = {}
        for (done, last), paths in states.items():
            for number in range(len(stops)):
                if done >> number & 1:
                    continue
                longer = [path for before in paths for path in reckoner.longer(before, last, number)]
                if longer:
                    _keep(grown.setdefault((done | 1 << number, number), []), longer)
        states = grown
        for paths in states.values():
            yield from paths


class _Reckoner:
    """One stop more. Ways that are the same all day are kept by number: places are slow keys."""

    def __init__(self, plan: Plan, stops: Sequence[Stop]) -> None:
        self.roads = plan.roads
        self.places = [*(stop.place for stop in stops), plan.day.prison]
        self.minutes = [stop.minutes for stop in stops]
        self.windows = [plan.windows[stop.key] for stop in stops]
        self.latest = [latest(windows) for windows in self.windows]
        self._ways: dict[tuple[int, int], tuple[Way, ...]] = {}

    def longer(self, path: Path, last: int, number: int) -> Iterator[Path]:
        if path.ends > self.latest[number]:
            return
        ways = self.ways(last, number, path.ends)
        for trip in options(ways, self.places[last], path.ends, path.riding):
            starts = earliest(self.windows[number], trip.arrives)
            if starts is not None:
                ends, order = starts + self.minutes[number], (*path.order, number)
                yield Path(ends, path.on_the_way + trip.minutes, order, riding_on(trip, self.places[number]))

    def ways(self, last: int, number: int, at: int) -> tuple[Way, ...]:
        found = self._ways.get((last, number))
        if found is None:
            found = self.roads.ways(self.places[last], self.places[number], at)[0]
            if self.roads.travel.same_all_day:
                self._ways[last, number] = found
        return found


def _keep(paths: list[Path], more: Iterable[Path]) -> None:
    for new in more:
        same = [old for old in paths if old.riding == new.riding]
        if any(old.ends <= new.ends and old.on_the_way <= new.on_the_way for old in same):
            continue
        beaten = [old for old in same if old.ends >= new.ends and old.on_the_way >= new.on_the_way]
        paths[:] = [old for old in paths if old not in beaten]
        paths.append(new)


def _is_out_of_reach(plan: Plan, stop: Stop) -> bool:
    return not plan.obstacles[stop.key] and bool(plan.run([stop], plan.gate).lost)


def _why_left_out(plan: Plan, stop: Stop) -> Problem:
    """Its own reason, if it cannot be done even alone."""
    obstacle = plan.obstacles[stop.key]
    if obstacle:
        return obstacle_problem(stop, obstacle)
    alone = plan.run([stop], plan.gate)
    if alone.lost:
        return lost_problem(plan, alone, alone.lost[0])
    late = [problem for problem in home_problems(plan, alone) if problem.kind is Kind.HOME_LATE]
    if late:
        return Problem(Kind.HOME_LATE, (stop.key, HOME), f"With {stop.title}, {late[0].words}", late[0].mend)
    return Problem(
        Kind.DOES_NOT_FIT,
        (stop.key,),
        f"{stop.title} could be done by itself, but in no order together with all that is kept.",
        "Ask for another day or time, or leave out something else.",
    )
