"""Difference of weighted means with a standard error that knows the weights were estimated.

Every person's influence on the difference has a part from their own outcome and a part from what they did to the
weights (M-estimation; Lunceford and Davidian 2004 for inverse probability, Li, Thomas and Li 2019 for overlap, and
for entropy balancing the same argument with its means in place of the score). The variance is the sum of squares. For
inverse probability it is usually smaller than the sandwich that takes the propensity as known. The own part is
inflated by the leverage of the weight, 1/√(1 − w/W), as HC2 does, so that with nothing estimated this is Welch's test.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..engines.sums import Booleans, Floats
from ..matching import Matching, MatchSpec, Units, effective_sample_size
from ..outcomes.rows import compare_rows
from ..outcomes.two_samples import Estimate, Sample, compare
from ..refusals import EvidenceInputError
from .propensity_weights import log_weight_slopes
from .weigh import estimand_group, estimand_of, weigh

SE_METHOD = "influence function (M-estimation, estimated weights)"
# Of weights made within exact columns.
STRATA_SE_METHOD = "sandwich (HC2, weights within exact columns taken as known)"
# Score of the propensity model, per person and in standard deviations, above which the logit is not its maximum.
LARGEST_SCORE = 1e-5


def ipw_influence(units: Units, y: Floats, spec: MatchSpec, *, small_sample: bool = True) -> Estimate:
    """Weigh by `spec` (ipw or overlap) and compare the outcome y (n,), NaN where it is missing.

    `units.logit` must come from a logistic regression on all of `units.covariates` with a constant, weighted by
    `units.weights`; EvidenceInputError where it does not. `small_sample=False` leaves HC2's leverage out.
    """
    if spec.method not in ("ipw", "overlap"):
        raise EvidenceInputError(f"{spec.method!r} weights do not come from the propensity: use ipw or overlap.")
    return weighted_influence(units, y, weigh(units, spec), small_sample=small_sample)


def weighted_influence(units: Units, y: Floats, weighting: Matching, *, small_sample: bool = True) -> Estimate:
    """The same for any weights that `weigh` made, entropy balancing included. Weights made within exact columns are
    taken as known (HC2): what a person does to them depends on the stratum. `se_method` says which it was.
    """
    weights = weighting.weights
    if units.exact.shape[1]:
        return replace(compare_rows(y, units.treated, weights), se_method=STRATA_SE_METHOD)
    known = ~np.isnan(y) & (weights > 0)
    groups = [units.treated & known, ~units.treated & known]
    if not (groups[0].any() and groups[1].any()):
        raise EvidenceInputError("One of the groups has no known outcome, so there is nothing to compare.")
    own = own_parts(y, weights, groups)
    of_weights = entropy_parts if weighting.spec.method == "entropy" else propensity_parts
    inflated = own / np.sqrt(1.0 - leverages(weights, groups)) if small_sample else own
    squares = (inflated + of_weights(units, weighting, own)) ** 2
    treated, comparison = (
        group_sample(y, weights, group, float(squares[side].sum()))
        for group, side in zip(groups, (units.treated, ~units.treated), strict=True)
    )
    return compare(treated, comparison, SE_METHOD)


def group_sample(y: Floats, weights: Floats, group: Booleans, variance: float) -> Sample:
    return Sample(
        people=int(group.sum()),
        events=int(np.count_nonzero(y[group])),
        mean=float(weights[group] @ y[group] / weights[group].sum()),
        variance_of_mean=variance,
        size=effective_sample_size(weights[group]),
    )


def own_parts(y: Floats, weights: Floats, groups: list[Booleans]) -> Floats:
    """(n,) ± w (y − mean) / W: what each person's outcome moves the difference by, the weights as they are."""
    parts = np.zeros_like(weights)
    for group, sign in zip(groups, (1.0, -1.0), strict=True):
        share = weights[group] / weights[group].sum()
        parts[group] = sign * share * (y[group] - share @ y[group])
    return parts


def leverages(weights: Floats, groups: list[Booleans]) -> Floats:
    """(n,) share of the group's weight; NaN where one person has all of it, so that there is no standard error."""
    parts = np.zeros_like(weights)
    for group in groups:
        share = weights[group] / weights[group].sum()
        parts[group] = np.where(share < 1.0 - 1e-12, share, np.nan)
    return parts


def propensity_parts(units: Units, weighting: Matching, own: Floats) -> Floats:
    """(n,) through the coefficients of the propensity model: slope of the difference, times information⁻¹, times the
    person's score. Weights that were cut down at a quantile no longer move with the model.
    """
    design = standard_design(units)
    share = 0.5 * (1.0 + np.tanh(units.logit / 2))
    scores = (units.weights * (units.treated - share))[:, None] * design
    check_score(scores, units)
    slopes = log_weight_slopes(units.treated, units.logit, estimand_of(weighting.spec))
    slopes[cut_down(units, weighting)] = 0.0
    gradient = (own * slopes) @ design
    information = (design * (units.weights * share * (1.0 - share))[:, None]).T @ design
    return np.asarray(scores @ solve(information, gradient))


def cut_down(units: Units, weighting: Matching) -> Booleans:
    """(n,) whose weight stands at the quantile it was truncated at."""
    at_limit = np.zeros(units.treated.size, dtype=bool)
    if weighting.spec.trim is None or weighting.spec.trim < 0.5:
        return at_limit
    for group in (units.treated, ~units.treated):
        largest = weighting.weights[group].max()
        at_limit |= group & (weighting.weights >= largest * (1 - 1e-12))
    return at_limit


def entropy_parts(units: Units, weighting: Matching, own: Floats) -> Floats:
    """(n,) through the balancing: in each group that was weighted, the part of the outcome that its covariates tell
    (B, a weighted regression) comes from the means that were to be met and not from the group itself.
    """
    spec, weights = weighting.spec, weighting.weights
    aim = estimand_group(units.treated, spec.estimand) & ~weighting.discarded
    base = np.where(aim, units.weights, 0.0) / units.weights[aim].sum()
    spread = np.sqrt(base @ (units.covariates - base @ units.covariates) ** 2)
    centred = (units.covariates - base @ units.covariates) / np.where(spread > 0, spread, 1.0)
    parts = np.zeros_like(weights)
    for group in (units.treated, ~units.treated):
        if spec.estimand != "ATE" and bool((aim == (group & ~weighting.discarded)).all()):
            continue
        w = np.where(group, weights, 0.0)
        slope = solve((centred * w[:, None]).T @ centred, np.where(group, own, 0.0) @ centred)
        parts += (base * w.sum() - w) * (centred @ slope)
    return parts


def standard_design(units: Units) -> Floats:
    """(n, p+1) constant and covariates on the standard scale, so that the information can be solved safely."""
    mean, spread = units.covariates.mean(axis=0), units.covariates.std(axis=0)
    standard = (units.covariates - mean) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(len(standard)), standard])


def check_score(scores: Floats, units: Units) -> None:
    if np.abs(scores.sum(axis=0)).max() <= LARGEST_SCORE * float(units.weights.sum()):
        return
    raise EvidenceInputError(
        "The propensity does not come from a logistic regression on these covariates, so its uncertainty is not known. "
        "Fit it on the same covariates and sampling weights, or use the sandwich that takes it as known."
    )


def solve(matrix: Floats, vector: Floats) -> Floats:
    """The shortest solution, so that a column that says nothing new does no harm."""
    return np.asarray(np.linalg.lstsq(matrix, vector, rcond=1e-12)[0], dtype=np.float64)
