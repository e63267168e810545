"""Rows that are given to one user by name, and on which days they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from throughgate.common.clock import today


@dataclass(frozen=True)
class OwnRow:
    """A row that was given to one user by name, such as the journey that a driver was asked for: they may view it and
    record on it, and nothing else of the person, whoever's caseload that is.

    `user` is the lookup to whose it is, `holds` the lookups that say that it still is, `on` the one to the day it is
    for: `days` after it, it is theirs no more. `between` leads to the first and the last day on which it is theirs,
    either of which may be open. All of them are asked of one row of what they lead through.
    """

    user: str
    holds: Mapping[str, Any]
    on: str
    days: int = 0
    between: tuple[str, str] | None = None

    def of(self, user: Any) -> Q:
        now = today()
        wanted = Q(**{self.user: user.pk, f"{self.on}__gte": now - timedelta(days=self.days)}, **self.holds)
        if self.between:
            wanted &= runs_on(now, *self.between)
        return wanted


def runs_on(day: date, first: str = "from_on", last: str = "to_on") -> Q:
    """Rows that run on that day, by the lookups to their first and last day; an open end goes on."""
    begun = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})
    return begun & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))
