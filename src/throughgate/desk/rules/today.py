"""How a day's work is grouped and said. `today` is passed in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

COMING_DAYS = 14
WEEK_DAYS = 7
MEET_WITHIN_DAYS = 7
SHOWN_PER_GROUP = 12


class Group(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    COMING = "coming"


GROUP_WORDS = {Group.OVERDUE: "Overdue", Group.DUE: "Due today", Group.COMING: f"Coming in the next {COMING_DAYS} days"}


def group_from(asked: str) -> Group | None:
    return next((group for group in Group if group == asked), None)


def days_of(group: Group, today: date) -> tuple[date | None, date]:
    """First day (None: since ever) and last day of a group."""
    if group is Group.OVERDUE:
        return None, today - timedelta(days=1)
    if group is Group.DUE:
        return today, today
    return today + timedelta(days=1), today + timedelta(days=COMING_DAYS)


def group_of(by_on: date, today: date) -> Group:
    if by_on < today:
        return Group.OVERDUE
    return Group.DUE if by_on == today else Group.COMING


# Which of a person's own workers does what a programme model asks of `who`.
ROLES_FOR = {
    "staff": ("caseworker", "counsellor", "family_practitioner"),
    "counsellor": ("counsellor",),
    "practitioner": ("family_practitioner", "caseworker"),
    "volunteer": ("mentor", "peer_advisor"),
}
NOBODY_YET = {
    "staff": "no worker yet",
    "counsellor": "no counsellor yet",
    "practitioner": "no family practitioner yet",
    "volunteer": "no mentor yet",
}
OTHERS = {"family": "the family", "partner": "their partner", "agency": "another service"}


@dataclass(frozen=True)
class Worker:
    user_id: int
    name: str
    role: str


def doer_words(who: str, workers: Iterable[Worker], me: int, first_name: str) -> str:
    """Who does it, as one would say it: `you`, a worker's name, the person's, or that nobody is there to do it."""
    if who == "person":
        return first_name
    if who not in ROLES_FOR:
        return OTHERS.get(who, who)
    worker = doer_of(who, workers, me)
    if worker is None:
        return NOBODY_YET[who]
    return "you" if worker.user_id == me else worker.name


def doer_of(who: str, workers: Iterable[Worker], me: int) -> Worker | None:
    """The worker whose role comes first for this; among equals, oneself."""
    roles = ROLES_FOR.get(who, ())
    fitting = [worker for worker in workers if worker.role in roles]
    return min(fitting, key=lambda worker: (roles.index(worker.role), worker.user_id != me, worker.name), default=None)


@dataclass(frozen=True)
class Unmet:
    """Someone released and not met since."""

    released_on: date
    today: date

    @property
    def meet_by(self) -> date:
        return self.released_on + timedelta(days=MEET_WITHIN_DAYS)

    @property
    def is_late(self) -> bool:
        return self.today > self.meet_by

    @property
    def words(self) -> str:
        left = (self.meet_by - self.today).days
        if left > 1:
            return f"{left} days left to meet within the week"
        if left == 1:
            return "tomorrow is the last day of the first week"
        return "today is the last day of the first week" if left == 0 else "the first week has passed"


def counted_words(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def week_words(kinds: Collection[str]) -> str:
    """`2 releases · 1 gate meeting · 1 hearing`, from the codes of what happens; empty when nothing does."""
    said: Mapping[str, str] = {"release": "release", "gate": "gate meeting", "hearing": "hearing"}
    counts = {code: sum(kind == code for kind in kinds) for code in said}
    return " · ".join(counted_words(number, said[code]) for code, number in counts.items() if number)
