"""How far a result can be trusted: what something hidden, one covariate or a few people could do to it."""

from __future__ import annotations

from dataclasses import dataclass

from ..outcomes import Estimate
from .e_values import EValue, Measure, e_value, e_value_limit, e_value_of, e_value_words, e_values
from .hidden_weights import weight_bounds
from .ranks import hodges_lehmann_bounds
from .refits import TRIM_WORDS, Limits, TrimRule, leave_one_out, trim_limits, trimming
from .rosenbaum import GAMMAS, Alternative, Bounds, GammaRow, critical_words, rosenbaum_bounds

__all__ = [
    "GAMMAS",
    "TRIM_WORDS",
    "Alternative",
    "Bounds",
    "EValue",
    "GammaRow",
    "Limits",
    "Measure",
    "OutcomeSensitivity",
    "TrimRule",
    "critical_words",
    "e_value",
    "e_value_limit",
    "e_value_of",
    "e_value_words",
    "e_values",
    "hodges_lehmann_bounds",
    "leave_one_out",
    "rosenbaum_bounds",
    "summarise",
    "trim_limits",
    "trimming",
    "weight_bounds",
]


@dataclass(frozen=True)
class OutcomeSensitivity:
    """Everything about one outcome, as the report shows it.

    `gamma` pairs each Γ with the largest p it could lead to, `gamma_critical` is the largest Γ with p at or under .05
    (None where p is above it anyway), `basis` the test or the weights that it comes from. `left_out` holds the estimate
    without each covariate; `trimmed` a rule in words, the treated people it leaves and the estimate among them.
    """

    outcome: str
    e_value: float | None
    e_value_limit: float | None
    gamma: tuple[tuple[float, float], ...]
    gamma_critical: float | None
    basis: str
    left_out: tuple[tuple[str, Estimate], ...] = ()
    trimmed: tuple[tuple[str, int, Estimate], ...] = ()
    sentences: tuple[str, ...] = ()


def summarise(
    outcome: str,
    value: EValue | None,
    bounds: Bounds | None,
    left_out: tuple[tuple[str, Estimate], ...] = (),
    trimmed: tuple[tuple[str, int, Estimate], ...] = (),
) -> OutcomeSensitivity:
    """Put the parts together; what could not be had is None."""
    return OutcomeSensitivity(
        outcome,
        value.value if value else None,
        value.limit if value else None,
        tuple((row.gamma, row.p_upper) for row in bounds.table) if bounds else (),
        bounds.critical if bounds else None,
        bounds.test if bounds else "",
        left_out,
        trimmed,
        tuple(part.sentence for part in (value, bounds) if part),
    )
