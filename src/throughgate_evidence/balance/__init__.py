"""How alike the groups are before and after matching."""

from .distribution import bin_weights, ks_edges, ks_from_bins, ks_statistic, with_ks
from .gate import Gate, judge
from .products import (
    ProductMoments,
    assess_products,
    product_moments,
    products_from_sums,
    two_valued_columns,
    values_of_columns,
)
from .rows import assess_rows, effective_sizes
from .standardised import (
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
    "Band",
    "CovariateBalance",
    "Gate",
    "Means",
    "ProductMoments",
    "SmdScale",
    "assess_balance",
    "assess_products",
    "assess_rows",
    "band_of",
    "bin_weights",
    "comparison_means",
    "effective_sizes",
    "judge",
    "ks_edges",
    "ks_from_bins",
    "ks_statistic",
    "product_moments",
    "products_from_sums",
    "treated_means",
    "two_valued_columns",
    "values_of_columns",
    "with_ks",
]
