"""Weighting: everybody stays and counts for more or less, instead of being matched."""

from .entropy import entropy_weights
from .influence import ipw_influence, weighted_influence
from .weigh import WeightSummary, estimand_of, summarise_weights, weigh

__all__ = [
    "WeightSummary",
    "entropy_weights",
    "estimand_of",
    "ipw_influence",
    "summarise_weights",
    "weigh",
    "weighted_influence",
]
