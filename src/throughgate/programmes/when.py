"""Dates as a programme model writes them: ``release - 9 months``, ``last(sessions) + 21 days``.

A day that cannot be known, or falls outside the calendar, is None: what hangs on it is shown as undated.
"""

import calendar
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ANCHORS = ("enrolment", "release", "parole_hearing", "licence_end", "sentence_end")
DATED_ANCHORS = frozenset(ANCHORS) - {"enrolment"}
CALLS = ("last", "first", "each")
UNITS = ("days", "weeks", "months", "years")
LONGEST = {"days": 36525, "weeks": 5218, "months": 1200, "years": 100}

ANCHOR_WORDS = {
    "enrolment": "joining",
    "release": "release",
    "parole_hearing": "the parole hearing",
    "licence_end": "the end of the licence",
    "sentence_end": "the end of the sentence",
}
CALL_WORDS = {"last": "the last of ", "first": "the first of ", "each": "each "}

_DURATION = re.compile(r"(\d+)\s+(day|week|month|year)s?")
_WHEN = re.compile(r"([a-z_]+)(?:\(\s*([a-z0-9-]+)\s*\))?(?:\s*([+-])\s*(.+))?")


class WhenError(ValueError):
    """A date or a length of time that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend


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


@dataclass(frozen=True, slots=True)
class When:
    """An anchor, or a call on an element, and how far from it."""

    anchor: str = ""
    call: str = ""
    element: str = ""
    offset: Duration | None = None

    def shifted(self, base: date | None) -> date | None:
        if base is None or self.offset is None:
            return base
        return self.offset.after(base)

    @property
    def base(self) -> str:
        return self.anchor or f"{self.call}({self.element})"

    def __str__(self) -> str:
        if self.offset is None or not self.offset.amount:
            return self.base
        return f"{self.base} {'-' if self.offset.amount < 0 else '+'} {self.offset}"


def add_months(day: date, months: int) -> date:
    """Clamps to the end of the month: 31 August and six months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_duration(text: object) -> Duration:
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise WhenError(f"“{text}” is not a length of time", "Write a number and a unit: 7 days, 2 weeks, 3 months.")
    amount, unit = int(match[1][:9]), match[2] + "s"
    if amount > LONGEST[unit]:
        raise WhenError(f"“{text}” is longer than a life", "Write at most 100 years.")
    return Duration(amount, unit)


def parse_interval(text: object) -> Duration:
    duration = parse_duration(text)
    if not duration.amount:
        raise WhenError(f"“{text}” is no time at all", "Write at least 1 day.")
    return duration


def parse_when(text: object) -> When:
    match = _WHEN.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise WhenError(
            f"“{text}” is not a date expression", "Write for example release - 6 weeks or last(sessions) + 14 days."
        )
    name, element, sign, length = match.groups()
    if element is None and name not in ANCHORS:
        raise WhenError(f"there is no date called “{name}”", f"The dates are {', '.join(ANCHORS)}.")
    if element is not None and name not in CALLS:
        raise WhenError(f"“{name}(…)” is not known", f"Write {', '.join(f'{call}(element)' for call in CALLS)}.")
    offset = parse_duration(length) if sign else None
    if offset and sign == "-":
        offset = offset.reversed()
    return When(offset=offset, **({"anchor": name} if element is None else {"call": name, "element": element}))


def say_when(when: When, titles: Mapping[str, str], single: Collection[str] = ()) -> str:
    """In plain words: “14 days after joining”. `titles` are the words for elements, `single` those done only once."""
    call = "" if when.element in single and when.call != "each" else CALL_WORDS.get(when.call, "")
    base = ANCHOR_WORDS[when.anchor] if when.anchor else f"{call}“{titles[when.element]}”"
    if when.offset is None or not when.offset.amount:
        return base
    return f"{when.offset} {'before' if when.offset.amount < 0 else 'after'} {base}"
