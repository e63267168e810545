"""What all engines have in common: each sum is one pass. An engine says only how a pass gets to the records."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from .blocks import Records, lay_block
from .passes import DescribePass, IrlsPass, Pass, ScorePass
from .pool_passes import CellsPass, DistributionPass, IntervalPass, ProductPass, ResidualPass
from .reading import Layout
from .sums import (
    Cells,
    Description,
    Floats,
    IntervalSums,
    IrlsSums,
    ProductSums,
    ResidualSums,
    Scores,
    Standard,
    TreatedRecords,
)

Result = TypeVar("Result")


class SummingEngine(ABC):
    """See `Engine` for what each call gives."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        covariates, outcomes = layout.covariates, layout.outcomes
        self._file_units = Standard(np.zeros(covariates), np.ones(covariates), np.zeros(outcomes))
        self._standard = self._file_units
        self.scored_by: Floats | None = None
        self._coefficients = np.zeros(covariates + 1)
        self._treated: TreatedRecords | None = None

    @abstractmethod
    def _total(self, work: Pass[Result], standard: Standard) -> Result:
        """Add everybody up, on the scale of `standard`."""

    def _run(self, work: Pass[Result]) -> Result:
        return self._total(work, self._standard)

    def describe(self) -> Description:
        return self._total(DescribePass(self._layout.covariates, self._layout.outcomes), self._file_units)

    def standardise(self, standard: Standard) -> None:
        self._standard = standard

    def irls_sums(self, coefficients: Floats | None) -> IrlsSums:
        return self._run(IrlsPass(coefficients, self._layout.covariates))

    def score(self, coefficients: Floats) -> Scores:
        self.scored_by = self._coefficients = np.asarray(coefficients, dtype=np.float64)
        scores, self._treated = self._run(ScorePass(self._coefficients, self._layout.covariates, self._layout.outcomes))
        return scores

    def treated_records(self) -> TreatedRecords:
        if self._treated is None:
            raise RuntimeError("treated_records() is called after score()")
        return self._treated

    def interval_sums(self, breaks: Floats) -> IntervalSums:
        centre = self._standard.outcome_centre
        return self._run(IntervalPass(self._coefficients, breaks, centre, self._layout.weighted))

    def product_sums(self, breaks: Floats, weights: Floats) -> ProductSums:
        return self._run(ProductPass(self._coefficients, breaks, weights))

    def distribution_sums(self, breaks: Floats, weights: Floats, edges: Sequence[Floats]) -> list[Floats]:
        return self._run(DistributionPass(self._coefficients, breaks, weights, edges))

    def residual_sums(self, breaks: Floats, weights: Floats, outcome: int) -> ResidualSums:
        centre = float(self._standard.outcome_centre[outcome])
        return self._run(ResidualPass(self._coefficients, breaks, weights, outcome, centre))

    def cells(self, breaks: Floats, outcomes: Sequence[int]) -> Cells:
        return self._run(CellsPass(self._coefficients, breaks, outcomes))


def add_up(work: Pass[Result], records: Iterable[Records], standard: Standard) -> Pass[Result]:
    for some in records:
        if some.treated.size:
            work.add(lay_block(some, standard))
    return work
