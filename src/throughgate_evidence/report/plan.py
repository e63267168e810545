"""What was planned before the outcomes were read and what was done otherwise; and whether it is too early to ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..results import Evaluation
from .markup import Markup, element
from .tables import NONE, table

if TYPE_CHECKING:
    from ..power.timing import Timing
    from ..protocol import PlanCheck

NO_PLAN = (
    "No plan was written before the outcomes were read. Whoever chose what to compare and how may have known the "
    "answer. Take this as a first look; a plan that is locked beforehand makes it a test."
)


def too_early(timing: Timing | None) -> Markup | None:
    """At the top of the report where there are not enough people with a full follow-up."""
    if timing is None or timing.enough:
        return None
    return element("aside", element("p", timing.sentence), class_="caution early", aria_label="Timing")


def plan(evaluation: Evaluation) -> list[Markup]:
    check = evaluation.plan
    if check is None:
        return [element("p", NO_PLAN)]
    parts = [
        element("p", f"Question: {check.question}", class_="headline"),
        element("p", lock_words(check)),
    ]
    if check.theory:
        parts.append(element("p", "How it is thought to work:"))
        parts.append(element("ol", *(element("li", words) for words in check.theory)))
    if check.amendments:
        parts.append(element("p", "Changed after it was locked, and why:"))
        parts.append(element("ul", *(element("li", words) for words in check.amendments)))
    return [*parts, *deviations(check)]


def lock_words(check: PlanCheck) -> str:
    locked = date.fromisoformat(check.locked_at[:10])
    day, by = f"{locked.day} {locked:%B %Y}", f" by {check.locked_by}" if check.locked_by else ""
    return (
        f"The plan “{check.title}” was locked on {day}{by}, before the outcomes were read. Its fingerprint is "
        f"{check.digest}."
    )


def deviations(check: PlanCheck) -> list[Markup]:
    if not check.deviations:
        return [element("p", "Everything was done as planned.")]
    rows = [
        (deviation.field, str(deviation.planned), str(deviation.done), deviation.reason or NONE)
        for deviation in check.deviations
    ]
    number = len(rows)
    words = (
        f"{number} thing{'' if number == 1 else 's'} {'was' if number == 1 else 'were'} done otherwise than planned."
    )
    heads = ("What", "Planned", "Done", "Why")
    return [element("p", words), table("deviations", "Deviations from the plan", heads, rows, numbers_from=9)]
