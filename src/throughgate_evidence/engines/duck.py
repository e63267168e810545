"""The engine for files larger than memory: DuckDB reads them through, a batch at a time, once for each pass."""

from __future__ import annotations

from ..frame import Frame
from .passes import Pass
from .reading import layout_of, read_records
from .summing import Result, SummingEngine, add_up
from .sums import Standard


class DuckEngine(SummingEngine):
    """Works on the view ``records`` of a frame. Nothing is copied: a pass holds one batch and its own sums."""

    name = "duckdb"

    def __init__(self, frame: Frame) -> None:
        super().__init__(layout_of(frame))
        self._frame = frame

    def _total(self, work: Pass[Result], standard: Standard) -> Result:
        records = read_records(self._frame, self._layout.needed(work.outcomes_asked))
        return add_up(work, records, standard).result()
