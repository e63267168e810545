"""How long settling one enrolment takes: `python -m bench.settling_one REPEATS SECONDS` prints JSON."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from timeit import Timer
from typing import TYPE_CHECKING

from bench import database

if TYPE_CHECKING:
    from throughgate.programmes.grammar import ProgrammeModel
    from throughgate.programmes.settling import Commitment, Dates, Fact

TWENTY = Path(__file__).with_name("twenty.yaml")
FACTS = 60
ENROLLED_ON = date(2025, 3, 3)


def twenty_elements() -> "ProgrammeModel":
    from throughgate.programmes.loading import load_model
    from throughgate.record.kinds import all_kinds

    return load_model(TWENTY.read_text(), filename=TWENTY.name, kinds=frozenset(all_kinds()))


def sixty_facts(model: "ProgrammeModel") -> "tuple[Dates, list[Fact]]":
    """A life lived on the model until sixty things happened."""
    from throughgate.demo.stories import live
    from throughgate.programmes.settling import Dates, Fact, Spell

    dates = Dates(ENROLLED_ON, (Spell(ENROLLED_ON + timedelta(days=180)),))
    deeds = [deed for deed in live(model, dates, ENROLLED_ON + timedelta(days=540), Random(20)) if deed.happened]
    facts = [
        Fact(number, deed.kind, deed.subject, deed.on, deed.minutes) for number, deed in enumerate(deeds[:FACTS], 1)
    ]
    if len(facts) < FACTS:
        raise RuntimeError(f"The life that is to be settled has only {len(facts)} facts.")
    return dates, facts


def time_settle(repeats: int, seconds: float) -> "tuple[float, tuple[Commitment, ...]]":
    """Microseconds for one enrolment, the best of `repeats`; and what came out, for a look."""
    from throughgate.programmes.settling import settle

    model = twenty_elements()
    dates, facts = sixty_facts(model)
    out = settle(model, dates, facts, ())
    timer = Timer(lambda: settle(model, dates, facts, ()))
    number = max(1, round(seconds / max(timer.timeit(20) / 20, 1e-9)))
    return min(timer.repeat(repeats, number)) / number * 1e6, out


if __name__ == "__main__":
    database.set_up_django()
    micros, out = time_settle(int(sys.argv[1]), float(sys.argv[2]))
    json.dump({"micros": micros, "commitments": len(out), "facts": FACTS}, sys.stdout)
