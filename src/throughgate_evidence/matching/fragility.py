"""How much a result hangs on tiny differences between propensities: a one-to-one pair changes with the last digits of
the model, an average over everybody within a caliper hardly does.

The coefficients of the propensity model are moved by about `jitter` (normal, on standardised covariates), far less than
their standard error, and the matching is done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..engines.sums import Floats
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .methods import match
from .steps import steadily
from .units import Matching, MatchSpec, Units

RADIUS_CALIPER = 0.2


@dataclass(frozen=True)
class Fragility:
    """Lowest and highest difference in means over `draws` matchings; the same for radius matching beside it.

    `estimate` is the difference without any jitter, and lies within both `lowest` and `highest`.
    """

    jitter: float
    draws: int
    lowest: float
    highest: float
    radius_lowest: float
    radius_highest: float
    estimate: float


def measure_fragility(
    units: Units,
    spec: MatchSpec,
    y: Floats,
    jitter: float = 1e-4,
    draws: int = 50,
    seed: int = 1,
    progress: Progress = no_progress,
) -> Fragility:
    """`spec` is usually one-to-one; `y` (n,) the outcome, NaN where it is not known.

    Raises EvidenceInputError where matching does, or where nobody of a group has a known outcome.
    """
    if not (jitter >= 0 and draws >= 1):
        raise EvidenceInputError(
            f"Steadiness cannot be tried with a jitter of {jitter:g} and {draws} draws: use 0.0001 and 50."
        )
    beside = radius_beside(spec)
    tell = steadily(progress, "Trying how steady the result is")
    found = [[weighted_difference(units, match(units, each), y)] for each in (spec, beside)]
    for done, moved in enumerate(moved_units(units, jitter, draws, seed)):
        tell(done / draws)
        for each, estimates in zip((spec, beside), found, strict=True):
            estimates.append(weighted_difference(moved, match(moved, each), y))
    mine, radius = found
    return Fragility(jitter, draws, min(mine), max(mine), min(radius), max(radius), mine[0])


def radius_beside(spec: MatchSpec) -> MatchSpec:
    """Radius matching of the same people with the same caliper, where that is one of the logit."""
    radius = replace(spec, method="radius", distance="logit")
    if spec.caliper is None or spec.distance == "propensity":
        return replace(radius, caliper=RADIUS_CALIPER, caliper_scale="sd")
    return radius


def moved_units(units: Units, jitter: float, draws: int, seed: int) -> Iterator[Units]:
    """The same people with the logits of `draws` models near by."""
    random = np.random.default_rng(seed)
    sd = units.covariates.std(axis=0)
    scale = np.where(sd > 0, sd, np.inf)
    centre = units.covariates.mean(axis=0)
    for _ in range(draws):
        steps = random.normal(0.0, jitter, size=sd.size) / scale
        shift = units.covariates @ steps - centre @ steps if sd.size else random.normal(0.0, jitter, units.logit.size)
        yield replace(units, logit=units.logit + shift)


def weighted_difference(units: Units, matching: Matching, y: Floats) -> float:
    """Treated less comparison mean of `y` (n,) under the weights, over those whose outcome is known."""
    known = ~np.isnan(y) & (matching.weights > 0)
    means = []
    for group in (units.treated, ~units.treated):
        taken = known & group
        if not taken.any():
            raise EvidenceInputError("Nobody matched in one of the groups has a known outcome. Give the outcome.")
        means.append(float(np.average(y[taken], weights=matching.weights[taken])))
    return means[0] - means[1]
