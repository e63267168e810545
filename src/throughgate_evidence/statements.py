"""What was found, in the wording and rounding of the field. Rules are data; each edge has a row in tests/spec.

Numbers are rounded half away from zero, differences from the unrounded means, and never to "-0". Where the
rounded parts then do not add up a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .outcomes import Estimate, Kind
from .results import Finding, OutcomeResult

SIGNIFICANT_P = 0.05
# A sentence about significance needs this many treated people, and of them this many who had the outcome.
LEAST_PEOPLE = 30
LEAST_EVENTS = 10
PARTS_NOTE = "The difference was worked out before rounding, so it is not the difference of the rounded figures."


@dataclass(frozen=True)
class Unit:
    """What is counted, for one and for several; both empty where the outcome names no unit."""

    one: str = ""
    many: str = ""

    def of(self, size: Decimal) -> str:
        return self.one if size == 1 else self.many


@dataclass(frozen=True)
class Wording:
    """How one kind of outcome is written.

    A mean is multiplied by `per` and rounded to `decimals`; limits of the interval are multiplied by `limit_per` and
    rounded to `limit_decimals`; tables write means to `table_decimals`.
    """

    per: int
    unit: Unit
    decimals: int
    table_decimals: int
    limit_per: int
    limit_unit: Unit
    limit_decimals: int
    subject: str
    more: str = "more"
    fewer: str = "fewer"
    higher: str = "higher"
    lower: str = "lower"
    as_many: str = "as many as"


PEOPLE, POINTS = Unit("person", "people"), Unit("percentage point", "percentage points")
AVERAGE = "The average of"
EACH = Unit("per person", "per person")
DAYS, WEEKS, MONTHS = Unit("day", "days"), Unit("week", "weeks"), Unit("month", "months")
WORDING: dict[Kind, Wording] = {
    "rate": Wording(100, PEOPLE, 0, 0, 100, POINTS, 0, "The rate of"),
    "frequency": Wording(100, Unit(), 0, 2, 1, EACH, 2, "The frequency of"),
    "days": Wording(1, DAYS, 0, 0, 1, DAYS, 0, AVERAGE, higher="longer", lower="shorter"),
    "weeks": Wording(1, WEEKS, 1, 2, 1, WEEKS, 1, AVERAGE, higher="longer", lower="shorter"),
    "months": Wording(1, MONTHS, 1, 2, 1, MONTHS, 1, AVERAGE, higher="longer", lower="shorter"),
    "amount": Wording(1, Unit(), 2, 2, 1, Unit(), 2, AVERAGE, fewer="less", as_many="as much as"),
}


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Half away from zero, once the noise of binary fractions (beyond the ninth decimal) is taken off; never −0."""
    clean = Decimal(repr(round(value, 9)))
    result = clean.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def figure(value: float, decimals: int = 0) -> str:
    """A rounded number with thousands separated by commas."""
    return f"{rounded(value, decimals):,}"


def with_unit(size: Decimal, unit: Unit) -> str:
    return f"{size:,} {unit.of(size)}".rstrip()


def p_value(p: float) -> str:
    """Two decimals; what would be 0.00 is "less than 0.01"."""
    return "less than 0.01" if rounded(p, 2) == 0 else f"{rounded(p, 2)}"


def is_significant(p: float) -> bool:
    return p <= SIGNIFICANT_P


def difference_phrase(kind: Kind, estimate: Estimate) -> str:
    """Such as "12 people fewer than in the comparison group", or "similar to the comparison group"."""
    wording = WORDING[kind]
    difference = estimate.difference * wording.per
    size = rounded(abs(difference), wording.decimals)
    if size == 0:
        return "similar to the comparison group"
    direction = wording.more if difference > 0 else wording.fewer
    return f"{with_unit(size, wording.unit)} {direction} than in the comparison group"


def headline(label: str, kind: Kind, estimate: Estimate) -> str:
    """Both groups' figures and the difference; for 100 typical people where people or acts are counted."""
    wording = WORDING[kind]
    means = [rounded(mean * wording.per, wording.decimals) for mean in (estimate.treated, estimate.comparison)]
    treated, comparison = (f"{mean:,}" for mean in means)
    difference = difference_phrase(kind, estimate)
    if kind == "rate":
        return (
            f"Of 100 typical people in the treatment group, {treated} had the outcome “{label}” ({treated}%): "
            f"{difference}, where it was {comparison} of 100 ({comparison}%)."
        )
    if kind == "frequency":
        each = [figure(mean, 1) for mean in (estimate.treated, estimate.comparison)]
        return (
            f"For 100 typical people in the treatment group, “{label}” was counted {times(means[0])} "
            f"({each[0]} per person): {difference}, where it was {times(means[1])} ({each[1]} per person)."
        )
    treated, comparison = (with_unit(mean, wording.unit) for mean in means)
    return f"“{label}” was {treated} on average in the treatment group: {difference}, where it was {comparison}."


def times(count: Decimal) -> str:
    return with_unit(count, Unit("time", "times"))


def parts_note(kind: Kind, estimate: Estimate) -> str | None:
    """Due where the rounded figures differ by something else than the rounded difference."""
    wording = WORDING[kind]
    treated, comparison, difference = (
        rounded(value * wording.per, wording.decimals)
        for value in (estimate.treated, estimate.comparison, estimate.difference)
    )
    return PARTS_NOTE if treated - comparison != difference else None


def limit(value: float, kind: Kind) -> Decimal:
    """A limit of the interval as it is written, without its sign."""
    wording = WORDING[kind]
    return abs(rounded(value * wording.limit_per, wording.limit_decimals))


def significance_sentence(label: str, kind: Kind, estimate: Estimate) -> str | None:
    """What the interval allows to be said; None where there are too few people to say it."""
    p, lower, upper = estimate.p, estimate.lower, estimate.upper
    counts_events = kind in {"rate", "frequency"}
    if estimate.n_treated < LEAST_PEOPLE or (counts_events and estimate.events_treated < LEAST_EVENTS):
        return None
    if p is None or lower is None or upper is None:
        return None
    if is_significant(p):
        return significant_sentence(label, kind, lower, upper)
    return undecided_sentence(label, kind, lower, upper, estimate.number_needed)


def significant_sentence(label: str, kind: Kind, lower: float, upper: float) -> str:
    wording = WORDING[kind]
    direction = wording.higher if lower + upper > 0 else wording.lower
    near, far = sorted((limit(lower, kind), limit(upper, kind)))
    return (
        f"{wording.subject} “{label}” is {direction} by between {near:,} and {with_unit(far, wording.limit_unit)} "
        "for people in the programme than for the comparison group. This is a statistically significant result."
    )


def undecided_sentence(label: str, kind: Kind, lower: float, upper: float, needed: int | None) -> str:
    wording = WORDING[kind]
    down, up = (with_unit(limit(value, kind), wording.limit_unit) for value in (lower, upper))
    sentence = (
        f"{wording.subject} “{label}” could be {wording.lower} by {wording.as_many} {down}, or {wording.higher} by "
        f"{wording.as_many} {up}, for people in the programme than for the comparison group. "
        "More people would need to be available to determine the direction of the difference."
    )
    if needed is None:
        return sentence
    return f"{sentence} If it is as large as it looks here, about {needed:,} people in the programme would be needed."


def too_few_sentence(kind: Kind) -> str:
    events = f", of whom at least {LEAST_EVENTS} had the outcome" if kind in {"rate", "frequency"} else ""
    return (
        "There are too few people to say whether the difference is more than chance: "
        f"that takes at least {LEAST_PEOPLE} people in the programme{events}."
    )


def state(outcome: OutcomeResult) -> Finding:
    """Everything that is said about one outcome."""
    estimate, kind = outcome.matched, outcome.kind
    if estimate is None:
        return Finding(outcome.name, f"“{outcome.label}” is not reported: {outcome.withheld}.", None, None, None)
    sentence = significance_sentence(outcome.label, kind, estimate)
    significant = None if sentence is None or estimate.p is None else is_significant(estimate.p)
    return Finding(
        outcome.name,
        headline(outcome.label, kind, estimate),
        sentence or too_few_sentence(kind),
        significant,
        parts_note(kind, estimate),
    )
