"""Logistic regression by iteratively reweighted least squares, from sums only.

The start is μ = (y + ½) / 2 on standardised columns. Newton's method from the constant alone diverges where the groups
hardly overlap; this start does not. One pass over the records per iteration. Where people have sampling weights the
engine's sums are weighted, so the coefficients maximise the weighted likelihood; their standard errors take the weights
for counts of a mean of 1, and say nothing of the way the sample was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Description, Engine, Floats, Integers, IrlsSums, Standard, overall_standard
from ..refusals import EvidenceInputError
from .trouble import check_collinearity, check_constants, check_separation, column_ranges, separation_error

# Special functions of scipy carry no types.
_normal_share: Callable[[Any], Any] = special.ndtr

Progress = Callable[[int], None]
# Relative change of the deviance at which it counts as settled, as |change| / (deviance + 0.1).
TOLERANCE = 1e-10
MOST_ITERATIONS = 40
# A last step that still moves anyone's logit by more than this is not convergence but separation.
LARGEST_LAST_STEP = 0.05
# A deviance this small is no fit but a perfect one.
LEAST_DEVIANCE = 1e-6
CONSTANT = "(constant)"


@dataclass(frozen=True)
class Coefficient:
    """On the logit scale for one unit of the file; p of z = coefficient / se, two-sided (Wald)."""

    name: str
    value: float
    se: float
    z: float
    p: float


@dataclass(frozen=True)
class PropensityModel:
    """Coefficients (p+1,) on the standard scale, constant first; deviance = −2 log-likelihood.

    `covariance` (p+1, p+1) is the inverse information on the same scale, 0 for columns that were left out; `names` (p)
    of the columns; `table` the coefficients in the units of the file, constant first; `description` what was modelled.
    """

    coefficients: Floats
    deviance: float
    iterations: int
    covariance: Floats
    names: tuple[str, ...]
    table: tuple[Coefficient, ...]
    description: Description

    @property
    def standard(self) -> Standard:
        """The scale of the coefficients: (x − centre) / scale."""
        return overall_standard(self.description)


def fit_propensity(
    engine: Engine,
    description: Description,
    names: Sequence[str],
    progress: Progress = lambda iteration: None,
) -> PropensityModel:
    """Fit on an engine that is standardised by `overall_standard(description)`.

    Raises EvidenceInputError that names constant or collinear columns, or what separates the groups and for whom.
    """
    check_constants(description, names)
    check_separation(description, names)
    sums = engine.irls_sums(None)
    check_collinearity(sums.information, names)
    kept = np.arange(len(names) + 1)
    return iterate(engine, description, names, kept, sums, progress)


def fit_without(
    engine: Engine,
    model: PropensityModel,
    columns: Collection[int],
    progress: Progress = lambda iteration: None,
) -> PropensityModel:
    """Fit again without some columns (numbered from 0), whose coefficients are then 0.

    Uses the sums of the engine as it stands, on the same scale, and begins with one step from the full fit. Raises
    EvidenceInputError where no column would be left.
    """
    dropped = {column + 1 for column in columns}
    kept = np.array([at for at in range(len(model.coefficients)) if at not in dropped])
    if len(kept) < 2:
        raise EvidenceInputError(
            f"Without {' and '.join(model.names[at] for at in sorted(columns))} no covariate is left to match on."
        )
    full = engine.irls_sums(model.coefficients)
    try:
        return iterate(engine, model.description, model.names, kept, full, progress)
    except EvidenceInputError:
        # The full fit was too far away to begin from.
        return iterate(engine, model.description, model.names, kept, engine.irls_sums(None), progress)


def iterate(
    engine: Engine,
    description: Description,
    names: Sequence[str],
    kept: Integers,
    sums: IrlsSums,
    progress: Progress,
) -> PropensityModel:
    """Steps from `sums` until the deviance settles, with only the coefficients `kept` (k,) free."""
    ranges = column_ranges(description)
    coefficients = solve_step(sums, kept)
    deviance, step, direction = np.inf, np.inf, coefficients
    for iteration in range(1, MOST_ITERATIONS + 1):
        if coefficients is None:
            break
        progress(iteration)
        sums = engine.irls_sums(coefficients)
        settled = abs(sums.deviance - deviance) / (sums.deviance + 0.1) < TOLERANCE
        if settled and step < LARGEST_LAST_STEP:
            return finish(description, names, kept, coefficients, sums, iteration)
        following = solve_step(sums, kept) if sums.deviance >= LEAST_DEVIANCE else None
        if following is not None:
            direction = following - coefficients
            step = float((np.abs(direction)[1:] * ranges).max())
        deviance, coefficients = sums.deviance, following
    raise separation_error(engine, description, names, direction)


def solve_step(sums: IrlsSums, kept: Integers) -> Floats | None:
    """The next coefficients (p+1,), 0 where they are not `kept`; None where the information has no inverse."""
    following = np.zeros(len(sums.response))
    try:
        following[kept] = np.linalg.solve(sums.information[np.ix_(kept, kept)], sums.response[kept])
    except np.linalg.LinAlgError:
        return None
    return following if np.isfinite(following).all() else None


def finish(
    description: Description,
    names: Sequence[str],
    kept: Integers,
    coefficients: Floats,
    sums: IrlsSums,
    iterations: int,
) -> PropensityModel:
    covariance = np.zeros_like(sums.information)
    covariance[np.ix_(kept, kept)] = np.linalg.inv(sums.information[np.ix_(kept, kept)])
    table = tabulate(names, kept, coefficients, covariance, overall_standard(description))
    return PropensityModel(coefficients, sums.deviance, iterations, covariance, tuple(names), table, description)


def tabulate(
    names: Sequence[str], kept: Integers, coefficients: Floats, covariance: Floats, standard: Standard
) -> tuple[Coefficient, ...]:
    """In the units of the file: β / scale, and the constant less Σ β · centre / scale; errors by the same rule."""
    to_file = np.diag(np.concatenate([[1.0], 1.0 / standard.scale]))
    to_file[0, 1:] = -standard.centre / standard.scale
    values = to_file @ coefficients
    errors = np.sqrt(np.diag(to_file @ covariance @ to_file.T))
    z = values[kept] / errors[kept]
    p = 2 * _normal_share(-np.abs(z))
    labels = [CONSTANT, *names]
    return tuple(
        Coefficient(labels[at], float(values[at]), float(errors[at]), float(score), float(chance))
        for at, score, chance in zip(kept, z, p, strict=True)
    )


def predict(model: PropensityModel, covariates: Floats) -> Floats:
    """The logit (n,) of people whose `covariates` (n, p) are in the units of the file, in the order of the model."""
    slopes = model.coefficients[1:] / model.standard.scale
    constant = model.coefficients[0] - slopes @ model.standard.centre
    return np.asarray(constant + covariates @ slopes, dtype=np.float64)
