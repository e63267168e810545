"""The chain of one evaluation: model, match, balance, compare, and ask how far it can be trusted."""

from .base import Study
from .findings import compare_outcomes, compare_survivals, compare_within_subgroups
from .trust import ask_sensitivity, ask_timing, try_fragility

__all__ = [
    "Study",
    "ask_sensitivity",
    "ask_timing",
    "compare_outcomes",
    "compare_survivals",
    "compare_within_subgroups",
    "try_fragility",
]
