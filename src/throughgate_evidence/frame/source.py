"""Opening a CSV or Parquet file as a DuckDB relation called ``raw``.

Column number i of those asked for becomes ``n<i>``, the value as a double, and ``t<i>``, the text where the value is
not a number (or where the column is declared a category). Both are NULL where the value is missing.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from ..refusals import EvidenceInputError

# What one connection may hold in memory before it spills to its temporary folder.
MEMORY_LIMIT = "1GB"
DELIMITERS = (",", ";", "\t", "|")
GLOB_CHARACTERS = frozenset("*?[]'")
# Spellings that mean "not known". A NaN means the same. "None" is not among them: it can be an answer.
MISSING = ("", "na", "n/a", "nan", "null")
NUMERIC_TYPES = frozenset(
    {
        *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE"),
        *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
    }
)
# How Excel files begin, new and old; OpenDocument ones are zip archives as the new.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TEXT_TYPES = ("VARCHAR", "ENUM", "BOOLEAN", "UUID")
DATE_TYPES = ("DATE", "TIMESTAMP")


@dataclass(frozen=True)
class Source:
    """The relation ``raw`` on `connection`. `line` is SQL for the row in the file, where the header is row 1."""

    connection: duckdb.DuckDBPyConnection
    name: str
    columns: tuple[str, ...]
    line: str
    scratch: tempfile.TemporaryDirectory[str]

    def number(self, column: str) -> str:
        return f"n{self.columns.index(column)}"

    def text(self, column: str) -> str:
        return f"t{self.columns.index(column)}"

    def one(self, columns: Iterable[str], *, where: str = "", order: str = "") -> Any:
        """The first row, as a tuple; None where there is none."""
        return first_row(self.connection, select("raw", columns, where=where, order=order, limit=1))

    def close(self) -> None:
        self.connection.close()
        self.scratch.cleanup()


def first_row(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    """Everything is fetched, for a result that is not read to its end holds the connection."""
    return next(iter(connection.execute(query).fetchall()), None)


def quoted(name: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def select(
    relation: str, columns: Iterable[str], *, where: str = "", group: str = "", order: str = "", limit: int = 0
) -> str:
    """A query in DuckDB's own order, which begins with the relation."""
    parts = [f"FROM {relation}", "SELECT " + ", ".join(columns)]
    parts += [
        f"{word} {value}" for word, value in (("WHERE", where), ("GROUP BY", group), ("ORDER BY", order)) if value
    ]
    return " ".join(parts + ([f"LIMIT {limit}"] if limit else []))


def open_source(
    path: Path, columns: Sequence[str], categorical: Collection[str] = (), dates: Collection[str] = ()
) -> Source:
    """Open `path` and keep only `columns`; those that are `categorical` keep the text of numbers too, and only `dates`
    may hold dates. Raises EvidenceInputError when that cannot be done.
    """
    check_path(path)
    scratch = tempfile.TemporaryDirectory(prefix="throughgate-evidence-")
    connection = connect(scratch.name)
    try:
        readable = plain_path(path, Path(scratch.name))
        if is_parquet(path):
            line = read_parquet(connection, readable, path.name, columns, categorical, dates)
        else:
            line = read_csv(connection, readable, path.name, columns, categorical)
    except BaseException:
        connection.close()
        scratch.cleanup()
        raise
    return Source(connection, path.name, tuple(columns), line, scratch)


def connect(scratch: str) -> duckdb.DuckDBPyConnection:
    """A private database in memory, which installs nothing from elsewhere.

    Only what does not fit goes to `scratch`: people's data are not written to disk without need.
    """
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": scratch,
            "autoinstall_known_extensions": "false",
        },
    )


def check_path(path: Path) -> None:
    if not path.exists():
        raise EvidenceInputError(f"There is no file {path.name}. Check the name and the folder.")
    if not path.is_file():
        raise EvidenceInputError(f"{path.name} is a folder, not a file. Name one CSV or Parquet file.")
    if path.stat().st_size == 0:
        raise EvidenceInputError(f"{path.name} is empty. Export it again, with a header row and a row for each person.")
    with path.open("rb") as file:
        if file.read(4) in SPREADSHEETS:
            raise EvidenceInputError(f"{path.name} is a spreadsheet. Save the sheet with the people as “CSV UTF-8”.")


def is_parquet(path: Path) -> bool:
    """By its first bytes, or by what its name claims."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1" or path.suffix.lower() in {".parquet", ".pq"}


def plain_path(path: Path, scratch: Path) -> str:
    """A path that DuckDB cannot take for a pattern of names."""
    if GLOB_CHARACTERS.isdisjoint(str(path)):
        return str(path)
    link = scratch / f"input{path.suffix}"
    link.symlink_to(path.resolve())
    return str(link)


def check_columns(name: str, wanted: Iterable[str], found: Sequence[str]) -> None:
    for column in wanted:
        if column in found:
            continue
        folded = {name.casefold().strip(): name for name in reversed(found)}
        near = get_close_matches(column.casefold().strip(), folded, n=1, cutoff=0.6)
        hint = f" Did you mean {folded[near[0]]!r}?" if near else ""
        if any("," in other and column in map(str.strip, other.split(",")) for other in found):
            hint = " A name with a comma in it goes between backquotes, in a --formula."
        listed = ", ".join(found[:40]) + (", …" if len(found) > 40 else "")
        raise EvidenceInputError(f"{name} has no column {column!r}.{hint} Its columns are: {listed}.")


def number_value(value: str) -> str:
    """SQL for a value as a double, NULL where it is none."""
    number = f"TRY_CAST({value} AS DOUBLE)"
    return f"CASE WHEN isnan({number}) THEN NULL ELSE {number} END"


def written_number(text: str) -> str:
    """SQL for a text as a double. DuckDB would take 1_000 for a thousand, as it is written in programs: people's files
    have that from a slip of the finger, or for a code.
    """
    return f"CASE WHEN NOT contains({text}, '_') THEN {number_value(text)} END"


def text_value(value: str, number: str, declared: bool) -> str:
    """SQL for the trimmed text of a value that is not missing and (unless declared a category) not a number."""
    tokens = ", ".join(map(literal, MISSING))
    kept = f"lower(trim({value})) NOT IN ({tokens})"
    if not declared:
        kept = f"{number} IS NULL AND {kept}"
    return f"CASE WHEN {kept} THEN trim({value}) END"


def read_parquet(
    con: duckdb.DuckDBPyConnection,
    path: str,
    name: str,
    columns: Sequence[str],
    categorical: Collection[str],
    dates: Collection[str],
) -> str:
    reader = f"read_parquet({literal(path)}, file_row_number = true)"
    try:
        described = con.execute(f"DESCRIBE FROM {reader}").fetchall()
    except duckdb.Error as error:
        raise EvidenceInputError(
            f"{name} cannot be read as Parquet: it is damaged, cut short or another kind of file. Export it again."
        ) from error
    found = {str(row[0]): str(row[1]) for row in described if row[0] != "file_row_number"}
    check_columns(name, columns, list(found))
    check_types(name, {column: found[column] for column in columns}, dates)
    listed = ["file_row_number + 2 AS line"]
    for at, column in enumerate(columns):
        listed += parquet_column(at, column, found[column], column in categorical)
    any_text = any(found[column].startswith(TEXT_TYPES) or column in categorical for column in columns)
    # Numbers are read from the file again at every pass; texts would have to be taken apart each time.
    if any_text:
        create_in_order(con, select(reader, listed))
    else:
        con.execute(f"CREATE VIEW raw AS {select(reader, listed)}")
    return "line"


def create_in_order(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """The table ``raw``, its rows in the order of the file.

    On one thread: with several, DuckDB 2.0.0 may store one half of a large file before the other, and messages would
    name the wrong rows.
    """
    con.execute("SET threads = 1")
    try:
        con.execute(f"CREATE TABLE raw AS {query}")
    finally:
        con.execute("RESET threads")


def parquet_column(at: int, column: str, kind: str, declared: bool) -> list[str]:
    """SQL for n<at> and t<at>."""
    text = f"{quoted(column)}::{'DATE::' if kind.startswith(DATE_TYPES) else ''}VARCHAR"
    if kind.startswith(TEXT_TYPES + DATE_TYPES):
        return [f"{written_number(text)} AS n{at}", f"{text_value(text, f'n{at}', declared)} AS t{at}"]
    kept = text_value(text, f"n{at}", True) if declared else "NULL::VARCHAR"
    return [f"{number_value(quoted(column))} AS n{at}", f"{kept} AS t{at}"]


def check_types(name: str, types: dict[str, str], dates: Collection[str]) -> None:
    for column, kind in types.items():
        allowed = TEXT_TYPES + ("DECIMAL",) + (DATE_TYPES if column in dates else ())
        nested = kind.endswith("]")
        if nested or not (kind.startswith(allowed) or kind in NUMERIC_TYPES):
            raise EvidenceInputError(
                f"{name}, column {column}: it holds {kind.lower()} values, which cannot be compared as they are. "
                "Turn them into numbers (for a date: days or years) or into categories."
            )


def read_csv(
    con: duckdb.DuckDBPyConnection, path: str, name: str, columns: Sequence[str], categorical: Collection[str]
) -> str:
    header, delimiter = read_header(Path(path), name)
    check_columns(name, columns, header)
    repeated = [column for column in columns if header.count(column) > 1]
    if repeated:
        raise EvidenceInputError(f"{name} has more than one column called {repeated[0]!r}. Rename one of them.")
    types = "{" + ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(header))) + "}"
    reader = f"""read_csv({literal(path)}, delim = {literal(delimiter)}, quote = '"', escape = '"', header = false,
        skip = 1, columns = {types}, auto_detect = false, store_rejects = true, null_padding = false)"""
    listed = []
    for at, column in enumerate(columns):
        value = f"c{header.index(column)}"
        listed.append(f"{written_number(value)} AS n{at}")
        listed.append(f"{text_value(value, f'n{at}', column in categorical)} AS t{at}")
    try:
        create_in_order(con, select(reader, listed))
    except duckdb.Error as error:
        raise EvidenceInputError(
            f"{name} cannot be read as CSV: {unreadable_cause(Path(path))}. Save it again as “CSV UTF-8”, with a "
            "header row and a row for each person."
        ) from error
    refuse_broken_lines(con, name)
    return "rowid + 2"


def unreadable_cause(path: Path) -> str:
    """What is likely, from the beginning of the file."""
    with path.open("rb") as file:
        start = file.read(1_000_000)
    alone = start.replace(b"\r\n", b"")
    if b"\r\n" in start and (b"\n" in alone or b"\r" in alone):
        return "its rows end in different ways, as when files from two computers are joined"
    return "it is damaged or another kind of file"


def refuse_broken_lines(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """DuckDB sets lines that do not fit aside; the first of them is named to the user."""
    query = select("reject_errors", ["line", "error_type::VARCHAR"], order="line", limit=1)
    rejected = first_row(con, query)
    if rejected is None:
        return
    causes = {
        "MISSING COLUMNS": "has fewer values than the header has columns",
        "TOO MANY COLUMNS": "has more values than the header has columns; a value with a comma in it needs "
        "quotation marks",
        "UNQUOTED VALUE": "has a quotation mark that is opened and not closed",
        "INVALID ENCODING": "is not UTF-8 text; save the file again as “CSV UTF-8”",
    }
    cause = causes.get(str(rejected[1]), "cannot be read")
    raise EvidenceInputError(f"{name}, row {rejected[0]}: the row {cause}. Mend it and try again.")


def read_header(path: Path, name: str) -> tuple[list[str], str]:
    """Column names and the separator, which is the one that the header holds most of."""
    # Bytes that are no UTF-8 are let through here: where they are in a later row, that row is named.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        line = file.readline()
    if any("\udc80" <= character <= "\udcff" for character in line):
        raise EvidenceInputError(f"{name}: it is not UTF-8 text. Save the file again as “CSV UTF-8”.")
    if not line.strip() or "\0" in line:
        raise EvidenceInputError(
            f"{name} does not begin with a header row. Its first line must hold the names of the columns."
        )
    if line.lower().startswith("sep=") and len(line.strip()) <= 5:
        raise EvidenceInputError(
            f"{name} begins with a note to a spreadsheet ({line.strip()}). Delete that first line."
        )
    if line.count('"') % 2:
        raise EvidenceInputError(
            f"{name}: a column name in its header row has a line break or a single quotation mark in it. Write each "
            "name on one line."
        )
    delimiter = delimiter_of(line)
    return [column.strip() for column in next(csv.reader([line], delimiter=delimiter))], delimiter


def delimiter_of(header: str) -> str:
    return max(DELIMITERS, key=header.count)
