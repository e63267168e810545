"""Where a member of the family stands, and whether they may be met. Pure: `today` is passed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

YES, WORKSHOP, TAKE_PART, PLAN = "yes", "workshop", "take-part", "plan"
CLEAR_ENOUGH = frozenset({"clear", "conditions"})
# The places on the way, in their order.
WAY = ("asked", "yes", "prepared", "workshop", "followed")
TITLES = {
    "asked": "Asked",
    "yes": "Said yes",
    "prepared": "Prepared",
    "workshop": "Workshop",
    "followed": "Asked how it was",
}
NEXT = {
    "asked": "Ask whether they want to meet with us",
    "yes": "They have not said yes. Nothing more is asked of them unless they want it",
    "prepared": "Meet them alone, before the workshop",
    "workshop": "Meet for the workshop",
    "followed": "Ask how it was for them",
}


class FamilyError(ValueError):
    """What is wrong, in words for the form; `field` is where. Quotes nothing that anybody said."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Met:
    """One contact that took place with the member."""

    kind: str
    on: date
    prepared: bool = False


@dataclass(frozen=True)
class Checked:
    """A safeguarding check that was answered."""

    answer: str
    answered_on: date
    until: date


@dataclass(frozen=True)
class Standing:
    """`reached`: by place on the way the day on which it was reached."""

    reached: Mapping[str, date] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)  # to what was asked, the answer that holds

    @property
    def next(self) -> str:
        return next((place for place in WAY if place not in self.reached), "")

    def next_words(self, *, is_safe: bool) -> str:
        if not is_safe and self.may(TAKE_PART) and self.next:
            return "Ask an office whether it is safe to meet them, and get the answer"
        return NEXT.get(self.next, "Nothing more is due with them")

    def may(self, to: str) -> bool:
        """A yes to one thing is no yes to another."""
        return self.answers.get(to) == YES


def standing(consents: Iterable[tuple[str, str, date]], met: Iterable[Met]) -> Standing:
    """`consents`: to what, the answer and the day, in the order in which they were noted."""
    answers: dict[str, str] = {}
    reached: dict[str, date] = {}
    for to, answer, on in consents:
        answers[to] = answer
        if to == TAKE_PART:
            reached.setdefault("asked", on)
            reached.pop("yes", None)
            if answer == YES:
                reached["yes"] = on
    for one in sorted(met, key=lambda one: one.on):
        if one.prepared:
            reached.setdefault("prepared", one.on)
        if one.kind == "family-workshop":
            reached.setdefault("workshop", one.on)
        elif "workshop" in reached and one.on > reached["workshop"]:
            reached.setdefault("followed", one.on)
    return Standing(reached, answers)


def why_unsafe(checks: Sequence[Checked], on: date, when: str = "on that day") -> str:
    """Why nothing may be booked with them on that day; "" where a check holds. One that bars it bars it, whatever
    another office said, until that office says otherwise.
    """
    holding = [one for one in checks if one.answered_on <= on <= one.until]
    if any(one.answer not in CLEAR_ENOUGH for one in holding):
        return "an office said that it must not take place"
    if holding:
        return ""
    return f"no safeguarding check holds {when}"
