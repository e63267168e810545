"""Reads the register of prisons: CSV text into rows, or every problem in it with its line, column and mend."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TYPES = ("HMP", "YOI", "YCS", "IRC", "STC")
CATEGORIES = ("A", "B", "C")
LONGEST: Mapping[str, int] = {
    "name": 120,
    "types": 40,
    "categories": 20,
    "town": 60,
    "county": 60,
    "postcode": 10,
    "country": 20,
    "operator": 40,
}
COLUMNS = ("code", "name", "active", "holds_men", "holds_women", *tuple(LONGEST)[1:])


@dataclass(frozen=True)
class RegisterRow:
    """One prison, in the words of the `Site` model."""

    code: str
    name: str
    is_active: bool
    holds_men: bool
    holds_women: bool
    types: str
    categories: str
    town: str
    county: str
    postcode: str
    country: str
    operator: str


class RegisterError(ValueError):
    """Everything wrong with a file of the register, a line each: file, line, column, what and how to mend it."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def read_register(text: str, filename: str) -> list[RegisterRow]:
    """All rows, or RegisterError with all problems."""
    problems: list[str] = []
    rows = list(_rows(text, filename, problems))
    if not rows and not problems:
        problems.append(f"{filename}, line 1: there are no prisons in it. Add a row below the headings.")
    if problems:
        raise RegisterError(problems)
    return rows


def _rows(text: str, filename: str, problems: list[str]) -> Iterator[RegisterRow]:
    lines = csv.reader(text.splitlines(), strict=True)
    seen: dict[str, int] = {}
    try:
        if missing := _check_headings(next(lines, [])):
            problems.append(f"{filename}, line 1: {missing}")
            return
        for cells in filter(None, lines):
            yield from _row(cells, f"{filename}, line {lines.line_num}", lines.line_num, seen, problems)
    except csv.Error as trouble:
        problems.append(f"{filename}, line {lines.line_num}: {trouble}. Put the quotation marks right.")


def _check_headings(found: list[str]) -> str:
    if tuple(found) == COLUMNS:
        return ""
    missing = [name for name in COLUMNS if name not in found]
    named = f"column {', '.join(missing)} is missing" if missing else "the columns are not the expected ones"
    return f"{named}. The first line must read {','.join(COLUMNS)}"


def _row(cells: list[str], where: str, line: int, seen: dict[str, int], problems: list[str]) -> Iterator[RegisterRow]:
    if len(cells) != len(COLUMNS):
        problems.append(
            f"{where}: {len(cells)} cells where {len(COLUMNS)} are expected. "
            "Put quotation marks round a cell with a comma in it."
        )
        return
    found: dict[str, Any] = {}
    before = len(problems)
    for column, cell in zip(COLUMNS, cells, strict=True):
        try:
            found[column] = _READERS[column](cell.strip())
        except ValueError as trouble:
            problems.append(f"{where}, column {column}: {trouble}")
    if (earlier := seen.setdefault(cells[0].strip(), line)) != line:
        problems.append(f"{where}, column code: {cells[0]} stands on line {earlier} already. Take one of the two out.")
    if len(problems) == before:
        yield RegisterRow(is_active=found.pop("active"), **found)


def _code(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}\d?", cell, re.ASCII):
        raise ValueError(f"{cell!r} is not a prison code. Write three capital letters, like SDI; a number may follow.")
    return cell


def _truth(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(f"{cell!r} is neither true nor false. Write true or false.")
    return cell == "true"


def _name(cell: str) -> str:
    if not cell:
        raise ValueError("the name is missing. Write the name of the prison.")
    return _text("name")(cell)


def _text(column: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > LONGEST[column]:
            raise ValueError(f"it is longer than {LONGEST[column]} characters. Shorten it.")
        return cell

    return read


def _some_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        unknown = [part for part in cell.split("|") if cell and part not in known]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is not known. Write some of {', '.join(known)}, joined with a bar.")
        return cell

    return read


_READERS: Mapping[str, Callable[[str], Any]] = {
    "code": _code,
    "name": _name,
    "active": _truth,
    "holds_men": _truth,
    "holds_women": _truth,
    "types": _some_of(TYPES),
    "categories": _some_of(CATEGORIES),
    **{column: _text(column) for column in ("town", "county", "postcode", "country", "operator")},
}
