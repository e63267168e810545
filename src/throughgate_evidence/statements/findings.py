"""Everything that is said about the outcomes of an evaluation, with the balance gate before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..results import Evaluation, Finding, OutcomeResult
from .differences import SAY, headline, is_settled, parts_note, significance_sentence, too_few_sentence
from .numbers import is_significant, listed

if TYPE_CHECKING:
    from ..balance.gate import Gate


def state(outcome: OutcomeResult, gate: Gate | None = None) -> Finding:
    """Everything that is said about one outcome. A `gate` that is closed lets no headline through."""
    estimate, kind, label = outcome.matched, outcome.kind, outcome.label
    if estimate is None:
        return Finding(outcome.name, SAY.withheld.format(label=label, reason=outcome.withheld), None, None, None)
    if gate is not None and not gate.headline:
        words = SAY.not_alike.format(label=label, covariates=listed(list(gate.red)))
        return Finding(outcome.name, words, None, None, None)
    sentence = significance_sentence(label, kind, estimate, outcome.p_corrected)
    return Finding(
        outcome.name,
        headline(label, kind, estimate),
        sentence or too_few_sentence(kind),
        None if sentence is None else is_sure(outcome),
        parts_note(kind, estimate),
    )


def is_sure(outcome: OutcomeResult) -> bool:
    """Whether p (corrected where there is a correction) and the interval say that there is a difference."""
    if outcome.matched is None or not is_settled(outcome.matched):
        return False
    return outcome.p_corrected is None or is_significant(outcome.p_corrected)


def findings_of(evaluation: Evaluation) -> tuple[Finding, ...]:
    """One finding for each outcome, in their order."""
    return tuple(state(outcome, evaluation.gate) for outcome in evaluation.outcomes)


def forced_sentence(gate: Gate) -> str | None:
    """Said before everything else where the gate was opened by force."""
    return SAY.forced.format(covariates=listed(list(gate.red))) if gate.forced and gate.red else None
