"""For which word somebody is waiting, when that becomes an alarm, and who is told when. Pure: `now` is passed in.

Times are moments: what is added up is never the time on the wall.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughgate.accounts.models import Role
from throughgate.casework.rules.crisis import plan_telling
from throughgate.release.alarms_file import AlarmRules, StepRules

LEFT, PICKED_UP, ARRIVED, MET, NOT_THERE, PROBLEM = "left", "picked_up", "arrived", "met", "not_there", "problem"
# Word of a later step is word of those before it; whoever found nobody there had set off.
ALONG: Mapping[str, int] = {LEFT: 1, NOT_THERE: 1, PICKED_UP: 2, MET: 2, ARRIVED: 3}
ACT_ON = frozenset({NOT_THERE, PROBLEM})
DRIVER, PLANNER, WORKERS, SITE_MANAGERS, ON_DUTY = "driver", "planner", "workers", "site-managers", "on-duty"
ON_DUTY_ROLES = (Role.MANAGER, Role.CASEWORKER, Role.COUNSELLOR)
WHOM_WORDS: Mapping[str, str] = {
    DRIVER: "drives or meets them",
    PLANNER: "planned it",
    WORKERS: "works with them",
    SITE_MANAGERS: "manager at their site",
    ON_DUTY: "on duty",
}


class AlarmError(ValueError):
    """What is wrong with what was said of an alarm, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, order=True)
class Awaited:
    """Word of `step` should come at `at`. Of `not_there` and `problem` it has come, and somebody has to act."""

    at: datetime
    step: str


@dataclass(frozen=True)
class Said:
    """A report that stands: `at` is when it happened, however late it was told."""

    kind: str
    at: datetime


@dataclass(frozen=True, order=True)
class Telling:
    at: datetime
    user_id: int
    whom: str


def still_awaited(expected: Iterable[Awaited], said: Iterable[Said]) -> list[Awaited]:
    """What is waited for once these reports are known, in whichever order they came; the earliest first."""
    known = list(said)
    along = max((ALONG.get(one.kind, 0) for one in known), default=0)
    waiting = [one for one in expected if ALONG[one.step] > along]
    return sorted([*waiting, *_to_act_on(known)])


def _to_act_on(said: Sequence[Said]) -> list[Awaited]:
    """“Not there” until they were picked up after all; “something is wrong” until they arrived. Of several, the first:
    it says since when.
    """
    found: dict[str, datetime] = {}
    for one in said:
        ends = {NOT_THERE: (PICKED_UP, ARRIVED), PROBLEM: (ARRIVED,)}.get(one.kind)
        if ends and not any(other.kind in ends and other.at >= one.at for other in said):
            found[one.kind] = min(one.at, found.get(one.kind, one.at))
    return [Awaited(at, kind) for kind, at in found.items()]


def alarm_at(one: Awaited, rules: AlarmRules) -> datetime:
    """When it is an alarm that this word has not come."""
    return one.at + timedelta(minutes=rules.step(one.step).first)


def late_among(awaited: Iterable[Awaited], rules: AlarmRules, now: datetime) -> list[Awaited]:
    """What has waited too long, that which somebody has to act on first, then the furthest along."""
    late = [one for one in awaited if alarm_at(one, rules) <= now]
    return sorted(late, key=lambda one: (one.step not in ACT_ON, -ALONG.get(one.step, 0), one.at))


@dataclass(frozen=True)
class Shifted:
    """A line of the rules, its minutes counted from when it is an alarm."""

    whom: str
    after: int


def tellings(awaited: Iterable[Awaited], rules: AlarmRules, candidates: Mapping[str, Iterable[int]]) -> list[Telling]:
    """Each user once, as early as any of it says. `candidates` holds only users who may read of it.

    Where nobody is left for the first line, those who would have been next are told at its time: the rule for a crisis.
    """
    earliest: dict[int, Telling] = {}
    for one in awaited:
        for telling in _tellings_of(one, rules.step(one.step), candidates):
            known = earliest.get(telling.user_id)
            if known is None or telling.at < known.at:
                earliest[telling.user_id] = telling
    return sorted(earliest.values())


def _tellings_of(one: Awaited, step: StepRules, candidates: Mapping[str, Iterable[int]]) -> Iterable[Telling]:
    begins = one.at + timedelta(minutes=step.first)
    lines = [Shifted(line.whom, line.after - step.first) for line in step.tell]
    for told in plan_telling(lines, candidates):
        yield Telling(begins + timedelta(minutes=told.after), told.user_id, told.whom)


@dataclass(frozen=True)
class Told:
    """One who is told of an open alarm, and whether a letter went out."""

    id: int
    told_at: datetime
    by_mail: bool


def due_letters(told: Iterable[Told], taken_until: datetime | None, now: datetime) -> list[int]:
    """Whom to write to by now: their moment has come, no letter went out, and nobody is dealing with it."""
    if is_quiet(taken_until, now):
        return []
    return [one.id for one in told if not one.by_mail and one.told_at <= now]


def is_quiet(taken_until: datetime | None, now: datetime) -> bool:
    return taken_until is not None and now < taken_until
