"""Administrations of the shipped instruments scored: answers in, scores and bands out, as a result page asks it."""

from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import perf_counter

from bench.figures import Figure
from throughgate.measures.grammar import Instrument

SECTION = "measures"
FULL, SMALL = 100_000, 500
LEFT_OUT = 0.03  # of the questions


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    from throughgate.measures.rules.scoring import score
    from throughgate.measures.shipping import shipped_instruments

    count = SMALL if small else FULL
    filled = [one for one in shipped_instruments().values() if one.is_usable]
    chance = Random("scoring")  # noqa: S311 - repeatable on purpose
    given = [(one, _answers(one, chance)) for one in islice(cycle(filled), count)]
    began = perf_counter()
    scored = sum(len(score(one, answers)) for one, answers in given)
    took = perf_counter() - began
    began = perf_counter()
    for _, answers in given:
        sum(points for points in answers.values() if points is not None)
    plain = perf_counter() - began
    note = f"{len(filled)} instruments in turn, {scored:,} scores, {LEFT_OUT:.0%} of answers left out"
    name = f"{count:,} administrations scored"
    yield Figure(SECTION, name, took, "s", took / plain, "their points added up", None, note)


def _answers(instrument: Instrument, chance: Random) -> Mapping[str, int | None]:
    return {
        item: None if chance.random() < LEFT_OUT else chance.choice(sorted(instrument.choices(item)))
        for item in instrument.items
    }
