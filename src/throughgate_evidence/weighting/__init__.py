"""Weighting: everybody stays and counts for more or less, instead of being matched."""

from .entropy import entropy_weights
from .influence import ipw_influence, weighted_influence
from .weigh import estimand_of, weigh

__all__ = [
    "entropy_weights",
    "estimand_of",
    "ipw_influence",
    "weigh",
    "weighted_influence",
]
