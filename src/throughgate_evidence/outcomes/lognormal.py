"""Accelerated failure time with a log-normal spread: log t = x·β + σ ε, observation may end before the event.

As fitted to the men released in North Carolina by Chung, Schmidt and Witte (1991). Maximum likelihood, Newton with
step-halving from least squares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Booleans, Floats
from ..refusals import EvidenceInputError
from .cox import check_columns

MOST_ITERATIONS = 60
_log_normal_tail: Callable[[Any], Any] = special.log_ndtr


@dataclass(frozen=True)
class LognormalModel:
    """Coefficients (p+1,) of log time, constant last, and their standard errors; `sigma` of the log time."""

    names: tuple[str, ...]
    coefficients: Floats
    se: Floats
    sigma: float
    sigma_se: float
    log_likelihood: float


@dataclass(frozen=True)
class Slopes:
    """Log-likelihood, gradient (k,) and minus the second derivative (k, k) in (β, log σ)."""

    value: float
    gradient: Floats
    curvature: Floats


def fit_lognormal_aft(
    time: Floats, event: Floats | Booleans, covariates: Floats, names: Sequence[str]
) -> LognormalModel:
    """`time` (n,) above 0, `event` (n,) 0 where observation ended first, `covariates` (n, p). The log-likelihood is of
    the times, not of their logs.
    """
    time, seen = np.asarray(time, dtype=float), np.asarray(event, dtype=float) == 1
    if not ((time > 0) & np.isfinite(time)).all():
        row = int(np.flatnonzero(~((time > 0) & np.isfinite(time)))[0])
        raise EvidenceInputError(f"Row {row + 1}: a log-normal time must be above 0.")
    if not seen.any():
        raise EvidenceInputError("Nobody had the event, so times to it cannot be modelled.")
    x = np.asarray(covariates, dtype=float)
    scale, centre = check_columns(x, names), x.mean(axis=0)
    design = np.column_stack([(x - centre) / scale, np.ones(len(x))])
    theta, slopes = climb(np.log(time), seen, design)
    # Back from the standard scale: a coefficient less its scale, the constant less all centres.
    back = np.eye(theta.size)
    back[range(len(scale)), range(len(scale))] = 1 / scale
    back[len(scale), : len(scale)] = -centre / scale
    errors = np.sqrt(np.diag(back @ np.linalg.inv(slopes.curvature) @ back.T))
    sigma = math.exp(theta[-1])
    value = slopes.value - float(np.log(time[seen]).sum())
    return LognormalModel((*names, "constant"), (back @ theta)[:-1], errors[:-1], sigma, sigma * errors[-1], value)


def climb(log_time: Floats, seen: Booleans, design: Floats) -> tuple[Floats, Slopes]:
    start = np.linalg.lstsq(design, log_time, rcond=None)[0]
    theta = np.append(start, math.log(max(float((log_time - design @ start).std()), 1e-3)))
    here = look(log_time, seen, design, theta)
    for _ in range(MOST_ITERATIONS):
        step = uphill(here)
        for halving in range(30):
            following = theta + step / 2**halving
            there = look(log_time, seen, design, following)
            if there.value >= here.value:
                break
        gain, theta, here = there.value - here.value, following, there
        if 0 <= gain < 1e-12 * (abs(here.value) + 1):
            return theta, here
    raise EvidenceInputError("The log-normal model of times did not settle: too few people had the event.")


def uphill(here: Slopes) -> Floats:
    """Newton's step; where the likelihood is not curved downwards, along what is."""
    values, vectors = np.linalg.eigh(here.curvature)
    return np.asarray(vectors @ ((vectors.T @ here.gradient) / np.maximum(np.abs(values), 1e-8)), dtype=float)


def look(log_time: Floats, seen: Booleans, design: Floats, theta: Floats) -> Slopes:
    sigma = math.exp(theta[-1])
    z = (log_time - design @ theta[:-1]) / sigma
    tail = _log_normal_tail(-z)
    density = -0.5 * z * z - 0.5 * math.log(2 * math.pi)
    hazard = np.exp(density - tail)
    bend = np.where(seen, 1.0, hazard * (hazard - z))
    first = np.where(seen, z, hazard)
    value = float(np.where(seen, density - theta[-1], tail).sum())
    gradient = np.append(design.T @ first / sigma, float(np.where(seen, z * z - 1, z * hazard).sum()))
    mixed = design.T @ (first + z * bend) / sigma
    own = float(np.where(seen, 2 * z * z, z * (hazard + z * bend)).sum())
    curvature = np.block([[(design * bend[:, None]).T @ design / sigma**2, mixed[:, None]], [mixed[None], own]])
    return Slopes(value, gradient, curvature)
