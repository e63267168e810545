"""What is in an uploaded file: its kind by content, and each column with counts over all rows."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.core.files.base import File

from throughgate.outcomes.models import FileKind
from throughgate.outcomes.rules.options import TWO_NUMBERS
from throughgate.outcomes.rules.personal_columns import PATTERNS, YOUNGEST, ColumnProfile
from throughgate_evidence import EvidenceInputError

MOST_COLUMNS = 300
SNIFFED = 65536
LONGEST_HEADER = 1024 * 1024
DELIMITERS = (",", ";", "\t", "|")
MISSING = "'', 'na', 'n/a', 'nan', 'null'"  # what the library takes for not known
LIMITS: dict[str, Any] = {"memory_limit": "400MB", "threads": 2, "autoinstall_known_extensions": "false"}


@dataclass(frozen=True)
class Column:
    """What the page says of a column. `nature`: yes_no, two_numbers (not 0 and 1), number, text or empty."""

    name: str
    nature: str
    says: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Contents:
    rows: int
    columns: tuple[Column, ...]
    profiles: tuple[ColumnProfile, ...]


def sniff_kind(file: File[Any]) -> FileKind:
    """By content, not by name; raises EvidenceInputError for anything that is neither CSV nor Parquet."""
    start = file.read(SNIFFED)
    file.seek(-min(4, len(start)), 2)
    end = file.read(4)
    file.seek(0)
    if start[:4] == end == b"PAR1":
        return FileKind.PARQUET
    _refuse_other_kinds(start)
    return FileKind.CSV


def _refuse_other_kinds(start: bytes) -> None:
    again = "In the spreadsheet choose “Save as” and “CSV UTF-8”, then upload that."
    if not start.strip():
        raise EvidenceInputError("The file is empty.")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise EvidenceInputError(f"This is a spreadsheet or a zip file, not a CSV. {again}")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EvidenceInputError(f"The text of this file is not UTF-8. {again}")
    if b"\0" in start or start.startswith((b"%PDF", b"\x89PNG", b"\x1f\x8b")):
        raise EvidenceInputError("This is neither a CSV nor a Parquet file. Export the data again as one of them.")
    try:
        start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Where more follows, the last bytes may be half a letter.
        if len(start) < SNIFFED or error.start < len(start) - 4:
            raise EvidenceInputError(f"The text of this file is not UTF-8. {again}") from error


def read_contents(path: Path, kind: FileKind, today: date) -> Contents:
    """Raises EvidenceInputError where the file cannot be read."""
    with tempfile.TemporaryDirectory(prefix="throughgate-columns-") as scratch:
        connection = duckdb.connect(f"{scratch}/columns.duckdb", config=LIMITS | {"temp_directory": scratch})
        try:
            names = (_load_parquet if kind is FileKind.PARQUET else _load_csv)(connection, path)
            rows = int(_one(connection, "count(*)")[0])
            if not rows:
                raise EvidenceInputError(
                    f"{path.name} holds a header but no people. Export it again, with a row for each."
                )
            pairs = [_describe(connection, number, name, today) for number, name in enumerate(names)]
        except duckdb.Error as error:
            raise EvidenceInputError(f"{path.name} could not be read through. Export it again.") from error
        finally:
            connection.close()
    return Contents(rows, tuple(column for column, _ in pairs), tuple(profile for _, profile in pairs))


def _load_csv(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Fills the table `people` with the columns c0, c1 … as text; returns their names in the file."""
    names, delimiter = _read_header(path)
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(names)))
    connection.sql(
        f"""FROM read_csv({_literal(str(path))}, delim = {_literal(delimiter)}, quote = '"', escape = '"',
        header = false, skip = 1, columns = {{{types}}}, auto_detect = false, store_rejects = true,
        null_padding = false)"""
    ).create("people")
    rejected = connection.table("reject_errors").project("line, error_type::VARCHAR").order("line").limit(1).fetchall()
    if rejected:
        why = {
            "INVALID ENCODING": "is not UTF-8 text",
            "UNQUOTED VALUE": "opens a quotation mark and does not close it",
        }
        said = why.get(str(rejected[0][1]), f"does not have the {len(names)} values that the first row names")
        raise EvidenceInputError(
            f"{path.name}, line {rejected[0][0]}: the line {said}. Mend it and upload the file again."
        )
    return names


def _read_header(path: Path) -> tuple[list[str], str]:
    """Names and separator, which is the one that splits the first row into most columns."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER).decode("utf-8-sig", errors="replace")
    delimiter = max(DELIMITERS, key=line.count)
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    if len(names) < 2:
        raise EvidenceInputError(
            "The first row holds only one name. A CSV needs a first row with the names of the columns."
        )
    if "" in names:
        number = names.index("") + 1
        raise EvidenceInputError(
            f"Column {number} of the file has no name. Give it one in the first row, or take it out."
        )
    _check_names(names)
    return names, delimiter


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    try:
        relation = connection.sql(f"FROM read_parquet({_literal(str(path))})")
    except duckdb.Error as error:
        raise EvidenceInputError(f"{path.name} cannot be read as Parquet. Export it again.") from error
    names = list(relation.columns)
    _check_names(names)
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    relation.project(", ".join(f"{name}::VARCHAR AS c{number}" for number, name in enumerate(quoted))).create("people")
    return names


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise EvidenceInputError(
            f"The file has {len(names)} columns; at most {MOST_COLUMNS} can be read. Keep those you need."
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise EvidenceInputError(f"The file has more than one column called {twice!r}. Rename one of them.")


def _describe(
    connection: duckdb.DuckDBPyConnection, number: int, name: str, today: date
) -> tuple[Column, ColumnProfile]:
    text = f"CASE WHEN lower(trim(c{number})) IN ({MISSING}) THEN NULL ELSE trim(c{number}) END"
    value = f"CASE lower({text}) WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 ELSE TRY_CAST({text} AS DOUBLE) END"
    year = f"TRY_CAST(regexp_extract({text}, '(^\\d{{4}}|\\d{{4}}$)') AS INTEGER)"
    dates = f"regexp_full_match({text}, {_literal(PATTERNS['date'])})"
    row = _one(
        connection,
        f"count({text})",
        f"count(DISTINCT {text})",
        f"count({value})",
        f"avg(length({text}))",
        f"count(*) FILTER ({dates} AND {year} BETWEEN 1900 AND {today.year - YOUNGEST})",
        f"min({value})",
        f"max({value})",
        f"bool_and({value} IN (0, 1))",
        *(f"count(*) FILTER (regexp_full_match({text}, {_literal(pattern)}))" for pattern in PATTERNS.values()),
    )
    matches = dict(zip(PATTERNS, map(int, row[8:]), strict=True))
    counted = ColumnProfile(name, int(row[0]), int(row[1]), int(row[2]), float(row[3] or 0), int(row[4]), matches)
    return Column(name, *_in_words(counted, row[5], row[6], bool(row[7]))), counted


def _in_words(profile: ColumnProfile, lowest: Any, highest: Any, zero_or_one: bool) -> tuple[str, str]:
    if not profile.known:
        return "empty", "Nothing"
    if profile.numbers < profile.known:
        return "text", f"{profile.distinct:,} different texts"
    if zero_or_one:
        return "yes_no", "0 or 1"
    if profile.distinct == 2 and lowest < highest:
        return TWO_NUMBERS, f"{lowest:g} or {highest:g}"
    return "number", f"Numbers from {lowest:g} to {highest:g}"


def _one(connection: duckdb.DuckDBPyConnection, *expressions: str) -> Sequence[Any]:
    return connection.table("people").aggregate(", ".join(expressions)).fetchall()[0]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
