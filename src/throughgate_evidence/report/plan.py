"""What was planned beforehand and what was done otherwise; and whether it is too early to ask."""

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
    "No plan that was locked beforehand was given. Whoever chose what to compare and how may have known the "
    "answer. Take this as a first look; a plan that is locked beforehand makes it a test."
)


def timing_words(timing: Timing | None) -> Markup | None:
    """At the top of the report where not everybody has a full follow-up, and where too few have."""
    if timing is None or (timing.enough and is_everybody(timing)):
        return None
    words, class_ = (not_all(timing), "caution mild") if timing.enough else (timing.sentence, "caution early")
    return element("aside", element("p", words), class_=class_, aria_label="Timing")


def is_everybody(timing: Timing) -> bool:
    followed, started = timing.with_full_follow_up, timing.started
    return followed is not None and started is not None and followed >= started


def not_all(timing: Timing) -> str:
    followed, started = timing.with_full_follow_up, timing.started
    whom = "the" if started is None else f"{started:,}"
    who = f"Not all of {whom}" if followed is None else f"{followed:,} of {whom}"
    return (
        f"{who} people in the programme have a full follow-up; what happened to the others is not known in full yet. "
        f"That is enough for a result ({timing.needed:,} are needed), but theirs may still change it."
    )


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
    day, by = f"{locked.day} {locked:%B %Y}", f", by {check.locked_by}" if check.locked_by else ""
    return (
        f"The plan “{check.title}” was locked on {day}, according to its lock{by}; whether outcomes had been seen "
        f"before only its authors know. Its fingerprint is {check.digest}."
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
