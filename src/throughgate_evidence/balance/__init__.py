"""How alike the groups are before and after matching."""

from .standardised import (
    BANDS,
    Band,
    CovariateBalance,
    Means,
    SmdScale,
    assess_balance,
    band_of,
    comparison_means,
    treated_means,
)

__all__ = [
    "BANDS",
    "Band",
    "CovariateBalance",
    "Means",
    "SmdScale",
    "assess_balance",
    "band_of",
    "comparison_means",
    "treated_means",
]
