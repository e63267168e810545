from datetime import date

import pytest

from tests.spec.people.tables import rows_of
from throughgate.people.rules.identifiers import IdentifierError, parse_identifier

READ_ON = date(2026, 11, 20)
ROWS = rows_of("identifiers")


@pytest.mark.parametrize("row", [r for r in ROWS if r["kept as"]], ids=lambda r: f"{r['kind']} {r['typed']}")
def test_kept_as(row):
    assert parse_identifier(row["kind"], row["typed"], today=READ_ON) == row["kept as"]


@pytest.mark.parametrize("row", [r for r in ROWS if r["refused"]], ids=lambda r: f"{r['kind']} {r['typed']}")
def test_refused(row):
    with pytest.raises(IdentifierError) as refusal:
        parse_identifier(row["kind"], row["typed"], today=READ_ON)
    assert str(refusal.value) == row["refused"]
