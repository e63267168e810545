"""The figures at the gate: answers counted, shares with their intervals, days until the first contact. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

from throughgate.common.quarters import quarter_of
from throughgate.release.rules.first_week import (
    Answer,
    Counts,
    Said,
    Week,
    WhyNotYes,
    appointments_of,
    arrived_by,
    contact_within,
    met_at_gate,
    nowhere_at_release,
    seen_within,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to one question, counted. Whatever was asked about stands in exactly one of the counts."""

    counts: Mapping[Answer, int] = field(default_factory=dict)
    apart: Mapping[WhyNotYes, int] = field(default_factory=dict)

    def number(self, answer: Answer) -> int:
        return self.counts.get(answer, 0)

    @property
    def yes(self) -> int:
        return self.number(Answer.YES)

    @property
    def of(self) -> int:
        return self.yes + self.number(Answer.NO)

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def share(self) -> float | None:
        return self.yes / self.of if self.of else None

    @property
    def likely(self) -> tuple[float, float] | None:
        return wilson(self.yes, self.of) if self.of else None


def tally(said: Iterable[Said]) -> Tally:
    given = list(said)
    return Tally(Counter(one.answer for one in given), Counter(one.apart for one in given if one.apart))


def wilson(yes: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927), without a correction for continuity."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, width = yes / of, z * z / of
    middle = (share + width / 2) / (1 + width)
    half = z * sqrt((share * (1 - share) + width / 4) / of) / (1 + width)
    return (0.0 if yes == 0 else middle - half), (1.0 if yes == of else middle + half)


def days_to_contact(weeks: Iterable[Week], counts: Counts, today: date) -> int | None:
    """The median number of days (Kaplan and Meier): those not met yet count for as long as they have waited. None where
    fewer than half have been met within the days that are looked at.
    """
    waited = [_waited(week, counts, today) for week in weeks]
    at_risk, left = len(waited), 1.0
    for day in sorted({days for days, met in waited if met}):
        at_risk = sum(days >= day for days, _ in waited)
        left *= 1 - sum(met and days == day for days, met in waited) / at_risk
        if left <= 0.5 + 1e-9:
            return day
    return None


def _waited(week: Week, counts: Counts, today: date) -> tuple[int, bool]:
    last = min(week.day(counts.shown_for), today, week.returned_on or date.max)
    met = week.contact_on is not None and week.contact_on <= last
    end = week.contact_on if met and week.contact_on else last
    return (end - week.released_on).days, met


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: `of` names what is counted, people released or appointments. `is_nested`: those it counts stand in
    another figure too, so that the difference of the two would tell of a few.
    """

    code: str
    title: str
    about: str
    ask: Callable[[Week], Sequence[Said]]
    of: str = "people"
    is_nested: bool = False


def measures(counts: Counts, today: date) -> tuple[Measure, ...]:
    return (
        Measure(
            "seen",
            f"Seen within {counts.window} days",
            "Somebody of ours sat down with them, face to face.",
            lambda week: [seen_within(week, counts.window, counts, today)],
        ),
        *(_first_contact(days, counts, today) for days in counts.contact_within),
        Measure(
            "gate",
            "Met at the gate by one of us",
            "A gate meeting stands in the record for the day of release.",
            lambda week: [met_at_gate(week, today)],
        ),
        Measure(
            "arrived",
            "Arrived by the next day",
            "That they arrived safely, or moved in, stands in the record.",
            lambda week: [arrived_by(week, counts, today)],
        ),
        Measure(
            "kept",
            "Appointments of the first week kept",
            "Stops of release day and what was booked with us; kept late is kept.",
            lambda week: appointments_of(week, counts, today),
            of="appointments",
        ),
        Measure(
            "nowhere",
            "Nowhere to go at release",
            "No roof for the first night: here a low share is the good one.",
            lambda week: [nowhere_at_release(week, today)],
        ),
    )


def _first_contact(days: int, counts: Counts, today: date) -> Measure:
    words = "a day" if days == 1 else f"{days} days"
    return Measure(
        f"contact-{days}",
        f"First contact within {words}",
        "Face to face, the gate among them.",
        lambda week: [contact_within(week, days, counts, today)],
        is_nested=True,
    )


def count(measure: Measure, weeks: Iterable[Week]) -> Tally:
    return tally(said for week in weeks for said in measure.ask(week))


@dataclass(frozen=True, slots=True)
class Period:
    code: str
    label: str
    first: date
    last: date


BETWEEN = "between"
USUAL = "last-12-months"


def periods(today: date) -> tuple[Period, ...]:
    """Those to choose from, the usual one first."""
    month, quarter = today.replace(day=1), quarter_of(today)
    earlier_month, earlier_quarter = (month - ONE_DAY).replace(day=1), quarter_of(quarter - ONE_DAY)
    year = date(today.year, 1, 1)
    return (
        Period(USUAL, "The last 12 months", _year_before(today), today),
        Period("month", "This month", month, today),
        Period("last-month", "Last month", earlier_month, month - ONE_DAY),
        Period("quarter", "This quarter", quarter, today),
        Period("last-quarter", "Last quarter", earlier_quarter, quarter - ONE_DAY),
        Period("year", "This year", year, today),
        Period("last-year", "Last year", date(today.year - 1, 1, 1), year - ONE_DAY),
    )


def whole_quarters(today: date, number: int = 8) -> tuple[Period, ...]:
    """Quarters that are over on `today`, the last first. They do not overlap, so nothing can be worked out from two."""
    found = []
    last = quarter_of(today) - ONE_DAY
    for _ in range(number):
        first = quarter_of(last)
        count = (first.month + 2) // 3
        label = f"{first:%B} to {last:%B %Y}"
        found.append(Period(f"{first.year}-q{count}", label, first, last))
        last = first - ONE_DAY
    return tuple(found)


def _year_before(day: date) -> date:
    """The day after the same day of last year, so that no day is counted twice."""
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day) + ONE_DAY
