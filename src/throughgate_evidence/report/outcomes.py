"""The figures behind the words."""

from __future__ import annotations

from ..results import Evaluation
from ..statements import p_value
from .markup import Markup, element
from .tables import adjusted_table, outcome_table, raw_table

CORRECTIONS = {
    "bonferroni": "Bonferroni",
    "holm": "Holm",
    "hochberg": "Hochberg",
    "bh": "Benjamini and Hochberg (share of false findings)",
}


def figures(evaluation: Evaluation) -> list[Markup]:
    adjusted = [outcome for outcome in evaluation.outcomes if outcome.adjusted is not None]
    tables = [outcome_table(evaluation.outcomes), raw_table(evaluation.outcomes)]
    if adjusted:
        tables.insert(1, adjusted_table(adjusted))
    return [*tables, *(element("p", words) for words in notes(evaluation))]


def notes(evaluation: Evaluation) -> list[str]:
    second = [
        f"{outcome.label}: p {p_value(outcome.second.p)} with {outcome.second.se_method}"
        for outcome in evaluation.outcomes
        if outcome.second is not None and outcome.second.p is not None
    ]
    words = [f"The same with the other way to make an interval: {'; '.join(second)}."] if second else []
    corrected = [outcome for outcome in evaluation.outcomes if outcome.p_corrected is not None]
    if corrected:
        name = CORRECTIONS.get(evaluation.correction, evaluation.correction)
        words.append(f"p is corrected for {len(corrected)} outcomes looked at together: {name}. Intervals are not.")
    reasons = [(outcome.label, outcome.withheld or outcome.raw_withheld) for outcome in evaluation.outcomes]
    withheld = "".join(f"{label} is withheld: {reason}. " for label, reason in reasons if reason).strip()
    return [*words, withheld] if withheld else words
