"""What was found, in the wording and rounding of the field. Thresholds and words are data (`rules`); each edge has a
row in tests/spec.

Numbers are rounded half away from zero, differences from the unrounded means, and never to "-0". Where the
rounded parts then do not add up a note says so.
"""

from ..rules import Unit, Wording
from .beside import event_words, hazard_sentence, interaction_sentence, level_sentence, rmst_sentence
from .differences import (
    LEAST_EVENTS,
    LEAST_PEOPLE,
    NEEDED_LIMIT,
    PARTS_NOTE,
    WORDING,
    adjusted_sentence,
    difference_phrase,
    headline,
    is_settled,
    parts_note,
    significance_sentence,
    significant_sentence,
    too_few_sentence,
    undecided_sentence,
)
from .findings import findings_of, forced_sentence, is_sure, state
from .numbers import (
    SIGNIFICANT_P,
    figure,
    is_significant,
    limit,
    listed,
    p_value,
    rounded,
    rounded_as,
    signed,
    signed_limit,
    times,
    with_sign,
    with_unit,
)

__all__ = [
    "LEAST_EVENTS",
    "LEAST_PEOPLE",
    "NEEDED_LIMIT",
    "PARTS_NOTE",
    "SIGNIFICANT_P",
    "WORDING",
    "Unit",
    "Wording",
    "adjusted_sentence",
    "difference_phrase",
    "event_words",
    "figure",
    "findings_of",
    "forced_sentence",
    "hazard_sentence",
    "headline",
    "interaction_sentence",
    "is_settled",
    "is_significant",
    "is_sure",
    "level_sentence",
    "limit",
    "listed",
    "p_value",
    "parts_note",
    "rmst_sentence",
    "rounded",
    "rounded_as",
    "signed",
    "signed_limit",
    "significance_sentence",
    "significant_sentence",
    "state",
    "times",
    "too_few_sentence",
    "undecided_sentence",
    "with_sign",
    "with_unit",
]
