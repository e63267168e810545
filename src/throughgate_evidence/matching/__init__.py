"""Who is compared with whom: one interface over every way of matching and weighting."""

from .radius import RadiusMatch, Reach, effective_sample_size, lay_reach, match_radius, radius_weights
from .units import Matching, MatchSpec, Units

__all__ = [
    "MatchSpec",
    "Matching",
    "RadiusMatch",
    "Reach",
    "Units",
    "effective_sample_size",
    "lay_reach",
    "match_radius",
    "radius_weights",
]
