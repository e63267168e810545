"""From the National Grid of Great Britain to latitude and longitude as maps on screens use them (WGS 84).

After Ordnance Survey, *A guide to coordinate systems in Great Britain*: the inverse of the grid's transverse Mercator
projection (annexe C), then the seven numbers from OSGB36 to WGS 84 (section 6). Within about five metres.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

from throughgate.common.ground import Point

# Airy 1830 and the grid on it, in metres.
AIRY_A, AIRY_B = 6_377_563.396, 6_356_256.909
SCALE = 0.9996012717
LAT0, LON0 = radians(49), radians(-2)
EAST0, NORTH0 = 400_000.0, -100_000.0
WGS84_A, WGS84_B = 6_378_137.0, 6_356_752.3142
# From OSGB36 to WGS 84: metres, parts per million, seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
STRETCH = -20.4894e-6
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def point_of(easting: float, northing: float) -> Point:
    lat, lon = on_airy(easting, northing)
    x, y, z = _moved(*_in_space(lat, lon))
    return _on_wgs84(x, y, z)


def on_airy(easting: float, northing: float) -> Point:
    """Radians, on the ellipsoid of the grid."""
    squared = 1 - (AIRY_B / AIRY_A) ** 2
    lat = LAT0
    while abs(rest := northing - NORTH0 - _meridian(lat)) >= 1e-5:
        lat += rest / (AIRY_A * SCALE)
    bend = 1 - squared * sin(lat) ** 2
    nu = AIRY_A * SCALE / sqrt(bend)
    rho = AIRY_A * SCALE * (1 - squared) / bend**1.5
    eta = nu / rho - 1
    t, sec, east = tan(lat), 1 / cos(lat), easting - EAST0
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    xii = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    lon = LON0 + x * east - xi * east**3 + xii * east**5 - xiia * east**7
    return lat - vii * east**2 + viii * east**4 - ix * east**6, lon


def _meridian(lat: float) -> float:
    """Metres along the meridian from the grid's true origin."""
    n = (AIRY_A - AIRY_B) / (AIRY_A + AIRY_B)
    apart, both = lat - LAT0, lat + LAT0
    return (
        AIRY_B
        * SCALE
        * (
            (1 + n + 5 / 4 * (n**2 + n**3)) * apart
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(both)
            + 15 / 8 * (n**2 + n**3) * sin(2 * apart) * cos(2 * both)
            - 35 / 24 * n**3 * sin(3 * apart) * cos(3 * both)
        )
    )


def _in_space(lat: float, lon: float) -> tuple[float, float, float]:
    squared = 1 - (AIRY_B / AIRY_A) ** 2
    nu = AIRY_A / sqrt(1 - squared * sin(lat) ** 2)
    return nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - squared) * sin(lat)


def _moved(x: float, y: float, z: float) -> tuple[float, float, float]:
    rx, ry, rz = TURN
    k = 1 + STRETCH
    return (
        SHIFT[0] + k * x - rz * y + ry * z,
        SHIFT[1] + rz * x + k * y - rx * z,
        SHIFT[2] - ry * x + rx * y + k * z,
    )


def _on_wgs84(x: float, y: float, z: float) -> Point:
    squared = 1 - (WGS84_B / WGS84_A) ** 2
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - squared))
    for _ in range(6):
        nu = WGS84_A / sqrt(1 - squared * sin(lat) ** 2)
        lat = atan2(z + squared * nu * sin(lat), flat)
    return degrees(lat), degrees(atan2(y, x))
