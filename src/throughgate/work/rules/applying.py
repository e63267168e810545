"""What may follow what on the way to a job, what stands in the way of a vacancy, and how a job is told. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.common.small_numbers import told_parts
from throughgate.work.rules.rehabilitation import MAYBE, NOT_TOLD

FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "": ("sent",),
    "sent": ("interview", "offered", "refused", "withdrawn"),
    "interview": ("interview", "offered", "refused", "withdrawn"),
    "offered": ("accepted", "declined", "withdrawn"),
    "accepted": ("withdrawn",),
}
NEAREST = ("accepted", "offered", "interview")  # what asks for something, the nearest to a job first
OLD_NEWS = timedelta(days=183)  # so long what is known of an employer counts as made sure of


class ApplicationError(ValueError):
    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class JobError(ApplicationError):
    pass


def asks_next(state: str, meets_on: date | None, today: date) -> bool:
    """Whether how an application stands asks for something now. `meets_on`: the day of an interview."""
    return state in NEAREST and not (state == "interview" and meets_on is not None and meets_on > today)


def check_step(last: str, state: str, on: date, since: date | None, today: date, coming: bool = False) -> None:
    """`since`: the day of the step before. Raises ApplicationError."""
    if state not in FOLLOWS.get(last, ()):
        raise ApplicationError("That cannot follow what was noted last. Look at it again.", "state")
    if on > today and not coming:
        raise ApplicationError("The day cannot be in the future", "on")
    if since and on < since:
        raise ApplicationError("That is before what was noted last", "on")


def check_begun(started_on: date, today: date) -> None:
    if started_on > today:
        raise JobError("The day cannot be in the future. Note the job on its first day", "started_on")


def check_left(started_on: date, on: date, today: date) -> None:
    if on > today:
        raise JobError("The day cannot be in the future", "on")
    if on < started_on:
        raise JobError("That is before the job began", "on")


@dataclass(frozen=True, slots=True)
class Asked:
    """One conviction as a vacancy sees it: its kind, and whether it must be told there."""

    offence: str
    told: str


def against(
    *, closes_on: date | None, filled_on: date | None, excludes: Collection[str], asked: Iterable[Asked], today: date
) -> tuple[list[str], list[str]]:
    """What rules a vacancy out, and what has to be looked at first. Reasons, never a score."""
    out, look = [], []
    if filled_on:
        out.append("It is filled")
    if closes_on and closes_on < today:
        out.append("It has closed")
    kinds = [one for one in asked if one.offence in excludes]
    if any(one.told not in (NOT_TOLD, MAYBE) for one in kinds):
        out.append("The employer does not take on people with a conviction of this kind, and it has to be told")
    elif any(one.told == MAYBE for one in kinds):
        look.append("The employer excludes this kind of conviction; whether it has to be told cannot be said yet")
    return out, look


@dataclass(frozen=True, slots=True)
class Lasted:
    """Of the jobs whose day to ask has come: what is known, and of how many nothing is."""

    due: int
    in_work: int
    left: int
    inside: int

    @property
    def missing(self) -> int:
        return self.due - self.in_work - self.left - self.inside


def lasted_of(answers: Sequence[str]) -> Lasted:
    """One answer for each check that is due, "" for none."""
    count = answers.count
    return Lasted(len(answers), count("still") + count("next"), count("left"), count("inside"))


def told_lasted(one: Lasted, fewest: int) -> dict[str, str]:
    parts = {"in_work": one.in_work, "left": one.left, "inside": one.inside, "missing": one.missing}
    return told_parts(one.due, parts, fewest)


def is_old_news(checked_on: date | None, today: date) -> bool:
    return checked_on is None or checked_on + OLD_NEWS < today
