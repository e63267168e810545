"""How far an observation is, whose turn it is, and what two pairs of eyes saw of one session. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from throughgate.practice.rules.training import PracticeError

SEEN = {"seen": "Seen", "partly": "Partly seen", "not_seen": "Not seen", "did_not_arise": "Did not arise"}
TONES = {"seen": "done", "partly": "due", "not_seen": "due", "did_not_arise": "quiet"}


class State(StrEnum):
    PLANNED = "planned"
    OBSERVED = "observed"
    ANSWERED = "answered"
    CLOSED = "closed"
    DROPPED = "dropped"


STATE_WORDS = {
    State.PLANNED: ("Planned", "action", "calendar"),
    State.OBSERVED: ("Watched: the answer is due", "due", "clock"),
    State.ANSWERED: ("Answered: to be read", "due", "clock"),
    State.CLOSED: ("Both have read it", "done", "check"),
    State.DROPPED: ("Does not take place", "quiet", "note"),
}


class ObservationLike(Protocol):
    @property
    def observed_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def read_at(self) -> datetime | None: ...
    @property
    def dropped_at(self) -> datetime | None: ...
    @property
    def practitioner_id(self) -> int: ...
    @property
    def observer_id(self) -> int: ...


def state_of(one: ObservationLike) -> State:
    if one.dropped_at:
        return State.DROPPED
    if one.read_at:
        return State.CLOSED
    if one.answered_at:
        return State.ANSWERED
    return State.OBSERVED if one.observed_at else State.PLANNED


def whose_turn(one: ObservationLike) -> int | None:
    """The id of whoever does the next thing; None where it is closed."""
    turns = {State.PLANNED: one.observer_id, State.OBSERVED: one.practitioner_id, State.ANSWERED: one.observer_id}
    return turns.get(state_of(one))


@dataclass(frozen=True)
class TwoPairs:
    """A step of a session's plan, as the practitioner ticked it and as the observer saw it."""

    words: str
    ticked: bool
    seen: bool


def compare(steps: Mapping[str, str], ticked: Collection[str], seen: Collection[str]) -> list[TwoPairs]:
    return [TwoPairs(words, key in ticked, key in seen) for key, words in steps.items()]


def agreement(rows: Collection[TwoPairs]) -> tuple[int, int]:
    """Of how many steps both said the same, and of how many there are."""
    return sum(one.ticked == one.seen for one in rows), len(rows)


def check_plan(*, practitioner: int, observer: int, on: date, today: date) -> None:
    """Raises PracticeError."""
    if practitioner == observer:
        raise PracticeError("Nobody watches themselves. Choose somebody else", "observer")
    if on < today:
        raise PracticeError("Choose today or a day to come", "on")


def check_observed(
    *, on: date, told_how: str, ratings: Mapping[str, str], looks: Collection[str], went_well: str, to_try: str,
    today: date,
) -> None:  # fmt: skip
    """Raises PracticeError."""
    if on > today:
        raise PracticeError("It has not taken place yet: note it on its day")
    if not told_how.strip():
        raise PracticeError("Say how everybody there was told that you watch", "told_how")
    if any(one not in SEEN for one in ratings.values()) or set(looks) - set(ratings):
        raise PracticeError("Say of each thing whether you saw it")
    if not went_well.strip():
        raise PracticeError("Say what went well", "went_well")
    if not to_try.strip():
        raise PracticeError("Name one thing to try", "to_try")
