"""What was found, in plain words, first."""

from __future__ import annotations

from ..results import Evaluation, Finding, OutcomeResult
from ..statements import adjusted_sentence, forced_sentence, is_settled, listed
from .figures import hundred_people, interval_line
from .markup import Markup, element


def key_findings(evaluation: Evaluation) -> list[Markup | None]:
    pairs = zip(evaluation.findings, evaluation.outcomes, strict=True)
    closed = is_closed(evaluation)
    return [
        caution(evaluation),
        *(warning(words) for words in evaluation.warnings),
        *(finding_card(at, *pair, closed=closed) for at, pair in enumerate(pairs)),
    ]


def is_closed(evaluation: Evaluation) -> bool:
    """Whether the gate lets no result through. What is only for checking may still be shown."""
    return evaluation.gate is not None and not evaluation.gate.headline


def not_shown() -> Markup:
    """In the place of what would be read as a finding."""
    return element("p", "Not shown: the groups are not alike enough.")


def warning(words: str) -> Markup:
    return element("p", words, class_="caution mild")


def caution(evaluation: Evaluation) -> Markup | None:
    """Said before anything else where the groups are not alike after matching."""
    red = [row.name for row in evaluation.balance if row.band == "red"]
    if not red:
        return None
    gate = evaluation.gate
    words = forced_sentence(gate) if gate is not None else None
    if gate is not None and gate.red:
        # In the order in which each finding names them.
        red = list(gate.red)
    if words is None and is_closed(evaluation):
        words = (
            f"The groups are not alike enough to say what the programme did: after matching they still differ on "
            f"{listed(red)}. The figures below are shown for checking, not as a result."
        )
    words = words or (
        f"Read with care: after matching the groups still differ on {listed(red)}. What follows may show that "
        "difference and not the programme."
    )
    return element("p", element("strong", "Not alike. "), words, class_="caution")


def finding_card(at: int, finding: Finding, outcome: OutcomeResult, *, closed: bool = False) -> Markup:
    key, estimate = f"outcome-{at}", outcome.matched
    adjusted = outcome.adjusted
    beside = adjusted_sentence(outcome.kind, estimate, adjusted) if estimate and adjusted and not closed else None
    words = [
        element("h3", outcome.label[:1].upper() + outcome.label[1:]),
        element("p", verdict(finding, outcome, closed), class_="tag " + verdict_class(finding)),
        None if outcome.primary else element("p", "A secondary outcome.", class_="note"),
        element("p", finding.headline, class_="headline"),
        element("p", finding.meaning) if finding.meaning else None,
        element("p", beside) if beside else None,
        element("p", finding.note, class_="note") if finding.note else None,
    ]
    if estimate is None or closed:
        return element("article", element("div", *words), class_="card")
    drawn = [hundred_people(key, outcome.label, estimate) if outcome.kind == "rate" else None]
    drawn.append(interval_line(key, outcome.label, outcome.kind, estimate))
    return element("article", element("div", *words), element("div", *drawn, class_="drawn"), class_="card two")


def verdict(finding: Finding, outcome: OutcomeResult, closed: bool) -> str:
    if finding.meaning is None:
        return "Not alike enough to say" if closed and outcome.matched is not None else "Not reported"
    if finding.significant is None:
        return "Too few people to say"
    if finding.significant:
        return "Statistically significant"
    alone = outcome.matched is not None and outcome.p_corrected is not None and is_settled(outcome.matched)
    return "Not significant once corrected" if alone else "Direction not settled"


def verdict_class(finding: Finding) -> str:
    return {True: "sure", False: "open", None: "few"}[finding.significant]
