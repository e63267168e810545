"""Whether a spot lies in a zone, and whether a way leads through a zone."""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, hypot, radians

from throughgate.common.ground import EARTH_KM, Point, kilometres
from throughgate.release.rules.day import Zone

# How far beside the straight line a zone is still doubted: a share of its length, and never more than so many
# kilometres, or every day in the town of a zone would be unknown. Choices of ours, on the side of asking.
BESIDE, MOST_BESIDE_KM = 0.1, 1.0


def is_inside(point: Point, zone: Zone) -> bool | None:
    centre = zone.centre.point
    return None if centre is None else kilometres(point, centre) <= zone.radius_km


def crosses(route: Iterable[Point], zone: Zone) -> bool | None:
    """None if nobody knows where the zone is."""
    centre = zone.centre.point
    if centre is None:
        return None
    return any(_nearest_km(here, there, centre) <= zone.radius_km for here, there in pairwise(route))


def may_cross(here: Point, there: Point, zone: Zone) -> bool | None:
    """Of a way that nobody knows: no road is the straight line, so what lies just beside it is not kept clear of. None
    if nobody knows where the zone is.
    """
    centre = zone.centre.point
    if centre is None:
        return None
    beside = min(BESIDE * kilometres(here, there), MOST_BESIDE_KM)
    return _nearest_km(here, there, centre) <= zone.radius_km + beside


def _nearest_km(here: Point, there: Point, centre: Point) -> float:
    """From the straight line to the centre, on a plane laid at the centre: within a thousandth over 100 km."""
    ax, ay = _flat(here, centre)
    bx, by = _flat(there, centre)
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return hypot(ax + along * dx, ay + along * dy)


def _flat(point: Point, centre: Point) -> tuple[float, float]:
    east = radians(point[1] - centre[1]) * cos(radians(centre[0])) * EARTH_KM
    return east, radians(point[0] - centre[0]) * EARTH_KM
