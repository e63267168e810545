"""Any way of matching or weighting, with everybody in memory."""

from __future__ import annotations

import numpy as np

from ..balance import CovariateBalance, SmdScale, assess_products, assess_rows, effective_sizes
from ..engines.sums import Floats, Integers
from ..frame import Covariate
from ..matching import Matching, MatchSpec, Units, match
from ..outcomes import Estimate
from ..outcomes.adjusted import adjust_rows
from ..outcomes.resampling_rows import resample_rows
from ..outcomes.rows import RowsInterval, compare_rows
from ..progress import Progress
from ..weighting import weigh, weighted_influence
from .ground import Lives, refuse_unmatched

WEIGHTING = frozenset({"ipw", "overlap", "entropy"})


class MatchedRows:
    """One matching of `units` (n people); `outcomes` (n, q) in the same order, NaN where missing. `refitted`: the
    logit was fitted to these very people, so that weights made of it have the standard error of estimated ones.
    """

    def __init__(
        self,
        columns: tuple[Covariate, ...],
        outcomes: Floats,
        units: Units,
        spec: MatchSpec,
        progress: Progress,
        *,
        refitted: bool = True,
    ) -> None:
        self.columns, self.outcomes, self.units, self.refitted = columns, outcomes, units, refitted
        self.matching: Matching = weigh(units, spec) if spec.method in WEIGHTING else match(units, spec, progress)
        self.weights = self.matching.weights
        self.width = self.matching.width
        used = self.weights > 0
        self.n_treated = int((used & units.treated).sum())
        self.n_comparison = int((used & ~units.treated).sum())
        refuse_unmatched(self, spec.caliper)
        self.ess_treated, self.ess = effective_sizes(units.treated, self.weights)

    @property
    def clusters(self) -> Integers | None:
        """Pairs and sets where each person is in one; classes are too few and too large to be clusters."""
        spec = self.matching.spec
        paired = spec.method in {"optimal", "full"} or (spec.method == "nearest" and not spec.replace)
        return self.matching.sets if paired else None

    def balance(self, scale: SmdScale) -> tuple[CovariateBalance, ...]:
        return assess_rows(self.units, self.weights, scale, self.columns)

    def products(self, scale: SmdScale) -> tuple[CovariateBalance, ...]:
        return assess_products(self.units, self.weights, scale, self.columns)

    def estimate(self, at: int, how: str) -> Estimate:
        if self.matching.spec.method in WEIGHTING and how != "welch" and self.refitted:
            return weighted_influence(self.units, self.outcomes[:, at], self.matching)
        kind: RowsInterval = "welch" if how == "welch" else "sandwich"
        return compare_rows(self.outcomes[:, at], self.units.treated, self.weights, self.clusters, kind)

    def resampled(self, at: int, draws: int, seed: int, progress: Progress) -> Estimate:
        y = self.outcomes[:, at]
        return resample_rows(
            y, self.units.treated, self.weights, self.clusters, draws=draws, seed=seed, progress=progress
        )

    def adjusted(self, at: int) -> Estimate:
        y = self.outcomes[:, at]
        return adjust_rows(y, self.units.treated, self.weights, self.units.covariates)

    def lives(self, time: int, event: int) -> Lives:
        used = np.flatnonzero(self.weights > 0)
        clusters = self.clusters
        return Lives(
            time=self.outcomes[used, time],
            event=self.outcomes[used, event],
            treated=self.units.treated[used],
            weights=self.weights[used],
            people=np.ones(used.size, dtype=np.int64),
            clusters=None if clusters is None else clusters[used],
        )
