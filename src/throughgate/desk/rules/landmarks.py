"""What is worth marking on the path from custody to a settled life, and which of it is shown: seven stops at most."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughgate.people.rules.path import SETTLED_AFTER_MONTHS, months_after

# The community's part of the picture is the longer one.
MOST_BEFORE, MOST_AFTER = 3, 4


@dataclass(frozen=True)
class Landmark:
    """`kinds`: entries that say it was reached. `before`: it belongs to the time before release, and comes along if
    it was not reached there. `lasts`: a return to custody does not take it away.
    """

    code: str
    ahead: str
    reached: str
    kinds: tuple[str, ...] = ()
    before: bool = False
    lasts: bool = False


# In the order of the walk.
LANDMARKS = (
    Landmark("joined", "Join a programme", "Joined", before=True, lasts=True),
    Landmark("plan", "Plan agreed", "Plan agreed", ("plan",), before=True, lasts=True),
    Landmark("core", "Core work", "Core work done", before=True, lasts=True),
    Landmark("id", "ID in hand", "ID in hand", ("id-documents",), before=True, lasts=True),
    Landmark("home", "A home", "Home arranged", ("home", "supported-housing"), before=True),
    Landmark("gate", "Met at the gate", "Met at the gate", ("gate-meeting",)),
    Landmark("first", "First meeting", "First meeting", ("first-visit",)),
    Landmark("job", "A job", "In work", ("job-started",)),
    Landmark("kept", "Still in work", "Still in work", ("job-check",)),
    Landmark("year", "A year out", "A year out"),
)
# What is left out first stands last.
WORTH = ("joined", "core", "job", "year", "gate", "home", "id", "first", "kept", "plan")
MARKED_KINDS = frozenset(kind for landmark in LANDMARKS for kind in landmark.kinds)


Found = list[tuple[Landmark, date | None]]
"""Landmarks with the day each was reached, in the order of the walk."""


@dataclass(frozen=True)
class Walk:
    """Where somebody is and what they reached.

    `released_on` is the release they are out on, `returned_on` their last return to custody; `days` when each marked
    kind was recorded; `promised` the kinds that their programmes hold; `core_done` of `core_of` core elements are met.
    """

    today: date
    inside: bool
    release_on: date | None
    released_on: date | None = None
    returned_on: date | None = None
    enrolled_on: date | None = None
    days: Mapping[str, Sequence[date]] = field(default_factory=dict)
    promised: Collection[str] = frozenset()
    core_done: int = 0
    core_of: int = 0
    core_done_on: date | None = None


@dataclass(frozen=True)
class Marked:
    code: str
    label: str
    on: date | None
    reached: bool
    where: float  # -1 to 0 in custody, 0 to 1 in the community


def mark_path(walk: Walk) -> tuple[tuple[Marked, ...], float]:
    """The stops to draw, in order, and where the person stands among them."""
    before: Found = []
    after: Found = []
    for landmark in LANDMARKS:
        on = reached_on(walk, landmark)
        if on or _is_ahead(walk, landmark):
            (before if _is_behind_the_gate(walk, landmark, on) else after).append((landmark, on))
    before, after = _chosen(before, MOST_BEFORE), _chosen(after, MOST_AFTER)
    return (*_placed(walk, before, -1.0), *_placed(walk, after, 0.0)), _here(walk, before, after)


def reached_on(walk: Walk, landmark: Landmark) -> date | None:
    """The first day it was reached, in this walk: what a return to custody undid counts again only from then."""
    if landmark.code == "joined":
        return walk.enrolled_on
    if landmark.code == "core":
        return walk.core_done_on if walk.core_of and walk.core_done == walk.core_of else None
    if landmark.code == "year":
        year = year_out(walk)
        return year if year and year <= walk.today else None
    since = None if landmark.lasts else walk.returned_on
    found = [on for kind in landmark.kinds for on in walk.days.get(kind, ()) if since is None or on > since]
    return min(found, default=None)


def year_out(walk: Walk) -> date | None:
    if walk.inside or walk.released_on is None:
        return None
    return months_after(walk.released_on, SETTLED_AFTER_MONTHS)


def walked_before(walk: Walk) -> str:
    """The walk that a return to custody interrupted, in words; empty for a first walk."""
    if walk.returned_on is None:
        return ""
    held = [mark.reached.lower() for mark in LANDMARKS if not mark.lasts and _held_before(walk, mark)]
    return f"Reached before that: {_listed(held)}." if held else ""


def _held_before(walk: Walk, landmark: Landmark) -> bool:
    returned_on = walk.returned_on or date.max
    return any(on <= returned_on for kind in landmark.kinds for on in walk.days.get(kind, ()))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]


def _chosen(found: Found, most: int) -> Found:
    """Those worth most, what was reached before what is ahead; but a path without a next step is only a memory."""
    by_worth = sorted(found, key=lambda pair: WORTH.index(pair[0].code))
    ahead = [pair for pair in by_worth if not pair[1]]
    reached = [pair for pair in by_worth if pair[1]][: most - bool(ahead)]
    kept = reached + ahead[: most - len(reached)]
    return [pair for pair in found if pair in kept]


def _is_behind_the_gate(walk: Walk, landmark: Landmark, on: date | None) -> bool:
    return landmark.before and (walk.inside or (on is not None and not _was_out(walk, on)))


def _is_ahead(walk: Walk, landmark: Landmark) -> bool:
    """Something not reached is drawn where a programme promises it and it can still come."""
    if landmark.code == "core":
        return walk.core_of > 0
    if landmark.code in {"joined", "year"}:
        return landmark.code == "year" or walk.enrolled_on is None
    if landmark.code == "gate" and not walk.inside and walk.released_on != walk.today:
        return False
    return any(kind in walk.promised for kind in landmark.kinds)


def _was_out(walk: Walk, on: date) -> bool:
    return not walk.inside and walk.released_on is not None and on >= walk.released_on


def _in_order(pairs: Found) -> Found:
    """What is reached by its day, then what is ahead in the order of the walk: what was walked is all behind."""
    reached = sorted((pair for pair in pairs if pair[1]), key=lambda pair: pair[1] or date.max)
    return reached + [pair for pair in pairs if not pair[1]]


def _placed(walk: Walk, pairs: Found, start: float) -> list[Marked]:
    return [
        Marked(
            mark.code,
            _label(walk, mark, on),
            on or _expected(walk, mark),
            on is not None,
            start + (place + 1) / (len(pairs) + 1),
        )
        for place, (mark, on) in enumerate(_in_order(pairs))
    ]


def _label(walk: Walk, landmark: Landmark, on: date | None) -> str:
    if on:
        return landmark.reached
    return f"Core: {walk.core_done} of {walk.core_of}" if landmark.code == "core" else landmark.ahead


def _expected(walk: Walk, landmark: Landmark) -> date | None:
    return year_out(walk) if landmark.code == "year" else None


def _here(walk: Walk, before: Found, after: Found) -> float:
    """Between the last stop reached and the next; in the arch on the day of release."""
    if walk.today in {walk.released_on, walk.release_on if walk.inside else None}:
        return 0.0
    side = before if walk.inside else after
    return (-1.0 if walk.inside else 0.0) + (sum(on is not None for _, on in side) + 0.5) / (len(side) + 1)
