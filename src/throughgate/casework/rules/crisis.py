"""Who is told of a crisis and when, and what follows from its moments. Pure: `now` and `today` are passed in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from throughgate.casework.crisis_file import DAYS, CrisisRules, Hours
from throughgate.casework.models import CrisisLevel

LONGEST_REVIEW = timedelta(days=60)
# As what somebody is kept who looked without being told: the rules never name them.
UNASKED = "themselves"
WHOM_WORDS = {
    "workers": "works with them",
    "counsellor": "their counsellor",
    "line-managers": "line manager",
    "site-managers": "manager at their site",
    UNASKED: "saw it without being told",
}


class CrisisError(ValueError):
    """What is wrong with what was said of a crisis, in words for the form; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Telling:
    """One of ours who is told, as what, and how many minutes after it was raised."""

    user_id: int
    whom: str
    after: int

    @property
    def at_once(self) -> bool:
        return self.after == 0


class TellLike(Protocol):
    """Who is told, and how many minutes after it began."""

    @property
    def whom(self) -> str: ...
    @property
    def after(self) -> int: ...


def plan_telling(lines: Sequence[TellLike], candidates: Mapping[str, Iterable[int]]) -> list[Telling]:
    """Each user once, as early as the lines say. `candidates` holds only users who may read of it.

    Where nobody is left to be told at once, those who would have been next are told at once.
    """
    earliest: dict[int, Telling] = {}
    for line in sorted(lines, key=lambda line: line.after):
        for user in candidates.get(line.whom, ()):
            earliest.setdefault(user, Telling(user, line.whom, line.after))
    first = min((one.after for one in earliest.values()), default=0)
    told = (Telling(one.user_id, one.whom, 0) if one.after == first else one for one in earliest.values())
    return sorted(told, key=lambda one: (one.after, one.user_id))


def is_out_of_hours(now: datetime, hours: Hours) -> bool:
    """`now` is local time."""
    return DAYS[now.weekday()] not in hours.days or not hours.from_ <= now.time() < hours.to


def usual_review(rules: CrisisRules, level: str, today: date) -> date:
    return rules.levels[level].review.after(today) or today + timedelta(days=7)


def check_review_day(on: date, today: date) -> None:
    if on < today:
        raise CrisisError("review_on", "The day to look at it again cannot be in the past")
    if on > today + LONGEST_REVIEW:
        raise CrisisError("review_on", "Look at it again within 60 days, sooner if you can")


def check_words(field: str, words: str, message: str) -> str:
    if not any(letter.isalpha() for letter in words):
        raise CrisisError(field, message)
    return words.strip()


def is_worse(rules: CrisisRules, before: tuple[str, str], now: tuple[str, str]) -> bool:
    """Kind and level: whether it is more urgent now, by its level or, at the same level, by its kind."""
    return _urgency(rules, *now) < _urgency(rules, *before)


def _urgency(rules: CrisisRules, kind: str, level: str) -> tuple[int, int]:
    order = CrisisLevel.values
    return order.index(level), order.index(rules.kind(kind).level)


class ToldLike(Protocol):
    whom: str
    told_at: datetime
    seen_at: datetime | None


class MailedLike(ToldLike, Protocol):
    by_mail: bool


def has_seen(told: ToldLike, since: datetime) -> bool:
    """Whether this one saw it as it is now; before `since` it was another, milder one."""
    return told.seen_at is not None and told.seen_at >= since


def counts_as_seen(told: ToldLike, since: datetime) -> bool:
    """Only of those who were told: somebody who happened to look does not keep it from the next in line."""
    return told.whom != UNASKED and has_seen(told, since)


def is_next_due(one: MailedLike, told: Iterable[ToldLike], since: datetime, now: datetime) -> bool:
    """Whether to write to this one by now: their moment has come, nobody has seen it, and no letter went out."""
    return not one.by_mail and one.told_at <= now and first_seen(told, since) is None


def first_seen(told: Iterable[ToldLike], since: datetime) -> datetime | None:
    return min((one.seen_at for one in told if one.seen_at and counts_as_seen(one, since)), default=None)


def is_late(raised_at: datetime, within: int, seen_at: datetime | None, now: datetime) -> bool:
    """Whether nobody saw it in the time that the rules give."""
    return (seen_at or now) > raised_at + timedelta(minutes=within)


@dataclass(frozen=True)
class Speed:
    """How fast crises were seen: in time, of those that had their time; the middle of the minutes of those seen."""

    in_time: int
    of: int
    median: int | None

    @property
    def words(self) -> str:
        if not self.of:
            return "None has been raised yet, so nothing can be said about how fast they are seen."
        said = f"{self.in_time} of {self.of} {'was' if self.of == 1 else 'were'} seen in time"
        middle = (
            f"; half of those seen were seen within {minutes_words(max(1, self.median))}"
            if self.median is not None
            else ""
        )
        few = " So few say little." if self.of < 5 else ""
        return f"{said}{middle}.{few}"


def speed_of(moments: Iterable[tuple[datetime, int, datetime | None]], now: datetime) -> Speed:
    """`moments`: raised at, minutes within which it is to be seen, first seen at. Those still in their time are left
    out unless seen.
    """
    known = list(moments)
    due = [(raised, within, seen) for raised, within, seen in known if seen or is_late(raised, within, None, now)]
    late = sum(is_late(raised, within, seen, now) for raised, within, seen in due)
    waits = sorted(int((seen - raised).total_seconds() // 60) for raised, _, seen in due if seen)
    return Speed(len(due) - late, len(due), waits[(len(waits) - 1) // 2] if waits else None)


def minutes_words(minutes: int) -> str:
    for size, one in ((24 * 60, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size} {one}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def wait_words(raised_at: datetime, seen_at: datetime) -> str:
    minutes = int((seen_at - raised_at).total_seconds() // 60)
    return "at once" if minutes < 1 else f"after {minutes_words(minutes)}"


def names_words(names: Collection[str]) -> str:
    listed = list(dict.fromkeys(names))
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"
