from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.unit.casework.clocks import set_clock


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    """Rows are stamped with that day too: what is due depends on when a date was told."""
    start, ticks = datetime.combine(today, time(14, 32)), count()
    set_clock(monkeypatch, start)
    stamped = start.replace(tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(timezone, "now", lambda: stamped + timedelta(seconds=next(ticks)))
