"""Whether the groups were alike after matching."""

from __future__ import annotations

from collections import Counter

from ..balance import CovariateBalance
from ..results import Evaluation
from ..rules import RULES
from ..statements import listed
from .figures import love_plot
from .markup import Markup, element
from .tables import balance_table, products_table

MOST_PRODUCTS = 10


def balance(evaluation: Evaluation) -> list[Markup | None]:
    counts = Counter(row.band for row in evaluation.balance)
    green, amber = f"{RULES.bands.green:.0%}", f"{RULES.bands.amber:.0%}"
    summary = (
        f"Of {len(evaluation.balance)} measures {counts['green']} are alike after matching (within {green} of a "
        f"standard deviation), {counts['amber']} nearly alike (within {amber}) and {counts['red']} not alike."
    )
    return [
        element("p", summary),
        gate_words(evaluation),
        element("figure", love_plot(evaluation.balance), element("figcaption", key()), class_="love"),
        balance_table(evaluation.balance),
        *products(evaluation.products),
    ]


def key() -> Markup:
    return element(
        "p",
        element("span", "○", class_="key-before", aria_hidden="true"),
        " before matching  ",
        element("span", "●", class_="key-after", aria_hidden="true"),
        " after matching",
        class_="key",
    )


def gate_words(evaluation: Evaluation) -> Markup | None:
    """The gate as a band of its own colour: what it let through and why."""
    gate = evaluation.gate
    if gate is None:
        return None
    words = {
        "green": "All measures are alike: results may be headlined.",
        "amber": f"No measure is far apart: results may be headlined. Nearly alike only: {listed(list(gate.amber))}.",
    }
    closed = f"Not alike: {listed(list(gate.red))}. No result is headlined."
    forced = f"Not alike: {listed(list(gate.red))}. Results are headlined all the same because that was asked for."
    said = words.get(gate.band) or (forced if gate.forced else closed)
    return element("p", element("strong", "The gate. "), said, class_=f"gate-band {gate.band}")


def products(rows: tuple[CovariateBalance, ...]) -> list[Markup]:
    """Squares and products: a summary, and those furthest apart. They warn and do not close the gate."""
    if not rows:
        return []
    counts = Counter(row.band for row in rows)
    summary = (
        f"Groups with the same averages may still differ in spread, or in what goes together with what. Of {len(rows)} "
        f"squares and products {counts['green']} are alike, {counts['amber']} nearly alike and {counts['red']} not "
        "alike. With so many, a few are apart by chance; those furthest apart are candidates for the model."
    )
    worst = sorted(rows, key=lambda row: -abs(row.smd_after))[:MOST_PRODUCTS]
    caption = "All squares and products" if len(worst) == len(rows) else f"The {len(worst)} furthest apart"
    return [element("h3", "Squares and products"), element("p", summary), products_table(worst, caption)]
