"""How often the engine's 95 % intervals hold the truth: each default, for rates and frequencies, from 60 treated up.

``python -m bench.coverage [quick]``. People are made up, the effect is known, and every trial goes the whole way: a
confounded programme, an estimated propensity, radius matching (or pairs) in a pool of 5,000, the interval that is the
default for that kind and number. Counts have many zeros and long tails (a gamma mixture for those who reoffend at
all). The programme changes nothing, the chance of reoffending, or also how often: a third of the trials each.
"""

from __future__ import annotations

import math
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import Scores, Standard, overall_standard
from throughgate_evidence.matching import MatchSpec, Units, lay_reach, match_radius
from throughgate_evidence.matching import match as match_rows
from throughgate_evidence.outcomes import Estimate, Kind, compare, plain_sample, weighted_sample
from throughgate_evidence.outcomes.defaults import default_interval
from throughgate_evidence.outcomes.resampling import PoolCells, resample_radius
from throughgate_evidence.outcomes.resampling_rows import resample_rows
from throughgate_evidence.outcomes.rows import compare_rows
from throughgate_evidence.propensity import fit_propensity

SIZES = (60, 120, 250, 500, 1_000)
POOL = 5_000
COVARIATES = 6
TRIALS = 1_200
QUICK_TRIALS = 90
DRAWS = 999
PROCESSES = 2
NOMINAL = 0.95
ALLOWED = (0.93, 0.97)
KINDS: tuple[Kind, ...] = ("rate", "frequency")
# What one trial gives, in this order.
ROWS = (*((kind, "radius") for kind in KINDS), *((kind, "pairs") for kind in KINDS))
# Change of the log odds of reoffending, and of the log of how often those do who do.
EFFECTS = ((0.0, 0.0), (-0.5, 0.0), (-0.6, -0.6))

Figure = dict[str, Any]
Floats = NDArray[np.float64]
# Whether the interval held the truth, and which kind of interval it was.
Held = tuple[bool, str]


@dataclass(frozen=True)
class People:
    """`covariates` (6, n), `treated` (n,), outcomes (2, n) as KINDS, and each one's true effect on them (2, n)."""

    covariates: Floats
    treated: NDArray[np.bool_]
    outcomes: Floats
    effects: Floats


def make_people(random: np.random.Generator, treated: int, effect: tuple[float, float]) -> People:
    """Exactly `treated` of them are treated, with chances that hang on what also moves the outcome."""
    size = treated + POOL
    x = random.standard_normal((COVARIATES, size))
    x[4:] = random.random((2, size)) < 0.3
    score = 0.5 * x[0] - 0.3 * x[1] + 0.25 * x[2] + 0.4 * x[4]
    chosen = np.zeros(size, dtype=bool)
    chosen[np.argpartition(-(score + random.gumbel(size=size)), treated)[:treated]] = True
    line = 0.5 * x[0] + 0.3 * x[2] - 0.2 * x[1] + 0.3 * x[5]
    risk = [1 / (1 + np.exp(0.8 - 0.7 * line - change)) for change in (0.0, effect[0])]
    more = [np.exp(0.6 + 0.4 * line + change) for change in (0.0, effect[1])]
    reoffends = random.random(size) < np.where(chosen, risk[1], risk[0])
    often = 1 + random.poisson(np.where(chosen, more[1], more[0]) * random.gamma(0.5, 2.0, size))
    outcomes = np.stack([reoffends.astype(float), np.where(reoffends, often, 0).astype(float)])
    truth = np.stack([risk[1] - risk[0], risk[1] * (1 + more[1]) - risk[0] * (1 + more[0])])
    return People(x, chosen, outcomes, truth)


@dataclass(frozen=True)
class Modelled:
    """People with the engine that has scored them, the scale it works on, and everybody's logit (n,)."""

    people: People
    engine: MemoryEngine
    standard: Standard
    scores: Scores
    logits: Floats


def model(people: People) -> Modelled:
    engine = MemoryEngine(people.treated, people.covariates.copy(), people.outcomes)
    description = engine.describe()
    standard = overall_standard(description)
    engine.standardise(standard)
    names = [f"x{at}" for at in range(COVARIATES)]
    coefficients = fit_propensity(engine, description, names).coefficients
    scores = engine.score(coefficients)
    standardised = (people.covariates.T - standard.centre) / standard.scale
    return Modelled(people, engine, standard, scores, coefficients[0] + standardised @ coefficients[1:])


def one_trial(random: np.random.Generator, treated: int, effect: tuple[float, float]) -> list[Held]:
    """For each of ROWS: does the default interval hold the mean effect on those who were matched, and which was it."""
    modelled = model(make_people(random, treated, effect))
    seed = int(random.integers(2**31))
    return radius_held(modelled, seed) + pairs_held(modelled, seed)


def radius_held(modelled: Modelled, seed: int) -> list[Held]:
    """From sums, as `evaluate` does by default."""
    people, engine = modelled.people, modelled.engine
    reach = lay_reach(modelled.scores.treated, 0.2 * modelled.scores.sd)
    sums = engine.interval_sums(reach.breaks)
    match = match_radius(reach, sums.interval, sums.people)
    outcomes = engine.treated_records().outcomes
    interval = np.searchsorted(reach.breaks, modelled.logits[~people.treated], side="right")
    held = []
    for at, kind in enumerate(KINDS):
        way = default_interval(kind, int(match.matched.sum()))
        if way == "sandwich":
            centre = float(modelled.standard.outcome_centre[at])
            comparison = weighted_sample(sums, match.weights, at, centre, way)
            estimate = compare(plain_sample(outcomes[match.matched, at]), comparison, way)
        else:
            cells = count_cells(interval, people.outcomes[at][~people.treated])
            estimate = resample_radius(reach, outcomes[:, at], cells, method="matched", draws=DRAWS, seed=seed)
        truth = float(people.effects[at][people.treated][match.matched].mean())
        held.append((holds(estimate, truth), way))
    return held


def pairs_held(modelled: Modelled, seed: int) -> list[Held]:
    """One to one without replacement, from rows, by pair."""
    people = modelled.people
    size = people.treated.size
    none = np.zeros((size, 0), dtype=np.int64)
    names = tuple(f"x{at}" for at in range(COVARIATES))
    units = Units(people.treated, modelled.logits, people.covariates.T, names, np.ones(size), none, none)
    found = match_rows(units, MatchSpec(method="nearest"))
    matched = people.treated & (found.weights > 0)
    held = []
    for at, kind in enumerate(KINDS):
        way = default_interval(kind, int(matched.sum()), "rows")
        arguments = (people.outcomes[at], people.treated, found.weights, found.sets)
        estimate = compare_rows(*arguments) if way == "sandwich" else resample_rows(*arguments, draws=DRAWS, seed=seed)
        held.append((holds(estimate, float(people.effects[at][matched].mean())), way))
    return held


def count_cells(interval: NDArray[np.int64], y: Floats) -> PoolCells:
    cells, people = np.unique(np.stack([interval, y.astype(np.int64)]), axis=1, return_counts=True)
    return PoolCells(cells[0], cells[1].astype(float), people)


def holds(estimate: Estimate, truth: float) -> bool:
    return estimate.lower is not None and estimate.upper is not None and estimate.lower <= truth <= estimate.upper


def run_trials(job: tuple[int, int, int]) -> list[tuple[int, list[Held]]]:
    """Trials first to last of a size, each with a seed of its own: the same whichever process has them."""
    size, first, last = job
    return [
        (at % len(EFFECTS), one_trial(np.random.default_rng([20_261_122, size, at]), size, EFFECTS[at % len(EFFECTS)]))
        for at in range(first, last)
    ]


def figures(quick: bool = False) -> Iterator[Figure]:
    """For each size, kind and matching the share of trials whose interval held the truth, to be from 93 to 97 %."""
    trials = QUICK_TRIALS if quick else TRIALS
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        for size in SIZES:
            jobs = [(size, first, min(first + 30, trials)) for first in range(0, trials, 30)]
            found = [trial for part in pool.map(run_trials, jobs) for trial in part]
            for at, (kind, matching) in enumerate(ROWS):
                yield figure(f"{kind}, {matching}, {size:,} treated", [(effect, *held[at]) for effect, held in found])


def figure(name: str, found: Sequence[tuple[int, bool, str]]) -> Figure:
    covered = sum(held for _, held, _ in found) / len(found)
    error = math.sqrt(covered * (1 - covered) / len(found))
    words = ", ".join(f"{name} {100 * share:.1f}" for name, share in apart(found))
    ways = " or ".join(sorted({way for _, _, way in found}))
    return {
        "name": f"coverage: {name}",
        "value": round(100 * covered, 1),
        "unit": "%",
        "nominal": 100 * NOMINAL,
        "error": round(100 * error, 1),
        "met": ALLOWED[0] - 2 * error <= covered <= ALLOWED[1] + 2 * error,
        "note": (f"default: {ways}; nominal 95; Monte Carlo error {100 * error:.1f}; {len(found):,} trials; {words}"),
    }


def apart(found: Sequence[tuple[int, bool, str]]) -> Iterator[tuple[str, float]]:
    """The share for each effect that was tried."""
    for number, name in enumerate(("no effect", "on the chance", "on chance and number")):
        held = [each for effect, each, _ in found if effect == number]
        if held:
            yield name, sum(held) / len(held)


if __name__ == "__main__":
    for line in figures(quick="quick" in sys.argv[1:]):
        print(f"{line['name']}: {line['value']} {line['unit']}  ({line['note']})", flush=True)
