"""Rows of an uploaded list, from CSV as spreadsheets save it or from Excel, numbered as a spreadsheet shows them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from throughgate.people.models import ImportFileKind

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 80
MOST_UNPACKED: Final = 400 * 1024 * 1024
DELIMITERS: Final = ",;\t|"

Cells = Sequence[object]


class FileError(ValueError):
    """Why a file cannot be read, and what to do, in plain words."""


def sniff_kind(file: IO[bytes]) -> ImportFileKind:
    """By content, not by name. Raises FileError."""
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return ImportFileKind.XLSX
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError(
            "This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password, or as CSV."
        )
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise FileError("This is not a list. Save it from your spreadsheet as .xlsx or CSV.")
    return ImportFileKind.CSV


def read_rows(path: Path, kind: str) -> Iterator[tuple[int, Cells]]:
    """(number, cells) of each row that is not blank, the headings first. Raises FileError."""
    rows = _read_xlsx(path) if kind == ImportFileKind.XLSX else _read_csv(path)
    count = 0
    for number, cells in rows:
        if all(cell is None or str(cell).strip() == "" for cell in cells):
            continue
        if len(cells) > MOST_COLUMNS and any(str(cell or "").strip() for cell in cells[MOST_COLUMNS:]):
            raise FileError(f"The list has more than {MOST_COLUMNS} columns. Keep the ones that are needed.")
        count += 1
        if count > MOST_ROWS + 1:
            raise FileError(f"The list has more than {MOST_ROWS:,} rows. Split it into several files.")
        yield number, cells[:MOST_COLUMNS]
    if count == 0:
        raise FileError("The file is empty. The first row holds the headings, and each row below it one person.")


def read_headings(path: Path, kind: str) -> list[str]:
    """Raises FileError."""
    _, cells = next(iter(read_rows(path, kind)))
    headings = ["" if cell is None else " ".join(str(cell).split())[:80] for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _read_csv(path: Path) -> Iterator[tuple[int, Cells]]:
    text = _decode(path.read_bytes())
    delimiter = _delimiter_of(text)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)
    except csv.Error as broken:
        raise FileError("The file cannot be read as CSV. Save it again from your spreadsheet.") from broken


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 where the file says so, else UTF-8 if it is that, else what Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:2] == b"\x00":
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileError("The letters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx.")


def _delimiter_of(text: str) -> str:
    """What stands between the headings; quoted headings may hold any of them."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
    return max(DELIMITERS, key=outside.count)


def _read_xlsx(path: Path) -> Iterator[tuple[int, Cells]]:
    """The sheet that was open when the file was saved."""
    # Imported here: it is heavy, and few requests read a spreadsheet.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_unpacked(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as broken:
        raise FileError("The file cannot be read as Excel. Save it again as .xlsx, or as CSV.") from broken
    try:
        sheet = book.active
        if sheet is None or not hasattr(sheet, "iter_rows"):
            raise FileError("The file has no sheet with rows. Put the list on the first sheet.")
        yield from enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS * 2), start=1)
    finally:
        book.close()


def _check_unpacked(path: Path) -> None:
    """A small file may unpack into more than any list needs."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as broken:
        raise FileError("The file cannot be read as Excel. Save it again as .xlsx, or as CSV.") from broken
    if size > MOST_UNPACKED:
        raise FileError("The file holds far more than a list. Copy the list alone into a new file.")
