"""Radius matching of the treated from sums: nobody of the pool leaves the engine."""

from __future__ import annotations

import numpy as np

from ..balance import (
    CovariateBalance,
    ProductMoments,
    SmdScale,
    assess_balance,
    comparison_means,
    ks_edges,
    ks_from_bins,
    product_moments,
    products_from_sums,
    treated_means,
    two_valued_columns,
    values_of_columns,
    with_ks,
)
from ..engines.sums import Engine, Floats, Products
from ..matching import MatchSpec, effective_sample_size, lay_reach, match_radius
from ..outcomes import SE_METHODS, Estimate, Interval, compare, plain_sample, weighted_sample
from ..outcomes.adjusted import TreatedRows, adjust_from_sums
from ..outcomes.resampling import PoolCells, resample_radius
from ..progress import Progress
from .ground import Ground, Lives, refuse_unmatched


class SummedRadius:
    """One matching of the treated. `within` (lowest, highest) keeps only people whose logit lies there (trimming)."""

    def __init__(
        self, ground: Ground, coefficients: Floats, spec: MatchSpec, within: tuple[float, float] = (-np.inf, np.inf)
    ) -> None:
        self.ground, self.coefficients = ground, coefficients
        scores = ground.engine.score(coefficients)
        caliper = spec.caliper or 0.0
        self.width = caliper * (scores.sd if spec.caliper_scale == "sd" else 1.0)
        taken = np.flatnonzero((scores.treated >= within[0]) & (scores.treated <= within[1]))
        self.reach = lay_reach(scores.treated[taken], self.width, within)
        self.sums = ground.engine.interval_sums(self.reach.breaks)
        self.match = match_radius(self.reach, self.sums.interval, self.sums.people)
        everyone = ground.engine.treated_records()
        self.all_x, self.near_y = everyone.covariates, everyone.outcomes[taken]
        self.x, self.y = everyone.covariates[taken][self.match.matched], self.near_y[self.match.matched]
        self.weights = np.zeros(self.reach.breaks.size + 1)
        self.weights[self.sums.interval] = self.match.weights
        self.n_treated = int(self.match.matched.sum())
        self.n_comparison = int(self.sums.people[self.match.weights > 0].sum())
        self.ess = effective_sample_size(self.match.weights, self.sums.people)
        self.ess_treated = float(self.n_treated)
        refuse_unmatched(self, spec.caliper)

    def _engine(self) -> Engine:
        """Scored by this comparison's own coefficients: another one may have scored it since."""
        engine = self.ground.engine
        if engine.scored_by is None or not np.array_equal(engine.scored_by, self.coefficients):
            engine.score(self.coefficients)
        return engine

    def balance(self, scale: SmdScale) -> tuple[CovariateBalance, ...]:
        standard, description = self.ground.standard, self.ground.description
        treated = treated_means(self.x, standard)
        comparison = comparison_means(self.sums, self.match.weights, standard)
        rows = assess_balance(self.ground.frame.covariates, description, treated, comparison, scale)
        values = values_of_columns(description)
        columns = self.ground.frame.covariates
        kept = [each if column.level is None else None for each, column in zip(values, columns, strict=True)]
        return with_ks(rows, *self._ks(), kept)

    def _ks(self) -> tuple[list[float | None], list[float | None]]:
        """Before and after, of every column that is not a level of a category."""
        columns = self.ground.frame.covariates
        edges = [
            np.empty(0) if column.level is not None else ks_edges(self.all_x[:, at])
            for at, column in enumerate(columns)
        ]
        bins = self._engine().distribution_sums(self.reach.breaks, self.weights, edges)
        before: list[float | None] = []
        after: list[float | None] = []
        for at, (points, pool) in enumerate(zip(edges, bins, strict=True)):
            if not points.size:
                before.append(None)
                after.append(None)
                continue
            everyone, matched = self.all_x[:, at], self.x[:, at]
            before.append(ks_from_bins(everyone, np.ones(everyone.size), points, pool[1]))
            after.append(ks_from_bins(matched, np.ones(matched.size), points, pool[0]))
        return before, after

    def products(self, scale: SmdScale) -> tuple[CovariateBalance, ...]:
        pool = self._engine().product_sums(self.reach.breaks, self.weights)
        (before,) = product_moments(self.all_x, np.ones(len(self.all_x)))
        (after,) = product_moments(self.x, np.ones(len(self.x)))
        return products_from_sums(
            self.ground.frame.covariates,
            (before, as_moments(pool.before)),
            (after, as_moments(pool.after)),
            scale,
            two_valued_columns(self.ground.description),
            self.ground.standard.scale,
        )

    def estimate(self, at: int, how: str) -> Estimate:
        kind: Interval = "welch" if how == "welch" else "sandwich"
        treated = plain_sample(self.y[:, at])
        centre = float(self.ground.standard.outcome_centre[at])
        pool = weighted_sample(self.sums, self.match.weights, at, centre, kind)
        return compare(treated, pool, SE_METHODS[kind])

    def resampled(self, at: int, draws: int, seed: int, progress: Progress) -> Estimate:
        found = self._engine().cells(self.reach.breaks, [at])
        cells = PoolCells(found.interval, found.values[:, 0], found.people)
        return resample_radius(self.reach, self.near_y[:, at], cells, draws=draws, seed=seed, progress=progress)

    def adjusted(self, at: int) -> Estimate:
        pool = self._engine().residual_sums(self.reach.breaks, self.weights, at)
        known = ~np.isnan(self.y[:, at])
        treated = TreatedRows(self.x[known], self.y[known, at], np.ones(int(known.sum())))
        events = int(self.sums.events[self.match.weights > 0, at].sum())
        return adjust_from_sums(pool, events, treated, float(self.ground.standard.outcome_centre[at]))

    def lives(self, time: int, event: int) -> Lives:
        found = self._engine().cells(self.reach.breaks, [time, event])
        weights = self.weights[found.interval]
        used = weights > 0
        n = len(self.y)
        return Lives(
            time=np.concatenate([self.y[:, time], found.values[used, 0]]),
            event=np.concatenate([self.y[:, event], found.values[used, 1]]),
            treated=np.arange(n + int(used.sum())) < n,
            weights=np.concatenate([np.ones(n), weights[used]]),
            people=np.concatenate([np.ones(n, dtype=np.int64), found.people[used]]),
            clusters=None,
        )


def as_moments(sums: Products) -> ProductMoments:
    return ProductMoments(sums.weight, sums.weight2, sums.z, sums.zz)
