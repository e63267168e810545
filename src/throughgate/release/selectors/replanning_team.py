"""Who of ours could be at somebody's gate, and what keeps them. Constant queries, however many people and days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from throughgate.accounts.models import Role, User
from throughgate.casework.models import Booking
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on
from throughgate.release.models import GateMeeting, ReleaseDay
from throughgate.release.rules.at_gate import Taken, keeps_away
from throughgate.release.rules.broken import Helper
from throughgate.release.selectors.day import Met
from throughgate.release.selectors.day_asked import MEETING

AT_GATE = (Role.CASEWORKER, Role.COUNSELLOR)


@dataclass(frozen=True)
class Team:
    """`at_site` and `around` are workers by the id of the site, and of the person; `taken` what is booked for each on
    a day, with the id of the booking.
    """

    user: User
    at_site: Mapping[int, Sequence[User]]
    around: Mapping[int, Sequence[User]]
    taken: Mapping[tuple[int, date], Sequence[tuple[int, Taken]]]

    def helpers(
        self, person: Person, on: date, window: tuple[time | None, time | None], gate: str, *, but: int, also: Any
    ) -> tuple[Helper, ...]:
        """`but`: the booking that is moved, which keeps nobody; `also`: whoever was to meet them."""
        named = [*([also] if also else []), *self.around[person.pk], self.user, *self.at_site[person.site_id]]
        kept = {one.pk: one for one in named if one.is_active and (one == also or one.role != Role.VOLUNTEER)}
        return tuple(
            Helper(one.ref, one.name, keeps_away(self._taken(one, on, but), *window, gate)) for one in kept.values()
        )

    def _taken(self, worker: User, on: date, but: int) -> list[Taken]:
        return [taken for booking, taken in self.taken.get((worker.pk, on), ()) if booking != but]


def read_team(user: User, people: Iterable[Person], days: Iterable[date], today: date) -> Team:
    """Only that somebody is taken, and when, is read of other people's bookings. Four queries."""
    named = list(people)
    around: dict[int, list[User]] = defaultdict(list)
    assigned = Assignment.objects.filter(current_on(today), person__in=[one.pk for one in named])
    for row in assigned.select_related("worker").order_by("pk"):
        around[row.person_id].append(row.worker)
    at_site: dict[int, list[User]] = defaultdict(list)
    sites = {one.site_id for one in named}
    staff = User.objects.filter(is_active=True, role__in=AT_GATE, sites__in=sites).distinct().prefetch_related("sites")
    for worker in staff:
        for site in worker.sites.all():
            at_site[site.pk].append(worker)
    return Team(user, at_site, around, _taken(set(days)))


def _taken(days: Collection[date]) -> dict[tuple[int, date], list[tuple[int, Taken]]]:
    rows = Booking.objects.filter(on__in=days, cancelled_at=None, contact=None, superseded_by=None).order_by("pk")
    found: dict[tuple[int, date], list[tuple[int, Taken]]] = defaultdict(list)
    for pk, worker, on, at, minutes, kind, place in rows.values_list(
        "pk", "worker_id", "on", "at", "minutes", "kind", "place"
    ):
        found[worker, on].append((pk, Taken(at, minutes, place if kind == MEETING else "")))
    return found


def meetings_of(days: Iterable[ReleaseDay]) -> dict[int, Met]:
    """By the day's id: the last said of each, with the booking as it stands now."""
    last: dict[int, GateMeeting] = {}
    rows = GateMeeting.objects.filter(day__in=[day.pk for day in days]).order_by("pk")
    for row in rows.select_related("worker", "member", "booking__worker", "said_by"):
        last[row.day_id] = row
    booked = {row.booking_id: row.booking for row in last.values() if row.booking}
    while later := list(
        Booking.objects.filter(supersedes__in=[one.pk for one in booked.values()]).select_related("worker")
    ):  # a booking that was moved, and moved again
        by_earlier = {one.supersedes_id: one for one in later}
        booked = {first: by_earlier.get(one.pk, one) for first, one in booked.items()}
    return {day: Met(row, booked.get(row.booking_id)) for day, row in last.items()}
