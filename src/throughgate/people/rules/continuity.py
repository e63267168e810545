"""Continuity: does somebody who worked with the person inside still work with them outside?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

# Who worked with them in the last four weeks inside, and who still does four weeks after release.
WEEKS = timedelta(weeks=4)


class AssignmentLike(Protocol):
    @property
    def worker_id(self) -> int: ...
    @property
    def from_on(self) -> date: ...
    @property
    def to_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Continuity:
    """Ids of workers around one release. `kept` is None where it cannot be said: nobody worked with them before."""

    before: frozenset[int]
    after: frozenset[int]
    measured_on: date

    @property
    def same(self) -> frozenset[int]:
        return self.before & self.after

    @property
    def kept(self) -> bool | None:
        return bool(self.same) if self.before else None


def continuity_of(assignments: Iterable[AssignmentLike], released_on: date, today: date) -> Continuity | None:
    """Measured four weeks after release, or today while that has not come; None before the day after release."""
    if today <= released_on:
        return None
    rows = tuple(assignments)
    measured_on = min(released_on + WEEKS, today)
    before = frozenset(
        row.worker_id
        for row in rows
        if row.from_on < released_on and (row.to_on is None or row.to_on >= released_on - WEEKS)
    )
    after = frozenset(
        row.worker_id for row in rows if row.from_on <= measured_on and (row.to_on is None or row.to_on >= measured_on)
    )
    return Continuity(before, after, measured_on)
