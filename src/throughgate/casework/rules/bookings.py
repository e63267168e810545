"""What a booking must say, and what has become of it. Pure: `today` is passed in, and no row is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Protocol

from throughgate.casework.rules.contacts import usual_medium
from throughgate.common.hours import is_hour_of
from throughgate.people.rules import restrictions
from throughgate.people.rules.beside import ALL_DAY, Occasion, Spot
from throughgate.people.rules.same_words import names_in
from throughgate.record.kinds import kind_of

FURTHEST = timedelta(days=366)
# With these people the person themselves is not in the room.
WITHOUT_PERSON = frozenset({"partner-conversation"})
# Kinds in which family or friends take part: who of them, is asked.
WITH_CIRCLE = frozenset({"family-meeting", "family-workshop", "partner-conversation", "couple-session"})
# Kinds to which several people come at once.
GROUPS = frozenset({"group-session", "skills-session", "group-therapy", "family-workshop"})


class BookingError(ValueError):
    """What is wrong with a booking, in words for the form; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What is arranged: a contact of this kind on a day to come. `at` is when it begins, `circle` ids of its people.
    `told`: what else was written of it, which is asked of the restrictions and not kept with the booking.
    """

    kind: str
    on: date
    at: time | None = None
    minutes: int | None = None
    medium: str = ""
    place: str = ""
    circle: tuple[int, ...] = ()
    other_names: str = ""
    told: str = ""

    @property
    def how(self) -> str:
        return self.medium or usual_medium(self.kind)

    @property
    def with_person(self) -> bool:
        return self.kind not in WITHOUT_PERSON

    def asked(self, ref: str, worker: str = "") -> restrictions.Booking:
        """How the rules for restrictions are asked about it; `ref` is the booking's or the contact's, `worker` who of
        ours does it: they may be the one whom a restriction is about.
        """
        return restrictions.Booking(
            kind=self.kind,
            on=self.on,
            at=self.at,
            minutes=self.minutes,
            medium=self.how,
            circle_member_ids=self.circle,
            other_names=self.other_names,
            ours=(worker,) if worker else (),
            place=self.place,
            words=kind_of(self.kind).label,
            told=self.told,
            ref=ref,
            with_person=self.with_person,
        )

    @property
    def title(self) -> str:
        """For what is due: what and at what time, and nobody's name."""
        label = kind_of(self.kind).label
        return f"{label} at {self.at:%H:%M}" if self.at else label


def arrangement_problems(arrangement: Arrangement, today: date) -> Iterator[BookingError]:
    """Everything that is wrong with it, so that a form can say all of it at once."""
    if not kind_of(arrangement.kind).contact:
        yield BookingError("kind", "Choose what you book")
    if arrangement.on < today:
        yield BookingError("on", "A booking is for today or a day to come. Record what has happened as a contact")
    if arrangement.on > today + FURTHEST:
        yield BookingError("on", "Book at most a year ahead")
    if arrangement.at and not is_hour_of(arrangement.on, arrangement.at):
        yield BookingError("at", f"There is no {arrangement.at:%H:%M} that night: the clocks go forward")
    if arrangement.minutes is not None and not 1 <= arrangement.minutes <= 24 * 60:
        yield BookingError("minutes", "How long it takes must be between 1 minute and 24 hours")
    if arrangement.kind in WITH_CIRCLE and not arrangement.circle and not names_in(arrangement.other_names):
        yield BookingError("circle", "Say who it is with")


class Slot(Protocol):
    """A booking, or what is to become one."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> time | None: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def medium(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def worker_id(self) -> int: ...


def occasions_of(one: Slot) -> list[Occasion]:
    """When and where the person is: in a place that others say too, and with the worker, whom those of one hour or of
    one group share. Without an hour it may be at any.
    """
    if one.medium == restrictions.WRITING:
        return []
    minutes = restrictions.span_of(one.at, one.minutes) if one.at else ALL_DAY
    worker = (one.medium, str(one.worker_id))
    found = [Occasion(minutes, company=("worker", *worker))] if one.at else []
    if one.kind in GROUPS:
        found.append(Occasion(minutes, company=(one.kind, *worker)))
    if one.medium == restrictions.FACE and one.place.strip():
        found.append(Occasion(minutes, _spot(one)))
    return found


def _spot(one: Slot) -> Spot:
    """A gate is also called by its prison alone."""
    prison = one.place.partition(",")[2] if one.kind == restrictions.AT_THE_GATE else ""
    return Spot(one.place, prison)


class State(StrEnum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HAPPENED = "happened"  # it became a contact: whether that took place, the contact says


STATE_WORDS = {
    State.BOOKED: ("Booked", "action", "calendar"),
    State.MOVED: ("Moved", "quiet", "next"),
    State.CANCELLED: ("Cancelled", "quiet", "note"),
    State.HAPPENED: ("Recorded", "done", "check"),
}


class BookingLike(Protocol):
    @property
    def contact_id(self) -> int | None: ...
    @property
    def cancelled_at(self) -> object: ...


def state_of(booking: BookingLike, *, is_moved: bool) -> State:
    if is_moved:
        return State.MOVED
    if booking.contact_id:
        return State.HAPPENED
    return State.CANCELLED if booking.cancelled_at else State.BOOKED


def is_past(on: date, today: date) -> bool:
    """Its day has gone by and nobody recorded what came of it."""
    return on < today
