"""Whether somebody's training holds, and until when. Pure; `today` is passed in."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from throughgate.practice.grammar import Training


class PracticeError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class State(StrEnum):
    MISSING = "missing"
    OVER = "over"
    SOON = "soon"
    HELD = "held"


STATE_WORDS = {
    State.MISSING: ("Not yet", "quiet", "note"),
    State.OVER: ("Run out", "overdue", "warning"),
    State.SOON: ("Runs out soon", "due", "clock"),
    State.HELD: ("Holds", "done", "check"),
}


class RecordLike(Protocol):
    @property
    def done_on(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True)
class Standing:
    state: State
    until: date | None = None  # the last day; None: for good, or nothing is held


def last_day(training: Training, done_on: date) -> date | None:
    """Its last day: so many months on, the day before; None where it holds for good."""
    if training.months is None:
        return None
    month = done_on.month - 1 + training.months
    year, month = done_on.year + month // 12, month % 12 + 1
    return date(year, month, min(done_on.day, monthrange(year, month)[1])) - timedelta(days=1)


def standing_of(records: Iterable[RecordLike], training: Training | None, today: date) -> Standing:
    """Of one person's records of one training: the one that holds longest counts."""
    rows = list(records)
    if not rows:
        return Standing(State.MISSING)
    if any(one.until is None for one in rows):
        return Standing(State.HELD)
    until = max(one.until for one in rows if one.until)
    if until < today:
        return Standing(State.OVER, until)
    warned = training is not None and until - timedelta(days=training.tell_before) <= today
    return Standing(State.SOON if warned else State.HELD, until)


def is_needed(training: Training, role: str, programmes: Collection[str]) -> bool:
    """`programmes`: on which people they work with are."""
    return role in training.needed_by or bool(training.programme and training.programme in programmes)


def check_record(
    *, done_on: date, until: date | None, usual: date | None, because: str, given_by: str, proof: str, today: date
) -> None:
    """Raises PracticeError."""
    if done_on > today:
        raise PracticeError("The day cannot be in the future", "done_on")
    if not given_by.strip():
        raise PracticeError("Say who gave it", "given_by")
    if not proof.strip():
        raise PracticeError("Say what you saw, such as the certificate", "proof")
    if until is not None and until < done_on:
        raise PracticeError("It cannot end before it was done", "until")
    if until != usual and not because.strip():
        raise PracticeError("Say why it holds for longer or shorter than usual", "until_because")
