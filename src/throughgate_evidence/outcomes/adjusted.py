"""The doubly robust difference: matching weights and a regression of the outcome among the comparison group.

The regression, fitted with the matching weights, says how each treated person would have fared; the average of what
happened less that is the effect on the treated. It is right if either the weights balance what matters or the
regression is right (Robins, Rotnitzky and Zhao 1994; Kang and Schafer 2007). With a constant in the regression
the weighted residuals of the comparison group add up to nothing, so no further term is needed.

Standard error by influence function. A treated person's is (y − m(x) − τ) / n. A comparison person's is c·x w e with
c = B⁻¹ x̄, B = Σ w x xᵀ, e the residual; its variance is σ² cᵀ (Σ w² x xᵀ) c with σ² = Σ w² e² / Σ w², for which sums of
second order are enough, so rows and sums give the same. `exact_variance` (rows only) squares each influence itself.
Lost degrees of freedom: Kish's effective sample size E of the comparison group, times E / (E − p − 1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats, ResidualSums
from ..refusals import EvidenceInputError
from .rows import Rows, take_rows
from .two_samples import Estimate, Sample, compare

ADJUSTED_METHOD = "doubly robust (weights and linear regression), influence function"


@dataclass(frozen=True)
class TreatedRows:
    """Matched treated people whose outcome is known: `x` (m, p) as in the pool's sums, `y` (m,), `weights` (m,)."""

    x: Floats
    y: Floats
    weights: Floats


@dataclass(frozen=True)
class Regression:
    """Coefficients (p+1,), `lever` (p+1,) = B⁻¹ x̄ of the treated, effective sample size and its loss."""

    coefficients: Floats
    lever: Floats
    variance: float
    size: float


def adjust_rows(
    y: Floats, treated: Booleans, weights: Floats, covariates: Floats, *, exact_variance: bool = False
) -> Estimate:
    """Doubly robust effect on the treated from n people: `y` (n,), NaN where unknown; `weights` (n,) of the matching, 0
    for who is left out; `covariates` (n, p) complete, in any units. Raises EvidenceInputError as `compare_rows` does.
    """
    rows = take_rows(y, treated, weights, None)
    x = np.asarray(covariates, dtype=float)[rows.at]
    if not np.isfinite(x).all():
        raise EvidenceInputError("A covariate of a matched person is missing or infinite: leave such people out.")
    centre, scale = x.mean(axis=0), x.std(axis=0)
    x = (x - centre) / np.where(scale > 0, scale, 1.0)
    middle = float(rows.y.mean())
    pool = pool_products(rows, x, middle)
    group = TreatedRows(x[rows.treated], rows.y[rows.treated], rows.weights[rows.treated])
    exact = exact_pool_variance(rows, x, middle) if exact_variance else None
    events = int(np.count_nonzero(rows.y[~rows.treated]))
    return adjust_from_sums(pool, events, group, middle, exact)


def pool_products(rows: Rows, x: Floats, centre: float) -> ResidualSums:
    members = ~rows.treated
    z = np.column_stack([np.ones(int(members.sum())), x[members], rows.y[members] - centre])
    w = rows.weights[members][:, None]
    return ResidualSums(len(z), (z * w).T @ z, (z * w * w).T @ z)


def adjust_from_sums(
    pool: ResidualSums, events: int, treated: TreatedRows, centre: float, variance: float | None = None
) -> Estimate:
    """The same from sums. `events`: comparison people of weight above 0 whose outcome is not 0; `centre` is what the
    pool's outcome was taken less of; `variance` stands in for that of the comparison group's part. Columns that are the
    same for the whole pool, or that others explain, get no coefficient.
    """
    share = treated.weights / treated.weights.sum()
    design = np.column_stack([np.ones(len(treated.x)), treated.x])
    fit = regress(pool, share @ design)
    residual = treated.y - centre - design @ fit.coefficients
    effect = float(share @ residual)
    mean = float(share @ treated.y)
    leverage = np.minimum(share, 1 - 1e-12)
    own = float((leverage**2 / (1 - leverage)) @ (residual - effect) ** 2)
    one = Sample(treated.y.size, int(np.count_nonzero(treated.y)), mean, own, 1 / float(share @ share))
    spread = fit.variance if variance is None else variance * lost(pool, len(fit.coefficients))
    other = Sample(pool.people, events, mean - effect, spread, fit.size)
    return compare(one, other, ADJUSTED_METHOD)


def regress(pool: ResidualSums, means: Floats) -> Regression:
    """Weighted least squares from products; `means` (p+1,) of the treated, the constant first."""
    size = len(means)
    design, answer = pool.w[:size, :size], pool.w[:size, size]
    inverse = invert(design)
    coefficients, lever = inverse @ answer, inverse @ means
    z = np.append(-coefficients, 1.0)
    spread = float(z @ pool.ww @ z) / float(pool.ww[0, 0])
    variance = spread * float(lever @ pool.ww[:size, :size] @ lever)
    effective = effective_size(pool)
    return Regression(coefficients, lever, variance * lost(pool, size), effective - size + 1)


def invert(design: Floats) -> Floats:
    """Inverse on a scale of ones on the diagonal; directions in which the pool does not vary are left out."""
    scale = np.sqrt(np.maximum(np.diag(design), 1e-300))
    inverse = np.linalg.pinv(design / np.outer(scale, scale), rcond=1e-10, hermitian=True)
    return np.asarray(inverse / np.outer(scale, scale), dtype=float)


def effective_size(pool: ResidualSums) -> float:
    return float(pool.w[0, 0]) ** 2 / float(pool.ww[0, 0])


def lost(pool: ResidualSums, coefficients: int) -> float:
    """Not a number, so no interval, where the regression takes all degrees of freedom."""
    left = effective_size(pool) - coefficients
    return effective_size(pool) / left if left > 0 else math.nan


def exact_pool_variance(rows: Rows, x: Floats, centre: float) -> float:
    """Σ (c·x w e)² over the comparison people."""
    pool = pool_products(rows, x, centre)
    share = rows.weights[rows.treated] / rows.weights[rows.treated].sum()
    fit = regress(pool, np.append(1.0, share @ x[rows.treated]))
    members = ~rows.treated
    design = np.column_stack([np.ones(int(members.sum())), x[members]])
    residual = rows.y[members] - centre - design @ fit.coefficients
    return float((((design @ fit.lever) * rows.weights[members] * residual) ** 2).sum())
