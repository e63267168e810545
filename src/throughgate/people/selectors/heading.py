"""What stands at the top of every page about a person, and in every row of a list of people.

Constant queries, however many people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import Assignment, CustodyDate, CustodyMove, Person
from throughgate.people.rules.around import LEADING
from throughgate.people.rules.custody import Place, Whereabouts, in_order, shown_release_date, where_is
from throughgate.people.selectors.people import current_on
from throughgate.sites.models import Site


@dataclass(frozen=True)
class PersonSummary:
    """A person with what a list shows of them.

    `dates` are those that hold now, `assignments` those of today, `moves` all in order.
    """

    person: Person
    today: date
    moves: tuple[CustodyMove, ...]
    dates: tuple[CustodyDate, ...]
    assignments: tuple[Assignment, ...]
    whereabouts: Whereabouts
    prison: Site | None
    release: CustodyDate | None
    lead: Assignment | None

    @property
    def released_on(self) -> date | None:
        """The day they came out, while they are out."""
        return self.whereabouts.since if self.whereabouts.place is Place.COMMUNITY else None

    @property
    def release_on(self) -> date | None:
        """The day of release: as it happened, or the date shown."""
        return self.released_on or (self.release.on if self.release else None)

    @property
    def is_release_day_past(self) -> bool:
        """The date shown has come and no release was recorded: one of the two has to be put right."""
        return self.released_on is None and self.release_on is not None and self.release_on < self.today

    @property
    def phase(self) -> str:
        """custody, gate (release within a week), released (within the last week), community or unknown."""
        on = self.release_on
        if on and not self.is_release_day_past and abs((on - self.today).days) <= 7:
            return "released" if self.released_on else "gate"
        return str(self.whereabouts.place)

    @property
    def phase_words(self) -> str:
        return PHASES[self.phase][0]

    @property
    def phase_tone(self) -> str:
        return PHASES[self.phase][1]


# What a phase is called, and the tone of its tag.
PHASES = {
    "custody": ("In custody", "quiet"),
    "gate": ("Release is near", "action"),
    "released": ("Just released", "action"),
    "community": ("In the community", "done"),
    "unknown": ("Not recorded yet", "quiet"),
}


@dataclass(frozen=True)
class PersonHeading(PersonSummary):
    """The summary with what this user may do, for the heading and the buttons below it."""

    can_edit: bool
    can_record: bool
    can_deliver: bool
    can_assign: bool


def summaries_of(people: Iterable[Person], today: date) -> list[PersonSummary]:
    """In the order given. Three queries."""
    return [PersonSummary(**_facts(person, today)) for person in _read(people, today)]


def heading_of(user: User, person: Person, today: date) -> PersonHeading:
    """Three queries; `moves`, `dates` and `assignments` on it save the page from reading them again."""
    (read,) = _read([person], today)
    return PersonHeading(
        **_facts(read, today),
        can_edit=can(user, Action.EDIT, person),
        can_record=can(user, Action.RECORD, person),
        can_deliver=can(user, Action.DELIVER, person),
        can_assign=can(user, Action.ASSIGN, person),
    )


def lead_of(assignments: Sequence[Assignment]) -> Assignment | None:
    """Whose name stands first where there is room for one."""
    return min(assignments, key=lambda row: (LEADING.index(row.role), row.from_on, row.pk), default=None)


def _read(people: Iterable[Person], today: date) -> list[Any]:
    read = list(people)
    prefetch_related_objects(
        read,
        Prefetch("moves", CustodyMove.objects.select_related("site", "added_by"), to_attr="read_moves"),
        Prefetch(
            "custody_dates",
            CustodyDate.objects.filter(superseded_at__isnull=True).select_related("noted_by"),
            to_attr="read_dates",
        ),
        Prefetch(
            "assignments",
            Assignment.objects.filter(current_on(today)).select_related("worker"),
            to_attr="read_assignments",
        ),
    )
    return read


def _facts(person: Any, today: date) -> dict[str, Any]:
    moves, dates = tuple(in_order(person.read_moves)), tuple(person.read_dates)
    past = [move for move in moves if move.on <= today]
    whereabouts = where_is(moves, today)
    return {
        "person": person,
        "today": today,
        "moves": moves,
        "dates": dates,
        "assignments": tuple(person.read_assignments),
        "whereabouts": whereabouts,
        "prison": past[-1].site if past and whereabouts.place is Place.CUSTODY else None,
        "release": shown_release_date(dates),
        "lead": lead_of(person.read_assignments),
    }
