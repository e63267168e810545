"""Our own row of the peers' table: ``python -m bench.peers.ours TASK DATA.npy``, as python_peers.py takes it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from throughgate_evidence.balance import assess_rows
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import overall_standard
from throughgate_evidence.matching import MatchSpec, Units, match, radius_weights
from throughgate_evidence.propensity import fit_propensity

Table = NDArray[np.float64]
NAMES = tuple(f"c{at}" for at in range(15))


def units_of(table: Table) -> Units:
    none = np.zeros((table.shape[1], 0), dtype=np.int64)
    return Units(table[0] == 1, table[17], table[1:16].T, NAMES, np.ones(table.shape[1]), none, none)


def propensity(table: Table) -> tuple[float, float]:
    start = time.perf_counter()
    engine = MemoryEngine(table[0] == 1, table[1:16], table[16:17])
    description = engine.describe()
    engine.standardise(overall_standard(description))
    return start, fit_propensity(engine, description, NAMES).deviance


def radius(table: Table) -> tuple[float, float]:
    treated, logit, y = table[0] == 1, table[17], table[16]
    start = time.perf_counter()
    matches, weights = radius_weights(logit[treated], logit[~treated], 0.2 * float(logit.std(ddof=1)))
    return start, float(y[treated][matches > 0].mean() - np.average(y[~treated], weights=weights))


def one_to_one(table: Table) -> tuple[float, float]:
    units, y = units_of(table), table[16]
    start = time.perf_counter()
    weights = match(units, MatchSpec("nearest", caliper=None)).weights
    mine = units.treated
    return start, float(np.average(y[mine], weights=weights[mine]) - np.average(y[~mine], weights=weights[~mine]))


def balance(table: Table) -> tuple[float, float]:
    units = units_of(table)
    weights = match(units, MatchSpec("nearest", caliper=None)).weights
    start = time.perf_counter()
    return start, float(len(assess_rows(units, weights)))


TASKS: dict[str, Callable[[Table], tuple[float, float]]] = {
    "propensity": propensity,
    "radius": radius,
    "one-to-one": one_to_one,
    "balance": balance,
}

if __name__ == "__main__":
    began, answer = TASKS[sys.argv[1]](np.load(sys.argv[2]))
    print(json.dumps({"seconds": time.perf_counter() - began, "answer": answer}))
