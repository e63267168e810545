"""Lists as people upload them, and the service that takes them through."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from throughgate.accounts.models import User
from throughgate.people.models import CaseloadImport
from throughgate.people.services.importing import add_import, start_adding, start_check

HEADINGS = ["Forename", "Surname", "DOB", "Prison", "Key worker", "CRN", "NOMS", "Release date"]
ROBIN = ["Robin", "Ash", "27/03/1988", "HMP Send", "Alice Example", "X123456", "A1234BC", "19/06/2027"]
JO = ["Jo", "Elm", "01/02/1979", "Send", "", "X654321", "", ""]


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(by: User, content: bytes, name: str = "list.csv") -> CaseloadImport:
    return add_import(by=by, upload=ContentFile(content, name=name))


def check(by: User, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, site: Any = None) -> CaseloadImport:
    """Uploaded as CSV and checked with the columns that were recognised."""
    started = upload(by, as_csv([headings, *rows]))
    return check_again(by, started, site=site)


def check_again(by: User, started: CaseloadImport, *, site: Any = None) -> CaseloadImport:
    chosen = {int(place): code for place, code in started.columns.items()}
    return start_check(by=by, started=started, columns=chosen, default_site=site)


def add(by: User, started: CaseloadImport, *, accepted: bool = True) -> CaseloadImport:
    return start_adding(by=by, started=started, warnings_accepted=accepted)


def words(started: CaseloadImport) -> list[str]:
    return [f"{one['row']} {one['column']}: {one['words']}" for one in started.problems]
