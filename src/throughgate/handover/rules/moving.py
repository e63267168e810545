"""Who takes over whom: what stands against it, who is suggested, and what a hand-over is waiting for. Pure."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from throughgate.accounts.models import Role
from throughgate.people.models import AssignmentRole
from throughgate.people.rules.around import ROLES_OPEN_TO
from throughgate.people.rules.same_words import may_be_same_name

OVERLAP_DAYS = 7  # both meet the person together
OVERLAPS = (0, 3, 7, 14)
FARTHEST = timedelta(days=180)
SOON = timedelta(days=14)  # who is away in these days is not suggested
TO_READ = timedelta(days=3)  # from the day on which both work with the person
TO_MEET = timedelta(days=7)  # after the day of change, at the latest


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may take over: `people` counts whom they work with today, `sites` where they work, `away` the first
    and last days of their times away.
    """

    pk: int
    name: str
    role: str
    sites: frozenset[int]
    people: int
    is_active: bool = True
    away: tuple[tuple[date, date], ...] = ()

    def away_in(self, first: date, last: date) -> tuple[date, date] | None:
        """The first time away that has a day in these days."""
        return next((time for time in self.away if time[0] <= last and time[1] >= first), None)


@dataclass(frozen=True, slots=True)
class Handed:
    """What the giver does with one person. `began_on` is the latest day on which one of the roles began."""

    person_id: int
    site_id: int
    roles: tuple[str, ...]
    began_on: date
    works_with: frozenset[int]  # who else works with them today


@dataclass(frozen=True, slots=True)
class Problem:
    """`stops`: the hand-over cannot be made like this. Otherwise it is something to know before."""

    words: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    handed: Handed
    receiver: Candidate | None
    problems: Sequence[Problem] = field(default_factory=tuple)

    @property
    def is_stopped(self) -> bool:
        return any(problem.stops for problem in self.problems)


def role_words(roles: Iterable[str]) -> str:
    return " and ".join(AssignmentRole(role).label.lower() for role in roles)


def can_take(candidate: Candidate, roles: Iterable[str]) -> bool:
    return candidate.is_active and all(role in ROLES_OPEN_TO.get(candidate.role, ()) for role in roles)


def check_day(from_on: date, today: date) -> str:
    """What is wrong with the day of change, or nothing."""
    if from_on < today:
        return "The day of change must be today or later."
    if from_on > today + FARTHEST:
        return "The day of change must be within the next six months."
    return ""


def check_one(
    handed: Handed,
    receiver: Candidate | None,
    *,
    giver_id: int,
    from_on: date,
    has: Collection[str] = (),
    kept_apart: Iterable[str] = (),
    brings_together: bool = False,
    barred: str = "",
) -> Checked:
    """`has`: the roles that the receiver has with this person already; `kept_apart`: names in restrictions;
    `brings_together`: what is booked would bring them together with somebody whom they must not meet; `barred`: why
    the receiver themself must be kept apart from them.
    """
    if receiver is None:
        return Checked(handed, None, (Problem("Nobody is chosen to take over."),))
    stopping = [*_problems(handed, receiver, giver_id, from_on), *([Problem(barred)] if barred else [])]
    known = [*_to_know(receiver, has, () if barred else kept_apart, from_on)]
    if brings_together:
        known.append(Problem(_meets_there(receiver), stops=False))
    return Checked(handed, receiver, (*stopping, *known))


def _meets_there(receiver: Candidate) -> str:
    """Who it is stays unsaid: the reader may not know of the other."""
    return (
        f"{receiver.name} has somebody booked at the same hour who may have to be kept apart from them. Move one of "
        "the two bookings, or choose somebody else."
    )


def _to_know(receiver: Candidate, has: Collection[str], kept_apart: Iterable[str], from_on: date) -> Iterable[Problem]:
    if time := receiver.away_in(from_on, from_on + TO_MEET):
        words = f"{receiver.name} is away from {_day(time[0])} to {_day(time[1])}, when they should meet."
        yield Problem(words, stops=False)
    if has:
        words = f"{receiver.name} is their {role_words(has)} already. Only the giver’s part ends."
        yield Problem(words, stops=False)
    if any(may_be_same_name(receiver.name, name) for name in kept_apart):
        words = (
            f"A restriction keeps somebody called like {receiver.name} apart from them. Make sure it is not the same."
        )
        yield Problem(words, stops=False)


def _problems(handed: Handed, receiver: Candidate, giver_id: int, from_on: date) -> Iterable[Problem]:
    if receiver.pk == giver_id:
        yield Problem("They cannot hand over to themselves.")
    if not receiver.is_active:
        yield Problem(f"{receiver.name}’s account is closed.")
    for role in handed.roles:
        if role not in ROLES_OPEN_TO.get(receiver.role, ()):
            yield Problem(f"{receiver.name} cannot be a {AssignmentRole(role).label.lower()}.")
    if handed.site_id not in receiver.sites and receiver.pk not in handed.works_with:
        yield Problem(f"{receiver.name} does not work at their site.")
    if handed.began_on > from_on:
        yield Problem(f"The giver only begins with them on {_day(handed.began_on)}: choose a later day.")


def suggest(
    handed: Handed,
    candidates: Sequence[Candidate],
    taken: Mapping[int, int] | None = None,
    today: date | None = None,
    barred: Container[tuple[int, int]] = (),
) -> list[Candidate]:
    """Who could take this person, the best first: whoever knows them already, then at their site whoever works with
    the fewest people, managers last, and last of all who is away in the two weeks from `today`. `taken` counts whom
    else each of them gets in the same act; `barred`: (person, worker) who must be kept apart.
    """
    more = taken or {}
    fit = [one for one in candidates if can_take(one, handed.roles) and (handed.person_id, one.pk) not in barred]
    near = [one for one in fit if one.pk in handed.works_with or handed.site_id in one.sites]
    return sorted(
        near,
        key=lambda one: (
            is_away_soon(one, today),
            one.pk not in handed.works_with,
            one.role == Role.MANAGER,
            one.people + more.get(one.pk, 0),
            one.name,
            one.pk,
        ),
    )


def is_away_soon(one: Candidate, today: date | None) -> bool:
    return today is not None and one.away_in(today, today + SOON) is not None


def spread(
    all_handed: Sequence[Handed],
    candidates: Sequence[Candidate],
    today: date | None = None,
    barred: Container[tuple[int, int]] = (),
) -> dict[int, Candidate | None]:
    """For each person the first suggestion, so that nobody gets everybody; nobody who is away soon."""
    candidates = [one for one in candidates if not is_away_soon(one, today)]
    taken: dict[int, int] = {}
    chosen: dict[int, Candidate | None] = {}
    for handed in all_handed:
        found = suggest(handed, candidates, taken, barred=barred)
        chosen[handed.person_id] = found[0] if found else None
        if found:
            taken[found[0].pk] = taken.get(found[0].pk, 0) + 1
    return chosen


def together_from(from_on: date, overlap: int, today: date) -> date:
    """From here on both work with the person; never before today."""
    return max(today, from_on - timedelta(days=overlap))


class Stage(StrEnum):
    WRITTEN = "written"
    GIVEN = "given"
    READ = "read"
    UNDONE = "undone"


def stage_of(*, given: bool, acknowledged: bool, undone: bool) -> Stage:
    if undone:
        return Stage.UNDONE
    if acknowledged:
        return Stage.READ
    return Stage.GIVEN if given else Stage.WRITTEN


STAGE_WORDS: Mapping[Stage, tuple[str, str, str]] = {
    Stage.WRITTEN: ("Being written", "quiet", "note"),
    Stage.GIVEN: ("Waiting to be read", "due", "clock"),
    Stage.READ: ("Read", "done", "check"),
    Stage.UNDONE: ("Taken back", "quiet", "note"),
}


def subject_of(roles: Iterable[str]) -> str:
    """Narrows the entry in the record, as programme models do: `change-of-mentor`."""
    found = sorted(roles, key=list(AssignmentRole.values).index)
    return f"change-of-{found[0].replace('_', '-')}" if found else ""


def can_take_back(*, from_on: date | None, given: bool, undone: bool, today: date) -> bool:
    """Before the day of change; a change of today can be taken back today."""
    return given and not undone and from_on is not None and today <= from_on


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
