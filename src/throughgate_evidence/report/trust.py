"""How far the result can be trusted: something hidden, one covariate, people at the edges, the chance of pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..outcomes import Estimate
from ..results import Evaluation, OutcomeResult
from ..statements import WORDING, signed_limit
from .findings import is_closed, not_shown
from .forest import forest, line_of
from .markup import Markup, element
from .tables import difference_cells, number, p_words, ratio_limit, table

if TYPE_CHECKING:
    from ..matching.fragility import Fragility
    from ..sensitivity import OutcomeSensitivity

# Past a p of so much, larger Γ say nothing new.
CERTAIN = 0.995
REFIT_HEADS = ("Comparison", "Difference", "95 % interval", "p")


def trust(evaluation: Evaluation) -> list[Markup]:
    outcomes = {outcome.name: outcome for outcome in evaluation.outcomes}
    closed = is_closed(evaluation)
    parts: list[Markup] = []
    if evaluation.fragility is not None and evaluation.outcomes:
        parts.append(fragility_words(evaluation.fragility, evaluation.outcomes[0]))
    for at, result in enumerate(evaluation.sensitivity):
        outcome = outcomes.get(result.outcome)
        if outcome is not None and outcome.matched is not None:
            parts += one_outcome(
                f"trust-{at}", outcome, outcome.matched, result, evaluation.n_treated_matched, closed=closed
            )
    return parts


def fragility_words(fragility: Fragility, outcome: OutcomeResult) -> Markup:
    """One-to-one matching always carries this, measured on the data at hand."""
    wording = WORDING[outcome.kind]
    decimals = wording.limit_decimals + 1

    def written(value: float) -> str:
        return signed_limit(wording.limit_per * value, decimals)

    unit = f" {wording.limit_unit.many}".rstrip()
    words = (
        f"One-to-one pairs hang on tiny differences between propensities. When these were moved by about "
        f"{fragility.jitter:g}, {fragility.draws} times, the difference in “{outcome.label}” came out anywhere from "
        f"{written(fragility.lowest)} to {written(fragility.highest)}{unit} (here {written(fragility.estimate)}). "
        f"Radius matching on the same people stayed between {written(fragility.radius_lowest)} and "
        f"{written(fragility.radius_highest)}."
    )
    return element("p", element("strong", "Pairs are fragile. "), words, class_="caution mild")


def one_outcome(
    key: str, outcome: OutcomeResult, matched: Estimate, result: OutcomeSensitivity, people: int, *, closed: bool
) -> list[Markup]:
    """Words and the picture; the tables behind them open on demand. `people` of the programme were matched.

    Where the gate is closed there is no finding that something hidden could undo, and only what is for checking is
    left.
    """
    parts = [element("h3", outcome.label[:1].upper() + outcome.label[1:])]
    parts += [not_shown()] if closed else [element("p", words) for words in result.sentences]
    tables = [] if closed else hidden_tables(key, outcome.label, result)
    if result.left_out:
        *shown, behind = left_out(key, outcome, matched, result.left_out)
        parts += shown
        tables.append(behind)
    if result.trimmed:
        tables.append(trimmed(key, outcome, matched, result.trimmed, people))
    if tables:
        summary = element("summary", f"The tables behind this: {outcome.label}")
        parts.append(element("details", summary, *tables))
    return parts


def hidden_tables(key: str, label: str, result: OutcomeSensitivity) -> list[Markup]:
    """How strong something hidden would have to be."""
    tables = [e_value_table(key, label, result)] if result.e_value is not None else []
    return [*tables, gamma_table(key, label, result)] if result.gamma else tables


def beside(outcome: OutcomeResult, matched: Estimate, others: list[Estimate]) -> tuple[Estimate, str]:
    """The result that `others` are held against: with their kind of interval where there is one, else the one that is
    stated, and words that name its interval.
    """
    methods = {estimate.se_method for estimate in others}
    for found in (matched, outcome.second):
        if found is not None and methods == {found.se_method}:
            return found, ""
    return matched, f" (interval: {matched.se_method})"


def e_value_table(key: str, label: str, result: OutcomeSensitivity) -> Markup:
    rows = [("Whole difference", number(result.e_value, 2))]
    if result.e_value_limit is not None:
        rows.append(("Interval down to no difference", ratio_limit(result.e_value_limit)))
    caption = f"“{label}”: E-value, how strong something hidden would have to be (VanderWeele and Ding 2017)"
    return table(f"{key}-e", caption, ("To explain away", "E-value"), rows)


def gamma_table(key: str, label: str, result: OutcomeSensitivity) -> Markup:
    certain = next((at for at, (_, p) in enumerate(result.gamma) if p >= CERTAIN), len(result.gamma))
    rows = [(number(gamma, 2), p_words(p)) for gamma, p in result.gamma[: certain + 1]]
    caption = (
        f"“{label}”: the largest p if something hidden made one of two alike people Γ times as likely to be treated"
    )
    if result.basis:
        caption += f" (Rosenbaum; {result.basis})"
    return table(f"{key}-gamma", caption, ("Γ", "Largest p"), rows)


def left_out(
    key: str, outcome: OutcomeResult, matched: Estimate, found: tuple[tuple[str, Estimate], ...]
) -> list[Markup]:
    """The comparison made again without each covariate."""
    wording = WORDING[outcome.kind]
    whole, by = beside(outcome, matched, [estimate for _, estimate in found])
    lines = [line_of(name, outcome.kind, estimate) for name, estimate in found]
    lines.append(line_of("Nothing left out", outcome.kind, whole, strong=True))
    title = f"The difference in “{outcome.label}” when one covariate is left out"
    ends = (wording.lower, wording.higher)
    drawn = forest(f"{key}-left", title, lines, wording.limit_decimals, unit=wording.limit_unit.many, ends=ends)
    rows = [(f"Without {name}", *difference_cells(outcome.kind, estimate)) for name, estimate in found]
    rows.append((f"Nothing left out{by}", *difference_cells(outcome.kind, whole)))
    words = (
        "The comparison made again without each covariate. Where leaving out one of those that were recorded moves the "
        "result a lot, one that was not recorded might too."
    )
    return [
        element("p", words),
        element("figure", drawn, class_="love"),
        table(f"{key}-left-table", title, REFIT_HEADS, rows),
    ]


def trimmed(
    key: str, outcome: OutcomeResult, matched: Estimate, found: tuple[tuple[str, int, Estimate], ...], people: int
) -> Markup:
    """People of the programme with this outcome; where disclosure control took those counts, all of them, out of
    `people` who were matched.
    """
    whole, by = beside(outcome, matched, [estimate for _, _, estimate in found])
    known = all(estimate.n_treated for _, _, estimate in found)
    rows = [
        (label[:1].upper() + label[1:], estimate.n_treated if known else kept, estimate)
        for label, kept, estimate in found
    ]
    rows.append((f"Everybody matched{by}", whole.n_treated if known else people, whole))
    caption = f"“{outcome.label}” without people at the edges of the propensity"
    head = "In the programme, this outcome recorded" if known else "In the programme, this outcome recorded or not"
    heads = ("People kept", head, *REFIT_HEADS[1:])
    cells = [(name, f"{count:,}", *difference_cells(outcome.kind, estimate)) for name, count, estimate in rows]
    return table(f"{key}-trimmed", caption, heads, cells)
