"""What a manager watches so that nobody falls between two workers, and what a worker has to read, tell or add to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from throughgate.access.policy import Action, Hidden, reach_of, visible
from throughgate.accounts.models import User
from throughgate.handover.models import Cover, CoverPerson, HandOver, Why
from throughgate.handover.selectors.caseload import manages_workers
from throughgate.handover.selectors.documents import hand_overs
from throughgate.handover.selectors.groups import groups_led_by_many
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on, list_alone_soon, list_unassigned
from throughgate.people.selectors.around import AloneSoon

SHOWN = 25
AHEAD = timedelta(days=28)
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Listed:
    """The first of many, and how many there are."""

    rows: Sequence[HandOver]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Away:
    """A time away, and which people of the caseload somebody stands in with. People the reader may assign only."""

    cover: Cover
    covered: Sequence[Person]
    uncovered: Sequence[Person]

    @property
    def of(self) -> int:
        return len(self.covered) + len(self.uncovered)


@dataclass(frozen=True)
class Leaver:
    """Somebody who leaves or left: how many people are still theirs."""

    worker: User
    remaining: int
    last_on: date | None
    groups: int = 0


def waiting_to_be_read(user: User) -> QuerySet[HandOver]:
    """For a worker those given to them; whoever manages others sees everybody's."""
    rows = _open(user).filter(given_at__isnull=False, acknowledged_at__isnull=True)
    return rows if manages_workers(user) else rows.filter(receiver=user)


def waiting_to_be_told(user: User) -> QuerySet[HandOver]:
    rows = _open(user).filter(given_at__isnull=False, told_on__isnull=True)
    return rows if manages_workers(user) else rows.filter(Q(receiver=user) | Q(giver=user))


def being_written(user: User) -> QuerySet[HandOver]:
    """Begun and not given yet: a manager gives them, the giver adds."""
    rows = _open(user).filter(given_at__isnull=True)
    return rows if manages_workers(user) else rows.filter(giver=user)


def _open(user: User) -> QuerySet[HandOver]:
    return visible(user, hand_overs().filter(undone_at__isnull=True)).order_by("from_on", "pk")


def first_of(rows: QuerySet[HandOver]) -> Listed:
    shown = list(rows[: SHOWN + 1])
    return Listed(shown[:SHOWN], rows.order_by().count() if len(shown) > SHOWN else len(shown))


def times_away(user: User, today: date) -> list[Away]:
    """Now and in the next weeks, of workers at the user's sites. Three queries."""
    covers = Cover.objects.filter(ended_at__isnull=True, to_on__gte=today, from_on__lte=today + AHEAD)
    here = covers.filter(worker__sites__in=reach_of(user).sites).distinct().select_related("worker")
    return away_rows(user, list(here.order_by("from_on", "pk")))


def access_cover(user: User, ref: str) -> Cover:
    """A time away of a worker at one of the user's sites. Raises Hidden."""
    here = Q(worker__sites__in=reach_of(user).sites)
    found = Cover.objects.filter(here, ref=ref).distinct().select_related("worker", "ended_by").first()
    if found is None or not manages_workers(user):
        raise Hidden()
    return found


def away_rows(user: User, covers: Sequence[Cover]) -> list[Away]:
    people: dict[int, dict[int, Person]] = defaultdict(dict)
    rows = visible(
        user, Assignment.objects.filter(worker__in=[cover.worker_id for cover in covers], covers=None), Action.ASSIGN
    )
    theirs = list(rows.select_related("person__site").order_by("person__family_name", "person__given_name", "pk"))
    for cover in covers:
        for row in theirs:
            if row.worker_id == cover.worker_id and _runs(row, cover.from_on, cover.to_on):
                people[cover.pk][row.person_id] = row.person
    stand_ins = CoverPerson.objects.filter(cover__in=covers, covered_by__is_active=True)
    covered = set(stand_ins.values_list("cover_id", "person_id"))
    return [
        Away(
            cover,
            [person for pk, person in people[cover.pk].items() if (cover.pk, pk) in covered],
            [person for pk, person in people[cover.pk].items() if (cover.pk, pk) not in covered],
        )
        for cover in covers
    ]


def _runs(row: Assignment, from_on: date, to_on: date) -> bool:
    return row.from_on <= to_on and (row.to_on is None or row.to_on >= from_on) and not row.support_ended


def stand_ins_of(user: User, cover: Cover) -> list[CoverPerson]:
    rows = visible(user, CoverPerson.objects.filter(cover=cover))
    return list(rows.select_related("person__site", "covered_by").order_by("person__family_name", "person__given_name"))


def leavers(user: User, today: date) -> list[Leaver]:
    """Whoever is leaving or left, and what is still theirs. Only people the reader may assign count."""
    given = visible(user, HandOver.objects.filter(why=Why.LEAVES, undone_at__isnull=True, from_on__gte=today - LATELY))
    leaving = dict(given.order_by("from_on").values_list("giver", "from_on"))
    left = visible(user, Assignment.objects.filter(to_on__isnull=True, covers=None), Action.ASSIGN)
    counts = dict(
        left.filter(Q(worker__in=leaving) | Q(worker__is_active=False))
        .order_by()
        .values("worker")
        .annotate(people=Count("person", distinct=True))
        .values_list("worker", "people")
    )
    groups = groups_led_by_many(user, leaving)
    workers = User.objects.filter(pk__in={*leaving, *counts, *groups}).order_by("name")
    return [
        Leaver(worker, counts.get(worker.pk, 0), leaving.get(worker.pk), groups.get(worker.pk, 0)) for worker in workers
    ]


def without_worker(user: User, today: date) -> tuple[list[Person], int]:
    rows = list_unassigned(user, today).order_by("created_at", "pk")
    shown = list(rows[: SHOWN + 1])
    return shown[:SHOWN], rows.count() if len(shown) > SHOWN else len(shown)


def without_worker_soon(user: User, today: date) -> list[AloneSoon]:
    return list_alone_soon(user, today)[:SHOWN]


def caseload_counts(user: User, today: date) -> list[tuple[User, int, int]]:
    """Everybody at the user's sites who works with somebody or leads a group, with how many people the user may assign:
    those they work with today, as where somebody is chosen to take over. Three queries.
    """
    rows = visible(user, Assignment.objects.filter(current_on(today), covers=None), Action.ASSIGN)
    counts = dict(
        rows.order_by().values("worker").annotate(people=Count("person", distinct=True)).values_list("worker", "people")
    )
    groups = groups_led_by_many(user)
    workers = User.objects.filter(pk__in={*counts, *groups}).order_by("name", "pk")
    return [(worker, counts.get(worker.pk, 0), groups.get(worker.pk, 0)) for worker in workers]
