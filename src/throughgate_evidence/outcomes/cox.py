"""Cox's proportional hazards model: Efron's ties, weights, and errors robust to weights and matched sets.

Ties and score residuals as in R's survival package (Efron 1977; Therneau and Grambsch 2000); robust errors after Lin
and Wei (1989). Newton on standardised columns; a step that lowers the likelihood is halved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .kaplan_meier import Lifetimes, add_up, sum_at_risk, take_lifetimes

MOST_ITERATIONS = 30
MOST_HALVINGS = 20
TOLERANCE = 1e-12
# A last step that still moves anyone's log hazard by more than this is not convergence but separation.
LARGEST_LAST_STEP = 0.01
LEAST_OWN_VARIATION = 1e-9
_normal: Callable[[Any], Any] = special.ndtr


@dataclass(frozen=True)
class CoxModel:
    """Log hazard ratios (p,) in the units of the columns. `se` is the model's own, `robust_se` Lin and Wei's over
    people or sets, `covariance` (p, p) the robust one.
    """

    names: tuple[str, ...]
    coefficients: Floats
    se: Floats
    robust_se: Floats
    covariance: Floats
    log_likelihood: float
    people: int
    events: int
    iterations: int

    @property
    def p(self) -> Floats:
        """Two-sided, from the robust error (p,)."""
        return np.asarray(2 * _normal(-np.abs(self.coefficients / self.robust_se)), dtype=float)


@dataclass(frozen=True)
class Ties:
    """Who is at risk when, and each death's share of Efron's correction.

    `at` (d,) is the event time of each death (people, not rows), `share` (d,) = 0, 1/d, … within it; `deaths` (T,);
    `mean_weight` (T,) of those who died.
    """

    last: Integers
    dies: Booleans
    at: Integers
    share: Floats
    deaths: Floats
    mean_weight: Floats

    def among_dead(self, values: Floats) -> Floats:
        """Σ of `values` (n,) or (n, p) over the deaths of each event time."""
        return add_up(self.last[self.dies], values[self.dies], self.deaths.size)

    def at_risk(self, values: Floats) -> Floats:
        if values.ndim == 1:
            return sum_at_risk(self.last, values, self.deaths.size)
        return np.column_stack([sum_at_risk(self.last, column, self.deaths.size) for column in values.T])


@dataclass(frozen=True)
class Pass:
    """One look at the likelihood: its value, gradient (p,) and information (p, p), and what residuals need.

    `sums` (5, T): Σ 1/D, Σ κ/D, Σ 1/D², Σ κ/D², Σ κ²/D² over the deaths of an event time, D less the share κ of the
    dead; `x_risk`, `x_dead` (T, p): Σ of the columns over those at risk and over the dead; `relative` (n,) = exp η.
    """

    log_likelihood: float
    gradient: Floats
    information: Floats
    sums: Floats
    x_risk: Floats
    x_dead: Floats
    relative: Floats


def fit_cox(
    time: Floats,
    event: Floats | Booleans,
    covariates: Floats,
    names: Sequence[str],
    *,
    weights: Floats | None = None,
    clusters: Integers | None = None,
    people: Integers | None = None,
) -> CoxModel:
    """`time`, `event` (n,), `covariates` (n, p); `people` (n,) where a row stands for several.

    Raises EvidenceInputError where nobody has the event, where a column is constant, collinear with others or tells
    who has the event (separation).
    """
    lives, used = take_lifetimes(time, event, weights, people, clusters)
    if not lives.event.any():
        raise EvidenceInputError("Nobody had the event, so there is no hazard to compare.")
    x = np.asarray(covariates, dtype=float).reshape(np.size(time), -1)[used]
    if not np.isfinite(x).all():
        raise EvidenceInputError("A covariate of the hazard model is missing or infinite: leave such people out.")
    scale = check_columns(x, names)
    x = (x - x.mean(axis=0)) / scale
    ties = lay_ties(lives)
    coefficients, found, iterations = climb(lives, ties, x, names)
    inverse = np.linalg.inv(found.information)
    influence = score_residuals(lives, ties, x, found) @ inverse
    covariance = robust_covariance(lives, influence) / np.outer(scale, scale)
    return CoxModel(
        names=tuple(names),
        coefficients=coefficients / scale,
        se=np.sqrt(np.diag(inverse)) / scale,
        robust_se=np.sqrt(np.diag(covariance)),
        covariance=covariance,
        log_likelihood=found.log_likelihood,
        people=int(lives.people.sum()),
        events=int(lives.people[lives.event].sum()),
        iterations=iterations,
    )


def check_columns(x: Floats, names: Sequence[str]) -> Floats:
    """Standard deviations (p,); refuses a constant column, and one that others explain."""
    scale = x.std(axis=0)
    for at, name in enumerate(names):
        if not scale[at] > 1e-12 * max(1.0, float(np.abs(x[:, at]).max())):
            raise EvidenceInputError(f"Covariate {name} is the same for everybody, so its hazard ratio does not exist.")
    standard = (x - x.mean(axis=0)) / scale
    for at in range(1, len(names)):
        kept = standard[:, :at]
        own = standard[:, at] - kept @ np.linalg.lstsq(kept, standard[:, at], rcond=None)[0]
        if float(own @ own) < LEAST_OWN_VARIATION * len(x):
            raise EvidenceInputError(
                f"Covariate {names[at]} says nothing that the covariates before it do not say already (collinearity). "
                "Leave one of them out."
            )
    return np.asarray(scale, dtype=np.float64)


def lay_ties(lives: Lifetimes) -> Ties:
    times = np.unique(lives.time[lives.event])
    last = np.asarray(np.searchsorted(times, lives.time, side="right") - 1, dtype=np.int64)
    dead = lives.event
    deaths = add_up(last[dead], lives.people[dead], times.size)
    whole = np.rint(deaths).astype(np.int64)
    at = np.repeat(np.arange(times.size), whole)
    place = np.arange(at.size) - np.repeat(np.cumsum(whole) - whole, whole)
    weight = add_up(last[dead], (lives.people * lives.weights)[dead], times.size)
    return Ties(last, dead, at, place / deaths[at], deaths, weight / deaths)


def climb(lives: Lifetimes, ties: Ties, x: Floats, names: Sequence[str]) -> tuple[Floats, Pass, int]:
    """Newton from 0 to where the likelihood no longer rises."""
    coefficients: Floats = np.zeros(x.shape[1])
    here = look(lives, ties, x, coefficients)
    ranges = np.ptp(x, axis=0)
    step: Floats = np.zeros(x.shape[1])
    for iteration in range(1, MOST_ITERATIONS + 1):
        try:
            step = np.asarray(np.linalg.solve(here.information, here.gradient), dtype=np.float64)
        except np.linalg.LinAlgError:
            break
        following, there = climb_one(lives, ties, x, coefficients, here, step)
        gain = abs(there.log_likelihood - here.log_likelihood) / (abs(here.log_likelihood) + 0.1)
        coefficients, here = following, there
        if gain < TOLERANCE:
            if float(np.max(np.abs(step) * ranges)) > LARGEST_LAST_STEP:
                break
            return coefficients, here, iteration
    worst = names[int(np.argmax(np.abs(step) * ranges))]
    raise EvidenceInputError(
        f"The hazard ratio of {worst} has no limit: everybody who had the event, or nobody, stands on one side of it "
        "(separation). Leave it out, or join rare categories."
    )


def climb_one(
    lives: Lifetimes, ties: Ties, x: Floats, coefficients: Floats, here: Pass, step: Floats
) -> tuple[Floats, Pass]:
    """One step, halved until the likelihood does not fall."""
    for halving in range(MOST_HALVINGS):
        following = coefficients + step / 2**halving
        there = look(lives, ties, x, following)
        if there.log_likelihood >= here.log_likelihood - 1e-12 * abs(here.log_likelihood):
            return following, there
    return coefficients, here


def look(lives: Lifetimes, ties: Ties, x: Floats, coefficients: Floats) -> Pass:
    eta = x @ coefficients
    top = float(eta.max())
    relative = np.exp(eta - top)
    mass = lives.people * lives.weights
    v = mass * relative
    x_risk, x_dead = ties.at_risk(v[:, None] * x), ties.among_dead(v[:, None] * x)
    divisor = ties.at_risk(v)[ties.at] - ties.share * ties.among_dead(v)[ties.at]
    sums = tie_sums(ties, divisor)
    dead = mass * lives.event
    w = ties.mean_weight
    log_likelihood = float(dead @ eta) - float(w[ties.at] @ (np.log(divisor) + top))
    gradient = dead @ x - w @ (x_risk * sums[0, :, None] - x_dead * sums[1, :, None])
    return Pass(log_likelihood, gradient, information(ties, x, v, sums, x_risk, x_dead), sums, x_risk, x_dead, relative)


def tie_sums(ties: Ties, divisor: Floats) -> Floats:
    size, share = ties.deaths.size, ties.share
    terms = (1 / divisor, share / divisor, 1 / divisor**2, share / divisor**2, share**2 / divisor**2)
    return np.stack([add_up(ties.at, term, size) for term in terms])


def information(ties: Ties, x: Floats, v: Floats, sums: Floats, x_risk: Floats, x_dead: Floats) -> Floats:
    """Minus the second derivative: Σ over event times of the variance of the columns among those at risk."""
    w = ties.mean_weight
    there = ties.last >= 0
    lasting = np.where(there, np.cumsum(w * sums[0])[ties.last], 0.0)
    corrected = np.where(ties.dies, (w * sums[1])[ties.last], 0.0)
    squares = (x * (v * (lasting - corrected))[:, None]).T @ x
    crossed = (x_risk * (w * sums[3])[:, None]).T @ x_dead
    means = (x_risk * (w * sums[2])[:, None]).T @ x_risk + (x_dead * (w * sums[4])[:, None]).T @ x_dead
    return np.asarray(squares - means + crossed + crossed.T, dtype=float)


def score_residuals(lives: Lifetimes, ties: Ties, x: Floats, found: Pass) -> Floats:
    """Each person's (n, p) score, for a weight of 1 (`relative` and the sums share one factor, which cancels)."""
    w = ties.mean_weight[:, None]
    one, share, one2, share2, both2 = (row[:, None] for row in found.sums)
    hazard, hazard_dead = w * one, w * share
    pull = w * (found.x_risk * one2 - found.x_dead * share2)
    pull_dead = w * (found.x_risk * share2 - found.x_dead * both2)
    mean = (found.x_risk * one - found.x_dead * share) / ties.deaths[:, None]
    dies, there, last = ties.dies[:, None], (ties.last >= 0)[:, None], ties.last
    lived = x * np.cumsum(hazard, axis=0)[last] - np.cumsum(pull, axis=0)[last]
    own = np.where(dies, x * hazard_dead[last] - pull_dead[last], 0.0)
    seen = np.where(dies, x - mean[last], 0.0)
    return np.asarray(seen - found.relative[:, None] * (np.where(there, lived, 0.0) - own), dtype=np.float64)


def robust_covariance(lives: Lifetimes, influence: Floats) -> Floats:
    """Σ over people, or over sets, of the outer product of their weighted influence (n, p)."""
    weighted = influence * lives.weights[:, None]
    if lives.cluster is not None:
        weighted = add_up(lives.cluster, weighted, int(lives.cluster.max()) + 1)
        return np.asarray(weighted.T @ weighted, dtype=np.float64)
    return np.asarray((weighted * lives.people[:, None]).T @ weighted, dtype=np.float64)
