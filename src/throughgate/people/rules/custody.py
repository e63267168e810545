"""Where a person is between custody and a settled life, read from the moves and dates that somebody told us.

Pure: `today` is passed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from throughgate.people.models import Confidence, DateKind, MoveKind, RecallTerm

# The first of these that has a day is the release date shown. From when somebody may be considered is not among them:
# nobody is released by being eligible.
RELEASE_KINDS = (
    DateKind.CONFIRMED_RELEASE,
    DateKind.PAROLE_RELEASE,
    DateKind.HDC_RELEASE,
    DateKind.RECALL_RELEASE,
    DateKind.CRD,
    DateKind.ARD,
)
OF_SENTENCE = (DateKind.CRD, DateKind.ARD)  # reckoned from the sentence: they hold through a recall
# Criminal Justice Act 2003, sections 255B and 255BA: days that begin with the one on which somebody came back.
FIXED_TERMS: Mapping[str, int] = {RecallTerm.DAYS_14: 14, RecallTerm.DAYS_28: 28, RecallTerm.DAYS_56: 56}
INTO_CUSTODY = (MoveKind.RECEIVED, MoveKind.RECALLED, MoveKind.RETURNED)
BACK_INTO_CUSTODY = (MoveKind.RECALLED, MoveKind.RETURNED)

WHY_SHOWN: Mapping[str, str] = {
    DateKind.CONFIRMED_RELEASE: "A confirmed day comes before every other.",
    DateKind.PAROLE_RELEASE: "No day is confirmed yet, so the parole day is shown.",
    DateKind.HDC_RELEASE: "No day is confirmed and none comes from parole, so the home detention curfew day is shown.",
    DateKind.RECALL_RELEASE: "They were recalled, so the day on which the recall ends is shown.",
    DateKind.CRD: "No earlier kind of day is known, so the conditional release date is shown.",
    DateKind.ARD: "Nothing else is known, so the automatic release date is shown.",
}


def less_sure(usual: str, said: str) -> str:
    """Of how sure a day of this kind usually is and how sure somebody said they were, the more careful."""
    order = list(Confidence)
    return max((usual, said), key=lambda one: order.index(Confidence(one)) if one else -1)


class DateLike(Protocol):
    """A `CustodyDate`, or anything with its days."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def superseded_at(self) -> object: ...


class DatedLike(Protocol):
    """A `CustodyDate`, with the moment at which it was noted."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def noted_at(self) -> datetime: ...


class MoveLike(Protocol):
    """A `CustodyMove`, or anything with its days."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def site_id(self) -> int | None: ...


D = TypeVar("D", bound=DateLike)
Mv = TypeVar("Mv", bound=MoveLike)


class Place(StrEnum):
    CUSTODY = "custody"
    COMMUNITY = "community"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`site_id` is known in custody only; `since` is the day of the last move in or out of custody or between
    prisons.
    """

    place: Place
    site_id: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Custody and the release that ended it.

    `release_on` is None while they are inside, `returned_on` None on the current one.
    """

    release_on: date | None
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of time in one place. `site_id` is None outside; `to_on` None on the last one; `is_recall` from a
    recall until they are out again, in whichever prison.
    """

    place: Place
    site_id: int | None
    from_on: date
    to_on: date | None
    is_recall: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A move that somebody is about to record."""

    kind: str
    on: date
    site_id: int | None = None


class MoveOrderError(ValueError):
    """Why a move does not fit the history, in plain words."""


def shown_release_date(dates: Iterable[D]) -> D | None:
    """Of the dates that hold now, the release date to show; None while none is known."""
    known = {row.kind: row for row in dates if row.superseded_at is None and row.on is not None}
    return next((known[kind] for kind in RELEASE_KINDS if kind in known), None)


def in_order(moves: Iterable[Mv]) -> list[Mv]:
    """By day; of two on one day the one given first comes first."""
    return sorted(moves, key=lambda move: move.on)


def spells(moves: Iterable[MoveLike], expected_release_on: date | None = None) -> tuple[Spell, ...]:
    """Every spell of custody and release in order; the last is the current one.

    `expected_release_on` stands as the release of a current spell that has not ended yet.
    """
    done: list[Spell] = []
    released: date | None = None
    for move in in_order(moves):
        if move.kind == MoveKind.RELEASED:
            released = move.on
        elif move.kind in BACK_INTO_CUSTODY:
            done.append(Spell(released, move.on))
            released = None
    return (*done, Spell(released or expected_release_on, None))


def where_is(moves: Iterable[MoveLike], today: date) -> Whereabouts:
    past = [move for move in in_order(moves) if move.on <= today]
    if not past:
        return Whereabouts(Place.UNKNOWN)
    last = past[-1]
    if last.kind == MoveKind.RELEASED:
        return Whereabouts(Place.COMMUNITY, None, last.on)
    return Whereabouts(Place.CUSTODY, last.site_id, last.on)


def stays(moves: Iterable[MoveLike], today: date) -> tuple[Stay, ...]:
    """Where they were, one stay after the other up to today."""
    past = [move for move in in_order(moves) if move.on <= today]
    ends: list[date | None] = [*(move.on for move in past[1:]), None] if past else []
    found, is_recall = [], False
    for move, end in zip(past, ends, strict=True):
        is_out = move.kind == MoveKind.RELEASED
        is_recall = move.kind == MoveKind.RECALLED or (is_recall and move.kind == MoveKind.TRANSFERRED)
        place = Place.COMMUNITY if is_out else Place.CUSTODY
        found.append(Stay(place, None if is_out else move.site_id, move.on, end, is_recall))
    return tuple(found)


def is_of_earlier_release(
    date_row: DatedLike, back_on: date, noted_on: date, release_recorded_at: datetime | None
) -> bool:
    """Whether a release day that holds belongs to the release before this return. The sentence's own day (CRD, ARD) is
    kept where it is still to come; any other day that was known before they came back, or before their release was
    recorded, was a day of that release.
    """
    if date_row.on is None or date_row.kind not in RELEASE_KINDS:
        return False
    if date_row.on <= back_on:
        return True
    if date_row.kind in OF_SENTENCE:
        return False
    return noted_on < back_on or (release_recorded_at is not None and date_row.noted_at <= release_recorded_at)


def recalled_until(on: date, term: str, crd: date | None = None) -> date | None:
    """The last day of a fixed-term recall, on which they are let out again; None where the term is not fixed.

    Whoever was out early, on home detention curfew, is not out again before the conditional release date.
    """
    if term not in FIXED_TERMS:
        return None
    ends = on + timedelta(days=FIXED_TERMS[term] - 1)
    return max(ends, crd) if crd else ends


def check_move(moves: Sequence[MoveLike], step: Step, today: date) -> None:
    """Raises MoveOrderError unless the history still makes sense with this step in it."""
    if step.on > today:
        raise MoveOrderError("A move is recorded once it has happened. For a day to come, note a date instead.")
    _walk([*moves, step], step)


def check_history(moves: Sequence[MoveLike]) -> None:
    """Raises MoveOrderError unless what is left after a step was withdrawn makes sense."""
    _walk(moves, None)


def _walk(moves: Sequence[MoveLike], step: Step | None) -> None:
    inside: bool | None = None
    last: MoveLike | None = None
    for move in in_order(moves):
        if problem := _misfit(move.kind, inside, last):
            raise MoveOrderError(problem if move is step else f"This does not fit what was recorded later. {problem}")
        if last is not None and move is step and _is_same_stay(move, last):
            raise MoveOrderError("They were already at this prison on that day.")
        inside, last = move.kind != MoveKind.RELEASED, move


def _misfit(kind: str, inside: bool | None, last: MoveLike | None) -> str:
    """What is wrong with this move after `last`, or nothing. `inside` is None before the first known move."""
    since = f" on {_words(last.on)}" if last else ""
    if kind == MoveKind.RELEASED and inside is False:
        return f"They were already released{since}. Record the recall or return first."
    if kind == MoveKind.TRANSFERRED and inside is False:
        return f"They were released{since}, so they cannot move prison. Record the recall or return first."
    if kind in BACK_INTO_CUSTODY and inside is True:
        return "A recall or return comes after a release. Record the release first."
    if kind in BACK_INTO_CUSTODY and inside is None:
        return "A recall or return comes after a release, and none is recorded. Record the release first."
    if kind == MoveKind.RECEIVED and inside is True:
        return "They are in custody already. Choose moved prison."
    if kind == MoveKind.RECEIVED and inside is False:
        return f"They were released{since}. Choose recalled, or returned on a new sentence."
    return ""


def _is_same_stay(move: MoveLike, last: MoveLike) -> bool:
    return move.kind == MoveKind.TRANSFERRED and last.kind != MoveKind.RELEASED and move.site_id == last.site_id


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
