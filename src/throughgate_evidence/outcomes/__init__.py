"""What happened to both groups, how far apart they are, and how sure that is."""

from .two_samples import (
    CONFIDENCE,
    POWER,
    SE_METHODS,
    Estimate,
    Interval,
    Kind,
    Sample,
    compare,
    number_needed,
    plain_sample,
    raw_sample,
    weighted_sample,
)

__all__ = [
    "CONFIDENCE",
    "POWER",
    "SE_METHODS",
    "Estimate",
    "Interval",
    "Kind",
    "Sample",
    "compare",
    "number_needed",
    "plain_sample",
    "raw_sample",
    "weighted_sample",
]
