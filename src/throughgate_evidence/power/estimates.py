"""What could have been found with the people an estimate was made from."""

from __future__ import annotations

import math

from ..outcomes import Estimate, Kind
from .effects import POWER, Effect, Frequencies, Means, Rates, design_effect
from .words import detectable_words


def effect_of(estimate: Estimate, kind: Kind, ess: float | None = None) -> Effect | None:
    """An estimate as an effect, with its spread taken back from the standard error; None where it has none.

    `ess` is the effective sample size of the comparison group; left out, its people count in full.
    """
    if kind == "rate":
        return Rates(estimate.treated, estimate.comparison)
    sd = plain_sd(estimate, ess)
    if sd is None or not sd > 0:
        return None
    if kind == "frequency":
        mean = (estimate.treated + estimate.comparison) / 2
        return Frequencies(estimate.treated, estimate.comparison, sd * sd / mean) if mean > 0 else None
    return Means(estimate.difference, sd)


def plain_sd(estimate: Estimate, ess: float | None = None) -> float | None:
    """The standard deviation that both groups, as plain samples, would need to have for this standard error."""
    if estimate.se is None or not (estimate.n_treated and estimate.n_comparison):
        return None
    return estimate.se / math.sqrt(1 / estimate.n_treated + 1 / (ess or estimate.n_comparison))


def findable_words(
    estimate: Estimate, kind: Kind, ess: float | None = None, *, direction: int = -1, power: float = POWER
) -> str | None:
    """The smallest change from the comparison's average that these people would show; None where it is unknown."""
    effect = effect_of(estimate, kind, ess)
    if effect is None:
        return None
    worth = design_effect(estimate.n_comparison, ess) if ess else 1.0
    return detectable_words(
        effect, estimate.n_treated, estimate.n_comparison, direction=direction, power=power, design_effect=worth
    )
