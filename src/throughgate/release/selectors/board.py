"""Everybody who is to be released in the next weeks, with what stands in the way. Constant queries, however many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors import Release, releases_between
from throughgate.people.selectors.scopes import is_in
from throughgate.release.rules.basics import sum_costs
from throughgate.release.selectors.basics import Line, Readiness, read_readiness
from throughgate.release.selectors.home import HomeStanding
from throughgate.release.selectors.known_basics import known_basics

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Leaving:
    release: Release
    readiness: Readiness

    @property
    def person(self) -> Person:
        return self.release.person

    @property
    def on(self) -> date:
        return self.release.on

    @property
    def home(self) -> HomeStanding | None:
        return self.readiness.home


@dataclass
class Week:
    """A week from Monday. `total` leave in it, `ready` of them have nothing open; `leaving` are those to be shown."""

    monday: date
    total: int = 0
    ready: int = 0
    leaving: list[Leaving] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """`past` have gone by their day without a release on record; `unopened` have no basics open for this release."""

    leaving: Sequence[Leaving]
    past: Sequence[Leaving]
    may_open: frozenset[int]

    @property
    def unopened(self) -> list[Leaving]:
        return [one for one in self.leaving if not one.readiness.is_open and one.person.pk in self.may_open]

    def weeks(self, today: date, shown: Sequence[Leaving]) -> list[Week]:
        """Every week up to the end of the board, also those in which nobody leaves."""
        weeks = {monday: Week(monday) for monday in _mondays(today)}
        for one in self.leaving:
            week = weeks[monday_of(one.on)]
            week.total += 1
            week.ready += one.readiness.is_ready
        for one in shown:
            weeks[monday_of(one.on)].leaving.append(one)
        return list(weeks.values())

    @property
    def costs(self) -> Mapping[str, int]:
        """What was said of money for those on the board, in pence by payer."""
        return sum_costs(one.readiness.costs for one in self.leaving)

    def must_start(self, today: date) -> list[tuple[Leaving, Line]]:
        """What has to be begun by the end of this week, the longest overdue first."""
        sunday = monday_of(today) + timedelta(days=6)
        found = [
            (line.next.by_on, place, one, line)
            for place, one in enumerate(self.leaving)
            for line in one.readiness.lines
            if line.state.stage == "start" and line.next and line.next.by_on <= sunday
        ]
        return [(one, line) for _, _, one, line in sorted(found, key=lambda row: row[:2])]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_day(today: date) -> date:
    return known_basics().board.after(today) or today


def _mondays(today: date) -> list[date]:
    first, last = monday_of(today), monday_of(last_day(today))
    return [first + WEEK * number for number in range((last - first).days // 7 + 1)]


def board_for(user: User, scope: Scope, today: date) -> Board:
    """Constant queries. Audited once, with how many were listed."""
    inside = is_in(user, scope, today)
    found = releases_between(user, today, last_day(today), overdue=True)
    releases = [one for one in found if not one.happened and inside(one.person)]
    people = [one.person for one in releases]
    ready = read_readiness(user, people, today)
    leaving = [Leaving(one, ready[one.person.pk]) for one in releases]
    record_event(by=user, action="basics.listed", people=len(leaving))
    writable = visible(user, Person.objects.filter(pk__in=[one.pk for one in people]), Action.RECORD)
    unopened = [one.person.pk for one in leaving if not one.readiness.is_open]
    return Board(
        leaving=[one for one in leaving if one.on >= today],
        past=[one for one in leaving if one.on < today],
        may_open=frozenset(writable.filter(pk__in=unopened).values_list("pk", flat=True)) if unopened else frozenset(),
    )
