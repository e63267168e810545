"""Small files of invented people for the tests of linking."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from throughgate_evidence.link.linking import LinkSettings, link
from throughgate_evidence.link.results import Linkage

TODAY = date(2026, 11, 22)
Row = dict[str, str]
PERSON: Row = {
    "id": "1",
    "forename": "Tovan",
    "surname": "Brelling",
    "date_of_birth": "1990-03-04",
    "gender": "M",
    "pnc": "",
    "prison_number": "",
    "postcode": "",
    "start_date": "2025-01-06",
}


def person(**changes: str) -> Row:
    return PERSON | changes


def write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def link_by_rules(folder: Path, participants: Sequence[Row], records: Sequence[Row], **choices: object) -> Linkage:
    ours, theirs = write(folder / "people.csv", participants), write(folder / "records.csv", records)
    return link(ours, theirs, LinkSettings(**({"method": "deterministic"} | choices)), today=TODAY)
