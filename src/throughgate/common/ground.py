"""Spots on the ground, and how far they are from each other."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius (IUGG)

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def kilometres(here: Point, there: Point) -> float:
    """Along the great circle, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(radians, (*here, *there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
