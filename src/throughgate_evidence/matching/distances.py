"""How far apart two people are: along the propensity, or between their covariates.

Mahalanobis (Rubin 1980): √((x−z)ᵀ S⁻¹ (x−z)) with S the covariance within the groups, pooled, as MatchIt has it.
Robust (Rosenbaum 2010, 8.3): the same on ranks, each variance that of ranks without ties, so that neither outliers nor
rare indicators rule. Euclidean: each covariate in standard deviations within the groups. People are moved to
coordinates in which each of these is the plain distance; directions without variation are dropped, which is the
generalised inverse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Booleans, Floats
from ..refusals import EvidenceInputError
from .checks import ON_A_LINE
from .units import Distance, MatchSpec, Units

# Eigenvalues of the correlation matrix under this share of the largest count as no direction at all.
LEAST_DIRECTION = 1e-10
# What differs by less than this share of a standard deviation differs by the noise of binary fractions: a tie.
NOISE = 1e-12


@dataclass(frozen=True)
class Measure:
    """`line` (n,): the caliper `width` is measured along it. `space` (n, d): coordinates of the distance; None where
    the line is the distance itself.
    """

    line: Floats
    space: Floats | None
    width: float


def measure_of(units: Units, spec: MatchSpec) -> Measure:
    """The distance of a specification; `width` is infinite without a caliper."""
    line = line_of(units, spec.distance)
    width = caliper_width(line, spec)
    space = None if spec.distance in ON_A_LINE else space_of(units, spec.distance)
    return Measure(settle(line), space, math.inf if width is None else width)


def line_of(units: Units, distance: Distance) -> Floats:
    """Logit (n,), or the propensity where that is the distance."""
    if distance == "propensity":
        return np.asarray(1.0 / (1.0 + np.exp(-units.logit)), dtype=np.float64)
    return units.logit


def caliper_width(line: Floats, spec: MatchSpec) -> float | None:
    """On the scale of the `line` (n,); its standard deviation (ddof 1) is over everyone, before any discarding."""
    if spec.caliper is None:
        return None
    return spec.caliper * float(line.std(ddof=1)) if spec.caliper_scale == "sd" else spec.caliper


def settle(line: Floats) -> Floats:
    """Rounded to a power of two under `NOISE`, so that who is the same on all covariates ties whatever the order of
    summation was.
    """
    spread = float(line.std())
    if not spread:
        return line
    step = 2.0 ** math.floor(math.log2(NOISE * spread))
    return np.asarray(np.rint(line / step) * step, dtype=np.float64)


def space_of(units: Units, distance: Distance) -> Floats:
    """Coordinates (n, d), d ≤ p. Raises EvidenceInputError where no covariate varies."""
    # Loaded when it is needed: it takes longer than a small evaluation.
    from scipy.stats import rankdata

    covariates = units.covariates
    varying = np.ptp(covariates, axis=0) > 0 if covariates.size else np.zeros(0, dtype=np.bool_)
    if not varying.any():
        raise EvidenceInputError(f"No covariate varies, so there is no {distance} distance. Use the logit.")
    columns = covariates[:, varying]
    if distance == "robust-mahalanobis":
        ranks = np.asarray(rankdata(columns, axis=0), dtype=np.float64)
        return whiten(ranks, rank_covariance(ranks, units.weights))
    covariance = within_covariance(columns, units.treated, units.weights)
    if distance == "euclidean":
        covariance = np.diag(np.diag(covariance))
    return whiten(columns, covariance)


def within_covariance(columns: Floats, treated: Booleans, weights: Floats) -> Floats:
    """Pooled over both groups (p, p), each about its own mean, with n − 2 degrees of freedom."""
    centred = columns.copy()
    for group in (treated, ~treated):
        centred[group] -= np.average(columns[group], axis=0, weights=weights[group])
    people = treated.size
    products = (centred * weights[:, None]).T @ centred / weights.sum()
    return np.asarray(products * people / max(people - 2, 1), dtype=np.float64)


def rank_covariance(ranks: Floats, weights: Floats) -> Floats:
    """Correlation of the ranks (p, p), times the variance that n ranks without ties have."""
    people = ranks.shape[0]
    covariance = np.atleast_2d(np.cov(ranks, rowvar=False, aweights=weights))
    sd = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(sd, sd) * people * (people + 1) / 12, dtype=np.float64)


def whiten(columns: Floats, covariance: Floats) -> Floats:
    """Coordinates (n, d) in which the plain distance is √((x−z)ᵀ C⁺ (x−z))."""
    sd = np.sqrt(np.diag(covariance))
    scale = np.where(sd > 0, sd, np.inf)
    values, directions = np.linalg.eigh(covariance / np.outer(scale, scale))
    kept = values > LEAST_DIRECTION * max(float(values.max()), 0.0)
    if not kept.any():
        raise EvidenceInputError("No covariate varies within the groups, so there is no distance. Use the logit.")
    turn = directions[:, kept] / np.sqrt(values[kept]) / scale[:, None]
    return np.asarray((columns - columns.mean(axis=0)) @ turn, dtype=np.float64)
