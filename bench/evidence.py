"""How fast the evidence engine is, and what memory it takes. Alone: ``python -m bench.evidence``.

The radius step is set against a plain NumPy one written here from its definition, in the same run on the same
numbers. A whole evaluation is run as a user runs it: a process of its own, from Parquet to JSON and report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.evidence_data import COVARIATES, make_people
from throughgate_evidence.matching import radius_weights

SIZES = (10_000, 100_000, 1_000_000)
REPEATS = 5
ROOT = str(Path(__file__).parents[1])
SOURCE = str(Path(ROOT) / "src")

Figure = dict[str, Any]
Floats = NDArray[np.float64]


def figures() -> list[Figure]:
    """One line a figure: name, value, unit, note, and ratio where something was measured beside it."""
    found = [figure for people in SIZES for figure in radius_figures(people)]
    with tempfile.TemporaryDirectory() as folder:
        for people in SIZES:
            found += evaluate_figures(Path(folder), people)
    return found


def plain_radius(treated: Floats, pool: Floats, width: float) -> Floats:
    """Sort the pool, find each caliper's ends in it, add its shares with a difference array."""
    order = np.argsort(pool)
    ordered = pool[order]
    first = np.searchsorted(ordered, treated - width, side="left")
    last = np.searchsorted(ordered, treated + width, side="right")
    matches = last - first
    matched = matches > 0
    steps = np.zeros(pool.size + 1)
    np.add.at(steps, first[matched], 1 / matches[matched])
    np.add.at(steps, last[matched], -1 / matches[matched])
    weights = np.empty(pool.size)
    weights[order] = np.cumsum(steps[:-1])
    return weights


def best_time(work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def radius_figures(people: int) -> list[Figure]:
    random = np.random.default_rng(people)
    treated, pool = random.normal(0.5, 1, 1_000), random.normal(0, 1, people - 1_000)
    if not np.allclose(radius_weights(treated, pool, 0.2)[1], plain_radius(treated, pool, 0.2), atol=1e-9):
        raise AssertionError("the two radius matchings differ")
    ours = best_time(lambda: radius_weights(treated, pool, 0.2))
    plain = best_time(lambda: plain_radius(treated, pool, 0.2))
    return [
        {
            "name": f"evidence: radius step, {people:,} people",
            "value": round(ours, 5),
            "unit": "s",
            "ratio": round(ours / plain, 2),
            "note": f"1,000 treated; plain NumPy in the same run {plain:.5f} s; aim: ratio under 2",
        }
    ]


def evaluate_figures(folder: Path, people: int) -> list[Figure]:
    data = folder / f"people-{people}.parquet"
    make_people(data, people)
    seconds, megabytes = run_command(data, folder)
    note = "15 covariates, 2 outcomes, about 1,000 treated; Parquet to JSON and report, a process of its own"
    return [
        {"name": f"evidence: evaluate, {people:,} people", "value": round(seconds, 2), "unit": "s", "note": note},
        {
            "name": f"evidence: evaluate, {people:,} people, peak memory",
            "value": round(megabytes),
            "unit": "MB",
            "note": note,
        },
    ]


def run_command(data: Path, folder: Path) -> tuple[float, float]:
    """Wall-clock seconds and peak resident memory in MB of one evaluation."""
    command = [
        *(sys.executable, "-m", "throughgate_evidence", "evaluate", str(data)),
        *("--treated", "treated", "--covariates", ",".join(COVARIATES)),
        *("--outcome", "reoffended", "--outcome", "reoffences"),
        *("--json", str(folder / "out.json"), "--report", str(folder / "out.html")),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "bench.evidence_run", *command],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((SOURCE, ROOT))},
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    return measured["seconds"], measured["megabytes"]


if __name__ == "__main__":
    for figure in figures():
        ratio = f"  ({figure['ratio']} × plain NumPy)" if "ratio" in figure else ""
        print(f"{figure['name']}: {figure['value']} {figure['unit']}{ratio}")
