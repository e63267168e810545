"""What an evaluation found, as frozen data. Everything that leaves this package is made from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .balance import CovariateBalance
from .outcomes import Estimate, Kind

if TYPE_CHECKING:
    from .balance.gate import Gate
    from .matching.fragility import Fragility
    from .outcomes.subgroups import SubgroupResult
    from .outcomes.survival import SurvivalResult
    from .power import Timing
    from .protocol import PlanCheck
    from .sensitivity import OutcomeSensitivity


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome. Estimates are None where `withheld` gives the reason (small counts).

    `second` is the same difference with the other way to make an interval, `adjusted` the doubly robust estimate,
    `p_corrected` the p of `matched` after correction over all primary outcomes, `marks` the two values of an outcome
    that has only two, neither of them 0.
    """

    name: str
    label: str
    kind: Kind
    kind_declared: bool
    matched: Estimate | None
    second: Estimate | None
    raw: Estimate | None
    withheld: str | None = None
    raw_withheld: str | None = None
    adjusted: Estimate | None = None
    p_corrected: float | None = None
    severity: bool = False
    primary: bool = True
    marks: tuple[float, float] | None = None


@dataclass(frozen=True)
class AttritionStep:
    """How many were left after a step, and their share of all that were read (of the same group)."""

    step: str
    treated: int
    comparison: int
    share_treated: float
    share_comparison: float


@dataclass(frozen=True)
class Finding:
    """Plain words about one outcome, in the field's wording. Sentences that do not apply are None."""

    outcome: str
    headline: str
    meaning: str | None
    significant: bool | None
    note: str | None


@dataclass(frozen=True)
class Settings:
    """Everything that was asked for or taken by default, as the method section writes it down."""

    source: str
    treated: str
    covariates: tuple[str, ...]
    references: dict[str, str]
    method: str
    caliper: float | None
    interval: str
    smd_scale: str
    missing: str
    disclosure: str
    engine: str
    assumed: tuple[str, ...]
    estimand: str = "ATT"
    distance: str = "logit"
    caliper_scale: str = "sd"
    ratio: int = 1
    replace: bool = False
    discard: str = "none"
    exact: tuple[str, ...] = ()
    antiexact: tuple[str, ...] = ()
    interactions: tuple[str, ...] = ()
    weights: str | None = None
    subgroups: tuple[str, ...] = ()
    correction: str = "none"
    sensitivity: str = "auto"
    seed: int = 1


@dataclass(frozen=True)
class Evaluation:
    """The result. `caliper` is a multiple of the SD of the logit, `caliper_width` the same on the logit scale."""

    version: str
    title: str
    settings: Settings
    rows_read: int
    rows_left_out: dict[str, int]
    n_treated: int
    n_comparison_pool: int
    n_treated_matched: int
    n_comparison_matched: int
    ess: float
    caliper: float | None
    caliper_width: float | None
    propensity_deviance: float
    propensity_iterations: int
    attrition: tuple[AttritionStep, ...]
    balance: tuple[CovariateBalance, ...]
    outcomes: tuple[OutcomeResult, ...]
    findings: tuple[Finding, ...]
    gate: Gate | None = None
    products: tuple[CovariateBalance, ...] = ()
    fragility: Fragility | None = None
    survival: tuple[SurvivalResult, ...] = ()
    subgroups: tuple[SubgroupResult, ...] = ()
    sensitivity: tuple[OutcomeSensitivity, ...] = ()
    timing: Timing | None = None
    plan: PlanCheck | None = None
    correction: str = "none"
    warnings: tuple[str, ...] = ()
    ess_treated: float | None = None
    sizes_of_sets: dict[str, int] = field(default_factory=dict)
