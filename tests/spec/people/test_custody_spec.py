from dataclasses import dataclass
from datetime import date

import pytest

from tests.spec.people.tables import rows_of
from throughgate.people.rules.custody import (
    RELEASE_KINDS,
    MoveOrderError,
    Step,
    check_move,
    shown_release_date,
    spells,
    where_is,
)

READ_ON = date(2026, 11, 20)
SHORT = dict(zip(("confirmed", "parole", "hdc", "recall", "crd", "ard"), RELEASE_KINDS, strict=True))


@dataclass(frozen=True)
class Noted:
    kind: str
    on: date | None
    superseded_at: object = None


def step_of(text: str) -> Step:
    on, kind, *site = text.split()
    return Step(kind, date.fromisoformat(on), int(site[0]) if site else None)


def steps_of(text: str) -> list[Step]:
    return [] if text == "-" else [step_of(part) for part in text.split(",")]


def day(value: date | None) -> str:
    return value.isoformat() if value else "."


@pytest.mark.parametrize("row", rows_of("releases"), ids=lambda row: row["shown"] or "none")
def test_release_date_shown(row):
    dates = [Noted(kind, date.fromisoformat(row[short]) if row[short] else None) for short, kind in SHORT.items()]
    shown = shown_release_date(reversed(dates))
    assert (shown.kind if shown else "") == SHORT.get(row["shown"], "")


@pytest.mark.parametrize("row", rows_of("custody"), ids=lambda row: row["moves"][-30:])
def test_where_they_are(row):
    found = where_is(steps_of(row["moves"]), READ_ON)
    since = found.since.isoformat() if found.since else ""
    assert (found.place, str(found.site_id or ""), since) == (row["place"], row["site"], row["since"])


@pytest.mark.parametrize("row", rows_of("custody"), ids=lambda row: row["moves"][-30:])
def test_spells(row):
    found = " ".join(f"{day(s.release_on)}>{day(s.returned_on)}" for s in spells(steps_of(row["moves"])))
    assert found == row["spells"]


@pytest.mark.parametrize("row", rows_of("moves"), ids=lambda row: f"{row['before'][-12:]} {row['step']}")
def test_order_of_moves(row):
    refused = ""
    try:
        check_move(steps_of(row["before"]), step_of(row["step"]), READ_ON)
    except MoveOrderError as refusal:
        refused = str(refusal)
    assert refused == row["refused"]
