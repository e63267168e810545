"""How many people it takes, what can be found with those there are, and when there will be enough."""

from .effects import (
    ALPHA,
    POWER,
    Effect,
    Frequencies,
    Hazards,
    Means,
    Rates,
    design_effect,
    detectable,
    people_needed,
    power_of,
)
from .estimates import plain_sd
from .timing import FOLLOW_UP_DAYS, WAITING_DAYS, Timing, day_words, timing_words, too_early
from .words import change_words, detectable_words, needed_words, power_words

__all__ = [
    "ALPHA",
    "FOLLOW_UP_DAYS",
    "POWER",
    "WAITING_DAYS",
    "Effect",
    "Frequencies",
    "Hazards",
    "Means",
    "Rates",
    "Timing",
    "change_words",
    "day_words",
    "design_effect",
    "detectable",
    "detectable_words",
    "needed_words",
    "people_needed",
    "plain_sd",
    "power_of",
    "power_words",
    "timing_words",
    "too_early",
]
