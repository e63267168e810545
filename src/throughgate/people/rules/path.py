"""The days of the path from custody through the gate to a settled life, for whoever draws it."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from throughgate.people.models import MoveKind
from throughgate.people.rules.custody import MoveLike, in_order

SETTLED_AFTER_MONTHS = 12

PathCode = Literal["custody", "hearing", "release", "first_week", "three_months", "settled"]


@dataclass(frozen=True, slots=True)
class PathDay:
    """One stop. `on` is None while its day is not known; `reached` once it has come; `expected` that the day may
    still move.
    """

    code: PathCode
    on: date | None
    reached: bool
    expected: bool


def custody_path(
    moves: Iterable[MoveLike], *, release_on: date | None, today: date, hearing_on: date | None = None
) -> tuple[PathDay, ...]:
    """The stops of the current spell, in order: into custody, a hearing before release if one is known, release, and
    the year after it.

    `release_on` is the release date shown while they are inside; a release that has happened comes from the moves.
    """
    past = [move for move in in_order(moves) if move.on <= today]
    released = past[-1].on if past and past[-1].kind == MoveKind.RELEASED else None
    gate = released or release_on
    stops = [PathDay("custody", _came_in(past), True, False)]
    if hearing_on and (gate is None or hearing_on <= gate):
        stops.append(PathDay("hearing", hearing_on, hearing_on < today or released is not None, hearing_on >= today))
    stops.append(PathDay("release", gate, released is not None, released is None))
    later: tuple[tuple[PathCode, date | None], ...] = (
        ("first_week", gate and gate + timedelta(days=7)),
        ("three_months", gate and months_after(gate, 3)),
        ("settled", gate and months_after(gate, SETTLED_AFTER_MONTHS)),
    )
    for code, on in later:
        stops.append(PathDay(code, on, released is not None and on is not None and on <= today, released is None))
    return tuple(stops)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _came_in(past: Iterable[MoveLike]) -> date | None:
    """The day the current spell began, as far as it was recorded."""
    came_in = None
    for move in past:
        if move.kind in (MoveKind.RECEIVED, MoveKind.RECALLED, MoveKind.RETURNED) or came_in is None:
            came_in = move.on if move.kind != MoveKind.RELEASED else came_in
    return came_in
