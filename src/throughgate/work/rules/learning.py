"""What is asked of a training and of a certificate, and what is to be looked at. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

RENEW_BEFORE = timedelta(days=28)


class LearningError(ValueError):
    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class Ending(Protocol):
    @property
    def until(self) -> date | None: ...


E = TypeVar("E", bound=Ending)


def check_offered(why: str, towards: str, offered_on: date, today: date) -> None:
    """A training is offered as a step towards a job: which, and why this one."""
    if not towards.strip():
        raise LearningError("Say which job it is a step to", "towards")
    if not why.strip():
        raise LearningError("Say why it is a good step to that job", "why")
    if offered_on > today:
        raise LearningError("The day cannot be in the future", "offered_on")


def check_began(offered_on: date, on: date, today: date) -> None:
    if on > today:
        raise LearningError("The day cannot be in the future. Note it on the first day", "on")
    if on < offered_on:
        raise LearningError("That is before it was offered", "on")


def check_ended(begins: date, on: date, today: date, *, began: bool, needs_begun: bool) -> None:
    """`begins`: the day it began, or was offered where it has not begun."""
    if on > today:
        raise LearningError("The day cannot be in the future", "on")
    if on < begins:
        raise LearningError("That is before it began" if began else "That is before it was offered", "on")
    if needs_begun and not began:
        raise LearningError("Note first on which day it began", "because")


def check_certificate(title: str, got_on: date, until: date | None, today: date) -> None:
    if not title.strip():
        raise LearningError("Say what it is called", "title")
    if got_on > today:
        raise LearningError("The day cannot be in the future", "got_on")
    if until and until < got_on:
        raise LearningError("It cannot end before it begins", "until")


def renew_from(until: date, today: date) -> date | None:
    """The day by which to renew it; none where it has ended already."""
    return max(until - RENEW_BEFORE, today) if until >= today else None


def in_force(rows: Iterable[E], today: date) -> list[E]:
    return [one for one in rows if one.until is None or one.until >= today]
