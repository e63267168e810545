"""Summaries of sites, from a table or from what each site's own evaluation wrote."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from ..frame import DECIMAL_COMMA, delimiter_of
from ..outcomes.two_samples import Estimate
from ..refusals import EvidenceInputError
from .effects import SiteSummary, check_summary

# Column → field. A site's own evaluation calls its estimate "difference".
NUMBERS = {"estimate": "estimate", "difference": "estimate", "se": "se", "dose": "dose"}
COUNTS = ("n_treated", "n_comparison", "events_treated", "events_comparison")
# How a site says that it withheld a number (Government Analysis Function: [c] confidential, [x] not available).
SUPPRESSED = frozenset({"", "*", "c", "[c]", "x", "[x]", "<5", "<10", "withheld", "suppressed"})
LARGEST_FILE = 10_000_000


def read_summaries(path: str | PathLike[str]) -> list[SiteSummary]:
    """A CSV (UTF-8; commas, semicolons, tabs or bars) with one row for each site: `site`, and `estimate` and `se`, or
    `n_treated`, `events_treated`, `n_comparison` and `events_comparison`; `dose` if there is one. Other columns are not
    read.

    Suppressed numbers may be left empty or written as *, [c] or <5. Raises EvidenceInputError naming column and row.
    """
    file = Path(path)
    rows = text_of(file).splitlines(keepends=True)
    lines = csv.reader(rows, delimiter=delimiter_of(rows[0] if rows else ""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        check_header(file.name, header)
        return [
            read_row(f"{file.name}, row {lines.line_num}", header, values)
            for values in lines
            if any(value.strip() for value in values)
        ]
    except csv.Error as error:
        raise EvidenceInputError(f"{file.name}, row {lines.line_num}: it cannot be read as CSV ({error}).") from error


def text_of(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise EvidenceInputError(f"{file.name} is too large for a table with one row for each site.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvidenceInputError(f"{file.name} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvidenceInputError(f"{file.name} is not UTF-8. Save it again as CSV UTF-8.") from error


def check_header(file: str, header: list[str]) -> None:
    if "site" not in header:
        raise EvidenceInputError(f"{file} has no column site. The first row must name the columns, site among them.")
    known = ("site", *NUMBERS, *COUNTS)
    twice = next((name for at, name in enumerate(header) if name in known and name in header[:at]), None)
    if twice is not None or {"estimate", "difference"} <= set(header):
        raise EvidenceInputError(f"{file}: column {twice or 'estimate (or difference)'} is there twice. Keep one.")
    if not ({"estimate", "difference"} & set(header) and "se" in header) and not set(COUNTS) <= set(header):
        raise EvidenceInputError(
            f"{file} needs the columns estimate and se, or {', '.join(COUNTS)}. It has {', '.join(header)}."
        )


def read_row(where: str, header: list[str], values: list[str]) -> SiteSummary:
    if len(values) != len(header):
        raise EvidenceInputError(f"{where} has {len(values)} values where the header has {len(header)}.")
    cells = dict(zip(header, (value.strip() for value in values), strict=True))
    if not cells["site"]:
        raise EvidenceInputError(f"{where}, column site: the name of the site is missing.")
    fields: dict[str, Any] = {
        field: read_number(where, name, cells[name]) for name, field in NUMBERS.items() if name in cells
    }
    fields |= {name: read_count(where, name, cells[name]) for name in COUNTS if name in cells}
    summary = SiteSummary(site=cells["site"], **fields)
    try:
        check_summary(summary)
    except EvidenceInputError as error:
        raise EvidenceInputError(f"{where}: {error}") from error
    return summary


def read_number(where: str, column: str, text: str) -> float | None:
    if text.lower() in SUPPRESSED:
        return None
    value = plain_number(text)
    if not math.isfinite(value):
        mend = (
            "Decimals need a point, not a comma."
            if re.fullmatch(DECIMAL_COMMA, text)
            else "Leave it empty, or write [c], if it is withheld."
        )
        raise EvidenceInputError(f"{where}, column {column}: {text!r} is not a finite number. {mend}")
    return value


def plain_number(text: str) -> float:
    """NaN where it is none, or written as in a program (1_000)."""
    try:
        return math.nan if "_" in text else float(text)
    except ValueError:
        return math.nan


def read_count(where: str, column: str, text: str) -> int | None:
    value = read_number(where, column, text)
    if value is None:
        return None
    if value < 0 or value != int(value):
        raise EvidenceInputError(f"{where}, column {column}: {text!r} is not a whole number from 0 up.")
    return int(value)


def summary_of(site: str, estimate: Estimate | None, dose: float | None = None) -> SiteSummary:
    """From an estimate of this package; None where it was withheld."""
    if estimate is None:
        return SiteSummary(site, dose=dose)
    return SiteSummary(
        site,
        estimate.difference,
        estimate.se,
        estimate.n_treated,
        estimate.n_comparison,
        estimate.events_treated,
        estimate.events_comparison,
        dose,
    )


def summary_of_evaluation(path: str | PathLike[str], outcome: str, site: str | None = None) -> SiteSummary:
    """From the JSON that a site's evaluation wrote; the file's name is the site's unless `site` says otherwise.

    An outcome that the site withheld gives a summary without numbers.
    """
    file = Path(path)
    try:
        told = json.loads(text_of(file))
        found: Mapping[str, Any] = told["outcomes"][outcome]
        return SiteSummary(
            site or file.stem,
            found["difference"],
            found["se"],
            found["n_treated"],
            found["n_comparison"],
            found["events_treated"],
            found["events_comparison"],
            kind=found.get("kind"),
            not_alike=bool((told.get("gate") or {}).get("red")),
        )
    except (json.JSONDecodeError, TypeError) as error:
        raise EvidenceInputError(f"{file.name} is not the result of an evaluation. Write it again.") from error
    except KeyError as error:
        raise EvidenceInputError(
            f"{file.name} holds no outcome {outcome!r}, or is not the result of an evaluation."
        ) from error
