"""Where the sums are made: NumPy for what fits in memory, DuckDB for what does not. Both give the same to 1e-8."""

from __future__ import annotations

from typing import Literal, get_args

from ..frame import Frame
from ..refusals import EvidenceInputError
from .duck import DuckEngine
from .memory import MemoryEngine
from .sums import Engine

EngineName = Literal["auto", "numpy", "duckdb"]
# Numbers (rows × columns) that are held in memory: 320 MB. Above that the records stay on disk, in DuckDB.
MOST_IN_MEMORY = 40_000_000


def choose_engine(frame: Frame, name: EngineName = "auto") -> Engine:
    if name not in get_args(EngineName):
        raise EvidenceInputError(f"There is no engine {name!r}: use one of {', '.join(get_args(EngineName))}.")
    size = sum(frame.people_complete) * (len(frame.covariates) + len(frame.outcomes))
    if name == "duckdb" or (name == "auto" and size > MOST_IN_MEMORY):
        return DuckEngine(frame)
    return MemoryEngine.load(frame)
