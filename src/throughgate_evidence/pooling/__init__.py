"""One answer from several sites: random-effects meta-analysis of their summaries, no person's record needed."""

from .effects import Measure, SiteEffect, SiteSummary, effect_of
from .pooled import LeftOut, MetaRegression, Pooled, PooledSite, pool, to_json
from .random_effects import TauMethod
from .reading import read_summaries, summary_of, summary_of_evaluation

__all__ = [
    "LeftOut",
    "Measure",
    "MetaRegression",
    "Pooled",
    "PooledSite",
    "SiteEffect",
    "SiteSummary",
    "TauMethod",
    "effect_of",
    "pool",
    "read_summaries",
    "summary_of",
    "summary_of_evaluation",
    "to_json",
]
