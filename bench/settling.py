"""How long it takes to say what is due: for one enrolment, and for all of them."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench import stores
from bench.figures import Aim, Figure
from bench.pages import FULL, SMALL

SECTION = "settle"
RUN = "run_rebuild"


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    how_long = ("3", "0.02") if small else ("9", "0.3")
    one = json.loads(stores.run_child("bench.settling_one", *how_long, environment=environment))
    note = f"20 elements, {one['facts']} facts; {one['commitments']} commitments come out"
    yield Figure(SECTION, "settle, one enrolment", one["micros"], "µs", aim=Aim(300), note=note)
    said = json.loads(stores.run_child("bench.rebuilding", environment=environment))
    store.drop(RUN)
    written, looked = said["seconds"]
    counts = f"{said['commitments']:,} commitments from {said['entries']:,} entries"
    name = f"rebuild of {size.people:,} enrolments"
    yield Figure(SECTION, f"{name}, from nothing", written, "s", aim=Aim(20), note=counts)
    yield Figure(SECTION, f"{name}, all right before", looked, "s", aim=Aim(20))
