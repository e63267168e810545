"""What a linkage says of itself: words for the screen, numbers as JSON, a page to read. No names, no identifiers.

The page is for use inside the organisation: its counts are not suppressed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files as package_files

from .measuring import Accuracy, Measurement, Proportion
from .results import Linkage, LinkAttrition

# Problems listed on the page; the JSON has all of them.
MOST_PROBLEMS = 200


def to_json(linkage: Linkage, measurement: Measurement | None = None) -> str:
    """Counts, settings, problems by row, and how good it was where the truth is known."""
    data = {
        "attrition": [asdict(step) for step in linkage.attrition.steps],
        "linked": len(linkage.links),
        "linked_by": dict(linkage.linked_by),
        "in_review": linkage.in_review,
        "records": linkage.records,
        "people_in_records": linkage.people_in_records,
        "settings": {
            "method": linkage.method,
            "passes": list(linkage.passes),
            "link_at": linkage.link_at,
            "review_at": linkage.review_at,
            "seed": linkage.seed,
        },
        "problems": [asdict(problem) for problem in linkage.problems],
        "notes": list(linkage.notes),
        "measured": None if measurement is None else asdict(measurement),
    }
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def summary(linkage: Linkage, measurement: Measurement | None = None) -> str:
    """For the screen."""
    lines = [
        f"{step.people:>9,}  {step.share:4.0%}  {'  ' if step.part else ''}{step.step}"
        for step in linkage.attrition.steps
    ]
    if linkage.in_review:
        lines.append(
            f"{linkage.in_review:>9,}  {linkage.in_review / linkage.submitted:4.0%}  In doubt, for a person to decide"
        )
    kinds = Counter(problem.kind for problem in linkage.problems)
    if kinds:
        lines += [
            "",
            "To look at in the submission: " + ", ".join(f"{count:,} × {kind}" for kind, count in kinds.items()) + ".",
        ]
    lines += ["", *linkage.notes] if linkage.notes else []
    lines += ["", *measured_lines(measurement)] if measurement is not None else []
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
    return (name, f"{row.precision.count:,}", f"{row.precision.of:,}", percent(row.precision), percent(row.recall))


def percent(share: Proportion) -> str:
    if share.share is None or share.lower is None or share.upper is None:
        return "–"
    return f"{100 * share.share:.1f}% ({100 * share.lower:.1f} to {100 * share.upper:.1f})"


def render_page(linkage: Linkage, measurement: Measurement | None = None) -> str:
    """A self-contained HTML page."""
    from ..report.markup import Markup, element

    style = package_files("throughgate_evidence.report").joinpath("static/style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", "How the people were linked"),
        element("style", Markup(style)),
    )
    lead = f"{len(linkage.links):,} of {linkage.submitted:,} people submitted were found in the records."
    header = element("header", element("h1", "How the people were linked"), element("p", lead, class_="lead"))
    footer = element("footer", element("p", "For use inside the organisation: small counts are not withheld."))
    body = element("body", header, element("main", *sections(linkage, measurement), id="main"), footer)
    return "<!doctype html>\n" + element("html", head, body, lang="en-GB") + "\n"


def sections(linkage: Linkage, measurement: Measurement | None) -> Iterable[str]:
    yield section("steps", "From submitted to linked", attrition_table(linkage.attrition), doubt_words(linkage))
    if measurement is not None:
        yield section("measured", "How good the links are", *measured_tables(measurement))
    if linkage.problems:
        yield section("problems", "To look at in the submission", *problem_table(linkage))
    yield section("method", "How it was done", *method_words(linkage))


def section(key: str, title: str, *content: str | None) -> str:
    from ..report.markup import element

    return element("section", element("h2", title, id=key), *content, aria_labelledby=key)


def paragraph(words: str) -> str:
    from ..report.markup import element

    return element("p", words)


def attrition_table(attrition: LinkAttrition) -> str:
    from ..report.tables import table

    rows = [
        (
            f"of these, {step.step[0].lower()}{step.step[1:]}" if step.part else step.step,
            f"{step.people:,}",
            f"{step.share:.0%}",
        )
        for step in attrition.steps
    ]
    return table(
        "steps-table",
        "People left after each step, and their share of those submitted",
        ("Step", "People", "Share"),
        rows,
    )


def doubt_words(linkage: Linkage) -> str | None:
    if not linkage.in_review:
        return None
    return paragraph(f"{linkage.in_review:,} more are in doubt and wait for a person to decide.")


def measured_tables(measurement: Measurement) -> list[str]:
    from ..report.tables import table

    heads = ("Links", "Right", "Linked", "Precision", "Recall")
    rows = [accuracy_row(row) for row in (measurement.overall, *measurement.by_pass)]
    made: list[str] = [table("accuracy", "By pass, with 95 % intervals (Wilson)", heads, rows)]
    if measurement.by_threshold:
        rows = [accuracy_row(row, f"from {least:g}") for least, row in measurement.by_threshold]
        made.append(table("thresholds", "Had the model's links been taken from another probability on", heads, rows))
    return made


def problem_table(linkage: Linkage) -> list[str]:
    from ..report.tables import table

    shown = linkage.problems[:MOST_PROBLEMS]
    rows = [("whole file" if problem.row is None else f"row {problem.row}", problem.words) for problem in shown]
    made: list[str] = [
        table("problem-table", "By row of the participants' file", ("Where", "What"), rows, numbers_from=2)
    ]
    if len(linkage.problems) > len(shown):
        made.append(paragraph(f"{len(linkage.problems) - len(shown):,} more are in the JSON."))
    return made


def method_words(linkage: Linkage) -> list[str]:
    words = []
    if linkage.passes:
        words.append(
            f"Rules, in this order: {'; '.join(linkage.passes)}. A rule links where participant and record are each "
            "the only one that fits the other and nothing speaks against it."
        )
    if linkage.method != "deterministic":
        words.append(
            "Then by likelihood (Fellegi and Sunter, with Splink): pairs at least "
            f"{linkage.link_at:.0%} likely, each the best for the other by a clear margin, were linked; from "
            f"{linkage.review_at:.0%} on they go to a person. Seed {linkage.seed}."
        )
    words.append(f"The records hold {linkage.records:,} rows about {linkage.people_in_records:,} people.")
    return [paragraph(text) for text in (*words, *linkage.notes)]
