"""Pages under load, each held against a bare page in the same minute; and how many queries each asks."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from bench import load, stores
from bench.figures import Aim, Figure
from bench.load import Load, Plan, Request
from bench.serving import Server, served

SECTION = "pages"
RUN = "run"
FEW_RUN = "run_few"
ENOUGH_OF_BARE = Aim(0.40, on="ratio", at_least=True)
SOON_ENOUGH = Aim(150)
FEW_QUERIES = Aim(14)
LONGEST = 16


@dataclass(frozen=True)
class Size:
    people: int
    few: int
    seconds: float
    warm_up: float
    once: bool = False  # the bare page is timed once and not beside every page


FULL = Size(people=10_000, few=100, seconds=10, warm_up=2)
SMALL = Size(people=100, few=50, seconds=1, warm_up=0, once=True)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    names = {people: stores.charity(store, people, folder) for people in (size.few, size.people)}
    stores.run_child("bench.assets", environment=stores.environment(store, names[size.people], folder))
    yield from _counted(store, names, size, folder)
    store.copy(names[size.people], RUN)
    yield from _loaded(store, size, folder)
    store.drop(RUN)


# -- queries ----------------------------------------------------------------------------------------------------------


def _counted(store: stores.Store, names: dict[int, str], size: Size, folder: Path) -> Iterator[Figure]:
    counts = {people: _count(store, name, folder) for people, name in names.items()}
    (folder / "queries.json").write_text(json.dumps(counts, indent=1))
    for page, many in counts[size.people].items():
        said = (_weight(many), _growth(counts[size.few][page]["queries"], many["queries"], size.few))
        yield Figure(
            SECTION, f"{page}: queries", many["queries"], "queries", aim=FEW_QUERIES, note="; ".join(filter(None, said))
        )


def _weight(counted: dict[str, Any]) -> str:
    return f"{counted['bytes'] / 1000:.0f} kB" if counted["status"] == 200 else f"answers {counted['status']}"


def _growth(few: int, many: int, people: int) -> str:
    """A list that is empty saves a query or two; a query a row shows as many more."""
    if few == many:
        return ""
    return f"{few} at {people} people" + (": it GROWS" if many > few + 2 else "")


def _count(store: stores.Store, name: str, folder: Path) -> dict[str, Any]:
    store.copy(name, FEW_RUN)
    try:
        environment = stores.environment(store, FEW_RUN, folder)
        return dict(json.loads(stores.run_child("bench.counting", environment=environment)))
    finally:
        store.drop(FEW_RUN)


# -- load -------------------------------------------------------------------------------------------------------------


def _loaded(store: stores.Store, size: Size, folder: Path) -> Iterator[Figure]:
    environment = stores.environment(store, RUN, folder)
    plans = _plans(stores.run_child("bench.plans", environment=environment))
    bare_plan = Plan([Request(f"/{number}/") for number in range(1, size.people + 1)], 200, "<h1>")
    with ExitStack() as servers:
        bare_page = servers.enter_context(served("bench.bare:application", environment, folder / "bare.log"))
        application = servers.enter_context(
            served("throughgate.config.wsgi:application", environment, folder / "application.log")
        )
        bare = [_measure(bare_plan, bare_page, size, share=0.5)]
        for page, plan in plans.items():
            timed = _measure(plan, application, size)
            bare.append(bare[0] if size.once else _measure(bare_plan, bare_page, size, share=0.5))
            # The bare page just before and just after: on a machine with other work both see the same weather.
            yield from _said(page, timed, bare[-2:])
    yield Figure(SECTION, "bare page", median(one.load.rate for one in bare), "requests/s", note=_spread(bare))
    yield Figure(SECTION, "bare page: p95", median(one.load.p95 for one in bare), "ms")
    costs = [one.cost for one in bare if one.cost is not None]
    if costs:
        yield Figure(SECTION, "bare page: processor", median(costs), "ms")


@dataclass(frozen=True)
class Timed:
    """`cost`: milliseconds of processor a request, which other work on the machine hardly changes."""

    load: Load
    cost: float | None


def _measure(plan: Plan, server: Server, size: Size, share: float = 1.0) -> Timed:
    if size.warm_up:
        load.send(plan, server.port, size.warm_up)
    seconds = size.seconds * share
    before = server.processor_seconds()
    timed = load.send(plan, server.port, seconds)
    while not timed.good + timed.bad and seconds < LONGEST:  # a machine so busy that not one answer came
        seconds *= 2
        timed = load.send(plan, server.port, seconds)
    after = server.processor_seconds()
    used = None if before is None or after is None else (after - before) * 1000 / max(1, timed.good + timed.bad)
    return Timed(timed, used)


def _said(page: str, timed: Timed, bare: Sequence[Timed]) -> Iterator[Figure]:
    said = timed.load
    wrong = f"{said.bad} WRONG ANSWERS of {said.bad + said.good}, the first: {said.sample[:200]}" if said.bad else ""
    # The frame has no aims: it says how much of a page's time is not the page's own.
    enough, soon = (None, None) if page == load.FRAME else (ENOUGH_OF_BARE, SOON_ENOUGH)
    share = said.rate / mean(one.load.rate for one in bare)
    yield Figure(SECTION, page, said.rate, "requests/s", share, "the bare page", enough, wrong)
    yield Figure(SECTION, f"{page}: p95", said.p95, "ms", aim=soon, note=f"half within {said.p50:.0f} ms")
    if timed.cost is not None:
        least = mean(one.cost for one in bare if one.cost is not None)
        yield Figure(SECTION, f"{page}: processor", timed.cost, "ms", timed.cost / least, "the bare page")


def _spread(bare: Sequence[Timed]) -> str:
    rates = [one.load.rate for one in bare]
    return f"{len(bare)} times, from {min(rates):.0f} to {max(rates):.0f}"


def _plans(printed: str) -> dict[str, Plan]:
    return {
        page: Plan([Request(**request) for request in plan.pop("requests")], **plan)
        for page, plan in json.loads(printed).items()
    }
