"""The home among the basics: it stands where the applications for one stand, and nowhere a second time."""

from collections.abc import Mapping, Sequence

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.services.promising import keep_promise, reopen_promise
from throughgate.release.models import Basic
from throughgate.release.rules.basics import next_step
from throughgate.release.selectors.basics import stands_of, stood_of_home
from throughgate.release.selectors.home import HomeStanding, home_standings
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import Standing, standings_of
from throughgate.release.services.basic_promises import say_next


def is_of_home(row: Basic) -> bool:
    item = known_basics().items.get(row.code)
    return bool(item and item.by_home)


def follow_home(by: User, person: Person) -> None:
    """Something became of an application for a home, or of where they live. Part of another write."""
    codes = [code for code, item in known_basics().items.items() if item.by_home]
    rows = list(Basic.objects.filter(person=person, code__in=codes).select_related("person__site", "promise__worker"))
    if rows:
        follow_homes(by, rows, standings_of([person.pk], today()))


def follow_homes(by: User | None, rows: Sequence[Basic], standings: Mapping[int, Standing]) -> None:
    """Those of the current set; in the name of whoever opened them where nobody acts."""
    current = [row for row in rows if row.promise and row.spell == standings[row.person_id].spell]
    if not current:
        return
    homes = home_standings(by or current[0].opened_by, [row.person for row in current], today())
    for row in current:
        _settle(by or row.opened_by, row, homes[row.person_id], standings[row.person_id])


def _settle(by: User, row: Basic, home: HomeStanding, standing: Standing) -> None:
    """Kept from the day on which a home was sure; due again where it fell through."""
    basics, promise = known_basics(), row.promise
    following = next_step(basics, basics.items[row.code], stands_of(row, stood_of_home(home)), standing.timing)
    if following:
        say_next(by, row, following)
    elif promise and not promise.met_on:
        reopen_promise(by=by, promise=promise)
        keep_promise(by=by, promise=promise, on=today())
