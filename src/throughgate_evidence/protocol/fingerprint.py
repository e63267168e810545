"""Which data a plan was locked on: their columns and rows, without looking at any outcome."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..frame.source import check_columns, check_path, is_parquet, literal, plain_path, quoted, read_header
from ..refusals import EvidenceInputError

BATCH = 50_000


@dataclass(frozen=True)
class DataFingerprint:
    """`columns` are the columns that were looked at, `digest` the SHA-256 of their rows in any order."""

    file: str
    columns: tuple[str, ...]
    rows: int
    digest: str


def take_fingerprint(path: Path, columns: Sequence[str]) -> DataFingerprint:
    """Of these `columns` only: no other value of the file is used.

    The same rows in another order, as CSV or Parquet, with outcomes added beside them, give the same. Raises
    EvidenceInputError where the file or a column is missing.
    """
    check_path(path)
    with tempfile.TemporaryDirectory(prefix="throughgate-evidence-") as scratch:
        reader = file_reader(path, plain_path(path, Path(scratch)))
        check_columns(path.name, columns, column_names(path))
        with duckdb.connect(":memory:", config={"temp_directory": scratch}) as connection:
            try:
                rows, digest = digest_rows(connection, reader, columns)
            except duckdb.Error as error:
                raise EvidenceInputError(f"{path.name} cannot be read through. Export it again.") from error
    return DataFingerprint(path.name, tuple(columns), rows, digest)


def column_names(path: Path) -> tuple[str, ...]:
    """The names of a file's columns; nothing else of it is read."""
    check_path(path)
    if not is_parquet(path):
        return tuple(read_header(path, path.name)[0])
    with tempfile.TemporaryDirectory(prefix="throughgate-evidence-") as scratch:
        reader = file_reader(path, plain_path(path, Path(scratch)))
        with duckdb.connect(":memory:") as connection:
            try:
                described = connection.execute(f"DESCRIBE FROM {reader}").fetchall()
            except duckdb.Error as error:
                raise EvidenceInputError(f"{path.name} cannot be read as Parquet. Export it again.") from error
    return tuple(str(row[0]) for row in described)


def file_reader(path: Path, readable: str) -> str:
    if is_parquet(path):
        return f"read_parquet({literal(readable)})"
    _, delimiter = read_header(path, path.name)
    return f"""read_csv({literal(readable)}, delim = {literal(delimiter)}, quote = '"', escape = '"', header = true,
        all_varchar = true)"""


def digest_rows(connection: duckdb.DuckDBPyConnection, reader: str, columns: Sequence[str]) -> tuple[int, str]:
    values = ", ".join(comparable(quoted(column)) for column in columns)
    query = f"FROM {reader} SELECT sha256(concat_ws(chr(31), {values})) AS row_digest ORDER BY row_digest"
    found = connection.execute(query)
    rows, digest = 0, hashlib.sha256()
    while batch := found.fetchmany(BATCH):
        rows += len(batch)
        digest.update("".join(row[0] for row in batch).encode())
    return rows, digest.hexdigest()


def comparable(column: str) -> str:
    """SQL for a text that is the same for 1, 1.0 and " 1"."""
    text = f"trim({column}::VARCHAR)"
    return f"coalesce(TRY_CAST({text} AS DOUBLE)::VARCHAR, {text}, '')"
