"""What an evaluation found, as frozen data. Everything that leaves this package is made from it."""

from __future__ import annotations

from dataclasses import dataclass

from .balance import CovariateBalance
from .outcomes import Estimate, Kind


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome. Estimates are None where `withheld` gives the reason (small counts)."""

    name: str
    label: str
    kind: Kind
    kind_declared: bool
    matched: Estimate | None
    second: Estimate | None
    raw: Estimate | None
    withheld: str | None = None
    raw_withheld: str | None = None


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
    caliper: float
    interval: str
    smd_scale: str
    missing: str
    disclosure: str
    engine: str
    assumed: tuple[str, ...]


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
    caliper: float
    caliper_width: float
    propensity_deviance: float
    propensity_iterations: int
    attrition: tuple[AttritionStep, ...]
    balance: tuple[CovariateBalance, ...]
    outcomes: tuple[OutcomeResult, ...]
    findings: tuple[Finding, ...]
