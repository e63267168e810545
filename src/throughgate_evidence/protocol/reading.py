"""Reads an analysis plan. Every error of the file is told at once, with its line and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..refusals import EvidenceInputError
from .document import Document, read_document
from .document import Path as Steps
from .plan import FollowUp, MethodPlan, Needed, OutcomePlan, People, Plan, TheoryLine

# Texts of the template that are still to be written stand between these.
OPEN, CLOSE = "‹", "›"
SECTIONS: dict[str, type[BaseModel]] = {
    "theory": TheoryLine,
    "people": People,
    "method": MethodPlan,
    "outcomes": OutcomePlan,
    "follow_up": FollowUp,
    "needed": Needed,
}
ITEMS = {"theory": "line of theory", "outcomes": "outcome"}


def read_plan(path: str | PathLike[str]) -> Plan:
    """Read and check a plan. Raises EvidenceInputError (PlanFileError: everything that is wrong, line by line)."""
    return parse_plan(read_text(Path(path)), file=Path(path).name)


def read_text(path: Path) -> str:
    if not path.is_file():
        raise EvidenceInputError(f"There is no plan {path.name}. Write one with: throughgate-evidence plan new {path}")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvidenceInputError(f"{path.name} is not UTF-8 text. Save it again as plain text in UTF-8.") from error


def parse_plan(text: str, *, file: str) -> Plan:
    """The plan in `text`; `file` is named in errors."""
    document = Document(file)
    raw = read_document(text, document)
    if not isinstance(raw, dict):
        document.add((), "this is not an analysis plan", "Begin with plan: 1, title: and question:.")
        document.refuse_errors()
    try:
        plan = Plan.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors():
            explain(detail, document)
    else:
        check_parts(plan, document)
    document.refuse_errors()
    return plan


def unwritten(text: str) -> tuple[int, ...]:
    """Lines that still hold a gap of the template; comments do not count."""
    lines = enumerate(text.splitlines(), start=1)
    return tuple(at for at, line in lines if OPEN in line.split(" #")[0] and not line.lstrip().startswith("#"))


# -- one error of Pydantic in our words ----------------------------------------------------------------------------


def explain(detail: ErrorDetails, document: Document) -> None:
    steps: Steps = tuple(step for step in detail["loc"] if step != "[key]")
    part, words = part_of(steps)
    last = str(steps[-1]) if steps else ""
    if detail["type"] == "missing":
        document.add(steps[:-1], f"{words} has no “{last}”", f"Add {last}: to it.")
    elif detail["type"] == "extra_forbidden":
        document.add(steps, f"{words} has a field “{last}” that is not known", did_you_mean(last, names_of(part)))
    else:
        name = next((str(step) for step in reversed(steps) if isinstance(step, str)), "")
        of = f"{words}: “{name}”" if name not in {"", words.strip("“”")} else words
        what, mend = plain_words(detail)
        document.add(steps, f"{of} {what}", mend)


def part_of(steps: Steps) -> tuple[type[BaseModel], str]:
    """The part of the plan that an error is in, and what to call it."""
    section = str(steps[0]) if len(steps) > 1 else ""
    if section in ITEMS and len(steps) > 2 and isinstance(steps[1], int):
        return SECTIONS[section], f"{ITEMS[section]} {steps[1] + 1}"
    if section in SECTIONS and section not in ITEMS:
        return SECTIONS[section], f"“{section}”"
    return Plan, "the plan"


def names_of(part: type[BaseModel]) -> list[str]:
    return sorted(info.alias or name for name, info in part.model_fields.items())


def did_you_mean(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"Known are {', '.join(known)}."


def plain_words(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value, and how to mend it."""
    limits, value = detail.get("ctx", {}), detail["input"]
    match detail["type"]:
        case "string_too_long":
            return "is too long", f"Shorten it to {limits['max_length']} characters."
        case "string_too_short" | "too_short":
            return "is empty", "Write something there, or leave the field out."
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"is {value}", f"Write a number {limit_words(limits)}."
        case "literal_error":
            return f"cannot be “{value}”", f"Write {limits['expected'].replace(chr(39), '')}."
        case other:
            return wrong_shape(other, value)


def limit_words(limits: dict[str, Any]) -> str:
    words = {"gt": "above", "ge": "from", "lt": "under", "le": "up to"}
    return " and ".join(f"{words[sign]} {limit:g}" for sign, limit in limits.items() if sign in words)


def wrong_shape(error_type: str, value: object) -> tuple[str, str]:
    shapes = (
        ("date", "is not a day", "Write it as 2027-03-31."),
        ("int_", "is not a whole number", "Write digits only."),
        ("float_", "is not a number", "Write it as 0.2."),
        ("finite", "is not a number", "Write it as 0.2."),
        ("bool_", "is neither true nor false", "Write true or false."),
        ("string_type", "is not text", "Write words on the same line."),
        ("tuple_type", "is not a list", "Write [one, another], or a line with a dash for each."),
        ("dict_type", "has no names below it", "Write names, each on its own line."),
        ("model_type", "has no fields", "Write its fields below it, indented."),
    )
    found = next(((what, mend) for start, what, mend in shapes if error_type.startswith(start)), None)
    what, mend = found or ("cannot be read", "Compare it with a new plan.")
    return (f"is empty: it {what}" if value is None else what), mend


# -- what has to fit together --------------------------------------------------------------------------------------


def check_parts(plan: Plan, document: Document) -> None:
    for problem in (*outcome_problems(plan), *column_problems(plan), *people_problems(plan)):
        document.add(*problem)


Problem = tuple[Steps, str, str]


def outcome_problems(plan: Plan) -> Iterator[Problem]:
    keys = [outcome.key for outcome in plan.outcomes]
    for at, outcome in enumerate(plan.outcomes):
        survival = (outcome.name, outcome.time, outcome.event)
        if outcome.column and any(survival) or not (outcome.column or all(survival)):
            mend = "Write column:, or name:, time: and event: for a time until an event."
            yield ("outcomes", at), f"outcome {at + 1} does not say which column it is", mend
        elif keys.index(outcome.key) < at:
            yield ("outcomes", at), f"outcome “{outcome.key}” stands in the plan twice", "Take one away."
        if outcome.kind and not outcome.column:
            yield ("outcomes", at, "kind"), f"outcome {at + 1} is a time until an event", "Take kind: away."
        if outcome.unit and outcome.column:
            yield ("outcomes", at, "unit"), f"outcome {at + 1} is no time until an event", "Write kind: in place of it."
    if all(outcome.role == "secondary" for outcome in plan.outcomes):
        yield ("outcomes",), "no outcome is primary", "Say which outcome decides: role: primary."
    for at, line in enumerate(plan.theory):
        for name in line.shown_by:
            if name not in keys:
                yield ("theory", at, "shown_by"), f"“{name}” is not among the outcomes", did_you_mean(name, keys)


def column_problems(plan: Plan) -> Iterator[Problem]:
    outcomes, people = set(plan.outcome_columns), plan.people
    if people.treated in outcomes:
        yield ("people", "treated"), f"“{people.treated}” is an outcome too", "Name the column of who was treated."
    for at, name in enumerate(plan.covariates):
        if name in outcomes:
            mend = "A covariate is what people were like before. Take it from one of the two."
            yield ("covariates", at), f"“{name}” is a covariate and an outcome", mend
        if name == people.treated:
            yield ("covariates", at), f"“{name}” says who was treated", "Take it from the covariates."
        if name in plan.covariates[:at]:
            yield ("covariates", at), f"“{name}” is named twice", "Take one away."
    yield from unknown_covariates(plan)
    for section, names in (("subgroups", plan.subgroups), ("method", (*plan.method.exact, *plan.method.antiexact))):
        for name in outcomes.intersection(names):
            mend = "Groups are what people were like before. Choose another column."
            yield (section,), f"“{name}” is an outcome", mend


def unknown_covariates(plan: Plan) -> Iterator[Problem]:
    known = tuple(dict.fromkeys(plan.covariates))
    for at, name in enumerate(plan.categorical):
        if name not in known:
            yield ("categorical", at), f"“{name}” is not among the covariates", did_you_mean(name, known)
    for at, term in enumerate(plan.interactions):
        for name in factors(term):
            if name not in known:
                what = f"“{term}” uses “{name}”, which is not among the covariates"
                yield ("interactions", at), what, did_you_mean(name, known)


def factors(term: str) -> tuple[str, ...]:
    """The columns of an interaction such as age:prior or age^2."""
    return tuple(part.partition("^")[0].strip().strip("`") for part in term.split(":"))


def people_problems(plan: Plan) -> Iterator[Problem]:
    start, end = plan.people.start, plan.people.end
    if start and end and end < start:
        yield ("people", "to"), f"the last day, {end}, comes before the first, {start}", "Turn them round."
    if plan.method.name == "radius" and plan.method.caliper is None:
        yield ("method", "caliper"), "radius matching needs a caliper", "Write a number above 0, such as 0.2."
