"""Whether cost grows with the number of people and memory does not. Alone: ``python -m bench.evidence_scale``.

A whole evaluation, as a user runs it, from Parquet to JSON and report, at 100,000, a million and ten million people,
on each engine that is meant for that size; and the sums of one matching by themselves.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.evidence_data import COVARIATES, make_people
from throughgate_evidence.engines import DuckEngine, MemoryEngine
from throughgate_evidence.engines.sums import Engine, overall_standard
from throughgate_evidence.frame import read_frame
from throughgate_evidence.matching import lay_reach, match_radius
from throughgate_evidence.propensity import fit_propensity

ENGINES = {100_000: ("numpy", "duckdb", "spark"), 1_000_000: ("numpy", "duckdb", "spark"), 10_000_000: ("duckdb",)}
SUMMED = 1_000_000
OUTCOMES = ("reoffended", "reoffences")
ROOT = str(Path(__file__).parents[1])
SOURCE = str(Path(ROOT) / "src")
NOTE = "15 covariates, 2 outcomes, about 1,000 treated; Parquet to JSON and report"

Figure = dict[str, Any]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        taken: dict[tuple[str, int], float] = {}
        for people, engines in ENGINES.items():
            data = Path(folder) / f"people-{people}.parquet"
            make_people(data, people)
            for engine in engines:
                seconds, megabytes = run_command(data, engine)
                taken[engine, people] = seconds
                yield from whole_figures(people, engine, seconds, megabytes)
            if people == SUMMED:
                yield from sum_figures(data)
            data.unlink()
        yield growth(taken)


def whole_figures(people: int, engine: str, seconds: float, megabytes: float) -> list[Figure]:
    name = f"evidence: evaluate on {engine}, {people:,} people"
    largest = "; of the largest process, which is Java's" if engine == "spark" else ""
    return [
        {"name": name, "value": round(seconds, 2), "unit": "s", "note": NOTE},
        {"name": f"{name}, peak memory", "value": round(megabytes), "unit": "MB", "note": NOTE + largest},
    ]


def growth(taken: dict[tuple[str, int], float]) -> Figure:
    """1 means ten times the time for ten times the people; the start of the process is in both."""
    times = taken["duckdb", 10_000_000] / taken["duckdb", 1_000_000]
    note = "ten million against a million people on duckdb, over ten; 1 is linear, under 1 is a fixed part"
    return {"name": "evidence: growth of cost", "value": round(times / 10, 2), "unit": "×", "note": note}


def run_command(data: Path, engine: str) -> tuple[float, float]:
    """Wall-clock seconds and peak resident memory in MB of one evaluation, a process of its own."""
    out = data.parent
    command = [
        *(sys.executable, "-m", "throughgate_evidence", "evaluate", str(data), "--engine", engine),
        *("--treated", "treated", "--covariates", ",".join(COVARIATES)),
        *(word for outcome in OUTCOMES for word in ("--outcome", outcome)),
        *("--json", str(out / "out.json"), "--report", str(out / "out.html")),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "bench.evidence_run", *command],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((SOURCE, ROOT))},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    return measured["seconds"], measured["megabytes"]


def sum_figures(data: Path) -> Iterator[Figure]:
    frame = read_frame(data, treated="treated", covariates=COVARIATES, outcomes=OUTCOMES)
    for engine in (MemoryEngine.load(frame), DuckEngine(frame)):
        for name, work in sums(engine).items():
            yield {
                "name": f"evidence: {name} on {engine.name}, {SUMMED:,} people",
                "value": round(best_time(work), 3),
                "unit": "s",
                "note": "one pass, best of three",
            }
    frame.close()


def sums(engine: Engine) -> dict[str, Callable[[], object]]:
    """Each pass of an evaluation by radius, ready to run."""
    description = engine.describe()
    engine.standardise(overall_standard(description))
    model = fit_propensity(engine, description, COVARIATES)
    scores = engine.score(model.coefficients)
    reach = lay_reach(scores.treated, 0.2 * scores.sd)
    found = engine.interval_sums(reach.breaks)
    weights = np.zeros(reach.breaks.size + 1)
    weights[found.interval] = match_radius(reach, found.interval, found.people).weights
    edges = [np.union1d(row, np.nextafter(row, -np.inf)) for row in engine.treated_records().covariates.T]
    return {
        "describe": engine.describe,
        "one step of the regression": lambda: engine.irls_sums(model.coefficients),
        "score": lambda: engine.score(model.coefficients),
        "sums by interval": lambda: engine.interval_sums(reach.breaks),
        "products of covariates": lambda: engine.product_sums(reach.breaks, weights),
        "distributions": lambda: engine.distribution_sums(reach.breaks, weights, edges),
        "residuals of one outcome": lambda: engine.residual_sums(reach.breaks, weights, 0),
        "cells of two outcomes": lambda: engine.cells(reach.breaks, [0, 1]),
    }


def best_time(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']}: {figure['value']} {figure['unit']}", flush=True)
