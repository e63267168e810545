"""From people and a specification to weights: inverse probability, overlap and entropy balancing.

Where there are `exact` columns, people are weighted within each stratum that they make (each level of a subgroup, say)
as if it were all there is; a stratum that lacks a group is left out. The propensity is still that of everybody.

Each group's weights sum to the same number: the (sampling) weight of the estimand's group, which is the treated for
ATT, the comparison for ATC and everybody for ATE. Overlap weights keep their natural size, where nobody counts for more
than one. `spec.caliper` plays no part.

`spec.trim`, for `ipw` only: below ½ a bound of the propensity, outside which people are left out (Crump et al. 2009;
0.1 is their rule of thumb): above 1 − trim for ATT, below trim for ATC, both for ATE. From ½ up a quantile, above which
weights are cut down to it, in each group by itself (Cole and Hernán 2008; 0.99 is usual). For `overlap` and `entropy`
trimming is refused: the first needs none, and the second would no longer be balanced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..engines.sums import Booleans, Floats, Integers
from ..matching import Matching, MatchSpec, Units
from ..matching.strata import Stratum, discard_units, lay_strata
from ..refusals import EvidenceInputError
from .entropy import entropy_weights
from .propensity_weights import Target, log_weights, truncated, within_group

# Weights (n,) of people by a specification and their sampling weights.
WeighAll = Callable[[Units, MatchSpec, Floats], Floats]


def weigh(units: Units, spec: MatchSpec) -> Matching:
    """Weights for `spec.method` ipw, overlap or entropy. Raises EvidenceInputError that says what cannot be had."""
    check_weighting(units, spec)
    discarded = discard_units(units.logit, units.treated, spec.discard) | outside_bound(units, spec)
    sampling = np.where(discarded, 0.0, units.weights)
    check_people(units.treated, sampling)
    weigh_all = balanced_weights if spec.method == "entropy" else model_weights
    if units.exact.shape[1]:
        weights = weights_by_stratum(units, spec, sampling, weigh_all)
    else:
        weights = weigh_all(units, spec, sampling)
    nothing = np.empty((0, 2), dtype=np.int64)
    return Matching(spec, weights, np.full(len(weights), -1, dtype=np.int64), nothing, np.empty(0), discarded)


def estimand_of(spec: MatchSpec) -> Target:
    """Overlap weights have an estimand of their own: the average effect for those who might be in either group."""
    return "ATO" if spec.method == "overlap" else spec.estimand


def check_weighting(units: Units, spec: MatchSpec) -> None:
    if spec.method not in ("ipw", "overlap", "entropy"):
        raise EvidenceInputError(f"{spec.method!r} is no way of weighting: use ipw, overlap or entropy.")
    if units.antiexact.shape[1]:
        raise EvidenceInputError(
            "Weighting brings whole groups together and pairs nobody, so no columns can be made to differ (antiexact). "
            "Leave them out, or use radius, nearest, optimal or full matching."
        )
    if spec.trim is None:
        return
    if spec.method != "ipw":
        reason = "weights never grow large" if spec.method == "overlap" else "would no longer be balanced if cut"
        raise EvidenceInputError(f"Trimming is for ipw only: {spec.method} {reason}. Leave trim out.")
    if not 0 < spec.trim < 1:
        raise EvidenceInputError(
            f"Trim is {spec.trim:g}, which is no share: give a bound of the propensity (such as 0.05), or a quantile "
            "of the weights (such as 0.99)."
        )


def outside_bound(units: Units, spec: MatchSpec) -> Booleans:
    if spec.trim is None or spec.trim >= 0.5:
        return np.zeros(units.treated.size, dtype=bool)
    bound = float(np.log1p(-spec.trim) - np.log(spec.trim))
    too_likely, too_unlikely = units.logit > bound, units.logit < -bound
    by_estimand = {"ATT": too_likely, "ATC": too_unlikely, "ATE": too_likely | too_unlikely}
    return np.asarray(by_estimand[spec.estimand])


def check_people(treated: Booleans, sampling: Floats) -> None:
    for group, name in ((treated, "treated"), (~treated, "comparison")):
        if not (group & (sampling > 0)).any():
            raise EvidenceInputError(
                f"Nobody of the {name} group is left to be weighted. Trim less, or discard nobody beforehand."
            )


def weights_by_stratum(units: Units, spec: MatchSpec, sampling: Floats, weigh_all: WeighAll) -> Floats:
    """Weights (n,), each stratum's made from its own people; 0 where a stratum lacks a group."""
    weights = np.zeros(units.treated.size)
    for stratum in lay_strata(units, spec, sampling <= 0):
        rows = np.sort(np.concatenate([stratum.focal, stratum.others]))
        try:
            weights[rows] = weigh_all(people_of(units, rows), spec, sampling[rows])
        except EvidenceInputError as error:
            raise EvidenceInputError(in_stratum(stratum, str(error))) from error
    return weights


def people_of(units: Units, rows: Integers) -> Units:
    per_person = ("treated", "logit", "covariates", "weights", "exact", "antiexact")
    return replace(units, **{name: getattr(units, name)[rows] for name in per_person})


def in_stratum(stratum: Stratum, trouble: str) -> str:
    sizes = sorted((stratum.focal.size, stratum.others.size))
    return (
        f"Among the people of one value of the exact columns or the subgroup ({sizes[0]:,} in the smaller group, "
        f"{sizes[1]:,} in the larger): {trouble} Or join small levels of that column."
    )


def model_weights(units: Units, spec: MatchSpec, sampling: Floats) -> Floats:
    """Inverse-probability and overlap weights (n,)."""
    target = estimand_of(spec)
    logs = log_weights(units.treated, units.logit, target)
    groups = [within_group(logs, sampling, group) for group in (units.treated, ~units.treated)]
    if spec.trim is not None and spec.trim >= 0.5:
        groups = [
            truncated(weights, group, spec.trim)
            for weights, group in zip(groups, (units.treated, ~units.treated), strict=True)
        ]
    size = target_size(units, target, sampling, logs)
    return np.asarray(sum(weights * (size / weights.sum()) for weights in groups))


def target_size(units: Units, target: Target, sampling: Floats, logs: Floats) -> float:
    """What each group's weights sum to."""
    if target == "ATO":
        return float(sampling[units.treated] @ np.exp(logs[units.treated]))
    return float(sampling[estimand_group(units.treated, target)].sum())


def estimand_group(treated: Booleans, target: Target) -> Booleans:
    """(n,) who the average effect is of."""
    groups = {"ATT": treated, "ATC": ~treated}
    return groups.get(target, np.ones(treated.size, dtype=bool))


def balanced_weights(units: Units, spec: MatchSpec, sampling: Floats) -> Floats:
    """Entropy balancing weights (n,): the estimand's group as it is, the other (for ATE both) brought to its means."""
    aim = estimand_group(units.treated, spec.estimand)
    base = sampling[aim]
    size, target = float(base.sum()), base @ units.covariates[aim] / base.sum()
    weights = sampling.copy()
    for group in (units.treated, ~units.treated):
        if not (group & ~aim).any() and spec.estimand != "ATE":
            continue
        weights[group] = size * entropy_weights(units.covariates[group], sampling[group], target, units.names)
    return weights
