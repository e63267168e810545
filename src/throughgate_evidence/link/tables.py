"""Both files in one DuckDB connection: as they are (``participants_raw``) and brought to one form (``participants``).

Columns of the cleaned tables: line, person, dated, then forename, surname, first_forename, initial, full_name,
date_of_birth, birth (the same as eight figures), day_month_swapped, gender, pnc, prison_number, cro, postcode,
district.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb

from ..frame.source import (
    check_columns,
    check_path,
    connect,
    is_parquet,
    literal,
    plain_path,
    quoted,
    read_header,
    refuse_broken_lines,
    select,
)
from ..refusals import EvidenceInputError
from .cleaning import install_macros
from .fields import DATES, ESSENTIAL, NEEDED_OF_RECORDS, WORDS, find_columns

Unreadable = Literal["refuse", "blank"]
Table = Literal["participants", "records"]
# Columns of a file whose values repeat: each different text is cleaned once.
REPEATING = ("forename", "surname", "date_of_birth", "gender")
MEND = {
    "forename": "has no letters in it",
    "surname": "has no letters in it",
    "date_of_birth": "is not a date of birth. Write it as 1990-03-31 or 31/03/1990",
    "gender": "is not one of the words known. Write M, F or X",
} | dict.fromkeys(DATES, "is not a date. Write it as 2026-03-31 or 31/03/2026")


@dataclass(frozen=True)
class Side:
    """One file. Column number i is ``c<i>`` in its raw table; `fields` says which column holds which field."""

    table: Table
    name: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    rows: int

    def raw(self, column: str) -> str:
        return f"c{self.columns.index(column)}"

    def raw_field(self, field: str) -> str:
        """The raw column of a field; NULL where the file has none."""
        return self.raw(self.fields[field]) if field in self.fields else "NULL::VARCHAR"


@dataclass(frozen=True)
class LinkFiles:
    """Close it when done: it holds personal data, in memory and (when memory runs short) in a scratch folder."""

    connection: duckdb.DuckDBPyConnection
    participants: Side
    records: Side
    today: date
    scratch: tempfile.TemporaryDirectory[str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def count(self, query: str) -> int:
        return int(self.rows(query)[0][0])

    def close(self) -> None:
        self.connection.close()
        self.scratch.cleanup()


def open_files(
    participants: Path,
    records: Path,
    *,
    columns: Mapping[Table, Mapping[str, str]],
    today: date,
    essential: Sequence[str] = ESSENTIAL,
    unreadable: Unreadable = "refuse",
) -> LinkFiles:
    """Read and clean both; raises EvidenceInputError with file, column and row where that cannot be done."""
    check_path(participants)
    check_path(records)
    scratch = tempfile.TemporaryDirectory(prefix="throughgate-evidence-")
    connection = connect(scratch.name)
    try:
        install_macros(connection)
        sides = []
        tables: list[tuple[Table, Path, Sequence[str]]] = [
            ("participants", participants, essential),
            ("records", records, [field for field in essential if field in NEEDED_OF_RECORDS]),
        ]
        for table, path, needed in tables:
            side = load(connection, table, path, Path(scratch.name) / table, columns.get(table, {}), needed)
            clean(connection, side, today)
            refuse_unreadable(connection, side, unreadable)
            sides.append(side)
    except BaseException:
        connection.close()
        scratch.cleanup()
        raise
    return LinkFiles(connection, sides[0], sides[1], today, scratch)


def load(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    path: Path,
    scratch: Path,
    given: Mapping[str, str],
    needed: Sequence[str],
) -> Side:
    """Every column of a file as text, in a table ``<table>_raw``."""
    scratch.mkdir()
    reader, found, texts = (parquet_reader if is_parquet(path) else csv_reader)(
        con, plain_path(path, scratch), path.name
    )
    repeated = next((column for column in found if found.count(column) > 1), None)
    if repeated is not None:
        raise EvidenceInputError(f"{path.name} has more than one column called {repeated!r}. Rename one of them.")
    check_columns(path.name, given.values(), found)
    fields = find_columns(path.name, found, given, needed)
    listed = [f"{text} AS c{at}" for at, text in enumerate(texts)]
    try:
        con.execute(f"CREATE TABLE {table}_raw AS {select(reader, listed)}")
    except duckdb.Error as error:
        raise EvidenceInputError(f"{path.name} cannot be read. Save it again as “CSV UTF-8”.") from error
    if not is_parquet(path):
        refuse_broken_lines(con, path.name)
    rows = con.execute(select(f"{table}_raw", ["count(*)"])).fetchall()[0][0]
    if not rows:
        raise EvidenceInputError(f"{path.name} holds a header but no people.")
    return Side(table, path.name, tuple(found), fields, rows)


def csv_reader(con: duckdb.DuckDBPyConnection, path: str, name: str) -> tuple[str, list[str], list[str]]:
    """SQL that reads the file, the headings, and SQL for each column's text."""
    header, delimiter = read_header(Path(path), name)
    types = "{" + ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(header))) + "}"
    reader = f"""read_csv({literal(path)}, delim = {literal(delimiter)}, quote = '"', escape = '"', header = false,
        skip = 1, columns = {types}, auto_detect = false, store_rejects = true, null_padding = false)"""
    return reader, header, [f"c{at}" for at in range(len(header))]


def parquet_reader(con: duckdb.DuckDBPyConnection, path: str, name: str) -> tuple[str, list[str], list[str]]:
    reader = f"read_parquet({literal(path)})"
    try:
        found = [str(row[0]) for row in con.execute(f"DESCRIBE FROM {reader}").fetchall()]
    except duckdb.Error as error:
        raise EvidenceInputError(f"{name} cannot be read as Parquet. Export it again.") from error
    return reader, found, [f"{quoted(column)}::VARCHAR" for column in found]


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def clean(con: duckdb.DuckDBPyConnection, side: Side, today: date) -> None:
    """Make the table of one form. Each different text of a repeating column is cleaned once and joined on."""
    joins = ""
    for field in REPEATING:
        con.execute(f"CREATE TABLE {side.table}_{field} AS {cleaned(side, field, today)}")
        joins += f" LEFT JOIN {side.table}_{field} AS {field} ON {field}.raw = raw.{field}"
    kept = ["line", "person", "dated", *(f"{field}.* EXCLUDE (raw)" for field in REPEATING)]
    kept += ["forename.forename || ' ' || surname.surname AS full_name"]
    kept += ["pnc", "prison_number", "cro", "postcode", "left(postcode, length(postcode) - 3) AS district"]
    con.execute(f"CREATE TABLE {side.table} AS {select(f'({as_text(side, today)}) AS raw{joins}', kept)}")


def cleaned(side: Side, field: str, today: date) -> str:
    """SQL: each different text of a column, and what is made of it."""
    texts = f"(FROM {side.table}_raw SELECT DISTINCT {side.raw_field(field)} AS raw)"
    once, made = {
        "forename": (
            "clean_words(raw)",
            "replace(it, ' ', '') AS forename, split_part(it, ' ', 1) AS first_forename, it[1] AS initial",
        ),
        "surname": ("clean_name(raw)", "it AS surname"),
        "date_of_birth": (
            f"clean_birth(raw, {day(today)})",
            "it AS date_of_birth, strftime(it, '%Y%m%d') AS birth, swapped_day(it) AS day_month_swapped",
        ),
        "gender": ("clean_gender(raw)", "it AS gender"),
    }[field]
    return select(f"({select(texts, ['raw', f'{once} AS it'])})", ["raw", made])


def as_text(side: Side, today: date) -> str:
    """The fields as the file has them, with the row and the numbers, which hardly repeat, already cleaned."""
    dated = [f"clean_date({side.raw(side.fields[field])}) IS NOT NULL" for field in DATES if field in side.fields]
    columns = [
        "rowid + 2 AS line",
        f"coalesce(given({side.raw_field('id')}), 'row ' || (rowid + 2)) AS person",
        f"({' OR '.join(dated) or 'true'}) AS dated",
        *(f"{side.raw_field(field)} AS {field}" for field in REPEATING),
        f"clean_pnc({side.raw_field('pnc')}, {day(today)}) AS pnc",
        f"clean_prison_number({side.raw_field('prison_number')}) AS prison_number",
        f"clean_cro({side.raw_field('cro')}) AS cro",
        f"clean_postcode({side.raw_field('postcode')}) AS postcode",
    ]
    return select(f"{side.table}_raw", columns)


def unreadable_rows(con: duckdb.DuckDBPyConnection, side: Side, field: str) -> list[int]:
    """Rows with something in a field that cannot be read."""
    text = side.raw_field(field)
    where = f"given({text}) IS NOT NULL AND clean_date({text}) IS NULL"
    if field in REPEATING:
        gap = "is_gender_gap(raw)" if field == "gender" else "given(raw) IS NULL"
        bad = select(f"{side.table}_{field}", ["raw"], where=f"{field} IS NULL AND NOT ({gap})")
        where = f"{text} IN ({bad})"
    found = con.execute(select(f"{side.table}_raw", ["rowid + 2 AS line"], where=where, order="line")).fetchall()
    return [int(row[0]) for row in found]


def refuse_unreadable(con: duckdb.DuckDBPyConnection, side: Side, unreadable: Unreadable) -> None:
    if unreadable == "blank":
        return
    for field in (field for field in MEND if field in side.fields):
        rows = unreadable_rows(con, side, field)
        if rows:
            more = f" So are {len(rows) - 1:,} more." if len(rows) > 1 else ""
            raise EvidenceInputError(
                f"{side.name}, column {side.fields[field]}, row {rows[0]}: the {WORDS[field]} {MEND[field]}.{more} "
                "Or take what cannot be read for a gap, with --unreadable blank."
            )
