"""The reference engine: NumPy arrays in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..frame import Frame
from .blocks import BLOCK, Records
from .passes import Pass
from .reading import Layout, layout_of, read_records
from .summing import Result, SummingEngine, add_up
from .sums import Booleans, Floats, Standard


class MemoryEngine(SummingEngine):
    """`treated` (n,); `covariates` (p, n) and `outcomes` (q, n), one row for each column of the file, outcomes NaN
    where they are not known; `weights` (n,) of sampling, if any. The arrays stay as they are.
    """

    name = "numpy"

    def __init__(self, treated: Booleans, covariates: Floats, outcomes: Floats, weights: Floats | None = None) -> None:
        super().__init__(Layout(len(covariates), len(outcomes), weights is not None))
        self._records = Records(treated, list(covariates), list(outcomes), weights)

    @classmethod
    def load(cls, frame: Frame) -> MemoryEngine:
        """Read the records of a frame, straight into their places."""
        people, layout = sum(frame.people_complete), layout_of(frame)
        treated = np.empty(people, dtype=np.bool_)
        covariates, outcomes = (np.empty((len(names), people)) for names in (frame.covariates, frame.outcomes))
        weights = np.empty(people) if layout.weighted else None
        start = 0
        for some in read_records(frame, layout):
            part = slice(start, start + some.treated.size)
            treated[part] = some.treated
            for rows, columns in ((covariates, some.covariates), (outcomes, some.outcomes)):
                for row, column in zip(rows, columns, strict=True):
                    row[part] = column
            if weights is not None and some.weights is not None:
                weights[part] = some.weights
            start = part.stop
        return cls(treated, covariates, outcomes, weights)

    def _batches(self, outcomes: bool) -> Iterator[Records]:
        whole = self._records if outcomes else replace(self._records, outcomes=())
        for start in range(0, whole.treated.size, BLOCK):
            part = slice(start, start + BLOCK)
            yield Records(
                whole.treated[part],
                [column[part] for column in whole.covariates],
                [column[part] for column in whole.outcomes],
                None if whole.weights is None else whole.weights[part],
            )

    def _total(self, work: Pass[Result], standard: Standard) -> Result:
        return add_up(work, self._batches(work.outcomes_asked), standard).result()
