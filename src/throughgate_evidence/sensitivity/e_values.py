"""The E-value: how strongly something unmeasured would have to go together with both the programme and the outcome to
make up the whole difference (VanderWeele and Ding 2017). On the scale of risk ratios; 1 is nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from ..outcomes import Estimate, Kind
from ..power import plain_sd
from ..refusals import EvidenceInputError
from ..statements import limit as written_limit

Measure = Literal["risk ratio", "rate ratio", "odds ratio", "hazard ratio", "mean difference"]
# Of a standardised difference d the risk ratio is about exp(0.91 d): VanderWeele 2020, after Chinn 2000.
PER_STANDARD_DEVIATION = 0.91


@dataclass(frozen=True)
class EValue:
    """`ratio` is the (approximate) risk ratio; `value` its E-value and `limit` that of the end of the interval nearer
    to no difference: 1 where the interval holds it, None where there is no interval. `measure` says where from.
    """

    ratio: float
    value: float
    limit: float | None
    measure: str

    @property
    def sentence(self) -> str:
        return e_value_words(self.value, self.limit)


def e_value(ratio: float) -> float:
    """Of one risk ratio (above 0); the same for a ratio and its inverse."""
    if not (math.isfinite(ratio) and ratio > 0):
        raise EvidenceInputError(f"An E-value needs a ratio above 0, not {ratio:g}.")
    away = max(ratio, 1 / ratio)
    return away + math.sqrt(away * (away - 1))


def e_value_limit(ratio: float, lower: float, upper: float) -> float:
    """Of the limit nearer to 1; 1 where the interval holds 1."""
    if not lower <= ratio <= upper:
        raise EvidenceInputError(f"The interval from {lower:g} to {upper:g} does not hold the ratio {ratio:g}.")
    if lower <= 1 <= upper:
        return 1.0
    return e_value(lower if ratio > 1 else upper)


def e_values(
    value: float, lower: float | None = None, upper: float | None = None, *, measure: Measure, rare: bool = False
) -> EValue:
    """E-value of a ratio, or of a difference in means in standard deviations, with its limits.

    `rare`: fewer than about 15 in 100 had the outcome by the end of follow-up. Then odds and hazard ratios stand for
    risk ratios; else they are brought to that scale (VanderWeele 2017, 2020). Rate ratios always stand for themselves.
    """
    if measure not in get_args(Measure):
        raise EvidenceInputError(f"There is no measure {measure!r}: use one of {', '.join(get_args(Measure))}.")
    as_ratio = scale_of(measure, rare)
    ratio = as_ratio(value)
    if lower is None or upper is None:
        return EValue(ratio, e_value(ratio), None, measure)
    return EValue(ratio, e_value(ratio), e_value_limit(ratio, as_ratio(lower), as_ratio(upper)), measure)


def scale_of(measure: Measure, rare: bool) -> Callable[[float], float]:
    """How a measure becomes a risk ratio."""
    if measure == "mean difference":
        return lambda d: math.exp(PER_STANDARD_DEVIATION * d)
    if measure in {"risk ratio", "rate ratio"} or rare:
        return lambda ratio: ratio
    return common_odds_ratio if measure == "odds ratio" else common_hazard_ratio


def common_odds_ratio(ratio: float) -> float:
    """The risk ratio that an odds ratio of a common outcome comes to."""
    return math.sqrt(ratio)


def common_hazard_ratio(ratio: float) -> float:
    """The risk ratio that a hazard ratio of a common outcome comes to."""
    root = math.sqrt(ratio)
    return float((1 - 0.5**root) / (1 - 0.5 ** (1 / root)))


def e_value_of(estimate: Estimate, kind: Kind, sd: float | None = None, ess: float | None = None) -> EValue | None:
    """E-value of a difference as this package estimates it; None where there is none to be had.

    Rates and frequencies: the ratio of the two means; its limits are those of the difference over the comparison mean,
    so that the interval of the ratio holds 1 exactly where that of the difference holds 0. Times and amounts: the
    difference in standard deviations. `sd` is that of the outcome; left out, it is taken back from the standard error
    as if both groups were plain samples, the comparison of `ess` people where that is given.
    """
    if kind in {"rate", "frequency"}:
        return e_value_of_ratio(estimate, "risk ratio" if kind == "rate" else "rate ratio")
    spread = sd if sd is not None else plain_sd(estimate, ess)
    if spread is None or not spread > 0:
        return None
    limits = (None if limit is None else limit / spread for limit in (estimate.lower, estimate.upper))
    return e_values(estimate.difference / spread, *limits, measure="mean difference")


def e_value_of_ratio(estimate: Estimate, measure: Measure) -> EValue | None:
    if not (estimate.comparison > 0 and estimate.treated > 0):
        return None
    ratio = estimate.treated / estimate.comparison
    if estimate.lower is None or estimate.upper is None:
        return e_values(ratio, measure=measure)
    lower, upper = (max(1 + limit / estimate.comparison, 0.0) for limit in (estimate.lower, estimate.upper))
    return e_values(ratio, min(lower, ratio), max(upper, ratio), measure=measure)


def e_value_words(value: float, nearest: float | None) -> str:
    """What an E-value and that of the limit nearest to no difference mean, in plain words."""
    strength = (
        f"Something that nobody recorded could make up the whole difference only if it made both being in the "
        f"programme and the outcome at least {value:.1f} times as likely (or as unlikely), over and above "
        "everything that people were matched on."
    )
    if nearest is None:
        return strength
    if nearest == 1:
        return f"{strength} The interval holds no difference already, so nothing hidden is needed to explain it."
    return f"{strength} To bring the interval to no difference it would take {written_limit(nearest, 1, null=1)} times."
