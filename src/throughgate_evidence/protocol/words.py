"""A plan as a page in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..power import day_words
from .checking import FIELD_WORDS, in_words, theory_sentences
from .locking import LockedPlan
from .plan import OutcomePlan, Plan

WIDTH = 88
METHOD_WORDS = {
    "radius": "Each person in the programme is compared with the average of everybody within the caliper.",
    "nearest": "Each person in the programme is compared with the nearest other people.",
    "optimal": "Pairs are chosen so that the distances are smallest altogether.",
    "full": "Everybody is put into sets that are as alike as can be.",
    "exact": "People are compared with those who are the same on every covariate.",
    "cem": "People are compared with those in the same coarse classes of every covariate.",
    "subclass": "People are compared within classes of their propensity.",
    "ipw": "Comparison people are weighted by how likely they were to be in the programme.",
    "overlap": "People are weighted by how well they could have been in either group.",
    "entropy": "Comparison people are weighted so that the covariates’ means are the same.",
}
ESTIMAND_WORDS = {
    "ATT": "the people who were in the programme",
    "ATE": "everybody, in the programme or not",
    "ATC": "the people who were not in the programme",
}
CALIPER_METHODS = frozenset({"radius", "nearest", "optimal", "full"})
EXPECT_WORDS = {"lower": "expected to be lower", "higher": "expected to be higher", "either": "no direction expected"}
MISSING_WORDS = {
    "leave-out": "A record with a covariate missing is left out of everything, and counted.",
    "refuse": "A file with a covariate missing is refused.",
    "indicator": "A covariate that is not recorded is marked as such and kept.",
}
DISCLOSURE_WORDS = {
    "standard": "Small counts are withheld.",
    "none": "Nothing is withheld: for use inside the organisation only.",
}


def plan_words(plan: Plan, locked: LockedPlan | None = None, *, state: str | None = None) -> str:
    """The whole plan as text, for a screen or a printer. `state` says something else than whether it is locked."""
    state = state or state_words(locked)
    parts = [f"{plan.title}\n{'=' * min(len(plan.title), WIDTH)}", "\n".join(wrapped(state))]
    for heading, lines in sections(plan):
        body = "\n".join(line for text in lines for line in wrapped(text, "  "))
        parts.append(f"{heading}\n{body}")
    if locked and locked.amendments:
        body = "\n".join(line for text in locked.amendments for line in wrapped(text, "  "))
        parts.append(f"What was changed after it was locked\n{body}")
    return "\n\n".join(parts) + "\n"


def wrapped(text: str, indent: str = "") -> list[str]:
    hanging = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hanging)


def state_words(locked: LockedPlan | None) -> str:
    if locked is None:
        return "An analysis plan. It is not locked: lock it before outcomes are looked at."
    first = locked.history[0]
    by = f" by {first.by}" if first.by else ""
    data = f" It was locked on {locked.data.rows:,} rows of {locked.data.file}." if locked.data else ""
    changed = len(locked.history) - 1
    since = "It has not been changed since."
    if changed:
        since = f"It has been changed {'once' if changed == 1 else f'{changed} times'} since: see the end."
    return f"An analysis plan, locked on {first.day}{by}.{data} {since} SHA-256 {locked.digest[:12]}…"


def sections(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    yield "The question", [plan.question]
    yield "What should happen, and why", [f"- {sentence}" for sentence in theory_sentences(plan)]
    yield "Who is compared", list(people_words(plan))
    yield "What people have to be alike in", list(covariate_words(plan))
    yield "How they are matched", list(method_words(plan))
    yield "What is looked at afterwards", list(outcomes_words(plan))
    yield "How many people it takes", list(needed_words(plan))
    yield "Rules", list(rules_words(plan))
    if plan.notes:
        yield "Notes", [plan.notes]


def people_words(plan: Plan) -> Iterator[str]:
    people = plan.people
    yield f"In the programme: {people.who} (column {people.treated})."
    yield f"Compared with: {people.compared_with}."
    if people.start or people.end:
        start = f" from {day_words(people.start)}" if people.start else ""
        end = f" to {day_words(people.end)}" if people.end else ""
        yield f"Joined{start}{end}."
    followed = plan.follow_up
    since = f" from {people.index_date}" if people.index_date else ""
    until = f" Records of outcomes reach {day_words(followed.data_until)}." if followed.data_until else ""
    yield f"Followed for {followed.days} days{since}, and {followed.waiting_days} more for cases to finish.{until}"


def covariate_words(plan: Plan) -> Iterator[str]:
    yield f"{', '.join(plan.covariates)}."
    if plan.categorical:
        yield f"Of these, categories: {', '.join(plan.categorical)}."
    if plan.interactions:
        yield f"Taken together: {', '.join(plan.interactions)}."


def method_words(plan: Plan) -> Iterator[str]:
    method = plan.method
    yield METHOD_WORDS[method.name]
    yield f"The answer is for {ESTIMAND_WORDS[method.estimand]}."
    if method.name in CALIPER_METHODS:
        scale = (
            "standard deviations of the logit" if method.caliper_scale == "sd" else f"on the scale of {method.distance}"
        )
        yield "No caliper." if method.caliper is None else f"Caliper: {method.caliper:g} {scale}."
    told = (
        "distance",
        "ratio",
        "replace",
        "discard",
        "exact",
        "antiexact",
        "subclasses",
        "cutpoints",
        "trim",
        "most_comparison",
        "most_treated",
    )
    chosen = [name for name in (*told, "interval", "draws", "smd_scale", "seed") if name in method.model_fields_set]
    for name in chosen:
        yield f"{FIELD_WORDS[name]}: {in_words(getattr(method, name))}."


def outcomes_words(plan: Plan) -> Iterator[str]:
    for outcome in plan.outcomes:
        yield f"- {outcome.words} ({outcome_details(outcome)})"
    if plan.subgroups:
        yield f"Separately for: {', '.join(plan.subgroups)}."


def outcome_details(outcome: OutcomePlan) -> str:
    where = f"column {outcome.column}" if outcome.column else f"time {outcome.time} until {outcome.event}"
    details = [outcome.role, where, outcome.kind or "", in_unit(outcome), EXPECT_WORDS[outcome.expect]]
    return ", ".join(filter(None, [*details, "by severity" if outcome.severity else ""]))


def in_unit(outcome: OutcomePlan) -> str:
    return f"in {outcome.unit}" if outcome.unit else ""


def needed_words(plan: Plan) -> Iterator[str]:
    needed = plan.needed
    if needed.smallest_difference:
        yield f"The smallest difference that would matter: {needed.smallest_difference}."
    if needed.people is None:
        yield "No number was worked out beforehand."
    else:
        chance = f"{round(100 * needed.power)} times in 100"
        yield f"At least {needed.people:,} people in the programme, to find such a difference {chance}."


def rules_words(plan: Plan) -> Iterator[str]:
    yield MISSING_WORDS[plan.missing]
    several = "No correction is made for looking at several outcomes."
    yield several if plan.correction == "none" else f"p is corrected for several outcomes by {plan.correction}."
    yield DISCLOSURE_WORDS.get(plan.disclosure, f"Disclosure control: {plan.disclosure}.")
