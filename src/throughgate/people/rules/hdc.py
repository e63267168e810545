"""Home detention curfew, from when somebody may be considered to its answer. Pure: `today` is passed in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from throughgate.people.models import HdcState
from throughgate.people.rules.custody import BACK_INTO_CUSTODY, MoveLike, Place, in_order, where_is

_UNDER_WAY = (HdcState.ELIGIBLE, HdcState.ADDRESS, HdcState.ASSESSED, HdcState.POSTPONED)
_CLOSED = (HdcState.REFUSED, HdcState.DECLINED)
# What a step may follow; "" where nothing was noted in this stay in custody. Whatever is heard first is noted first.
AFTER: Mapping[str, frozenset[str]] = {
    HdcState.ELIGIBLE: frozenset({"", HdcState.ELIGIBLE, *_CLOSED}),
    HdcState.ADDRESS: frozenset({"", *_UNDER_WAY, *_CLOSED}),
    HdcState.ASSESSED: frozenset({"", HdcState.ELIGIBLE, HdcState.ADDRESS, HdcState.POSTPONED}),
    HdcState.POSTPONED: frozenset({"", *_UNDER_WAY, HdcState.GRANTED}),
    HdcState.GRANTED: frozenset({"", *_UNDER_WAY, *_CLOSED}),
    HdcState.REFUSED: frozenset({"", *_UNDER_WAY, HdcState.GRANTED}),
    HdcState.DECLINED: frozenset({"", *_UNDER_WAY, HdcState.GRANTED}),
}
WITH_DAY = (HdcState.ELIGIBLE, HdcState.POSTPONED, HdcState.GRANTED)
WITH_REASON = (HdcState.POSTPONED, HdcState.REFUSED)


class HdcError(ValueError):
    """What does not fit, in words for the worker; `field` names the form's field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class HdcLike(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def on(self) -> date: ...


S = TypeVar("S", bound=HdcLike)


def of_this_stay(steps: Iterable[S], moves: Iterable[MoveLike]) -> list[S]:
    """After a recall or return it is asked anew."""
    back = [move.on for move in in_order(moves) if move.kind in BACK_INTO_CUSTODY]
    return [step for step in steps if not back or step.on >= back[-1]]


def check_hdc_step(
    steps: Sequence[HdcLike], moves: Sequence[MoveLike], *, state: str, on: date, day: date | None, today: date
) -> None:
    """Raises HdcError unless this step may follow those of this stay, which are given in order."""
    if where_is(moves, today).place is Place.COMMUNITY:
        raise HdcError("They are out. Home detention curfew is asked for from custody only")
    if on > today:
        raise HdcError("A step is noted once it has happened. The day cannot be in the future", "on")
    last = steps[-1] if steps else None
    if last and on < last.on:
        raise HdcError("This lies before the step noted last. Enter the day on which it happened", "on")
    if (last.state if last else "") not in AFTER[HdcState(state)]:
        raise HdcError("This does not follow from what was noted last. Choose what happened since", "state")
    if state == HdcState.GRANTED and day is None:
        raise HdcError("Enter the day of release", "day")
    if state in (HdcState.GRANTED, HdcState.POSTPONED) and day is not None and day < on:
        raise HdcError("The day of release cannot lie before the decision", "day")
