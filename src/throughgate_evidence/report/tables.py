"""The tables behind the words and pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from ..balance import CovariateBalance, band_of
from ..outcomes import Estimate, Kind
from ..results import AttritionStep, OutcomeResult
from ..rules import RULES
from ..statements import WORDING, figure, limit, p_value, rounded_as, signed, signed_limit, with_sign
from .markup import Markup, element, join

WITHHELD = "withheld"
NONE = "–"
BAND_WORDS = RULES.band_words
ESTIMATE_HEADS = ("Outcome", "People", "Treatment", "Comparison", "Difference", "95 % interval", "p", "Standard error")


def table(key: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = 1) -> Markup:
    """A table whose first cell names the row; it scrolls on its own on a narrow screen."""
    classes = ["number" if at >= numbers_from else None for at in range(len(heads))]
    head = [element("th", words, scope="col", class_=class_) for words, class_ in zip(heads, classes, strict=True)]
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", cell, class_=class_) for cell, class_ in zip(row[1:], classes[1:], strict=True)),
        )
        for row in rows
    ]
    content = join(
        element("caption", element("span", caption), id=f"{key}-caption"),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    return element(
        "div", element("table", content), class_="scroll", tabindex="0", role="region", aria_labelledby=f"{key}-caption"
    )


def attrition_table(steps: Sequence[AttritionStep]) -> Markup:
    rows = [
        (
            step.step,
            f"{step.treated:,}",
            f"{figure(100 * step.share_treated)}%",
            f"{step.comparison:,}",
            f"{figure(100 * step.share_comparison)}%",
        )
        for step in steps
    ]
    heads = ("Step", "Treatment", "Share", "Comparison", "Share")
    return table("attrition-table", "People left after each step, and their share of those in the file", heads, rows)


def balance_table(rows: Sequence[CovariateBalance]) -> Markup:
    """The columns of distances between distributions are there where they were computed."""
    with_ks = any(row.ks_after is not None for row in rows)
    heads = ["Measure", "Treatment", "Comparison", "Matched comparison", "Before", "After", "Variance ratio"]
    heads += ["KS before", "KS after"] if with_ks else []
    caption = "Averages, and differences in per cent of a standard deviation, before and after matching"
    if with_ks:
        caption += "; KS is the largest distance between the two distributions, 0 to 1"
    return table("balance-table", caption, [*heads, "Verdict"], [balance_cells(row, with_ks) for row in rows])


def balance_cells(row: CovariateBalance, with_ks: bool) -> list[str]:
    distances = [number(row.ks_before, 2), number(row.ks_after, 2)] if with_ks else []
    return [
        row.name + (" (reference)" if row.is_reference else ""),
        mean(row.mean_treated_after),
        mean(row.mean_comparison_before),
        mean(row.mean_comparison_after),
        percent_of_sd(row.smd_before),
        percent_of_sd(row.smd_after),
        number(row.variance_ratio_after, 2),
        *distances,
        verdict(row),
    ]


def products_table(rows: Sequence[CovariateBalance], caption: str) -> Markup:
    heads = ("Square or product", "Before", "After", "Verdict")
    cells = [(row.name, percent_of_sd(row.smd_before), percent_of_sd(row.smd_after), verdict(row)) for row in rows]
    return table("products-table", caption, heads, cells)


def verdict(row: CovariateBalance) -> Markup:
    return element("span", BAND_WORDS[row.band], class_=f"verdict {row.band}")


def percent_of_sd(smd: float) -> str:
    if not math.isfinite(smd):
        return NONE
    return f"{with_sign(rounded_as(100 * smd, 1, lambda percent: band_of(percent / 100)))}%"


def mean(value: float | None) -> str:
    if value is None:
        return WITHHELD
    return figure(value, 3 if abs(value) < 10 else 1)


def number(value: float | None, decimals: int) -> str:
    return NONE if value is None or not math.isfinite(value) else figure(value, decimals)


def ratio_limit(value: float | None) -> str:
    return NONE if value is None or not math.isfinite(value) else f"{limit(value, 2, null=1):,}"


def p_words(p: float | None) -> str:
    return NONE if p is None else p_value(p)


def outcome_table(outcomes: Sequence[OutcomeResult]) -> Markup:
    caption = "Matched groups: averages, difference, 95 % interval and p"
    return estimate_table("outcome-table", caption, outcomes, lambda outcome: outcome.matched)


def raw_table(outcomes: Sequence[OutcomeResult]) -> Markup:
    caption = "Everybody in the file, before matching: not a measure of what the programme did"
    return estimate_table("raw-table", caption, outcomes, lambda outcome: outcome.raw)


def adjusted_table(outcomes: Sequence[OutcomeResult]) -> Markup:
    caption = "Doubly robust: matched, and what matching left taken out by regression"
    return estimate_table("adjusted-table", caption, outcomes, lambda outcome: outcome.adjusted)


def estimate_table(
    key: str, caption: str, outcomes: Sequence[OutcomeResult], pick: Callable[[OutcomeResult], Estimate | None]
) -> Markup:
    """With a column of corrected p where there is one."""
    corrected = key == "outcome-table" and any(outcome.p_corrected is not None for outcome in outcomes)
    heads = list(ESTIMATE_HEADS)
    if corrected:
        heads.insert(7, "Corrected p")
    rows = []
    for outcome in outcomes:
        cells = estimate_row(outcome, pick(outcome))
        if corrected:
            cells.insert(7, p_words(outcome.p_corrected))
        rows.append(cells)
    return table(key, caption, heads, rows)


def estimate_row(outcome: OutcomeResult, estimate: Estimate | None) -> list[str]:
    if estimate is None:
        return [outcome.label, *[WITHHELD] * 6, NONE]
    return [
        outcome.label,
        f"{estimate.n_treated:,} and {estimate.n_comparison:,}",
        average(estimate.treated, outcome.kind),
        average(estimate.comparison, outcome.kind),
        *difference_cells(outcome.kind, estimate),
        estimate.se_method,
    ]


def difference_cells(kind: Kind, estimate: Estimate) -> tuple[str, str, str]:
    """Difference, interval and p."""
    wording = WORDING[kind]
    difference = signed(wording.table_per * estimate.difference, wording.table_decimals)
    return difference, interval(estimate, kind), p_words(estimate.p)


def average(value: float, kind: Kind) -> str:
    """A rate is written per 100, everything else per person, as the field's tables do."""
    wording = WORDING[kind]
    if not math.isfinite(value):
        return NONE
    return figure(wording.table_per * value, wording.table_decimals) + wording.table_unit


def interval(estimate: Estimate, kind: Kind) -> str:
    if estimate.lower is None or estimate.upper is None:
        return NONE
    wording = WORDING[kind]
    limits = (
        signed_limit(value * wording.limit_per, wording.limit_decimals) for value in (estimate.lower, estimate.upper)
    )
    return " to ".join(limits)
