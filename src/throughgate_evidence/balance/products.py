"""Balance of squares and of products of two covariates.

Groups may have the same means and yet differ in spread, or in what goes together with what. Covariates are centred on
the mean of everyone first (as cobalt does with ``center = TRUE``): the product of raw covariates would mostly repeat
their means, and age² of people between 18 and 60 is nearly age. Products within one category are left out, and so are
squares of yes-or-no columns: they say nothing new. The reference level of a category takes no part, and neither do
columns that are products already (interactions of the propensity model stand among the covariates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..engines.sums import Booleans, Description, Floats, Moments
from ..frame import Covariate
from ..matching import Units
from .rows import BLOCK, column_ks, four_weights, is_two_valued, plain_columns, weight_gaps
from .standardised import CovariateBalance, SmdScale, balance_row

# Kolmogorov–Smirnov of products needs a search through everybody for each: done up to so many numbers in rows.
MOST_KS_NUMBERS = 20_000_000


@dataclass(frozen=True)
class ProductMoments:
    """Of one group, over the t = p(p+1)/2 products x_i x_j (i ≤ j, row by row): `weight` = Σw, `squares` = Σw², and
    Σwz and Σwz² (t,).
    """

    weight: float
    squares: float
    z: Floats
    zz: Floats

    def cells(self) -> tuple[Floats, Floats]:
        """Means and variances (t,), these corrected by the effective sample size."""
        mean = self.z / self.weight
        size = self.weight**2 / self.squares
        correction = size / (size - 1) if size > 1 + 1e-12 else np.nan
        return mean, np.maximum(self.zz / self.weight - mean**2, 0.0) * correction


def product_moments(covariates: Floats, *weights: Floats) -> tuple[ProductMoments, ...]:
    """Of covariates (n, p) under each of `weights` (n,). No product is formed: Σ w x_i x_j is a cell of XᵀWX, and
    Σ w (x_i x_j)² one of the same matrix of squares.
    """
    width = covariates.shape[1]
    z, zz = np.zeros((len(weights), width, width)), np.zeros((len(weights), width, width))
    for start in range(0, len(covariates), BLOCK):
        part = slice(start, start + BLOCK)
        x, squares = covariates[part], np.square(covariates[part])
        for at, weight in enumerate(weights):
            column = weight[part, None]
            z[at] += x.T @ (x * column)
            zz[at] += squares.T @ (squares * column)
    pairs = np.triu_indices(width)
    return tuple(
        ProductMoments(float(weight.sum()), float(weight @ weight), z[at][pairs], zz[at][pairs])
        for at, weight in enumerate(weights)
    )


def products_from_sums(
    columns: Sequence[Covariate],
    before: tuple[ProductMoments, ProductMoments],
    after: tuple[ProductMoments, ProductMoments],
    scale: SmdScale = "pooled",
    two_valued: Booleans | None = None,
    spread: Floats | None = None,
) -> tuple[CovariateBalance, ...]:
    """Balance of products from moments of treated and comparison, before and after matching.

    The moments are of covariates on the standard scale; `spread` (p,) brings the means back to products of the units of
    the file (around the mean of everyone). `two_valued` (p,) marks yes-or-no columns.
    """
    binary = np.zeros(len(columns), dtype=bool) if two_valued is None else two_valued
    unit = np.ones(len(columns)) if spread is None else spread
    cells = [moments.cells() for moments in (*before, *after)]
    rows = []
    for at, i, j in product_pairs(columns, binary):
        one = float(unit[i] * unit[j])
        both_marks = (binary[i] or columns[i].level is not None) and (binary[j] or columns[j].level is not None)
        of_pair = [(float(mean[at]) * one, float(variance[at]) * one**2) for mean, variance in cells]
        rows.append(product_row(columns[i], columns[j], of_pair, scale, bool(both_marks)))
    return tuple(rows)


def product_pairs(columns: Sequence[Covariate], two_valued: Booleans) -> list[tuple[int, int, int]]:
    """(number among all products, i, j) of those that say something of their own."""
    first, second = np.triu_indices(len(columns))
    pairs = []
    for at, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        within = columns[i].level is not None and columns[i].source == columns[j].source
        if not (within or (i == j and two_valued[i]) or is_term(columns[i]) or is_term(columns[j])):
            pairs.append((at, i, j))
    return pairs


def is_term(column: Covariate) -> bool:
    """Whether the column is an interaction or a power, and not a column of the file."""
    return bool(column.parents) and column.parents != (column.source,)


def product_row(
    one: Covariate, other: Covariate, cells: list[tuple[float, float]], scale: SmdScale, both_marks: bool
) -> CovariateBalance:
    """`cells` as in `balance_row`. No variance ratio where both are yes-or-no: it would repeat the means."""
    name = f"{one.name}²" if one is other else f"{one.name} × {other.name}"
    row = balance_row(name, name, None, False, cells, scale)
    if not both_marks:
        return row
    return replace(row, variance_ratio_before=None, variance_ratio_after=None)


def assess_products(
    units: Units,
    weights: Floats,
    scale: SmdScale = "pooled",
    columns: Sequence[Covariate] | None = None,
    *,
    centre: bool = True,
    ks: bool | None = None,
) -> tuple[CovariateBalance, ...]:
    """Balance of all squares and products from rows; `weights` and `columns` as for `assess_rows`.

    `centre=False` takes the covariates as they are in the file, as MatchIt does. `ks` None computes
    Kolmogorov–Smirnov where the table of products has no more than `MOST_KS_NUMBERS` numbers.
    """
    taken = plain_columns(units.names) if columns is None else columns
    groups = four_weights(units, weights)
    middle, spread = standard_of(units.covariates, units.weights)
    if not centre:
        middle, spread = np.zeros_like(middle), np.ones_like(spread)
    standard = (units.covariates - middle) / spread
    treated, comparison, treated_after, comparison_after = product_moments(standard, *groups)
    binary = np.array([is_two_valued(column) for column in units.covariates.T])
    rows = products_from_sums(taken, (treated, comparison), (treated_after, comparison_after), scale, binary, spread)
    if ks is False or (ks is None and len(rows) * len(weights) > MOST_KS_NUMBERS):
        return rows
    gaps = weight_gaps(groups)
    return tuple(
        fill_ks(row, standard[:, i] * standard[:, j], gaps)
        for row, (_, i, j) in zip(rows, product_pairs(taken, binary), strict=True)
    )


def fill_ks(row: CovariateBalance, values: Floats, gaps: tuple[Floats, Floats]) -> CovariateBalance:
    before, after = column_ks(values, gaps)
    return replace(row, ks_before=before, ks_after=after)


def standard_of(covariates: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Mean and SD (p,) over everyone; 1 for a column that never changes."""
    total = float(weights.sum())
    mean = weights @ covariates / total
    spread = np.array([np.sqrt(weights @ np.square(covariates[:, at] - mean[at]) / total) for at in range(mean.size)])
    return mean, np.where(spread > 0, spread, 1.0)


def two_valued_columns(description: Description) -> Booleans:
    """The same from moments (p,): all values are at the two ends exactly where the variance is the largest that mean
    and range allow, (mean − lowest)(highest − mean) (Bhatia and Davis 2000).
    """
    lowest, highest = ends_of(description)
    marks = [
        ends_only(group, lowest, highest)
        for group in (description.treated.covariates, description.comparison.covariates)
    ]
    return np.asarray(marks[0] & marks[1] & (lowest < highest))


def ends_of(description: Description) -> tuple[Floats, Floats]:
    """Lowest and highest value (p,) of everybody."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    return np.minimum(treated.lowest, comparison.lowest), np.maximum(treated.highest, comparison.highest)


def values_of_columns(description: Description) -> list[tuple[float, float] | None]:
    """The two values of each column that has only two."""
    marks, ends = two_valued_columns(description), zip(*ends_of(description), strict=True)
    return [(float(low), float(high)) if mark else None for mark, (low, high) in zip(marks, ends, strict=True)]


def ends_only(group: Moments, lowest: Floats, highest: Floats) -> Booleans:
    plain = group.variance * (group.count - 1) / group.count
    largest = (group.mean - lowest) * (highest - group.mean)
    # A group where all have the same is at an end too, but for the noise of adding up.
    return np.asarray(np.abs(plain - largest) <= 1e-9 * np.maximum(largest, (highest - lowest) ** 2 / group.count))
