"""Which letters are due when, and what they say. They hold numbers and times, and never a name. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from throughgate.notices.rules.feed import LONDON
from throughgate.web.words import day_words

MORNING = time(7), time(12)  # later than that the day is under way
EVENING = time(16, 30), time(22)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
TRIES = 8


def is_hour(now: datetime, hours: tuple[time, time]) -> bool:
    return hours[0] <= now.astimezone(LONDON).time() < hours[1]


def weekdays_of(named: Iterable[str]) -> frozenset[int]:
    """`mon` is 0. What is no weekday is left out: the check of the settings says so."""
    return frozenset(WEEKDAYS.index(name) for name in named if name in WEEKDAYS)


@dataclass(frozen=True)
class OwnDay:
    """`due` are the things due today beside what is booked."""

    booked: int = 0
    due: int = 0
    overdue: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.booked or self.due or self.overdue)


def morning_words(day: OwnDay) -> str:
    """`3 booked today, 2 more due, 1 overdue.`"""
    said = [
        f"{day.booked} booked today" if day.booked else "",
        f"{day.due} {'more ' if day.booked else ''}due today" if day.due else "",
        f"{day.overdue} overdue" if day.overdue else "",
    ]
    return f"{', '.join(part for part in said if part)}."


@dataclass(frozen=True, order=True)
class Gate:
    on: date
    at: time | None


def gate_words(meetings: Iterable[Gate], today: date) -> str:
    """`Tomorrow at 08:30 somebody waits for you.` Where, and who, stands in Throughgate."""
    in_order = sorted(meetings, key=lambda one: (one.on, one.at or time.min))
    said = [_gate(one, today) for one in in_order]
    return f"You are to meet somebody: {'; '.join(said)}."


def _gate(one: Gate, today: date) -> str:
    day = "tomorrow" if one.on == today + ONE_DAY else day_words(one.on)
    return f"{day} at {one.at:%H:%M}" if one.at else day


def working_days_problem(named: Sequence[str]) -> str:
    unknown = [name for name in named if name not in WEEKDAYS]
    return f"“{unknown[0]}” is no weekday" if unknown else ""
