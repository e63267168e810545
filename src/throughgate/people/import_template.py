"""The empty list that people fill in: headings and one row as an example."""

import csv
import io
from collections.abc import Iterable

from throughgate.people.rules.importing import columns

LEFT_OUT = frozenset({"full_name", "ard", "hdc_release", "parole_hearing", "confirmed_release"})


def template_rows(site: str) -> list[list[str]]:
    """Headings and an example. The person is invented, and the day of the import reads them as such."""
    chosen = [(code, column) for code, column in columns().items() if code not in LEFT_OUT]
    return [
        [column.label for _, column in chosen],
        [site if code == "site" else column.example for code, column in chosen],
    ]


def csv_template(site: str) -> bytes:
    """With the mark that lets Excel read it as UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(template_rows(site))
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(site: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError("A new workbook has a sheet.")
    sheet.title = "Caseload"
    rows = template_rows(site)
    for row in rows:
        sheet.append(row)
    for at, width in enumerate(_widths(rows), start=1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
        # As text, so that Excel neither takes a first 0 away nor turns days around.
        for place in range(2, 502):
            sheet.cell(place, at).number_format = "@"
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _widths(rows: Iterable[list[str]]) -> list[int]:
    return [max(len(cell) for cell in column) + 3 for column in zip(*rows, strict=True)]
