"""The circle as its page and the person's page show it: restrictions first, then who is around, as picture and list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughgate.accounts.models import User
from throughgate.people.models import Assignment, AssignmentRole, ChildLevel, CircleMember, Person, RestrictionKind
from throughgate.people.rules.circle import is_official, place_in_order
from throughgate.people.selectors.around import circle_of
from throughgate.people.selectors.heading import PersonSummary
from throughgate.people.selectors.restrictions import DoNot, Standing, binding_of, standing_in
from throughgate.people.selectors.sharing import told_by_member
from throughgate.people.selectors.told import NOT_ASKED, ToldWords
from throughgate.web.pictures import Around


@dataclass(frozen=True)
class MemberLine:
    """Somebody around the person, with what they may be told and what stands between the two."""

    row: CircleMember
    told: ToldWords
    restrictions: tuple[Standing, ...]

    @property
    def is_official(self) -> bool:
        return is_official(self.row.kind)

    @property
    def role(self) -> str:
        """In the person's own words where there are any, else what they are; with the organisation of an official."""
        words = self.row.relation or self.row.get_kind_display().partition(" (")[0]
        return ", ".join(part for part in (words, self.row.organisation) if part)

    @property
    def barred(self) -> str:
        """In words short enough for the picture; the hardest first."""
        short = [_short(one) for one in self.restrictions if one.is_now]
        return NEVER if NEVER in short else next(iter(short), "")

    @property
    def is_limited(self) -> bool:
        """Something is allowed, in a certain way."""
        return bool(self.barred) and self.barred != NEVER


NEVER = "No contact"
SHORT: Mapping[str, str] = {
    RestrictionKind.NO_CONTACT: NEVER,
    RestrictionKind.LICENCE_PERSON: NEVER,
    RestrictionKind.BANNED: "Banned from visits",
    ChildLevel.NONE: NEVER,
    ChildLevel.LETTERS: "Letters only",
    ChildLevel.CALLS: "Letters and calls",
    ChildLevel.SUPERVISED: "Supervised only",
}


def _short(one: Standing) -> str:
    return SHORT.get(one.row.child_level or one.row.kind, one.headline)


@dataclass(frozen=True)
class AroundPerson:
    """What stands around a person today. `restrictions` those that hold now and will."""

    person: Person
    restrictions: tuple[Standing, ...]
    members: tuple[MemberLine, ...]
    picture: tuple[Around, ...]

    @property
    def family(self) -> list[MemberLine]:
        return [line for line in self.members if not line.is_official]

    @property
    def officials(self) -> list[MemberLine]:
        return [line for line in self.members if line.is_official]

    @property
    def now(self) -> list[Standing]:
        return [one for one in self.restrictions if one.is_now]

    @property
    def do_not(self) -> list[DoNot]:
        return [DoNot(self.person, self.now)] if self.now else []

    @property
    def to_come(self) -> list[Standing]:
        return [one for one in self.restrictions if not one.is_now]


def around_on_person_page(user: User, heading: PersonSummary, today: date) -> AroundPerson:
    """For `people/_on_person_page.html`. Six queries at most; the workers are those of the heading."""
    person = heading.person
    binding = binding_of(user, person)
    standing = tuple(standing_in(binding, user, today))
    circle = sorted(circle_of(person, today), key=lambda row: (place_in_order(row.kind), row.name, row.pk))
    told = told_by_member(user, person, today, circle, binding)
    about = _by_member(standing)
    lines = [MemberLine(row, told.get(row.pk, NOT_ASKED), tuple(about[row.pk])) for row in circle]
    # Those who must be kept apart stand first: whoever looks for a second has to see them.
    members = tuple(sorted(lines, key=lambda line: not line.barred))
    return AroundPerson(person, standing, members, _picture(heading.assignments, members))


def _picture(ours: Iterable[Assignment], members: Iterable[MemberLine]) -> tuple[Around, ...]:
    workers = [Around(row.worker.name, AssignmentRole(row.role).label, "action", "right") for row in _one_each(ours)]
    around = [
        Around(
            line.row.name,
            line.role,
            "overdue" if line.barred else "done" if line.is_official else "quiet",
            "right" if line.is_official else "left",
            line.barred,
            line.is_limited,
        )
        for line in members
    ]
    return (*(one for one in around if one.barred), *workers, *(one for one in around if not one.barred))


def _one_each(ours: Iterable[Assignment]) -> list[Assignment]:
    """A worker in two roles stands once, by the first."""
    return list({row.worker_id: row for row in reversed(list(ours))}.values())[::-1]


def _by_member(standing: Iterable[Standing]) -> Mapping[int, list[Standing]]:
    found: dict[int, list[Standing]] = defaultdict(list)
    for one in standing:
        if one.row.member_id:
            found[one.row.member_id].append(one)
    return found
