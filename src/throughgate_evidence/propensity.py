"""How likely each person was to be in the programme: logistic regression by iteratively reweighted least squares.

The start is μ = (y + ½) / 2 on standardised columns. Newton's method from the constant alone diverges where the groups
hardly overlap; this start does not. One pass over the records per iteration, as sums only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .engines.sums import Description, Engine, Floats, IrlsSums
from .refusals import EvidenceInputError

# Relative change of the deviance at which it counts as settled, as |change| / (deviance + 0.1).
TOLERANCE = 1e-10
MOST_ITERATIONS = 40
# Share of a column's variation that no earlier column explains, under which it is called collinear.
LEAST_OWN_VARIATION = 1e-9
# A last step that still moves anyone's logit by more than this is not convergence but separation.
LARGEST_LAST_STEP = 0.05


@dataclass(frozen=True)
class PropensityModel:
    """Coefficients (p+1,) on the standard scale, constant first; deviance = −2 log-likelihood."""

    coefficients: Floats
    deviance: float
    iterations: int


def fit_propensity(
    engine: Engine,
    description: Description,
    names: Sequence[str],
    progress: Callable[[int], None] = lambda iteration: None,
) -> PropensityModel:
    """Fit on a standardised engine; raises EvidenceInputError that names collinear columns or what separates the
    groups.
    """
    check_separation(description, names)
    sums = engine.irls_sums(None)
    check_collinearity(sums.information, names)
    ranges = column_ranges(description)
    coefficients: Floats = solve_step(sums, names)
    deviance, step = np.inf, np.inf
    for iteration in range(1, MOST_ITERATIONS + 1):
        progress(iteration)
        sums = engine.irls_sums(coefficients)
        settled = abs(sums.deviance - deviance) / (sums.deviance + 0.1) < TOLERANCE
        if settled and step < LARGEST_LAST_STEP:
            return PropensityModel(coefficients, sums.deviance, iteration)
        if sums.deviance < 1e-6:
            break
        following = solve_step(sums, names)
        moved = np.abs(following - coefficients)[1:] * ranges
        step, deviance, coefficients = float(moved.max()), sums.deviance, following
    raise separation_error([names[at] for at in np.argsort(-moved)[:3]])


def column_ranges(description: Description) -> Floats:
    """Highest less lowest value of each covariate, in standard deviations of everyone."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    width = np.maximum(treated.highest, comparison.highest) - np.minimum(treated.lowest, comparison.lowest)
    sd: Floats = np.sqrt((treated.variance + comparison.variance) / 2)
    return np.asarray(width / np.where(sd > 0, sd, 1.0), dtype=float)


def solve_step(sums: IrlsSums, names: Sequence[str]) -> Floats:
    try:
        solution = np.asarray(np.linalg.solve(sums.information, sums.response), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise separation_error(list(names)) from error
    if not np.isfinite(solution).all():
        raise separation_error(list(names))
    return solution


def separation_error(names: Sequence[str]) -> EvidenceInputError:
    return EvidenceInputError(
        f"The covariates {', '.join(names)} together tell exactly who was treated (separation), so there is nobody to "
        "compare some people with. Leave one of them out, or join rare categories."
    )


def check_separation(description: Description, names: Sequence[str]) -> None:
    """A column that splits the groups on its own: every treated value on one side of every comparison value."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    for at, name in enumerate(names):
        if treated.highest[at] > comparison.lowest[at] and comparison.highest[at] > treated.lowest[at]:
            continue
        raise EvidenceInputError(
            f"Covariate {name} separates the groups: it is {spread(treated.lowest[at], treated.highest[at])} "
            f"for treated people "
            f"and {spread(comparison.lowest[at], comparison.highest[at])} for the comparison. "
            "Nobody could be compared fairly on it: leave it out, join it with another category, or leave such "
            "records out."
        )


def spread(lowest: float, highest: float) -> str:
    return f"always {lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"


def check_collinearity(information: Floats, names: Sequence[str]) -> None:
    """At the start all weights are equal, so the information is the correlation matrix of the columns, times a
    number.
    """
    scale = np.sqrt(np.diag(information))
    correlation = information / np.outer(scale, scale)
    kept: list[int] = [0]
    for at in range(1, len(scale)):
        among = correlation[np.ix_(kept, kept)]
        explained = np.linalg.solve(among, correlation[kept, at])
        if 1.0 - float(explained @ correlation[kept, at]) < LEAST_OWN_VARIATION:
            others = [
                names[column - 1] for column, share in zip(kept, explained, strict=True) if column and abs(share) > 1e-4
            ]
            raise EvidenceInputError(
                f"Covariate {names[at - 1]} says nothing that {' and '.join(others)} does not say already "
                f"(collinearity). "
                "Leave one of them out."
            )
        kept.append(at)
