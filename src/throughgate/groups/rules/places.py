"""Places in a group: who waits, who is next, how many are free. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class PlaceError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class State(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"


STATE_WORDS = {
    State.WAITING: ("Waiting", "quiet", "clock"),
    State.OFFERED: ("Offered a place", "action", "next"),
    State.TAKEN: ("In the group", "done", "check"),
    State.LEFT: ("Left", "quiet", "note"),
}
HOLDS = (State.OFFERED, State.TAKEN)  # a place that is offered is kept free


class PlaceLike(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def asked_at(self) -> datetime: ...
    @property
    def first_at(self) -> datetime | None: ...
    @property
    def offered_on(self) -> date | None: ...
    @property
    def taken_on(self) -> date | None: ...
    @property
    def left_on(self) -> date | None: ...


P = TypeVar("P", bound=PlaceLike)


def state_of(place: PlaceLike) -> State:
    if place.left_on:
        return State.LEFT
    if place.taken_on:
        return State.TAKEN
    return State.OFFERED if place.offered_on else State.WAITING


def in_order(places: Iterable[P]) -> list[P]:
    """Those who wait: who was moved to the front first, in the order in which that was done, then who asked first."""
    waiting = [one for one in places if state_of(one) is State.WAITING]
    return sorted(waiting, key=lambda one: (one.first_at is None, one.first_at or one.asked_at, one.pk))


def free_places(capacity: int, places: Iterable[PlaceLike]) -> int:
    return capacity - sum(state_of(one) in HOLDS for one in places)


def check_free(
    capacity: int, places: Iterable[PlaceLike], else_do: str = "They keep their turn on the waiting list"
) -> None:
    """`else_do`: what to do instead. Raises PlaceError."""
    if free_places(capacity, places) < 1:
        raise PlaceError(f"Every place in this group is taken or offered. {else_do}.")
