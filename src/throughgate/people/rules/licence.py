"""What a licence asks, and when each condition holds. Pure: `today` is passed in."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from throughgate.people.models import ConditionKind, RestrictionKind

# What of a licence stands against bookings does so as a restriction of this kind.
BARS: Mapping[str, RestrictionKind] = {
    ConditionKind.PLACE_AWAY: RestrictionKind.LICENCE_PLACE,
    ConditionKind.PLACE_WITHIN: RestrictionKind.LICENCE_WITHIN,
    ConditionKind.PERSON: RestrictionKind.LICENCE_PERSON,
    ConditionKind.CHILDREN: RestrictionKind.CHILD_CONTACT,
    ConditionKind.CURFEW: RestrictionKind.CURFEW,
}


class ConditionLike(Protocol):
    @property
    def from_on(self) -> date | None: ...
    @property
    def to_on(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...


def last_day(condition: ConditionLike) -> date | None:
    """None while no end is known."""
    return min((day for day in (condition.to_on, condition.ended_on) if day), default=None)


def holds_on(condition: ConditionLike, day: date) -> bool:
    return (condition.from_on is None or condition.from_on <= day) and not is_over(condition, day)


def is_over(condition: ConditionLike, day: date) -> bool:
    last = last_day(condition)
    return last is not None and last < day
