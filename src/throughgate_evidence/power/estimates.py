"""The spread that an estimate tells of."""

from __future__ import annotations

import math

from ..outcomes import Estimate


def plain_sd(estimate: Estimate, ess: float | None = None) -> float | None:
    """The standard deviation that both groups, as plain samples, would need to have for this standard error; None where
    there is none. `ess` is the effective sample size of the comparison group; left out, its people count in full.
    """
    if estimate.se is None or not (estimate.n_treated and estimate.n_comparison):
        return None
    return estimate.se / math.sqrt(1 / estimate.n_treated + 1 / (ess or estimate.n_comparison))
