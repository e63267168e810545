from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.evidence.made_up import Rows, make_rows, to_csv

WriteCsv = Callable[[Rows], Path]


@pytest.fixture
def rows() -> Rows:
    return make_rows()


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    def write(rows: Rows) -> Path:
        path = tmp_path / "people.csv"
        path.write_text(to_csv(rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def people(write_csv: WriteCsv, rows: Rows) -> Path:
    return write_csv(rows)
