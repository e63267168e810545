"""The gate: whether the groups are alike enough for a result to be put in a headline.

A covariate that is red (see `rules`) closes the gate: a difference in outcomes may then be that difference, and no
sentence about the programme stands on it. An evaluator may force it open, and the report says so. Squares and products
only warn: there are very many of them, some are red by chance in any sample, and the propensity model was never asked
to balance them. A red one says what to add to the model (`--interactions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .standardised import Band, CovariateBalance

ORDER: tuple[Band, ...] = ("green", "amber", "red")


@dataclass(frozen=True)
class Gate:
    """`band` is the worst of all covariates; `red` and `amber` name the rows (levels of categories each on their own).

    `counts` of covariates and `products` of squares and products by band; `products_red` names the red ones, the worst
    first. `headline` says whether a result may be headlined; `forced` that it is only because somebody said so.
    """

    band: Band
    red: tuple[str, ...]
    amber: tuple[str, ...]
    counts: dict[str, int]
    headline: bool
    forced: bool
    products: dict[str, int] = field(default_factory=dict)
    products_red: tuple[str, ...] = ()


def judge(rows: Sequence[CovariateBalance], products: Sequence[CovariateBalance] = (), force: bool = False) -> Gate:
    """The gate's answer from balance after matching. `force` opens it whatever is red."""
    counts = count_bands(rows)
    red = named(rows, "red")
    return Gate(
        band=next((band for band in reversed(ORDER) if counts[band]), "green"),
        red=red,
        amber=named(rows, "amber"),
        counts=counts,
        headline=not red or force,
        forced=bool(red) and force,
        products=count_bands(products) if products else {},
        products_red=named(products, "red"),
    )


def count_bands(rows: Sequence[CovariateBalance]) -> dict[str, int]:
    return {band: sum(row.band == band for row in rows) for band in ORDER}


def named(rows: Sequence[CovariateBalance], band: Band) -> tuple[str, ...]:
    """Names of the rows in a band, the largest difference first."""
    inside = [row for row in rows if row.band == band]
    return tuple(row.name for row in sorted(inside, key=lambda row: -abs(row.smd_after)))
