"""What both ways start from: described and standardised records, and the model of who was treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..balance import CovariateBalance, SmdScale
from ..engines.sums import Booleans, Description, Engine, Floats, Integers, Standard, overall_standard
from ..frame import Frame, constant_message
from ..outcomes import Estimate
from ..progress import Progress
from ..propensity import PropensityModel, fit_propensity
from ..refusals import EvidenceInputError


@dataclass(frozen=True)
class Ground:
    frame: Frame
    engine: Engine
    description: Description
    standard: Standard
    model: PropensityModel

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.frame.covariates]


@dataclass(frozen=True)
class Lives:
    """Times and events of matched people in both groups, (c,) each: `people` who share the row, each of `weights`.

    `clusters` (c,) number of the set, None where there are none.
    """

    time: Floats
    event: Floats
    treated: Booleans
    weights: Floats
    people: Integers
    clusters: Integers | None


class Comparison(Protocol):
    """Two groups made alike. `at` is the number of an outcome of the frame."""

    n_treated: int
    n_comparison: int
    ess: float
    ess_treated: float

    @property
    def width(self) -> float | None:
        """Of the caliper, on the scale of the distance."""
        ...

    def balance(self, scale: SmdScale) -> tuple[CovariateBalance, ...]: ...

    def products(self, scale: SmdScale) -> tuple[CovariateBalance, ...]: ...

    def estimate(self, at: int, how: str) -> Estimate:
        """`how`: sandwich or welch."""
        ...

    def resampled(self, at: int, draws: int, seed: int, progress: Progress) -> Estimate: ...

    def adjusted(self, at: int) -> Estimate: ...

    def lives(self, time: int, event: int) -> Lives: ...


def prepare(frame: Frame, engine: Engine, progress: Progress) -> Ground:
    """Describe, standardise, fit; raises EvidenceInputError for what cannot be modelled."""
    description = engine.describe()
    check_constants(frame, description)
    standard = overall_standard(description)
    engine.standardise(standard)
    names = [column.name for column in frame.covariates]
    model = fit_propensity(
        engine,
        description,
        names,
        lambda done: progress(0.3 + 0.4 * (1 - 0.8**done), f"Modelling who was treated (pass {done})"),
    )
    return Ground(frame, engine, description, standard, model)


def check_constants(frame: Frame, description: Description) -> None:
    treated, comparison = description.treated.covariates, description.comparison.covariates
    lowest = np.minimum(treated.lowest, comparison.lowest)
    highest = np.maximum(treated.highest, comparison.highest)
    for column, low, high in zip(frame.covariates, lowest, highest, strict=True):
        if low == high:
            raise EvidenceInputError(constant_message(frame.source.name, column.source, f"{low:g}"))


def refuse_unmatched(comparison: Comparison, caliper: float | None) -> None:
    if comparison.n_treated and comparison.n_comparison:
        return
    within = "" if caliper is None else f" A caliper of {caliper:g} matches nobody:"
    raise EvidenceInputError(
        f"{within} no comparison person is that much alike. Use a wider caliper, or fewer covariates.".strip()
    )
