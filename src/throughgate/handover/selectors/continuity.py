"""Continuity over the organisation, as far as the reader sees people: for figures, never for names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.handover.rules.continuity import Measured, ReleaseSeen, by_label, measure, quarter_words
from throughgate.people.models import Assignment, CustodyMove, MoveKind, Person
from throughgate.people.rules.continuity import WEEKS, continuity_of
from throughgate.people.rules.custody import in_order
from throughgate.sites.models import Site

BACK = timedelta(days=2 * 365)


@dataclass(frozen=True)
class ContinuitySeen:
    whole: Measured
    quarters: Sequence[Measured]
    sites: Sequence[Measured]
    since: date


def continuity_over(user: User, today: date) -> ContinuitySeen:
    """Of every release in the last two years. Four queries, however many people."""
    since = today - BACK
    seen = sorted(releases_seen(user, since, today), key=lambda one: (one.released_on, one.site))
    return ContinuitySeen(
        measure("Everybody", seen),
        by_label(seen, lambda one: quarter_words(one.released_on)),
        sorted(by_label(seen, lambda one: one.site), key=lambda one: one.label),
        since,
    )


def releases_seen(user: User, since: date, today: date) -> list[ReleaseSeen]:
    released = CustodyMove.objects.filter(kind=MoveKind.RELEASED, on__range=(since, today))
    people = visible(user, Person.objects.filter(pk__in=released.order_by().values("person")))
    sites = dict(people.values_list("pk", "site_id"))
    moves: dict[int, list[CustodyMove]] = defaultdict(list)
    for move in CustodyMove.objects.filter(person__in=sites).order_by("pk"):
        moves[move.person_id].append(move)
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    # Whoever only stood in for some days is not somebody they knew.
    for row in Assignment.objects.filter(person__in=sites, covers=None).only(
        "person_id", "worker_id", "from_on", "to_on"
    ):
        assignments[row.person_id].append(row)
    names = dict(Site.objects.values_list("pk", "name"))
    return [
        one for pk, site in sites.items() for one in _of_person(moves[pk], assignments[pk], site, names, since, today)
    ]


def _of_person(
    moves: Sequence[CustodyMove],
    assignments: Sequence[Assignment],
    site: int,
    names: dict[int, str],
    since: date,
    today: date,
) -> list[ReleaseSeen]:
    """Each release, at the prison it was from; where none is known, at the site that serves them."""
    found = []
    inside: int | None = None
    for move in in_order(moves):
        if move.kind != MoveKind.RELEASED:
            inside = move.site_id
        elif since <= move.on <= today:
            measured = continuity_of(assignments, move.on, today)
            done = measured is not None and move.on + WEEKS <= today
            kept = measured.kept if measured is not None and done else None
            at = inside or site
            found.append(ReleaseSeen(move.on, at, names[at], kept, measured.measured_on if measured and done else None))
    return found
