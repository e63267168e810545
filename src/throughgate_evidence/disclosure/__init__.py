"""Disclosure control: the one door that every result goes through before anybody sees it. `control` is that of an
evaluation, `control_linkage` of a linkage, `control_pooled` of several sites together. It is one module in a file for
each kind of result: nothing outside decides what is withheld, and the numbers it decides by are data (`rules`).

A count of 1 to 4 people who had (or had not) an outcome could point to a person, so it and everything it could be
worked out from are withheld. Levels: ``standard``; ``strict``, with higher thresholds, which also withholds what two
tables together would tell about the few they differ by; ``none``, for use inside the organisation.

Where a mean is withheld the differences in SD stay, rounded so that no count can be worked out from them: the report
has to say whether the groups are alike.

How many people were read, left out and matched is shown at the level ``standard`` however small the loss at a step:
that somebody was not matched says nothing about what happened to them, and every table carries these numbers.
"""

from __future__ import annotations

from dataclasses import replace

from ..results import Evaluation
from ..rules import Thresholds
from ..statements import findings_of
from .curves import control_survival, thin
from .estimates import (
    control_outcome,
    control_sensitivity,
    reason_of_reliability,
    reason_to_withhold,
)
from .groups import control_subgroups
from .linkage import control_linkage
from .people import (
    control_attrition,
    control_model,
    control_rows,
    control_sizes,
    few_words,
    without_means,
)
from .pools import control_pooled
from .thresholds import OPEN, STANDARD, Disclosure, hides_differences, thresholds_of, too_small
from .timing import control_timing

__all__ = [
    "STANDARD",
    "Disclosure",
    "Thresholds",
    "control",
    "control_attrition",
    "control_linkage",
    "control_outcome",
    "control_pooled",
    "control_sizes",
    "control_subgroups",
    "control_survival",
    "control_timing",
    "reason_of_reliability",
    "reason_to_withhold",
    "thin",
    "thresholds_of",
    "too_small",
]


def control(evaluation: Evaluation, disclosure: Disclosure) -> Evaluation:
    """What may be shown of an evaluation, with its findings said anew. Doing it twice changes nothing."""
    limits = thresholds_of(disclosure)
    outcomes = tuple(control_outcome(outcome, disclosure) for outcome in evaluation.outcomes)
    matched = (evaluation.n_treated_matched, evaluation.n_comparison_matched)
    balance = control_rows(evaluation, limits)
    deviance, width, ess, ess_treated = control_model(evaluation, balance, limits)
    few = [name for name, count in evaluation.rows_left_out.items() if hides_differences(limits, count)]
    controlled = replace(
        evaluation,
        outcomes=outcomes,
        rows_left_out={name: count for name, count in evaluation.rows_left_out.items() if name not in few},
        warnings=(*evaluation.warnings, *few_words(few, limits)),
        attrition=control_attrition(evaluation.attrition, limits),
        propensity_deviance=deviance,
        caliper_width=width,
        ess=ess,
        ess_treated=ess_treated,
        balance=balance,
        products=evaluation.products if limits is OPEN else tuple(without_means(row) for row in evaluation.products),
        survival=tuple(control_survival(result, limits) for result in evaluation.survival),
        subgroups=control_subgroups(evaluation.subgroups, outcomes, limits, matched),
        sensitivity=control_sensitivity(evaluation, outcomes, limits),
        fragility=None if limits is not OPEN and outcomes and outcomes[0].withheld else evaluation.fragility,
        timing=None if evaluation.timing is None else control_timing(evaluation.timing, limits),
        sizes_of_sets=control_sizes(evaluation.sizes_of_sets, limits),
    )
    return replace(controlled, findings=findings_of(controlled))
