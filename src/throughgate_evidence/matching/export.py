"""Pairs, sets and weights as tables with the records' own identifiers, so that anybody can audit a matching.

These name people. They are for the organisation that gave the file, never for publication. An identifier that a
spreadsheet would take for a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

import numpy as np

from ..engines.sums import Booleans, Integers
from ..refusals import EvidenceInputError
from ..writing import write_whole
from .units import Matching

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
GROUPS = np.array(["comparison", "treated"])


@dataclass(frozen=True)
class Table:
    """`columns` of equal length under `header`."""

    header: tuple[str, ...]
    columns: tuple[Sequence[object], ...]

    def rows(self) -> Iterator[tuple[object, ...]]:
        return zip(*self.columns, strict=True)


def pairs_table(matching: Matching, ids: Sequence[object]) -> Table:
    """A row for each treated and comparison person who are compared, with the distance between them.

    Raises EvidenceInputError for a method that makes no pairs.
    """
    if not matching.pairs.shape[0]:
        raise EvidenceInputError(
            f"{matching.spec.method.capitalize()} matching makes no pairs. Write its weights"
            f"{' or sets' if (matching.sets >= 0).any() else ''} instead."
        )
    treated, comparison = matching.pairs.T
    return Table(
        ("treated_id", "comparison_id", "set", "distance"),
        (chosen(ids, treated), chosen(ids, comparison), set_names(matching.sets[treated]), matching.distances.tolist()),
    )


def sets_table(matching: Matching, treated: Booleans, ids: Sequence[object]) -> Table:
    """A row for each person in a set, set by set, treated people first.

    Raises EvidenceInputError for a method whose sets overlap.
    """
    if not (matching.sets >= 0).any():
        raise EvidenceInputError(
            f"In {matching.spec.method} matching{' with replacement' if matching.spec.replace else ''} people may be "
            "in several sets at once. Write its weights instead."
        )
    rows = np.flatnonzero(matching.sets >= 0)
    rows = rows[np.lexsort((rows, ~treated[rows], matching.sets[rows]))]
    return Table(
        ("set", "group", "id", "weight"),
        (set_names(matching.sets[rows]), groups(treated[rows]), chosen(ids, rows), matching.weights[rows].tolist()),
    )


def weights_table(matching: Matching, treated: Booleans, ids: Sequence[object]) -> Table:
    """A row for everybody in order of the file; weight 0 for who is left out."""
    if len(ids) != treated.size:
        raise EvidenceInputError(f"There are {len(ids)} identifiers for {treated.size} people. Give one for each.")
    discarded = np.where(matching.discarded, "yes", "no").tolist()
    return Table(
        ("id", "group", "weight", "set", "discarded"),
        (list(ids), groups(treated), matching.weights.tolist(), set_names(matching.sets), discarded),
    )


def chosen(ids: Sequence[object], rows: Integers) -> list[object]:
    return [ids[row] for row in rows.tolist()]


def groups(treated: Booleans) -> list[str]:
    return [str(group) for group in GROUPS[treated.astype(np.int64)]]


def set_names(sets: Integers) -> list[str]:
    """Counted from 1, as people count; empty for none."""
    return ["" if number < 0 else str(number + 1) for number in sets.tolist()]


def safe_cell(value: object) -> object:
    """Text that cannot become a formula; numbers stay as they are."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    return f"'{value}" if FORMULA.match(value) else value


def write_csv(stream: TextIO, table: Table) -> None:
    """The table as CSV (RFC 4180) with a header, row by row."""
    # Of line ends only those of the dialect are quoted inside a field: both kinds, then.
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows([safe_cell(value) for value in row] for row in table.rows())


def csv_text(table: Table) -> str:
    """What `write_matched_csv` writes: a header, then a line for each row."""
    text = StringIO(newline="")
    write_csv(text, table)
    return text.getvalue()


def write_matched_csv(path: str | os.PathLike[str], table: Table) -> None:
    """The table as a file (UTF-8) that is either whole or not there. Raises OSError where it cannot be written."""
    write_whole({Path(path): csv_text(table)})
