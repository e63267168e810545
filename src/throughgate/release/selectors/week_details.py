"""What stands behind the first weeks that a page shows, as far as its reader may know. Six queries, however many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.release.known_first_week import counted
from throughgate.release.models import DayStop, NotSeen, NotSeenReason, StopOutcome
from throughgate.release.selectors.first_week import Out
from throughgate.release.selectors.outcomes import outcomes_of
from throughgate.release.selectors.outside import face_to_face


@dataclass(frozen=True)
class Details:
    """By reference: stops and bookings; by the stop's thread: what became of it; by the person's id: the next meeting
    that is booked, why nobody saw them, and what was on the day of release of which nobody said that it was outside.
    """

    stops: Mapping[str, DayStop]
    outcomes: Mapping[str, StopOutcome]
    bookings: Mapping[str, Booking]
    coming: Mapping[int, Booking]
    reasons: Mapping[int, NotSeen]
    unsure: Mapping[int, Entry]


def details_of(user: User, shown: Sequence[Out], today: date) -> Details:
    people = [one.person.pk for one in shown]
    refs = [appointment.ref for one in shown for appointment in one.week.appointments]
    stops = visible(user, DayStop.objects.filter(ref__in=refs)).select_related("day__person__site")
    bookings = visible(user, Booking.objects.filter(ref__in=refs))
    by_ref = {row.ref: row for row in stops}
    return Details(
        stops=by_ref,
        outcomes=outcomes_of(by_ref.values()),
        bookings={row.ref: row for row in bookings},
        coming=_coming(user, people, today),
        reasons=_reasons(user, people),
        unsure=_unsure(user, [one for one in shown if one.is_not_seen and one.week.is_unsure]),
    )


def _coming(user: User, people: Iterable[int], today: date) -> dict[int, Booking]:
    rows = Booking.objects.filter(person__in=people, on__gte=today, kind__in=counted().seen, contact__isnull=True)
    rows = visible(user, rows.filter(cancelled_at__isnull=True, superseded_by__isnull=True))
    found: dict[int, Booking] = {}
    for row in rows.order_by("on", "at", "pk"):
        found.setdefault(row.person_id, row)
    return found


def _reasons(user: User, people: Iterable[int]) -> dict[int, NotSeen]:
    rows = visible(user, NotSeen.objects.filter(person__in=people)).select_related("said_by").order_by("pk")
    return {row.person_id: row for row in rows if row.reason != NotSeenReason.TAKEN_BACK}


def _unsure(user: User, waiting: Sequence[Out]) -> dict[int, Entry]:
    if not waiting:
        return {}
    days = {one.person.pk: one.week.released_on for one in waiting}
    rows = effective().filter(person__in=days, on__in=set(days.values()), happened=True, kind__in=counted().seen)
    rows = visible(user, face_to_face(rows).filter(contact_person__isnull=False)).select_related("person__site")
    return {row.person_id: row for row in rows.order_by("pk") if row.on == days[row.person_id]}
