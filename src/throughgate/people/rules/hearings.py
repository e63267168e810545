"""A parole hearing from its listing to its result. Pure: `today` is passed in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from throughgate.people.models import HearingKind, HearingResult, HearingState

# What may follow what; "" is a hearing nobody has noted yet.
MOVES: Mapping[str, frozenset[str]] = {
    "": frozenset({HearingState.LISTED}),
    HearingState.LISTED: frozenset({HearingState.DEFERRED, HearingState.DECIDED, HearingState.CANCELLED}),
    HearingState.DEFERRED: frozenset({HearingState.DEFERRED, HearingState.DECIDED, HearingState.CANCELLED}),
    HearingState.DECIDED: frozenset(),
    HearingState.CANCELLED: frozenset(),
}


class HearingError(ValueError):
    """What does not fit, in words for the worker; `field` names the form's field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class StepLike(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def on(self) -> date | None: ...


def is_open(steps: Sequence[StepLike]) -> bool:
    """Still to be heard."""
    return bool(MOVES[steps[-1].state]) if steps else True


def check_step(kind: str, steps: Sequence[StepLike], *, state: str, on: date | None, result: str, today: date) -> None:
    """Raises HearingError unless this step may follow those before it, which are given in order."""
    before = steps[-1].state if steps else ""
    if state not in MOVES[before]:
        raise HearingError("This hearing is closed already. For another one, list a new hearing.")
    if state == HearingState.LISTED and on is None:
        raise HearingError("Enter the day it is listed for", "on")
    if state == HearingState.DEFERRED and on is not None and on == steps[-1].on:
        raise HearingError("That is the day it was listed for. Enter the new day, or leave it empty", "on")
    if state == HearingState.DECIDED:
        _check_decided(kind, on, result, today)


def _check_decided(kind: str, on: date | None, result: str, today: date) -> None:
    if on is None:
        raise HearingError("Enter the day it was decided", "on")
    if on > today:
        raise HearingError("A result is noted once it is known. The day cannot be in the future", "on")
    if result == HearingResult.ORAL and kind == HearingKind.ORAL:
        raise HearingError("This is an oral hearing already. If it was put off, say that it is deferred", "result")
