"""Who leads a group on which days. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from throughgate.accounts.models import Role

# Who may lead a group: whoever works with people here.
LEADS = frozenset({Role.MANAGER, Role.CASEWORKER, Role.COUNSELLOR, Role.VOLUNTEER})
DAY = timedelta(days=1)


class LeadingError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class LeaderLike(Protocol):
    @property
    def from_on(self) -> date | None: ...
    @property
    def to_on(self) -> date | None: ...


L = TypeVar("L", bound=LeaderLike)


def leads_on(one: LeaderLike, on: date) -> bool:
    return (one.from_on is None or one.from_on <= on) and (one.to_on is None or one.to_on >= on)


def leading_now_or_later(rows: Iterable[L], on: date) -> list[L]:
    return [one for one in rows if one.to_on is None or one.to_on >= on]


def first_without(rows: Sequence[LeaderLike], days: Iterable[date]) -> date | None:
    """The first of these days on which nobody leads."""
    return next((day for day in sorted(days) if not any(leads_on(one, day) for one in rows)), None)


def last_day(from_on: date, today: date) -> date:
    """Of whoever hands a group on: the day before the change; a change today leaves them this day."""
    return max(from_on - DAY, today)
