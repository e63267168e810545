"""Entropy balancing (Hainmueller 2012): weights as near to the base weights as can be that give exactly equal means.

With base weights q and covariates x less the means to meet, the weights are w ∝ q exp(λᵀx), where λ is the minimum of
the convex log Σ q exp(λᵀx): its gradient is the weighted mean of x (to be 0), its Hessian the weighted covariance.
Newton's method with halved steps finds it. Where no weights can give the means (they lie outside the convex hull of the
group) the function falls for ever, which is told apart by its covariates' ranges first and by a linear programme last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..engines.sums import Floats
from ..refusals import EvidenceInputError

# Largest distance from the means to meet, in standard deviations, at which they count as met.
TOLERANCE = 1e-10
MOST_ITERATIONS = 200
# A slope of this size says that people are kept or dropped outright: no weights meet the means.
LARGEST_SLOPE = 1e4


def entropy_weights(covariates: Floats, base: Floats, target: Floats, names: Sequence[str]) -> Floats:
    """Weights (n,) that sum to 1 and give `covariates` (n, p) the means `target` (p,).

    `base` (n,) are the weights to stay near to, 0 for who takes no part. Raises EvidenceInputError that names the
    covariates for which there is no solution.
    """
    used = base > 0
    x, q = covariates[used], base[used] / base[used].sum()
    check_ranges(x, target, names)
    spread = np.sqrt(np.maximum(q @ (x - q @ x) ** 2, 0.0))
    varies = spread > 1e-12 * np.maximum(np.abs(target), 1.0)
    standard = (x[:, varies] - target[varies]) / spread[varies]
    found = minimise_dual(standard, q)
    if found is None:
        varying = [name for name, keep in zip(names, varies, strict=True) if keep]
        raise EvidenceInputError(no_solution(standard, varying))
    weights = np.zeros(len(base))
    weights[used] = found
    return weights


def check_ranges(x: Floats, target: Floats, names: Sequence[str]) -> None:
    """A mean outside the group's range, or at its end, cannot be met by positive weights."""
    lowest, highest = x.min(axis=0), x.max(axis=0)
    for at, name in enumerate(names):
        slack = 1e-9 * max(abs(target[at]), highest[at] - lowest[at], 1e-300)
        constant = highest[at] - lowest[at] <= slack and abs(target[at] - lowest[at]) <= slack
        if constant or lowest[at] + slack < target[at] < highest[at] - slack:
            continue
        raise EvidenceInputError(
            f"Entropy balancing has no solution: the average of {name} to be met is {target[at]:.6g}, but in the group "
            f"that is weighted it goes from {lowest[at]:.6g} to {highest[at]:.6g}. Leave {name} out, or use overlap "
            "weights or matching with a caliper."
        )


def minimise_dual(x: Floats, base: Floats) -> Floats | None:
    """Weights (n,) at the minimum over λ (p,) for centred, standardised x (n, p); None where there is no minimum."""
    slope = np.zeros(x.shape[1])
    value, weights = dual(x, base, slope)
    for _ in range(MOST_ITERATIONS):
        gradient = weights @ x
        if np.abs(gradient).max(initial=0.0) < TOLERANCE:
            return weights
        # Columns that say the same make the Hessian singular: the least-squares step is the shortest that will do.
        hessian = (x * weights[:, None]).T @ x - np.outer(gradient, gradient)
        step: Floats = -np.asarray(np.linalg.lstsq(hessian, gradient, rcond=1e-12)[0], dtype=np.float64)
        slope, value, weights = halve(x, base, slope, value, step, float(gradient @ step))
        if np.abs(slope).max() > LARGEST_SLOPE or not np.isfinite(value):
            return None
    return None


def dual(x: Floats, base: Floats, slope: Floats) -> tuple[float, Floats]:
    """log Σ q exp(λᵀx) and the weights at λ."""
    exponent = x @ slope
    largest = float(exponent.max())
    parts = base * np.exp(exponent - largest)
    total = float(parts.sum())
    return largest + float(np.log(total)), parts / total


def halve(
    x: Floats, base: Floats, slope: Floats, value: float, step: Floats, descent: float
) -> tuple[Floats, float, Floats]:
    """The Newton step, halved until the function falls (Armijo); near the minimum rounding hides the fall, so a step
    that raises nothing is taken.
    """
    length = 1.0
    while True:
        following = slope + length * step
        reached, weights = dual(x, base, following)
        if reached <= value + 1e-4 * length * descent + 1e-14 * (1 + abs(value)) or length < 1e-8:
            return following, reached, weights
        length /= 2


def no_solution(x: Floats, names: Sequence[str]) -> str:
    """What to say where each covariate's mean could be met but not all together."""
    direction = separating_direction(x)
    if direction is None:
        return (
            "Entropy balancing came to no end: the means can only just be met, with nearly all weight on a few people. "
            "Use overlap weights, or fewer covariates."
        )
    size = np.abs(direction)
    culprits = [names[at] for at in np.argsort(-size)[:4] if size[at] > 1e-6 * size.max()]
    return (
        f"Entropy balancing has no solution: no weights give the averages of {' and '.join(culprits)} all at once. "
        "Leave one of them out, or use overlap weights or matching with a caliper."
    )


def separating_direction(x: Floats) -> Floats | None:
    """d (p,) with d·x ≥ 0 for everybody and 1 on average, which shows that 0 is not inside the hull of x; of all such
    the one that needs the fewest covariates (least Σ|d|). None where there is none.
    """
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy import optimize

    both = np.hstack([x, -x])
    above = np.vstack([both, both.mean(axis=0)])
    least = np.append(np.zeros(len(x)), 1.0)
    result: Any = optimize.linprog(np.ones(both.shape[1]), A_ub=-above, b_ub=-least, bounds=(0, None), method="highs")
    if result.status != 0:
        return None
    width = x.shape[1]
    return np.asarray(result.x[:width] - result.x[width:], dtype=np.float64)
