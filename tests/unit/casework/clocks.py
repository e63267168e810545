from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def set_clock(monkeypatch, moment: datetime) -> None:
    local = moment.replace(tzinfo=ZoneInfo("Europe/London"))
    as_it_was = timezone.localtime
    monkeypatch.setattr(timezone, "localdate", lambda *args: local.date())
    monkeypatch.setattr(timezone, "localtime", lambda *args: as_it_was(*args) if args else local)
