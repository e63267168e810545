"""Whether the difference depends on who somebody is, for the subgroups that were asked for beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..outcomes import Estimate
from ..outcomes.subgroups import NOBODY_MATCHED
from ..results import Evaluation, OutcomeResult
from ..statements import WORDING, interaction_sentence, level_sentence
from .findings import is_closed, not_shown
from .forest import forest, line_of
from .markup import Markup, element
from .tables import NONE, WITHHELD, average, difference_cells, table

if TYPE_CHECKING:
    from ..outcomes.subgroups import SubgroupResult

NOBODY = "nobody matched"
DO_NOT_READ = "not alike, do not read"
HEADS = ("Subgroup", "People", "Treatment", "Comparison", "Difference", "95 % interval", "p")


def subgroups(evaluation: Evaluation) -> list[Markup]:
    if is_closed(evaluation):
        return [not_shown()]
    intro = (
        "A difference that is significant in one level and not in another is no proof that the levels differ. What "
        "counts is whether the difference itself differs between them."
    )
    parts = [element("p", intro), *(element("p", words, class_="caution") for words in not_alike(evaluation.subgroups))]
    for at, outcome in enumerate(evaluation.outcomes):
        if outcome.matched is not None:
            parts += one_outcome(f"subgroups-{at}", outcome, outcome.matched, evaluation.subgroups)
    return parts


def not_alike(results: tuple[SubgroupResult, ...]) -> list[str]:
    """One sentence for each level in which the groups are not alike."""
    said = (level_sentence(level(result), result.gate) for result in results)
    return [words for words in said if words is not None]


def one_outcome(
    key: str, outcome: OutcomeResult, everybody: Estimate, results: tuple[SubgroupResult, ...]
) -> list[Markup]:
    found = [(result, estimate_in(result, outcome.name)) for result in results]
    if all(estimate is None for _, estimate in found):
        reasons = list(dict.fromkeys(filter(None, (withheld_in(result, outcome.name) for result, _ in found))))
        if not reasons:
            return []
        return [element("p", f"“{outcome.label}” by subgroup is withheld: {'; '.join(reasons)}.")]
    lines = [
        line_of(level(result), outcome.kind, estimate)
        for result, estimate in found
        if estimate is not None and not result.is_closed
    ]
    rows = [level_row(result, outcome, estimate) for result, estimate in found]
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


def level_row(result: SubgroupResult, outcome: OutcomeResult, estimate: Estimate | None) -> tuple[str, ...]:
    """What stands in the place of figures where there is nobody, too few, or nobody alike."""
    name = level(result)
    if result.withheld == NOBODY_MATCHED:
        return (name, NOBODY, *[NONE] * 5)
    if estimate is None:
        return (name, *[WITHHELD] * 6)
    if result.is_closed:
        return (name, people(estimate), NONE, NONE, DO_NOT_READ, NONE, NONE)
    return row(name, outcome, estimate)


def people(estimate: Estimate) -> str:
    return f"{estimate.n_treated:,} and {estimate.n_comparison:,}"


def row(name: str, outcome: OutcomeResult, estimate: Estimate) -> tuple[str, ...]:
    return (
        name,
        people(estimate),
        average(estimate.treated, outcome.kind),
        average(estimate.comparison, outcome.kind),
        *difference_cells(outcome.kind, estimate),
    )


def interactions(outcome: OutcomeResult, results: tuple[SubgroupResult, ...]) -> list[str]:
    """One sentence for each column."""
    known = {result.column: result.interaction_p.get(outcome.name) for result in results}
    closed = {
        column: [level(result) for result in results if result.column == column and result.is_closed]
        for column in known
    }
    return [interaction_sentence(outcome.label, column, p, closed[column]) for column, p in known.items()]
