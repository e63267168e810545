"""How long it takes to say what is due: for one enrolment, and for all of them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from timeit import Timer

from bench import stores
from bench.figures import Aim, Figure
from bench.pages import FULL, SMALL
from throughgate.casework.kinds import CONTACT_KINDS, DONE_KINDS
from throughgate.demo.stories import live
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.loading import load_model
from throughgate.programmes.settling import Commitment, Dates, Fact, Spell, settle

SECTION = "settle"
RUN = "run_rebuild"
TWENTY = Path(__file__).with_name("twenty.yaml")
KINDS = frozenset(kind.code for kind in (*CONTACT_KINDS, *DONE_KINDS))
FACTS = 60
ENROLLED_ON = date(2025, 3, 3)


def twenty_elements() -> ProgrammeModel:
    return load_model(TWENTY.read_text(), filename=TWENTY.name, kinds=KINDS)


def sixty_facts(model: ProgrammeModel) -> tuple[Dates, list[Fact]]:
    """A life lived on the model until sixty things happened."""
    dates = Dates(ENROLLED_ON, (Spell(ENROLLED_ON + timedelta(days=180)),))
    deeds = [deed for deed in live(model, dates, ENROLLED_ON + timedelta(days=540), Random(20)) if deed.happened]
    facts = [
        Fact(number, deed.kind, deed.subject, deed.on, deed.minutes) for number, deed in enumerate(deeds[:FACTS], 1)
    ]
    if len(facts) < FACTS:
        raise RuntimeError(f"The life that is to be settled has only {len(facts)} facts.")
    return dates, facts


def time_settle(repeats: int = 9, seconds: float = 0.3) -> tuple[float, tuple[Commitment, ...]]:
    """Microseconds for one enrolment, the best of `repeats`; and what came out, for a look."""
    model = twenty_elements()
    dates, facts = sixty_facts(model)
    out = settle(model, dates, facts, ())
    timer = Timer(lambda: settle(model, dates, facts, ()))
    number = max(1, round(seconds / max(timer.timeit(20) / 20, 1e-9)))
    return min(timer.repeat(repeats, number)) / number * 1e6, out


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    micros, out = time_settle(repeats=3, seconds=0.02) if small else time_settle()
    yield Figure(
        SECTION,
        "settle, one enrolment",
        micros,
        "µs",
        aim=Aim(300),
        note=f"20 elements, {FACTS} facts; {len(out)} commitments come out",
    )
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    said = json.loads(stores.run_child("bench.rebuilding", environment=stores.environment(store, RUN, folder)))
    store.drop(RUN)
    written, looked = said["seconds"]
    counts = f"{said['commitments']:,} commitments from {said['entries']:,} entries"
    name = f"rebuild of {size.people:,} enrolments"
    yield Figure(SECTION, f"{name}, from nothing", written, "s", aim=Aim(20), note=counts)
    yield Figure(SECTION, f"{name}, all right before", looked, "s", aim=Aim(20))
