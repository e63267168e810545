"""Who drives on a release day: the journeys of that day that somebody has said yes to, as the reckoning knows them.

The same for whoever looks: a journey that a reader may not see is in it with times and without names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from throughgate.common.ground import Point, kilometres
from throughgate.release.models import Journey, ReleaseDay
from throughgate.release.rules.day import Driver, NoDriver, Place
from throughgate.release.rules.journey import SETTLED, State
from throughgate.release.selectors.journeys import Looked, look_at_journeys

SAME_SPOT_KM = 0.25  # a postcode tells no more
# What is nearest to a yes comes first: it is what somebody would ring about.
OPEN: Mapping[State, NoDriver] = {
    State.TO_CONFIRM: NoDriver.TO_CONFIRM,
    State.ASKED: NoDriver.ASKED,
    State.NOBODY_FREE: NoDriver.REFUSED,
    State.NOBODY_ASKED: NoDriver.NOBODY_ASKED,
}


@dataclass(frozen=True)
class Spot:
    """A place of the day, as it is named on this reader's page; `called`: what it is called in truth."""

    place: Place
    called: str


@dataclass(frozen=True)
class Rides:
    """`about`: the journey that stands in the way, if one does: the one to see to."""

    drivers: tuple[Driver, ...] = ()
    no_driver: NoDriver = NoDriver.NO_JOURNEY
    about: Journey | None = None


def rides_on(row: ReleaseDay, spots: Sequence[Spot]) -> Rides:
    """Three queries, one where no journey is planned."""
    rows = Journey.objects.filter(person=row.person_id, on=row.on, superseded_by__isnull=True)
    looks = look_at_journeys(rows.order_by("pick_up_at", "pk"))
    drivers = tuple(driver for look in looks if look.state in SETTLED for driver in _drivers(look, spots))
    return Rides(drivers, *_why(looks))


def _why(looks: Iterable[Looked]) -> tuple[NoDriver, Journey | None]:
    by_state = {look.state: look.row for look in reversed(list(looks))}
    for state, why in OPEN.items():
        if state in by_state:
            return why, by_state[state]
    for state in (State.AGREED, State.UNDER_WAY, State.ARRIVED):
        if state in by_state:
            return NoDriver.ELSEWHERE, by_state[state]
    return (NoDriver.CALLED_OFF, None) if State.CALLED_OFF in by_state else (NoDriver.NO_JOURNEY, None)


def _drivers(look: Looked, spots: Sequence[Spot]) -> Iterator[Driver]:
    """None for a journey that begins or ends where the day does not lead."""
    row = look.row
    start = _spot(spots, row.from_place, _point(row.from_latitude, row.from_longitude))
    end = _spot(spots, row.to_place, _point(row.to_latitude, row.to_longitude))
    if start and end:
        yield Driver(row.pick_up_at, row.arrive_by, row.ref, start, end)


def _spot(spots: Sequence[Spot], name: str, point: Point | None) -> Place | None:
    for spot in spots:
        if _plain(name) == _plain(spot.called):
            return spot.place
    near = [(kilometres(point, one.place.point), one.place) for one in spots if point and one.place.point]
    found = min(near, key=lambda one: one[0], default=None)
    return found[1] if found and found[0] <= SAME_SPOT_KM else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
