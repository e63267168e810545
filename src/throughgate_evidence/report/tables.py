"""The tables behind the words and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..balance import CovariateBalance
from ..outcomes import Estimate
from ..results import AttritionStep, OutcomeResult
from ..statements import WORDING, figure, p_value
from .figures import signed
from .markup import Markup, element, join

WITHHELD = "withheld"
BAND_WORDS = {"green": "Alike", "amber": "Nearly alike", "red": "Not alike"}


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
    heads = ("Measure", "Treatment", "Comparison", "Matched comparison", "Before", "After", "Variance ratio", "Verdict")
    body = [
        (
            row.name + (" (reference)" if row.is_reference else ""),
            mean(row.mean_treated_after),
            mean(row.mean_comparison_before),
            mean(row.mean_comparison_after),
            f"{signed(100 * row.smd_before, 1)}%",
            f"{signed(100 * row.smd_after, 1)}%",
            "–" if row.variance_ratio_after is None else figure(row.variance_ratio_after, 2),
            element("span", BAND_WORDS[row.band], class_=f"verdict {row.band}"),
        )
        for row in rows
    ]
    caption = "Averages, and differences in per cent of a standard deviation, before and after matching"
    return table("balance-table", caption, heads, body)


def mean(value: float | None) -> str:
    if value is None:
        return WITHHELD
    return figure(value, 3 if abs(value) < 10 else 1)


def outcome_table(outcomes: Sequence[OutcomeResult]) -> Markup:
    caption = "Matched groups: averages, difference, 95 % interval and p"
    return estimate_table("outcome-table", caption, outcomes, lambda outcome: outcome.matched)


def raw_table(outcomes: Sequence[OutcomeResult]) -> Markup:
    caption = "Everybody in the file, before matching: not a measure of what the programme did"
    return estimate_table("raw-table", caption, outcomes, lambda outcome: outcome.raw)


def estimate_table(
    key: str, caption: str, outcomes: Sequence[OutcomeResult], pick: Callable[[OutcomeResult], Estimate | None]
) -> Markup:
    heads = ("Outcome", "People", "Treatment", "Comparison", "Difference", "95 % interval", "p", "Standard error")
    return table(key, caption, heads, [estimate_row(outcome, pick(outcome)) for outcome in outcomes])


def estimate_row(outcome: OutcomeResult, estimate: Estimate | None) -> tuple[str, ...]:
    if estimate is None:
        return (outcome.label, *[WITHHELD] * 6, "–")
    wording = WORDING[outcome.kind]
    # A rate is written per 100, everything else per person, as the field's tables do.
    per, decimals = (100, 0) if outcome.kind == "rate" else (1, wording.table_decimals)
    percent = "%" if outcome.kind == "rate" else ""
    return (
        outcome.label,
        f"{estimate.n_treated:,} and {estimate.n_comparison:,}",
        figure(per * estimate.treated, decimals) + percent,
        figure(per * estimate.comparison, decimals) + percent,
        signed(per * estimate.difference, decimals),
        interval(estimate, outcome),
        "–" if estimate.p is None else p_value(estimate.p),
        estimate.se_method,
    )


def interval(estimate: Estimate, outcome: OutcomeResult) -> str:
    if estimate.lower is None or estimate.upper is None:
        return "–"
    wording = WORDING[outcome.kind]
    limits = (signed(value * wording.limit_per, wording.limit_decimals) for value in (estimate.lower, estimate.upper))
    return " to ".join(limits)
