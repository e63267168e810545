"""Time without the event: curves, how many were still watched, mean time, hazard ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..results import Evaluation
from ..rules import Unit
from ..statements import figure, hazard_sentence, rmst_sentence, rounded, signed, signed_limit, with_unit
from .curves import at_risk_at, decimals_of, moments, share_at, survival_picture, to_horizon
from .findings import is_closed
from .markup import Markup, element
from .tables import NONE, number, p_words, ratio_limit, table

if TYPE_CHECKING:
    from ..outcomes.survival import Curve, SurvivalResult

UNITS = {name: Unit(name, name + "s") for name in ("day", "week", "month", "year")}


def survival(evaluation: Evaluation) -> list[Markup]:
    closed = is_closed(evaluation)
    return [part for at, result in enumerate(evaluation.survival) for part in one(f"survival-{at}", result, closed)]


def one(key: str, result: SurvivalResult, closed: bool) -> list[Markup]:
    title = element("h3", result.label[:1].upper() + result.label[1:])
    if result.withheld:
        return [title, element("p", f"“{result.label}” is not reported: {result.withheld}.")]
    said, result = [] if closed else sentences(result), to_horizon(result)
    return [
        title,
        *(element("p", words) for words in said),
        element("figure", survival_picture(key, result), class_="love"),
        curve_table(key, result),
        measures_table(key, result),
    ]


def sentences(result: SurvivalResult) -> list[str]:
    words, label = [], given_label(result)
    if result.rmst is not None:
        words.append(rmst_sentence(label, result.rmst, result.horizon, unit_of(result)))
    if result.hazard is not None:
        words.append(hazard_sentence(label, result.hazard))
    return words


def given_label(result: SurvivalResult) -> str:
    """Empty where the label is only the name of the time: nobody goes without "weeks"."""
    return "" if result.label == result.name.replace("_", " ") else result.label


def unit_of(result: SurvivalResult) -> Unit:
    """The unit of time that was said; otherwise as far as the name of the result tells it."""
    if result.unit is not None:
        return UNITS[result.unit.removesuffix("s")]
    words = f"{result.name} {result.label}".lower().replace("_", " ").split()
    return next((unit for name, unit in UNITS.items() if name in words or f"{name}s" in words), Unit())


def curve_table(key: str, result: SurvivalResult) -> Markup:
    """Shares without the event, and the people still watched, at the times under the picture."""
    heads = ("Time", "Treatment", "At risk", "Comparison", "At risk")
    rows = [
        (figure(time, decimals_of(time)), *cells(result.treated, time), *cells(result.comparison, time))
        for time in moments(result.horizon)
    ]
    caption = f"“{result.label}”: share without it, and people still at risk at the last step before"
    return table(f"{key}-table", caption, heads, rows)


def cells(curve: Curve, time: float) -> tuple[str, str]:
    share, at_risk = share_at(curve, time), at_risk_at(curve, time)
    return ("cut" if share is None else f"{figure(100 * share)}%", "cut" if at_risk is None else f"{at_risk:,}")


def measures_table(key: str, result: SurvivalResult) -> Markup:
    rmst, hazard = result.rmst, result.hazard
    rows = []
    if rmst is not None:
        limits = (
            NONE
            if rmst.lower is None or rmst.upper is None
            else f"{signed_limit(rmst.lower, 1)} to {signed_limit(rmst.upper, 1)}"
        )
        averages = f"{figure(rmst.treated, 1)} and {figure(rmst.comparison, 1)}"
        unit, horizon = unit_of(result), rounded(result.horizon, decimals_of(result.horizon))
        measured = f"Mean time without it, in {unit.many}" if unit.many else "Mean time without it"
        name = f"{measured}, up to {with_unit(horizon, unit)}"
        rows.append((name, averages, signed(rmst.difference, 1), limits, p_words(rmst.p), rmst.se_method))
    if hazard is not None:
        limits = " to ".join(ratio_limit(value) for value in (hazard.lower, hazard.upper))
        rows.append(("Hazard ratio", NONE, number(hazard.ratio, 2), limits, p_words(hazard.p), hazard.se_method))
    heads = ("Measure", "Treatment and comparison", "Difference or ratio", "95 % interval", "p", "Standard error")
    people = (
        f"{result.n_treated:,} and {result.n_comparison:,} people, "
        f"{result.events_treated:,} and {result.events_comparison:,} of them with it"
    )
    return table(f"{key}-measures", f"“{result.label}”: {people}", heads, rows)
