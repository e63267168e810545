"""Who is compared with whom: one interface over every way of matching and weighting."""

from .export import Table, csv_text, pairs_table, sets_table, weights_table, write_csv, write_matched_csv
from .fragility import Fragility, measure_fragility
from .imbalance import Imbalance, multivariate_imbalance
from .methods import match
from .radius import RadiusMatch, Reach, effective_sample_size, lay_reach, match_radius, radius_weights
from .units import Matching, MatchSpec, Units

__all__ = [
    "Fragility",
    "Imbalance",
    "MatchSpec",
    "Matching",
    "RadiusMatch",
    "Reach",
    "Table",
    "Units",
    "csv_text",
    "effective_sample_size",
    "lay_reach",
    "match",
    "match_radius",
    "measure_fragility",
    "multivariate_imbalance",
    "pairs_table",
    "radius_weights",
    "sets_table",
    "weights_table",
    "write_csv",
    "write_matched_csv",
]
