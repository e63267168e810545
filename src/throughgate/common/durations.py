"""Lengths of time as people write them: ``7 days``, ``2 weeks``, ``3 months``."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from throughgate.common.faults import UnreadableError

UNITS = ("days", "weeks", "months", "years")
LONGEST = {"days": 36525, "weeks": 5218, "months": 1200, "years": 100}

_DURATION = re.compile(r"(\d+)\s+(day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Duration:
    amount: int
    unit: str
    months: int = field(init=False, compare=False)
    delta: timedelta = field(init=False, compare=False)

    def __post_init__(self) -> None:
        months = self.amount * {"months": 1, "years": 12}.get(self.unit, 0)
        days = self.amount * {"days": 1, "weeks": 7}.get(self.unit, 0)
        object.__setattr__(self, "months", months)
        object.__setattr__(self, "delta", timedelta(days=days))

    @property
    def rough_days(self) -> int:
        """Days to compare two lengths by; a month is taken as 30 days and a half, rounded down."""
        return self.delta.days + self.months * 61 // 2

    def after(self, day: date) -> date | None:
        try:
            return add_months(day, self.months) if self.months else day + self.delta
        except (OverflowError, ValueError):
            return None

    def reversed(self) -> "Duration":
        return Duration(-self.amount, self.unit)

    def __str__(self) -> str:
        amount = abs(self.amount)
        return f"{amount} {self.unit[:-1] if amount == 1 else self.unit}"


def add_months(day: date, months: int) -> date:
    """Clamps to the end of the month: 31 August and six months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_duration(text: object) -> Duration:
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise UnreadableError(
            f"“{text}” is not a length of time", "Write a number and a unit: 7 days, 2 weeks, 3 months."
        )
    amount, unit = int(match[1][:9]), match[2] + "s"
    if amount > LONGEST[unit]:
        raise UnreadableError(f"“{text}” is longer than a life", "Write at most 100 years.")
    return Duration(amount, unit)


def parse_interval(text: object) -> Duration:
    duration = parse_duration(text)
    if not duration.amount:
        raise UnreadableError(f"“{text}” is no time at all", "Write at least 1 day.")
    return duration
