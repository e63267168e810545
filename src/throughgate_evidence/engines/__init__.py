"""Where the sums are made: NumPy for what fits in memory, DuckDB for larger files, Spark for clusters.

All run the same passes over blocks of people; they differ in where the blocks come from.
"""

from __future__ import annotations

from typing import Literal, get_args

from ..frame import Frame
from ..refusals import EvidenceInputError
from .duck import DuckEngine
from .memory import MemoryEngine
from .sums import Engine

EngineName = Literal["auto", "numpy", "duckdb", "spark"]
# Numbers (rows × columns) that are held in memory: 320 MB. Above that the file is read through for each pass.
MOST_IN_MEMORY = 40_000_000


def choose_engine(frame: Frame, name: EngineName = "auto") -> Engine:
    """``auto`` is NumPy where the records fit in memory, DuckDB where they do not."""
    if name not in get_args(EngineName):
        raise EvidenceInputError(f"There is no engine {name!r}: use one of {', '.join(get_args(EngineName))}.")
    if name == "spark":
        # PySpark is an extra: imported only when it is asked for.
        from .spark import SparkEngine

        return SparkEngine.load(frame)
    size = sum(frame.people_complete) * (len(frame.covariates) + len(frame.outcomes))
    if name == "duckdb" or (name == "auto" and size > MOST_IN_MEMORY):
        return DuckEngine(frame)
    return MemoryEngine.load(frame)
