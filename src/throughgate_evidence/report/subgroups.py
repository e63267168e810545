"""Whether the difference depends on who somebody is, for the subgroups that were asked for beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..outcomes import Estimate
from ..results import Evaluation, OutcomeResult
from ..statements import WORDING, interaction_sentence
from .findings import is_closed, not_shown
from .forest import forest, line_of
from .markup import Markup, element
from .tables import WITHHELD, average, difference_cells, table

if TYPE_CHECKING:
    from ..outcomes.subgroups import SubgroupResult

HEADS = ("Subgroup", "People", "Treatment", "Comparison", "Difference", "95 % interval", "p")


def subgroups(evaluation: Evaluation) -> list[Markup]:
    if is_closed(evaluation):
        return [not_shown()]
    intro = (
        "A difference that is significant in one level and not in another is no proof that the levels differ. What "
        "counts is whether the difference itself differs between them."
    )
    parts = [element("p", intro)]
    for at, outcome in enumerate(evaluation.outcomes):
        if outcome.matched is not None:
            parts += one_outcome(f"subgroups-{at}", outcome, outcome.matched, evaluation.subgroups)
    return parts


def one_outcome(
    key: str, outcome: OutcomeResult, everybody: Estimate, results: tuple[SubgroupResult, ...]
) -> list[Markup]:
    found = [(result, estimate_in(result, outcome.name)) for result in results]
    if all(estimate is None for _, estimate in found):
        reasons = list(dict.fromkeys(filter(None, (withheld_in(result, outcome.name) for result, _ in found))))
        if not reasons:
            return []
        return [element("p", f"“{outcome.label}” by subgroup is withheld: {'; '.join(reasons)}.")]
    lines = [line_of(level(result), outcome.kind, estimate) for result, estimate in found if estimate is not None]
    rows = [row(level(result), outcome, estimate) for result, estimate in found]
    rows.append(row("Everybody", outcome, everybody))
    parts = [element("h3", outcome.label[:1].upper() + outcome.label[1:])]
    parts += [element("p", words) for words in interactions(outcome, results)]
    if lines:
        lines.append(line_of("Everybody", outcome.kind, everybody, strong=True))
        wording = WORDING[outcome.kind]
        title = f"The difference in “{outcome.label}” by subgroup"
        ends = (wording.lower, wording.higher)
        drawn = forest(key, title, lines, wording.limit_decimals, unit=wording.limit_unit.many, ends=ends)
        parts.append(element("figure", drawn, class_="love"))
    return [*parts, table(f"{key}-table", f"“{outcome.label}” by subgroup", HEADS, rows)]


def level(result: SubgroupResult) -> str:
    return f"{result.column}: {result.level}"


def estimate_in(result: SubgroupResult, name: str) -> Estimate | None:
    return next((part.estimate for part in result.outcomes if part.name == name), None)


def withheld_in(result: SubgroupResult, name: str) -> str | None:
    return next((part.withheld for part in result.outcomes if part.name == name), None) or result.withheld


def row(name: str, outcome: OutcomeResult, estimate: Estimate | None) -> tuple[str, ...]:
    if estimate is None:
        return (name, *[WITHHELD] * 6)
    return (
        name,
        f"{estimate.n_treated:,} and {estimate.n_comparison:,}",
        average(estimate.treated, outcome.kind),
        average(estimate.comparison, outcome.kind),
        *difference_cells(outcome.kind, estimate),
    )


def interactions(outcome: OutcomeResult, results: tuple[SubgroupResult, ...]) -> list[str]:
    """One sentence for each column."""
    known = {result.column: result.interaction_p.get(outcome.name) for result in results}
    return [interaction_sentence(outcome.label, column, p) for column, p in known.items()]
