"""What `settle` takes and gives: the dates of a life, what happened, what was waived, what is due."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

PROMISE = "promise"
STANDARD = "standard"

# Named tuples, not frozen dataclasses: a rebuild makes hundreds of thousands, and these cost a fifth to make.


class Spell(NamedTuple):
    """One stretch of custody and the release that ends it; `returned_on` is the recall or new sentence that follows."""

    release_on: date | None
    returned_on: date | None = None


class Hold(NamedTuple):
    from_on: date
    to_on: date | None = None


class Dates(NamedTuple):
    """Spells in order, the last one current. Those that ended before enrolment are passed over."""

    enrolled_on: date
    spells: tuple[Spell, ...] = ()
    parole_hearing: date | None = None
    licence_end: date | None = None
    sentence_end: date | None = None
    holds: tuple[Hold, ...] = ()
    left_on: date | None = None


class Fact(NamedTuple):
    """Something that happened: an entry of the record that stands, of this enrolment or of none."""

    id: int
    kind: str
    subject: str
    on: date
    minutes: int | None = None
    enrolment: int | None = None


class Waiver(NamedTuple):
    element: str
    spell: int
    ordinal: int
    on: date
    reason: str


class Promised(NamedTuple):
    """What somebody said they would do; `met_by` is the entry that tells of it, if one does."""

    id: int
    who: str
    worker: int | None
    from_on: date | None
    by_on: date
    met_on: date | None = None
    met_by: int | None = None
    withdrawn_on: date | None = None
    sensitivity: str = STANDARD


class Commitment(NamedTuple):
    """`spell` counts from 0, the spell of enrolment; `ordinal` counts from 1 within element and spell.

    Of a promise, `element` is PROMISE and `promise` says which; only then `worker` and another sensitivity.
    """

    element: str
    spell: int
    ordinal: int
    who: str
    from_on: date | None
    by_on: date | None
    met_on: date | None
    met_by: int | None
    waived_on: date | None
    closed_on: date | None
    is_next: bool
    promise: int | None = None
    worker: int | None = None
    sensitivity: str = STANDARD


class State(StrEnum):
    WAIVED = "waived"
    MET = "met"
    MET_LATE = "met_late"
    NOT_DONE = "not_done"
    UNDATED = "undated"
    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


def state_of(commitment: Commitment, today: date) -> State:
    return state_on(
        today,
        by_on=commitment.by_on,
        met_on=commitment.met_on,
        waived_on=commitment.waived_on,
        closed_on=commitment.closed_on,
    )


def state_on(
    today: date, *, by_on: date | None, met_on: date | None, waived_on: date | None, closed_on: date | None
) -> State:
    if waived_on:
        return State.WAIVED
    if met_on:
        return State.MET_LATE if by_on and met_on > by_on else State.MET
    if closed_on:
        return State.NOT_DONE
    return _open_state(by_on, today)


def _open_state(by_on: date | None, today: date) -> State:
    if by_on is None:
        return State.UNDATED
    if by_on == today:
        return State.DUE
    return State.OVERDUE if by_on < today else State.UPCOMING
