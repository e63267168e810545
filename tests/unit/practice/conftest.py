from datetime import datetime, time

import pytest

from tests.unit.casework.clocks import set_clock


@pytest.fixture(autouse=True)
def friday(monkeypatch, today) -> None:
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))
