"""What is due of what people promised each other, beside what a model asks for (`settling`). Pure.

What was withdrawn is due no more and leaves no line: its row keeps who withdrew it and why, and a line that nobody can
do or be late with would only have to be passed over by every reader.
"""

from collections.abc import Iterable
from datetime import date

from throughgate.programmes.terms import PROMISE, Commitment, Promised

TITLE_LENGTH = 240


class PromiseError(ValueError):
    """What is wrong with a promise, in words for the worker; `field` names the form's field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


def settle_promises(promises: Iterable[Promised]) -> tuple[Commitment, ...]:
    """One commitment of each promise that stands, in the order given. An open one is always the next of its own."""
    return tuple(
        Commitment(
            element=PROMISE,
            spell=0,
            ordinal=1,
            who=one.who,
            from_on=one.from_on,
            by_on=one.by_on,
            met_on=one.met_on,
            met_by=one.met_by,
            waived_on=None,
            closed_on=None,
            is_next=one.met_on is None,
            promise=one.id,
            worker=one.worker,
            sensitivity=one.sensitivity,
        )
        for one in promises
        if one.withdrawn_on is None
    )


def check_promise(*, title: str, who: str, known: Iterable[str], from_on: date | None, by_on: date) -> None:
    if not title.strip():
        raise PromiseError("Say what is promised.", "title")
    if len(title.strip()) > TITLE_LENGTH:
        raise PromiseError(f"Say it in {TITLE_LENGTH} characters or fewer.", "title")
    if who not in known:
        raise PromiseError("Choose who does it.", "who")
    if from_on and by_on < from_on:
        raise PromiseError("It cannot be due before it begins.", "by_on")


def check_keep(*, on: date, today: date, withdrawn: bool) -> None:
    if withdrawn:
        raise PromiseError("This was withdrawn: it is not asked for any more.")
    if on > today:
        raise PromiseError("The day cannot be in the future.", "on")
