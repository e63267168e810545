"""The middle of a zone as people type it: a postcode, or latitude and longitude. Pure, but for the directory."""

import re

from throughgate.common.ground import Point
from throughgate.common.postcodes import plain_postcode, point_of_postcode

_NUMBERS = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
# Great Britain, Ireland and the islands: what is typed the wrong way round lies outside.
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -11.0, 2.5


class UnknownMiddleError(ValueError):
    """What was typed names no spot, in words that say how to mend it."""


def read_middle(text: str) -> Point:
    if found := _NUMBERS.fullmatch(text):
        point = float(found.group(1)), float(found.group(2))
        if SOUTH <= point[0] <= NORTH and WEST <= point[1] <= EAST:
            return point
        raise UnknownMiddleError("This lies outside these islands. Enter the latitude first, for example 51.24, -0.57")
    if not plain_postcode(text):
        raise UnknownMiddleError("Enter a whole postcode, or latitude and longitude such as 51.24, -0.57")
    known = point_of_postcode(text)
    if known is None:
        raise UnknownMiddleError("This postcode is not known here. Enter latitude and longitude such as 51.24, -0.57")
    return known
