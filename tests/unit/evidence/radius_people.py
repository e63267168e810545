"""A few made-up people, radius-matched in rows and as sums of intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import IntervalSums, Standard
from throughgate_evidence.matching import Reach, radius_weights
from throughgate_evidence.outcomes.resampling import PoolCells

CENTRE = 0.25


@dataclass(frozen=True)
class RadiusPeople:
    """`logit`, `y` (counts, some unknown among the comparison), `x` (n, 2), `treated`, `weights` (n,)."""

    logit: NDArray[np.float64]
    y: NDArray[np.float64]
    x: NDArray[np.float64]
    treated: NDArray[np.bool_]
    weights: NDArray[np.float64]
    width: float

    def engine(self) -> MemoryEngine:
        """Covariates: the logit itself, then x. Scored with a coefficient of 1 on the logit."""
        engine = MemoryEngine(self.treated, np.vstack([self.logit, self.x.T]), self.y[None].copy())
        engine.standardise(Standard(np.zeros(3), np.ones(3), np.array([CENTRE])))
        engine.score(np.array([0.0, 1.0, 0.0, 0.0]))
        return engine

    def interval_sums(self, reach: Reach) -> IntervalSums:
        return self.engine().interval_sums(reach.breaks)

    def cells(self, reach: Reach) -> PoolCells:
        pool = ~self.treated
        interval = np.searchsorted(reach.breaks, self.logit[pool], side="right")
        value = np.where(np.isnan(self.y[pool]), -1, self.y[pool])
        cells, people = np.unique(np.stack([interval, value]), axis=1, return_counts=True)
        return PoolCells(cells[0].astype(np.int64), np.where(cells[1] < 0, np.nan, cells[1]), people)


def radius_people(seed: int, treated: int = 15, pool: int = 60, width: float = 0.3) -> RadiusPeople:
    random = np.random.default_rng(seed)
    members = np.arange(treated + pool) < treated
    logit = random.normal(np.where(members, 0.4, 0.0), 1.0)
    y = random.poisson(np.exp(0.3 * logit)).astype(float)
    y[treated + 1] = np.nan
    y[0], y[1] = 0.0, 1.0
    x = random.standard_normal((members.size, 2)) + 0.4 * logit[:, None]
    matches, pool_weights = radius_weights(logit[members], logit[~members], width)
    weights = np.concatenate([(matches > 0).astype(float), pool_weights])
    return RadiusPeople(logit, y, x, members, weights, width)
