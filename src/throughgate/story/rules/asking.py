"""How a form stands for one person: what is known, what is asked, and what they need not be asked again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughgate.story.grammar import Form, Item, Questions
from throughgate.story.rules.answers import Answer, current_answers
from throughgate.story.rules.conditions import is_asked
from throughgate.story.rules.freshness import Happenings, fresh_until, is_fresh


class State(StrEnum):
    UNKNOWN = "unknown"
    KNOWN = "known"
    STALE = "stale"  # there is an answer, and it may have changed
    NOT_ASKED = (
        "not asked"  # another answer makes it idle or has to be known first, or it belongs to custody and they are out
    )
    DECLINED = "declined"  # they would rather not say, and are not pressed
    TOLD = "told"  # to a colleague, and closed to whoever fills the form in now
    LEFT = "left"  # not told yet, and for somebody to ask who may hear it


OPEN = frozenset({State.UNKNOWN, State.STALE})


@dataclass(frozen=True, slots=True)
class ItemState:
    """`answer` is the one that stands, to be shown with who heard it and when; `until` the first day it is stale."""

    item: str
    section: str
    state: State
    answer: Answer | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a form are in which state. `not_asked_again`: answered before, and not asked now.

    `told` and `left` are closed to the reader; whoever may hear everything has none of them.
    """

    unknown: int
    known: int
    stale: int
    not_asked: int
    declined: int
    told: int = 0
    left: int = 0

    @property
    def to_ask(self) -> int:
        return self.unknown + self.stale

    @property
    def not_asked_again(self) -> int:
        return self.known + self.declined + self.told


def state_of_form(
    questions: Questions, form: Form, answers: Iterable[Answer], happenings: Happenings, today: date
) -> tuple[ItemState, ...]:
    """Each question of the form, in its order."""
    current = current_answers(answers)
    inside = happenings.inside(today)
    return tuple(
        _state_of_item(questions, key, section, current.get(key), happenings, today)
        if is_asked(questions.items[key], questions.items, current, inside=inside)
        else ItemState(key, section, State.NOT_ASKED, current.get(key))
        for section, part in form.sections.items()
        for key in part.items
    )


def _state_of_item(
    questions: Questions, key: str, section: str, answer: Answer | None, happenings: Happenings, today: date
) -> ItemState:
    if answer is None:
        return ItemState(key, section, State.UNKNOWN)
    item: Item = questions.items[key]
    state = State.STALE
    if is_fresh(item.fresh, answer, happenings, today):
        state = State.DECLINED if answer.declined else State.KNOWN
    return ItemState(key, section, state, answer, fresh_until(item.fresh, answer, happenings))


def to_ask(states: Iterable[ItemState]) -> tuple[str, ...]:
    """What is unknown or stale, in the order of the form."""
    return tuple(one.item for one in states if one.state in OPEN)


def next_to_ask(states: Iterable[ItemState]) -> str | None:
    return next(iter(to_ask(states)), None)


def tally(states: Iterable[ItemState]) -> Tally:
    counts = Counter(one.state for one in states)
    return Tally(
        unknown=counts[State.UNKNOWN],
        known=counts[State.KNOWN],
        stale=counts[State.STALE],
        not_asked=counts[State.NOT_ASKED],
        declined=counts[State.DECLINED],
        told=counts[State.TOLD],
        left=counts[State.LEFT],
    )
