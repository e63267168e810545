"""What follows from an answer being given: how it came to be asked for, and which of two stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import Role
from throughgate.story.grammar import MAY_HEAR, Form
from throughgate.story.rules.answers import Answer
from throughgate.story.terms import CameBy, Source

FILLS_IN_AS: dict[str, frozenset[str]] = {
    Role.MANAGER: frozenset({"staff"}),
    Role.CASEWORKER: frozenset({"staff", "practitioner"}),
    Role.COUNSELLOR: frozenset({"counsellor"}),
    Role.VOLUNTEER: frozenset({"volunteer"}),
}


FILLER_WORDS: dict[str, str] = {
    "staff": "a caseworker",
    "counsellor": "their own counsellor",
    "practitioner": "a practitioner",
    "volunteer": "a volunteer",
    "person": "the person",
}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that arrives. `tapped`: “Is this still so?” – “Yes.” `saw`: the writer had the standing one in view."""

    answer: Answer
    saw: bool
    tapped: bool = False


def came_by(given: Given, standing: Answer | None, *, fresh: bool) -> CameBy:
    """`fresh`: whether the standing answer was, on the day on which the new one was heard."""
    if standing is None:
        return CameBy.FIRST
    if given.tapped:
        return CameBy.CONFIRMED
    if not fresh:
        return CameBy.STALE
    # On paper the question was asked of the person although the answer was known.
    if not given.saw or given.answer.source == Source.PAPER:
        return CameBy.AGAIN
    return CameBy.CONFIRMED if given.answer.value == standing.value else CameBy.CHANGED


def takes_the_place(answered_on: date, standing: Answer | None) -> bool:
    """Of two answers the one heard later stands, not the one typed later."""
    return standing is None or answered_on >= standing.answered_on


def may_fill_in(role: str, form: Form) -> bool:
    return bool(FILLS_IN_AS.get(role, frozenset()) & set(form.filled_by))


def say_fillers(form: Form) -> str:
    """“their counsellor”, “a volunteer or the person”."""
    words = [FILLER_WORDS[filler] for filler in form.filled_by]
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def level_of_form(form: Form) -> Sensitivity:
    """How closed it is that this form was filled in: what only counsellors ask would tell that there is counselling."""
    staff = [filler for filler in form.filled_by if filler != "person"]
    only_clinical = bool(staff) and all(Sensitivity.CLINICAL in MAY_HEAR[filler] for filler in staff)
    return Sensitivity.CLINICAL if only_clinical else Sensitivity.STANDARD


def not_asked_again(known: Collection[str], asked: Collection[str]) -> int:
    """Of the questions known when the form was opened, how many the person was not troubled with."""
    return len(set(known) - set(asked))
