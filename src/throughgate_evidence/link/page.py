"""What a linkage says of itself: words for the screen, numbers as JSON, a page to read. No names, no identifiers, and
nothing that disclosure control took out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from ..disclosure import thresholds_of
from ..report.markup import Markup, element
from ..report.page import footer, masthead, page, section
from ..report.tables import NONE, table
from ..version import package_version
from .measuring import Accuracy, Measurement, Proportion
from .results import LinkStep, Problem, link_step
from .told import Told

# Problems listed on the page; the JSON has all of them.
MOST_PROBLEMS = 200


def to_json(told: Told) -> str:
    """Counts, settings, problems by row, and how good it was where the truth is known. What is withheld is null."""
    data = {
        "attrition": [asdict(step) for step in all_steps(told)],
        "linked": told.linked,
        "linked_by": told.linked_by,
        "in_review": told.in_review,
        "records": told.records,
        "people_in_records": told.people_in_records,
        "settings": asdict(told.setup),
        "problems": [asdict(problem) for problem in told.problems],
        "problem_kinds": told.problem_kinds,
        "notes": list(told.notes),
        "measured": None if told.measured is None else asdict(told.measured),
    }
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def all_steps(told: Told) -> list[LinkStep]:
    """The steps with the parts of the last one, by rule, before it."""
    parts = [link_step(f"Linked by {by}", people, told.submitted, True) for by, people in told.linked_by.items()]
    return [*told.steps[:-1], *parts, told.steps[-1]]


def few(told: Told) -> str:
    return f"fewer than {thresholds_of(told.setup.disclosure).cell}"


def kinds_words(told: Told) -> str:
    counted = (f"{few(told) if count is None else f'{count:,}'} × {kind}" for kind, count in told.problem_kinds.items())
    return ", ".join(counted)


def summary(told: Told) -> str:
    """For the screen."""
    lines = [
        f"{step.people:>9,}  {step.share:4.0%}  {'  ' if step.part else ''}{step.step}" for step in all_steps(told)
    ]
    doubt = "In doubt, for a person to decide"
    if told.in_review:
        lines.append(f"{told.in_review:>9,}  {told.in_review / told.submitted:4.0%}  {doubt}")
    elif told.in_review is None:
        lines.append(f"{doubt}: {few(told)}")
    if told.problem_kinds:
        lines += ["", f"To look at in the submission: {kinds_words(told)}."]
    lines += ["", *told.notes] if told.notes else []
    lines += ["", *measured_lines(told.measured)] if told.measured is not None else []
    return "\n".join(lines) + "\n"


def measured_lines(measurement: Measurement) -> list[str]:
    rows = [("", "right", "linked", "precision", "recall")]
    accuracies = [measurement.overall, *measurement.by_pass]
    rows += [accuracy_row(row) for row in accuracies]
    rows += [accuracy_row(row, f"rules, and likely from {least:g}") for least, row in measurement.by_threshold]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]


def accuracy_row(row: Accuracy, what: str | None = None) -> tuple[str, str, str, str, str]:
    name = what or row.what
    return (
        name,
        counted(row.precision.count),
        counted(row.precision.of),
        percent(row.precision),
        percent(row.recall),
    )


def counted(people: int | None) -> str:
    return NONE if people is None else f"{people:,}"


def percent(share: Proportion) -> str:
    if share.share is None:
        return NONE
    if share.lower is None or share.upper is None:
        return f"{100 * share.share:.0f}%"
    return f"{100 * share.share:.1f}% ({100 * share.lower:.1f} to {100 * share.upper:.1f})"


def render_page(told: Told) -> str:
    """A self-contained HTML page."""
    lead = f"{told.linked:,} of {told.submitted:,} people submitted were found in the records."
    return page(
        "How the people were linked",
        masthead("How the people were linked", lead),
        list(sections(told)),
        footer(package_version(), inside=told.setup.disclosure == "none"),
    )


def sections(told: Told) -> Iterable[Markup]:
    yield section("steps", "From submitted to linked", steps_table(told), doubt_words(told))
    if told.measured is not None:
        yield section("measured", "How good the links are", *measured_tables(told.measured))
    if told.problem_kinds:
        yield section("problems", "To look at in the submission", *problem_parts(told))
    yield section("method", "How it was done", *method_words(told))


def steps_table(told: Told) -> Markup:
    rows = [
        (
            f"of these, {step.step[0].lower()}{step.step[1:]}" if step.part else step.step,
            f"{step.people:,}",
            f"{step.share:.0%}",
        )
        for step in all_steps(told)
    ]
    caption = "People left after each step, and their share of those submitted"
    return table("steps-table", caption, ("Step", "People", "Share"), rows)


def doubt_words(told: Told) -> Markup | None:
    if told.in_review == 0:
        return None
    people = few(told) if told.in_review is None else f"{told.in_review:,}"
    return element("p", f"{people[0].upper()}{people[1:]} more are in doubt and wait for a person to decide.")


def measured_tables(measurement: Measurement) -> list[Markup]:
    heads = ("Links", "Right", "Linked", "Precision", "Recall")
    rows = [accuracy_row(row) for row in (measurement.overall, *measurement.by_pass)]
    made = [table("accuracy", "By pass, with 95 % intervals (Wilson)", heads, rows)]
    if measurement.by_threshold:
        rows = [accuracy_row(row, f"from {least:g}") for least, row in measurement.by_threshold]
        made.append(table("thresholds", "Had the model's links been taken from another probability on", heads, rows))
    return made


def problem_parts(told: Told) -> list[Markup]:
    """By row where they may be listed, else how many there are of each kind."""
    if not told.problems:
        return [element("p", f"{kinds_words(told)}.")]
    shown = told.problems[:MOST_PROBLEMS]
    rows = [(place(problem), problem.words) for problem in shown]
    made = [table("problem-table", "By row of the participants' file", ("Where", "What"), rows, numbers_from=2)]
    if len(told.problems) > len(shown):
        made.append(element("p", f"{len(told.problems) - len(shown):,} more are in the JSON."))
    return made


def place(problem: Problem) -> str:
    return "whole file" if problem.row is None else f"row {problem.row}"


def method_words(told: Told) -> list[Markup]:
    setup, words = told.setup, []
    if setup.passes:
        words.append(
            f"Rules, in this order: {'; '.join(setup.passes)}. A rule links where participant and record are each "
            "the only one that fits the other and nothing speaks against it."
        )
    if setup.method != "deterministic":
        words.append(
            "Then by likelihood (Fellegi and Sunter, with Splink): pairs at least "
            f"{setup.link_at:.0%} likely, each the best for the other by a clear margin, were linked; from "
            f"{setup.review_at:.0%} on they go to a person. Seed {setup.seed}."
        )
    words.append(f"The records hold {told.records:,} rows about {told.people_in_records:,} people.")
    if setup.disclosure != "none":
        words.append(withheld_words(told))
    return [element("p", text) for text in (*words, *told.notes)]


def withheld_words(told: Told) -> str:
    limits = thresholds_of(told.setup.disclosure)
    words = f"Rules by which fewer than {limits.cell} people were found stand together."
    if limits.differences == "withhold":
        words += f" Steps that fewer than {limits.cell} were lost at are joined, and nothing is told by row."
    return words
