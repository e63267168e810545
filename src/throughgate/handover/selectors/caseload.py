"""Who is on a worker's caseload and who could take over: what a hand-over or a cover is planned from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from throughgate.access.policy import GRANTS, Action, Forbidden, Hidden, reach_of, visible
from throughgate.accounts.models import User
from throughgate.handover.models import Cover
from throughgate.handover.rules.moving import Candidate, Handed
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.around import ROLES_OPEN_TO
from throughgate.people.selectors import current_on
from throughgate.people.selectors.barred_workers import barred_workers_words
from throughgate.people.selectors.restrictions import all_restrictions, as_rule
from throughgate.people.services.handing import roles_to_hand_on


@dataclass(frozen=True)
class Caseload:
    """The people of one worker whom this user may hand on, by name, with who could take each of them.

    `has` says which roles somebody has with a person already, by (person, worker); `kept_apart` whom a restriction
    keeps from each person, by name; `barred` why somebody must be kept apart from a person, by (person, worker).
    """

    worker: User
    people: Sequence[Person]
    handed: Mapping[int, Handed]
    candidates: Sequence[Candidate]
    has: Mapping[tuple[int, int], frozenset[str]]
    kept_apart: Mapping[int, Sequence[str]]
    barred: Mapping[tuple[int, int], str]

    def candidate(self, pk: int | None) -> Candidate | None:
        return next((one for one in self.candidates if one.pk == pk), None)


def manages_workers(user: User) -> bool:
    """Whether this role decides anywhere who works with whom."""
    return bool(GRANTS.get((user.role, Action.ASSIGN)))


def access_worker(user: User, ref: str) -> User:
    """A worker whose caseload this user may hand on: one who works at the user's sites, or with people there.

    Raises Forbidden for roles that decide nothing of the kind, Hidden for workers elsewhere.
    """
    if not manages_workers(user):
        raise Forbidden(Action.ASSIGN)
    sites = reach_of(user).sites
    here = Q(sites__in=sites) | Q(assignments__person__site__in=sites)
    found = User.objects.filter(here, ref=ref, role__in=list(ROLES_OPEN_TO)).distinct().first()
    if found is None:
        raise Hidden()
    return found


def caseload_to_hand_on(
    user: User,
    worker: User,
    today: date,
    *,
    from_on: date | None = None,
    refs: Iterable[str] | None = None,
    also: Collection[int] = (),
    handed_on: bool = False,
) -> Caseload:
    """Nine queries at most, however many people. Without `refs`, everybody whom the worker works with or will; whom
    they have handed on for a day to come only with `handed_on`.

    `also`: accounts to tell about among the candidates, though they could not be chosen.
    """
    day = from_on or today
    people_rows = visible(user, Person.objects.all(), Action.ASSIGN).select_related("site")
    theirs = Assignment.objects.filter(worker=worker).filter(Q(to_on__isnull=True) | Q(to_on__gte=day))
    if not handed_on:
        theirs = theirs.exclude(handed_on__hand_over__undone_at__isnull=True, handed_on__isnull=False)
    people_rows = people_rows.filter(pk__in=theirs.order_by().values("person"))
    if refs is not None:
        people_rows = people_rows.filter(ref__in=list(refs))
    people = {person.pk: person for person in people_rows.order_by("family_name", "given_name", "pk")}
    rows: dict[int, list[Assignment]] = defaultdict(list)
    running = Assignment.objects.filter(person__in=people).filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
    for row in running.order_by("pk"):
        rows[row.person_id].append(row)
    handed = {
        pk: one for pk, person in people.items() if (one := _handed(person, worker, rows[pk], day, today)) is not None
    }
    has = _roles_held(rows)
    candidates = list_candidates(people.values(), worker, today, also)
    return Caseload(
        worker,
        [person for pk, person in people.items() if pk in handed],
        handed,
        candidates,
        has,
        _kept_apart(user, people, day),
        barred_workers_words(user, people, {one.pk: one.name for one in candidates}, today),
    )


def _kept_apart(user: User, people: Collection[int], day: date) -> dict[int, list[str]]:
    """What is closed to the reader is left out: it binds bookings, not the choice of a worker."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in visible(user, all_restrictions().filter(person__in=people)):
        rule = as_rule(row)
        if rule.name and rule.holds_on(day):
            found[row.person_id].append(rule.name)
    return found


def _handed(person: Person, worker: User, rows: Sequence[Assignment], day: date, today: date) -> Handed | None:
    roles = roles_to_hand_on([row for row in rows if row.worker_id == worker.pk], day)
    if not roles:
        return None
    others = frozenset(row.worker_id for row in rows if row.worker_id != worker.pk and row.from_on <= today)
    return Handed(
        person.pk, person.site_id, tuple(row.role for row in roles), max(row.from_on for row in roles), others
    )


def _roles_held(rows: Mapping[int, Sequence[Assignment]]) -> dict[tuple[int, int], frozenset[str]]:
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for pk, held in rows.items():
        for row in held:
            if row.to_on is None:
                found[pk, row.worker_id].add(row.role)
    return {key: frozenset(roles) for key, roles in found.items()}


def list_candidates(
    people: Collection[Person], worker: User, today: date, also: Collection[int] = ()
) -> list[Candidate]:
    """Everybody but the worker who works where these people are, or with them, with how many people they have today."""
    here = Q(sites__in={person.site_id for person in people}) | Q(
        pk__in=Assignment.objects.filter(current_on(today), person__in=people).values("worker")
    )
    open_to = Q(here, is_active=True, role__in=list(ROLES_OPEN_TO))
    users = User.objects.filter(open_to | Q(pk__in=also)).exclude(pk=worker.pk)
    found = list(users.distinct().order_by("name", "pk").prefetch_related("sites"))
    counts = dict(
        Assignment.objects.filter(current_on(today), worker__in=found, covers=None)
        .order_by()
        .values("worker")
        .annotate(people=Count("person", distinct=True))
        .values_list("worker", "people")
    )
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    times = Cover.objects.filter(worker__in=found, ended_at__isnull=True, to_on__gte=today).order_by("from_on")
    for pk, from_on, to_on in times.values_list("worker", "from_on", "to_on"):
        away[pk].append((from_on, to_on))
    return [
        Candidate(
            user.pk,
            user.name,
            user.role,
            frozenset(site.pk for site in user.sites.all()),
            counts.get(user.pk, 0),
            user.is_active,
            tuple(away[user.pk]),
        )
        for user in found
    ]
