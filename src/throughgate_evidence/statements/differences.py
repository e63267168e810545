"""What is said about one difference: headline, how sure, and the notes."""

from __future__ import annotations

from decimal import Decimal

from ..outcomes import Estimate, Kind
from ..rules import RULES, Wording
from .numbers import figure, is_significant, limit, p_value, rounded, times, with_unit

WORDING: dict[str, Wording] = RULES.wording
SAY = RULES.sentences
LEAST_PEOPLE = RULES.significance.least_people
LEAST_EVENTS = RULES.significance.least_events
NEEDED_LIMIT = RULES.significance.number_needed_limit
PARTS_NOTE = SAY.parts


def difference_phrase(kind: Kind, estimate: Estimate, similar: str = SAY.similar) -> str:
    """Such as "12 people fewer than in the comparison group", or "similar to the comparison group"."""
    wording = WORDING[kind]
    difference = estimate.difference * wording.per
    size = rounded(abs(difference), wording.decimals)
    if size == 0:
        return similar
    direction = wording.more if difference > 0 else wording.fewer
    return SAY.differs.format(size=with_unit(size, wording.unit), direction=direction)


def headline(label: str, kind: Kind, estimate: Estimate) -> str:
    """Both groups' figures and the difference; for 100 typical people where people or acts are counted."""
    wording = WORDING[kind]
    treated, comparison = (
        rounded(mean * wording.per, wording.decimals) for mean in (estimate.treated, estimate.comparison)
    )
    difference = difference_phrase(kind, estimate)
    if kind == "rate":
        return SAY.headline_rate.format(
            label=label, treated=f"{treated:,}", comparison=f"{comparison:,}", difference=difference
        )
    if kind == "frequency":
        return SAY.headline_frequency.format(
            label=label,
            treated=times(treated),
            comparison=times(comparison),
            treated_each=figure(estimate.treated, 1),
            comparison_each=figure(estimate.comparison, 1),
            difference=difference,
        )
    return SAY.headline_average.format(
        label=label,
        treated=with_unit(treated, wording.unit),
        comparison=with_unit(comparison, wording.unit),
        difference=difference,
    )


def parts_note(kind: Kind, estimate: Estimate) -> str | None:
    """Due where the rounded figures differ by something else than the rounded difference."""
    wording = WORDING[kind]
    treated, comparison, difference = (
        rounded(value * wording.per, wording.decimals)
        for value in (estimate.treated, estimate.comparison, estimate.difference)
    )
    return PARTS_NOTE if treated - comparison != difference else None


def enough_to_say(kind: Kind, estimate: Estimate) -> bool:
    """Whether a sentence about significance may be said at all."""
    if estimate.n_treated < LEAST_PEOPLE:
        return False
    return not WORDING[kind].counts_events or estimate.events_treated >= LEAST_EVENTS


def is_settled(estimate: Estimate) -> bool | None:
    """Whether p and the interval both say that there is a difference; None where they do not agree or are not there."""
    if estimate.p is None or estimate.lower is None or estimate.upper is None:
        return None
    across = round(estimate.lower, 9) < 0 < round(estimate.upper, 9)
    by_p = is_significant(estimate.p)
    if by_p != across:
        return by_p
    # An interval that ends at 0 belongs to p = .05, from either side.
    touches = min(abs(limit_of) for limit_of in (estimate.lower, estimate.upper)) < 1e-9
    return by_p if touches else None


def significance_sentence(label: str, kind: Kind, estimate: Estimate, p_corrected: float | None = None) -> str | None:
    """What the interval allows to be said; None where there are too few people to say it.

    `p_corrected` is p after correction for several outcomes; where there is one, it decides.
    """
    if not enough_to_say(kind, estimate):
        return None
    if estimate.p is None or estimate.lower is None or estimate.upper is None:
        return None
    settled = is_settled(estimate)
    if settled is None:
        return at_odds_sentence(label, kind, estimate.lower, estimate.upper, estimate.p)
    if not settled:
        needed = estimate.number_needed
        alike = needed is None and rounded(estimate.difference * WORDING[kind].per, WORDING[kind].decimals) == 0
        return undecided_sentence(label, kind, estimate.lower, estimate.upper, needed, alike=alike)
    if p_corrected is not None and not is_significant(p_corrected):
        return SAY.corrected_away.format(
            p=p_value(p_corrected), **one_sided(label, kind, estimate.lower, estimate.upper)
        )
    sentence = significant_sentence(label, kind, estimate.lower, estimate.upper)
    return sentence if p_corrected is None else f"{sentence} {SAY.corrected.format(p=p_value(p_corrected))}"


def one_sided(label: str, kind: Kind, lower: float, upper: float) -> dict[str, str]:
    """The parts of a sentence about an interval that lies on one side of 0."""
    wording = WORDING[kind]
    near, far = sorted(abs(written_limit(value, wording)) for value in (lower, upper))
    return {
        "subject": wording.subject,
        "label": label,
        "direction": wording.higher if lower + upper > 0 else wording.lower,
        "near": f"{near:,}",
        "far": with_unit(far, wording.limit_unit),
    }


def significant_sentence(label: str, kind: Kind, lower: float, upper: float) -> str:
    return SAY.significant.format(**one_sided(label, kind, lower, upper))


def at_odds_sentence(label: str, kind: Kind, lower: float, upper: float, p: float) -> str:
    """p and the interval come from different methods (a permutation, a bootstrap) and point to different answers."""
    if lower < 0 < upper:
        return undecided_sentence(label, kind, lower, upper, None)
    return SAY.at_odds.format(p=p_value(p), **one_sided(label, kind, lower, upper))


def undecided_sentence(
    label: str, kind: Kind, lower: float, upper: float, needed: int | None, *, alike: bool = False
) -> str:
    """`needed` people would settle it; `alike` says that they are too alike for any number to."""
    wording = WORDING[kind]
    down, up = (at_most(value, kind) for value in (lower, upper))
    sentence = SAY.undecided.format(
        subject=wording.subject,
        label=label,
        lower=wording.lower,
        higher=wording.higher,
        down=down,
        up=up,
    )
    return " ".join([sentence, *what_would_settle(needed, alike)])


def at_most(value: float, kind: Kind) -> str:
    """Such as "as many as 19 percentage points"; what rounds to 0 is "less than" the smallest that is written."""
    wording = WORDING[kind]
    size = abs(rounded(value * wording.limit_per, wording.limit_decimals))
    if size:
        return SAY.at_most.format(as_many=wording.as_many, size=with_unit(size, wording.limit_unit))
    smallest = Decimal(1).scaleb(-wording.limit_decimals)
    return SAY.less_than.format(size=with_unit(smallest, wording.limit_unit))


def what_would_settle(needed: int | None, alike: bool) -> list[str]:
    if alike or (needed is not None and needed > NEEDED_LIMIT):
        return [SAY.beyond]
    if needed is None:
        return [SAY.more_people]
    return [SAY.more_people, SAY.needed.format(needed=f"{needed:,}")]


def too_few_sentence(kind: Kind) -> str:
    events = SAY.too_few_events.format(events=LEAST_EVENTS) if WORDING[kind].counts_events else ""
    return SAY.too_few.format(people=LEAST_PEOPLE, events=events)


def adjusted_sentence(kind: Kind, matched: Estimate, adjusted: Estimate) -> str:
    """The doubly robust estimate beside the matched one, and whether both say the same."""
    wording, phrase = WORDING[kind], difference_phrase(kind, adjusted, SAY.similar_beside)
    if adjusted.lower is None or adjusted.upper is None:
        return SAY.adjusted_alone.format(phrase=phrase)
    lower, upper = (written_limit(value, wording) for value in (adjusted.lower, adjusted.upper))
    return beside(matched, adjusted).format(phrase=phrase, lower=with_minus(lower), upper=with_minus(upper))


def beside(matched: Estimate, adjusted: Estimate) -> str:
    """Two that are not settled and point in different directions do not agree on anything."""
    if verdict_of(matched) != verdict_of(adjusted):
        return SAY.adjusted_differs
    opposite = matched.difference * adjusted.difference < 0
    return SAY.adjusted_unsettled if opposite else SAY.adjusted_agrees


def written_limit(value: float, wording: Wording) -> Decimal:
    return limit(value * wording.limit_per, wording.limit_decimals)


def with_minus(size: Decimal) -> str:
    return f"{'−' if size < 0 else ''}{abs(size):,}"


def verdict_of(estimate: Estimate) -> int:
    """−1 or 1 for a settled difference, 0 for one that is not."""
    if not is_settled(estimate):
        return 0
    return 1 if estimate.difference > 0 else -1
