"""How far an item of the learning log is, and who may check what was changed. Pure; `today` is passed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LogError(ValueError):
    """`field` is where the form shows it."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class State(StrEnum):
    """What is filled in says how far it is."""

    NOTED = "noted"
    LEARNED = "learned"
    CHANGING = "changing"
    CHECKED = "checked"
    ENDED = "ended"


STATE_WORDS = {
    State.NOTED: "Noted",
    State.LEARNED: "Learned",
    State.CHANGING: "Changing",
    State.CHECKED: "Checked: it worked",
    State.ENDED: "Nothing changes",
}
STATE_TONES = {
    State.NOTED: "due",
    State.LEARNED: "due",
    State.CHANGING: "action",
    State.CHECKED: "done",
    State.ENDED: "quiet",
}


@dataclass(frozen=True)
class Standing:
    """A change that was planned and not withdrawn. `finding`: of its last check, "" before one."""

    is_done: bool
    finding: str = ""


def state_of(*, has_learned: bool, changes: Sequence[Standing], is_ended: bool = False) -> State:
    """`changes` in the order in which they were planned. What did not work leaves it learned: another change is due.

    `is_ended`: somebody said why nothing changes, or nothing more, and none was planned since.
    """
    if is_ended:
        return State.ENDED
    last = changes[-1] if changes else None
    if last is not None and last.finding == "worked":
        return State.CHECKED
    if last is not None and last.finding != "did_not":
        return State.CHANGING
    return State.LEARNED if has_learned else State.NOTED


def check_plan(*, what: str, responsible: int, by_on: date, checker: int, check_on: date, today: date) -> None:
    """Raises LogError."""
    if not what.strip():
        raise LogError("Say what changes", "what")
    if by_on < today:
        raise LogError("Choose today or a day to come", "by_on")
    if check_on < by_on:
        raise LogError("It is checked once it is changed: choose that day or a later one", "check_on")
    if responsible == checker:
        raise LogError("Whoever changes it does not check it. Choose somebody else", "checker")


def check_done(*, on: date, words: str, today: date) -> None:
    if on > today:
        raise LogError("The day cannot be in the future", "done_on")
    if not words.strip():
        raise LogError("Say what was changed", "done_words")


def check_finding(
    *, by: int, makers: frozenset[int], words: str, on: date, done_on: date, finding: str, again_on: date | None,
    today: date,
) -> None:  # fmt: skip
    """`makers`: who made the change, and who was to. Raises LogError."""
    if by in makers:
        raise LogError("You made this change, so somebody else has to look whether it worked")
    if not words.strip():
        raise LogError("Say how you looked, and what you found", "words")
    if on > today:
        raise LogError("The day cannot be in the future", "on")
    if on < done_on:
        raise LogError("It was not changed yet on that day", "on")
    if finding == "too_early" and (again_on is None or again_on <= today):
        raise LogError("Choose a day to come on which it is looked at again", "again_on")


def check_correction(words: str, before: str, reason: str) -> None:
    if not words.strip():
        raise LogError("It cannot be empty", "words")
    if words.strip() == before.strip():
        raise LogError("Nothing was changed", "words")
    if not reason.strip():
        raise LogError("Say why it is put right", "reason")
