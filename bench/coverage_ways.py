"""How often 95 % intervals hold the truth beyond the defaults of `coverage`: other ways of making groups alike, times
until an event, days and amounts.

``python -m bench.coverage_ways [TRIALS] [SIZE ...]``. The people are those of `bench.coverage`, with the same three
effects in turn; each interval is the one that `evaluate` takes by itself. The truth is the mean effect on those whom
the estimand is about: the matched treated (ATT), everybody matched (ATE), those who could have been in either group
(overlap).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.coverage import COVARIATES, DRAWS, EFFECTS, KINDS, People, figure, holds, make_people, model
from throughgate_evidence.comparison import MatchedRows
from throughgate_evidence.frame import Covariate
from throughgate_evidence.matching import MatchSpec, Units
from throughgate_evidence.outcomes.defaults import default_interval
from throughgate_evidence.outcomes.survival import compare_survival
from throughgate_evidence.progress import no_progress

SIZES = (60, 250, 1_000)
TRIALS = 600
PROCESSES = int(os.environ.get("BENCH_PROCESSES", "2"))
# Everybody is watched for a year; two in five of them for less.
YEAR, WATCHED = 365.0, (120.0, 600.0)
SPREAD = 0.8
# By way: what is compared in it.
WAYS: dict[str, MatchSpec] = {
    "radius for everybody": MatchSpec(estimand="ATE"),
    "full matching": MatchSpec(method="full"),
    "subclasses": MatchSpec(method="subclass"),
    "pairs with replacement": MatchSpec(method="nearest", replace=True),
    "inverse weights for the treated": MatchSpec(method="ipw"),
    "inverse weights for everybody": MatchSpec(method="ipw", estimand="ATE"),
    "overlap weights": MatchSpec(method="overlap"),
    "entropy balancing": MatchSpec(method="entropy"),
}
FOLLOWED = {"radius": MatchSpec(), "pairs": MatchSpec(method="nearest")}

Floats = NDArray[np.float64]
# The name of a cell, whether the interval held the truth, and which kind of interval it was.
Held = tuple[str, bool, str]


@dataclass(frozen=True)
class Lives:
    """What else happens to `people` (n,): a time until an event or the end of watching, days to it for whom it came
    within the year whatever the programme does, and an amount; with what the truth is made of.
    """

    time: Floats
    event: Floats
    days: Floats
    amount: Floats
    hazards: tuple[Floats, Floats]
    chance: Floats
    longer: Floats
    more: Floats


def make_lives(random: np.random.Generator, people: People, effect: tuple[float, float]) -> Lives:
    x, chosen = people.covariates, people.treated
    size = chosen.size
    line = 0.5 * x[0] + 0.3 * x[2] - 0.2 * x[1] + 0.3 * x[5]
    hazards = tuple(np.exp(-6.6 + 0.7 * line + change) for change in (0.0, effect[0]))
    happens = random.exponential(1 / np.where(chosen, hazards[1], hazards[0]))
    until = np.minimum(YEAR, random.uniform(*WATCHED, size))
    chance = 1 / (1 + np.exp(0.4 - 0.7 * line))
    means = [120.0 * np.exp(-0.3 * line - change) for change in (0.0, effect[1])]
    days = np.where(chosen, means[1], means[0]) * random.gamma(1.5, 1 / 1.5, size)
    amounts = [np.exp(line + change + SPREAD**2 / 2) for change in (0.0, effect[0])]
    amount = np.where(chosen, amounts[1], amounts[0]) * np.exp(SPREAD * random.standard_normal(size) - SPREAD**2 / 2)
    return Lives(
        time=np.minimum(happens, until),
        event=(happens <= until).astype(float),
        days=np.where(random.random(size) < chance, days, np.nan),
        amount=amount,
        hazards=(hazards[0], hazards[1]),
        chance=chance,
        longer=means[1] - means[0],
        more=amounts[1] - amounts[0],
    )


def units_of(people: People, logits: Floats) -> Units:
    none = np.zeros((people.treated.size, 0), dtype=np.int64)
    names = tuple(f"x{at}" for at in range(COVARIATES))
    return Units(people.treated, logits, people.covariates.T, names, np.ones(people.treated.size), none, none)


def compared(units: Units, outcomes: Sequence[Floats], spec: MatchSpec) -> MatchedRows:
    columns = tuple(Covariate(name, name, "") for name in units.names)
    return MatchedRows(columns, np.column_stack(list(outcomes)), units, spec, no_progress)


def target(comparison: MatchedRows, spec: MatchSpec) -> Floats:
    """How much each person (n,) counts in the truth."""
    used = (comparison.weights > 0).astype(float)
    if spec.method == "overlap":
        chance = 1 / (1 + np.exp(-comparison.units.logit))
        return used * chance * (1 - chance)
    return used if spec.estimand == "ATE" else used * comparison.units.treated


def one_trial(random: np.random.Generator, treated: int, effect: tuple[float, float]) -> list[Held]:
    people = make_people(random, treated, effect)
    units = units_of(people, model(people).logits)
    seed = int(random.integers(2**31))
    held = [found for name, spec in WAYS.items() for found in outcomes_held(name, spec, units, people, seed)]
    lives = make_lives(random, people, effect)
    return held + [found for name, spec in FOLLOWED.items() for found in lives_held(name, spec, units, lives, effect)]


def outcomes_held(name: str, spec: MatchSpec, units: Units, people: People, seed: int) -> Iterator[Held]:
    comparison = compared(units, tuple(people.outcomes), spec)
    about = target(comparison, spec)
    for at, kind in enumerate(KINDS):
        plain = default_interval(kind, comparison.n_treated, "rows") == "sandwich"
        found = comparison.estimate(at, "sandwich") if plain else comparison.resampled(at, DRAWS, seed, no_progress)
        truth = float(np.average(people.effects[at], weights=about))
        yield f"{kind}, {name}", holds(found, truth), found.se_method.partition(",")[0]


def lives_held(name: str, spec: MatchSpec, units: Units, lives: Lives, effect: tuple[float, float]) -> Iterator[Held]:
    comparison = compared(units, (lives.time, lives.event, lives.days, lives.amount), spec)
    about = target(comparison, spec)
    watched = comparison.lives(0, 1)
    found = compare_survival(
        watched.time, watched.event, watched.treated, watched.weights, clusters=watched.clusters, people=watched.people
    )
    free = [(1 - np.exp(-hazard * found.horizon)) / hazard for hazard in lives.hazards]
    if found.rmst is not None:
        truth = float(np.average(free[1] - free[0], weights=about))
        yield f"mean time without the event, {name}", holds(found.rmst, truth), "influence function"
    if found.hazard is not None and effect[0] == 0.0:
        # Only without an effect is the ratio of averaged hazards the ratio of each person's.
        yield f"hazard ratio (no effect), {name}", found.hazard.lower <= 1 <= found.hazard.upper, "Lin and Wei"
    for at, label, each, among in ((2, "days", lives.longer, about * lives.chance), (3, "amount", lives.more, about)):
        truth = float(np.average(each, weights=among))
        yield f"{label}, {name}", holds(comparison.estimate(at, "sandwich"), truth), "sandwich"


def run_trials(job: tuple[int, int, int]) -> list[tuple[int, list[Held]]]:
    size, first, last = job
    return [
        (at % len(EFFECTS), one_trial(np.random.default_rng([20_261_123, size, at]), size, EFFECTS[at % len(EFFECTS)]))
        for at in range(first, last)
    ]


def figures(trials: int = TRIALS, sizes: Sequence[int] = SIZES) -> Iterator[dict[str, Any]]:
    """For each size and cell the share of trials whose interval held the truth."""
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        for size in sizes:
            jobs = [(size, first, min(first + 15, trials)) for first in range(0, trials, 15)]
            cells: dict[str, list[tuple[int, bool, str]]] = {}
            for effect, found in (trial for part in pool.map(run_trials, jobs) for trial in part):
                for name, held, way in found:
                    cells.setdefault(name, []).append((effect, held, way))
            for name, results in cells.items():
                yield figure(f"{name}, {size:,} treated", results)


def main(words: Sequence[str], say: Callable[[str], object] = print) -> None:
    numbers = [int(word) for word in words]
    for line in figures(*numbers[:1], **({"sizes": numbers[1:]} if numbers[1:] else {})):
        say(f"{line['name']}: {line['value']} {line['unit']}  ({line['note']})")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
