"""Random-effects models: site effects yᵢ ~ N(xᵢᵀβ, vᵢ + τ²).

With W = diag(1/(vᵢ + τ²)) and P = W − WX(XᵀWX)⁻¹XᵀW: τ² by restricted maximum likelihood (the root of its score
yᵀPPy − tr P; Viechtbauer 2005) or by moments (DerSimonian and Laird 1986). Knapp and Hartung (2003; also Sidik and
Jonkman 2002) scale the covariance of β by yᵀPy/(k − q) and take Student's t with k − q degrees of freedom. I² is
τ²/(τ² + s²) with the typical variance s² = (k − q)/tr P at τ² = 0 (Higgins and Thompson 2002); intervals of τ², and
with it of I², by the Q profile (Viechtbauer 2007). Checked against metafor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from ..engines.sums import Floats

TauMethod = Literal["reml", "dl"]
# Special functions of scipy carry no types.
_chi_square_tail: Callable[[float, float], Any] = special.chdtrc
_chi_square_quantile: Callable[[float, float], Any] = special.chdtri


@dataclass(frozen=True)
class RandomEffects:
    """Fit to k sites with q columns: `coefficients` (q,), `covariance` (q, q), `weights` (k,) 1/(vᵢ + τ²).

    `q` = Cochran's heterogeneity around the model at τ² = 0, chi-square with `df` = k − q.
    """

    coefficients: Floats
    covariance: Floats
    weights: Floats
    tau2: float
    tau2_interval: tuple[float, float]
    q: float
    df: int
    typical_variance: float

    @property
    def q_p(self) -> float:
        return float(_chi_square_tail(self.df, self.q))

    def i2(self, tau2: float) -> float:
        """Share, 0 to 1, of the variation between sites that is more than chance."""
        return tau2 / (tau2 + self.typical_variance)


def fit_random_effects(y: Floats, v: Floats, x: Floats, method: TauMethod, knapp_hartung: bool) -> RandomEffects:
    """Effects y (k,) with variances v (k,) on columns x (k, q), constant included; k must be more than q."""
    plain = projection(v, x, 0.0)
    # Of effects that are all the same rounding leaves less than nothing.
    q, df = max(0.0, float(y @ plain @ y)), len(y) - x.shape[1]
    tau2 = reml(y, v, x) if method == "reml" else moments(q, df, v, x)
    weights = 1.0 / (v + tau2)
    covariance: Floats = np.asarray(np.linalg.inv((x * weights[:, None]).T @ x), dtype=np.float64)
    coefficients = covariance @ (x.T @ (weights * y))
    if knapp_hartung:
        apart = y - x @ coefficients
        covariance = covariance * float(weights @ apart**2) / df
    typical = df / float(np.trace(plain))
    return RandomEffects(coefficients, covariance, weights, tau2, tau2_interval(y, v, x), q, df, typical)


def projection(v: Floats, x: Floats, tau2: float) -> Floats:
    """P (k, k): yᵀPy is the weighted sum of squares around the fit."""
    weights = 1.0 / (v + tau2)
    weighted = x * weights[:, None]
    return np.asarray(np.diag(weights) - weighted @ np.linalg.inv(weighted.T @ x) @ weighted.T, dtype=np.float64)


def moments(q: float, df: int, v: Floats, x: Floats) -> float:
    """DerSimonian and Laird: τ² at which Q is what is expected of it."""
    weighted = x / v[:, None]
    inner = np.linalg.inv(weighted.T @ x) @ (weighted.T @ weighted)
    return max(0.0, (q - df) / float(np.sum(1.0 / v) - np.trace(inner)))


def reml(y: Floats, v: Floats, x: Floats) -> float:
    def score(tau2: float) -> float:
        p = projection(v, x, tau2)
        py = p @ y
        return float(py @ py - np.trace(p))

    return root_above(score, float(np.max(v)))


def tau2_interval(y: Floats, v: Floats, x: Floats, confidence: float = 0.95) -> tuple[float, float]:
    """Q profile: τ² at which Q is the chi-square quantile; 0 where Q is below it from the start."""
    df, tail = len(y) - x.shape[1], (1.0 - confidence) / 2

    def beyond(quantile: float) -> Callable[[float], float]:
        return lambda tau2: float(y @ projection(v, x, tau2) @ y) - quantile

    upper, lower = (float(_chi_square_quantile(df, probability)) for probability in (1 - tail, tail))
    largest = float(np.max(v))
    return root_above(beyond(lower), largest), root_above(beyond(upper), largest)


def root_above(function: Callable[[float], float], start: float) -> float:
    """Where a function that falls in the end crosses 0, or 0 where it is not above it at 0."""
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy import optimize

    if function(0.0) <= 0:
        return 0.0
    upper = start
    while function(upper) > 0:
        upper *= 2.0
    found: Any = optimize.brentq(function, 0.0, upper, xtol=1e-300, rtol=1e-14, maxiter=500)
    return float(found)
