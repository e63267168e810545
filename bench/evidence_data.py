"""Made-up people for the evidence bench: the same seed gives the same file, and the true difference is known."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow

COVARIATES = tuple(f"c{at}" for at in range(15))
TRUE_DIFFERENCE = -0.11
CHUNK = 1_000_000


def make_people(path: Path, people: int, *, treated: int = 1_000, seed: int = 20_261) -> None:
    """Write `people` rows with 15 covariates (nine numbers, six marks), about `treated` of them treated, to Parquet.

    Above a million they are drawn and written a million at a time, so that the bench needs no more memory for them.
    """
    sizes = [min(CHUNK, people - start) for start in range(0, people, CHUNK)]
    seeds = [seed, *([seed, at] for at in range(1, len(sizes)))]
    chunks = (draw_people(size, treated / (people - treated), own) for size, own in zip(sizes, seeds, strict=True))
    first = next(chunks)
    batches = (batch for table in chain([first], chunks) for batch in table.to_batches())
    connection = duckdb.connect()
    connection.register("people", pyarrow.RecordBatchReader.from_batches(first.schema, batches))
    connection.execute("COPY (FROM people) TO '" + str(path).replace("'", "''") + "' (FORMAT parquet)")


def draw_people(people: int, odds: float, seed: int | list[int]) -> pyarrow.Table:
    random = np.random.default_rng(seed)
    numbers = [random.standard_normal(people) for _ in range(9)]
    marks = [(random.random(people) < 0.15 + 0.1 * at).astype(float) for at in range(6)]
    columns = dict(zip(COVARIATES, numbers + marks, strict=True))
    score = sum(column * (0.25 if at % 2 else -0.2) for at, column in enumerate(columns.values()))
    base = np.log(odds) - 0.35
    columns["treated"] = (random.random(people) < 1 / (1 + np.exp(-(score + base)))).astype(float)
    risk = np.clip(0.4 + 0.05 * score, 0.15, 0.85) + TRUE_DIFFERENCE * columns["treated"]
    columns["reoffended"] = (random.random(people) < risk).astype(float)
    columns["reoffences"] = random.poisson(2.5 * risk) * columns["reoffended"]
    return pyarrow.table(columns)


if __name__ == "__main__":
    make_people(Path(sys.argv[1]), int(sys.argv[2]))
