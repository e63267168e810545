"""The report: what was found in plain words first, then the figures it rests on, how it was done, what it cannot
tell.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from ..balance import BANDS
from ..results import Evaluation, Finding, OutcomeResult
from ..statements import p_value
from .figures import arch, attrition_bars, hundred_people, interval_line, love_plot
from .markup import Markup, element, join
from .method import cannot_tell, method_rows
from .tables import attrition_table, balance_table, outcome_table, raw_table


def render_report(evaluation: Evaluation) -> str:
    """One HTML page that needs nothing else: no script, no font, no picture from elsewhere."""
    style = files(__package__).joinpath("static/style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{evaluation.title}: what was found"),
        element("style", Markup(style)),
    )
    body = element("body", masthead(evaluation), element("main", *sections(evaluation), id="main"), footer(evaluation))
    return "<!doctype html>\n" + element("html", head, body, lang="en-GB") + "\n"


def masthead(evaluation: Evaluation) -> Markup:
    lead = (
        f"{evaluation.n_treated_matched:,} people in the programme, compared with {evaluation.n_comparison_matched:,} "
        "people like them who were not in it."
    )
    words = element("div", element("p", "Throughgate evidence", class_="brand"), element("h1", evaluation.title))
    return element("header", element("div", arch(), words, class_="gate"), element("p", lead, class_="lead"))


def sections(evaluation: Evaluation) -> list[Markup]:
    return [
        section("findings", "What was found", *key_findings(evaluation)),
        section("people", "Who was compared", *people(evaluation)),
        section("balance", "Were the groups alike?", *balance(evaluation)),
        section("outcomes", "The figures", *figures(evaluation)),
        section("method", "How it was done", *method(evaluation)),
        section(
            "limits",
            "What this cannot tell",
            element("ul", *(element("li", words) for words in cannot_tell(evaluation))),
        ),
    ]


def section(key: str, title: str, *content: str | None) -> Markup:
    return element("section", element("h2", title, id=key), *content, aria_labelledby=key)


def key_findings(evaluation: Evaluation) -> list[Markup | None]:
    pairs = zip(evaluation.findings, evaluation.outcomes, strict=True)
    return [caution(evaluation), *(finding_card(at, *pair) for at, pair in enumerate(pairs))]


def caution(evaluation: Evaluation) -> Markup | None:
    """Said before anything else where the groups are not alike after matching."""
    red = [row.name for row in evaluation.balance if row.band == "red"]
    if not red:
        return None
    words = (
        f"Read with care: after matching the groups still differ on {', '.join(red)}. What follows may show that "
        "difference and not the programme."
    )
    return element("p", element("strong", "Not alike. "), words, class_="caution")


def finding_card(at: int, finding: Finding, outcome: OutcomeResult) -> Markup:
    key, estimate = f"outcome-{at}", outcome.matched
    words = [
        element("h3", outcome.label[:1].upper() + outcome.label[1:]),
        element("p", verdict(finding), class_="tag " + verdict_class(finding)),
        element("p", finding.headline, class_="headline"),
        element("p", finding.meaning) if finding.meaning else None,
        element("p", finding.note, class_="note") if finding.note else None,
    ]
    if estimate is None:
        return element("article", element("div", *words), class_="card")
    drawn = [hundred_people(key, outcome.label, estimate) if outcome.kind == "rate" else None]
    drawn.append(interval_line(key, outcome.label, outcome.kind, estimate))
    return element("article", element("div", *words), element("div", *drawn, class_="drawn"), class_="card two")


def verdict(finding: Finding) -> str:
    if finding.meaning is None:
        return "Not reported"
    if finding.significant is None:
        return "Too few people to say"
    return "Statistically significant" if finding.significant else "Direction not settled"


def verdict_class(finding: Finding) -> str:
    return {True: "sure", False: "open", None: "few"}[finding.significant]


def people(evaluation: Evaluation) -> list[Markup | None]:
    gaps = [f"{count:,} without {column}" for column, count in evaluation.rows_left_out.items()]
    left_out = f"Left out because something was not recorded: {'; '.join(gaps)}." if gaps else None
    ess = (
        f"{evaluation.n_comparison_matched:,} people in the comparison group stand in for those in the "
        f"programme; some count "
        f"for more than others. They carry as much weight as {evaluation.ess:,.1f} people who all count the same."
    )
    return [
        element("p", f"The file holds {evaluation.rows_read:,} records."),
        element("p", left_out) if left_out else None,
        element("p", ess),
        side_by_side(attrition_bars(evaluation.attrition), attrition_table(evaluation.attrition)),
    ]


def side_by_side(figure: Markup, table: Markup) -> Markup:
    return element("div", element("figure", figure), table, class_="two")


def balance(evaluation: Evaluation) -> list[Markup | None]:
    counts = Counter(row.band for row in evaluation.balance)
    green, amber = (f"{limit:.0%}" for _, limit in BANDS)
    summary = (
        f"Of {len(evaluation.balance)} measures {counts['green']} are alike after matching (within {green} of a "
        f"standard "
        f"deviation), {counts['amber']} nearly alike (within {amber}) and {counts['red']} not alike."
    )
    key = element(
        "p",
        element("span", "○", class_="key-before", aria_hidden="true"),
        " before matching  ",
        element("span", "●", class_="key-after", aria_hidden="true"),
        " after matching",
        class_="key",
    )
    return [
        element("p", summary),
        element("figure", love_plot(evaluation.balance), element("figcaption", key), class_="love"),
        balance_table(evaluation.balance),
    ]


def figures(evaluation: Evaluation) -> list[Markup]:
    reasons = [(outcome, outcome.withheld or outcome.raw_withheld) for outcome in evaluation.outcomes]
    reasons = [(outcome, reason) for outcome, reason in reasons if reason]
    second = [
        f"{outcome.label}: p {p_value(outcome.second.p)} with {outcome.second.se_method}"
        for outcome in evaluation.outcomes
        if outcome.second is not None and outcome.second.p is not None
    ]
    words = [
        f"The same with the other way to make an interval: {'; '.join(second)}." if second else None,
        "".join(f"{outcome.label} is withheld: {reason}. " for outcome, reason in reasons) or None,
    ]
    notes = [element("p", text) for text in words if text]
    return [outcome_table(evaluation.outcomes), raw_table(evaluation.outcomes), *notes]


def method(evaluation: Evaluation) -> list[Markup]:
    rows = [element("div", element("dt", name), element("dd", words)) for name, words in method_rows(evaluation)]
    return [element("dl", *rows)]


def footer(evaluation: Evaluation) -> Markup:
    inside = evaluation.settings.disclosure == "none"
    use = "For use inside the organisation only: small counts are not withheld. " if inside else ""
    return element("footer", element("p", join(use, f"Made with Throughgate evidence {evaluation.version}.")))
