"""First weeks after release, read for many people at once. The number of queries does not grow with them.

What is true of a week is true for whoever looks, or somebody would be seen for one and not for another: it is read
whatever its sensitivity, as a day and a kind. Names and words of it are for those who may read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Attended, Booking, ContactPerson, WhyNot
from throughgate.people.models import CustodyMove, MoveKind, Person
from throughgate.people.rules.custody import BACK_INTO_CUSTODY
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.scopes import people_in
from throughgate.record.selectors import effective
from throughgate.release.known_first_week import counted
from throughgate.release.models import (
    Became,
    DayStop,
    GateMeeting,
    HomeStep,
    LivingPlace,
    NotSeen,
    NotSeenReason,
    StopOutcome,
)
from throughgate.release.rules.first_week import Appointment, Did, HomeSaid, Week, is_not_seen
from throughgate.release.rules.home import Lived
from throughgate.release.selectors.outside import TOLD, DayOut, Told, days_out, face_to_face, outside_of, seen_that_day


@dataclass(frozen=True)
class Release:
    person: Person
    on: date


@dataclass(frozen=True)
class Out:
    """Somebody on the board."""

    release: Release
    week: Week

    @property
    def person(self) -> Person:
        return self.release.person

    @property
    def is_not_seen(self) -> bool:
        return is_not_seen(self.week)


def board_for(user: User, scope: Scope, today: date) -> list[Out]:
    """Everybody who was released lately and is still out, and whoever was not seen since, however long ago: the longest
    out first. Audited once, with how many were listed.
    """
    lately = today - timedelta(days=counted().shown_for)
    rows = _still_out(user, scope, today).filter(Q(on__gte=lately) | _unseen())
    releases = [Release(row.person, row.on) for row in rows.order_by("on", "pk")]
    out = [Out(release, week) for release, week in zip(releases, read_weeks(releases, today), strict=True)]
    out = [one for one in out if one.release.on >= lately or one.is_not_seen]
    record_event(by=user, action="first_week.listed", people=len(out))
    return out


def not_seen(user: User, scope: Scope, today: date, most: int) -> list[tuple[Person, date]]:
    """Who was released and not seen since, with the day: the longest out first. One query, and two more where somebody
    sat down with one of them on the day itself.
    """
    rows = list(_still_out(user, scope, today).filter(_unseen()).order_by("on", "pk"))
    seen = seen_that_day([(row.person_id, row.on) for row in rows if row.is_met_that_day], effective())
    return [(row.person, row.on) for row in rows if (row.person_id, row.on) not in seen][:most]


def _still_out(user: User, scope: Scope, today: date) -> QuerySet[Any]:
    released = CustodyMove.objects.filter(kind=MoveKind.RELEASED, on__lte=today)
    back = CustodyMove.objects.filter(person=OuterRef("person"), kind__in=BACK_INTO_CUSTODY, on__gte=OuterRef("on"))
    seen = face_to_face(effective()).filter(person=OuterRef("person"), happened=True, kind__in=counted().seen)
    why = NotSeen.objects.filter(person=OuterRef("person"), on__gte=OuterRef("on")).order_by("-pk")
    rows = visible(user, released).filter(people_in(user, scope, today)).filter(~Exists(back))
    # Whether what was on the day itself was outside, no query can say: `outside` does.
    rows = rows.annotate(
        is_seen=Exists(seen.filter(on__gt=OuterRef("on"))),
        is_met_that_day=Exists(seen.filter(on=OuterRef("on"))),
        why=Subquery(why.values("reason")[:1]),
    )
    return rows.select_related("person__site")


def _unseen() -> Q:
    """A release that was over before we knew the person is nobody's to have met."""
    from_then = ExpressionWrapper(F("on") + timedelta(days=counted().shown_for), output_field=DateTimeField())
    nobody_says = Q(why__isnull=True) | Q(why=NotSeenReason.TAKEN_BACK)
    return Q(is_seen=False) & nobody_says & Q(person__created_at__lte=from_then)


def reason_of(person: Person, released_on: date) -> NotSeen | None:
    """Why nobody saw them after this release, as it stands. One query."""
    rows = NotSeen.objects.filter(person=person, on__gte=released_on).select_related("entry__person__site", "said_by")
    last = rows.last()
    return last if last and last.reason != NotSeenReason.TAKEN_BACK else None


@dataclass
class _Read:
    """By the person's id, whatever was read of their time since the first release that is looked at."""

    entries: Mapping[int, list[Told]] = field(default_factory=dict)
    out: Mapping[tuple[int, date], DayOut] = field(default_factory=dict)
    moves: Mapping[int, list[Any]] = field(default_factory=dict)
    meetings: Mapping[int, list[Any]] = field(default_factory=dict)
    places: Mapping[int, list[Any]] = field(default_factory=dict)
    homes: Mapping[int, list[Any]] = field(default_factory=dict)
    stops: Mapping[int, list[Any]] = field(default_factory=dict)
    bookings: Mapping[int, list[Any]] = field(default_factory=dict)
    reasons: Mapping[int, list[Any]] = field(default_factory=dict)


def read_weeks(releases: Sequence[Release], today: date) -> list[Week]:
    """In the order of the releases, for callers that have asked the policy of the people. Nine queries."""
    if not releases:
        return []
    people = list({one.person.pk for one in releases})
    first, last = min(one.on for one in releases), max(one.on for one in releases)
    window = (first, last + timedelta(days=counted().window))
    read = _Read(
        entries=_entries(people, first),
        out=days_out(people, first, last),
        moves=_by_person(
            CustodyMove.objects.filter(person__in=people, kind__in=BACK_INTO_CUSTODY, on__lte=today)
            .order_by("on", "pk")
            .values_list("person_id", "on", "site__name")
        ),
        meetings=_by_person(
            GateMeeting.objects.filter(day__person__in=people, day__on__range=(first, last))
            .order_by("pk")
            .values_list("day__person_id", "day__on", "met_by")
        ),
        places=_by_person(
            LivingPlace.objects.filter(person__in=people, from_on__lte=last)
            .exclude(ended_because="mistake")
            .values_list("person_id", "kind", "from_on", "to_on")
        ),
        homes=_by_person(
            HomeStep.objects.filter(application__person__in=people, on__lte=last)
            .order_by("pk")
            .values_list("application__person_id", "application_id", "state", "on", "day")
        ),
        stops=_stops(people, window),
        bookings=_bookings(people, window),
        reasons=_by_person(
            NotSeen.objects.filter(person__in=people, on__gte=first)
            .order_by("pk")
            .values_list("person_id", "on", "reason")
        ),
    )
    return [_week(one, read) for one in releases]


def _by_person(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for person, *rest in rows:
        found[person].append(tuple(rest))
    return found


def _entries(people: Sequence[int], first: date) -> Mapping[int, list[Told]]:
    rows = face_to_face(effective()).filter(person__in=people, on__gte=first, kind__in=counted().kinds)
    found: dict[int, list[Told]] = defaultdict(list)
    for person, *told in rows.order_by().values_list("person_id", *TOLD):
        found[person].append(Told(*told))
    return found


def _stops(people: Sequence[int], window: tuple[date, date]) -> Mapping[int, list[Any]]:
    last = StopOutcome.objects.filter(stop__thread=OuterRef("thread")).order_by("-pk")
    rows = DayStop.objects.filter(day__person__in=people, day__on__range=window)
    rows = rows.filter(cancelled_at__isnull=True, superseded_by__isnull=True)
    rows = rows.annotate(became=Subquery(last.values("became")[:1]))
    return _by_person(rows.values_list("day__person_id", "day__on", "became", "is_mandatory", "ref"))


def _bookings(people: Sequence[int], window: tuple[date, date]) -> Mapping[int, list[Any]]:
    """What was booked with us, but the meeting at the gate, which is a figure of its own."""
    part = ContactPerson.objects.filter(contact=OuterRef("contact"), person=OuterRef("person"))
    rows = Booking.objects.filter(person__in=people, on__range=window, cancelled_at__isnull=True)
    rows = rows.filter(superseded_by__isnull=True).exclude(kind__in=counted().gate)
    rows = rows.annotate(came=Subquery(part.values("attended")[:1]), came_not=Subquery(part.values("why")[:1]))
    said = rows.values_list(
        "person_id", "on", "contact_id", "contact__happened", "contact__why_not", "came", "came_not", "ref"
    )
    return _by_person((person, on, _became(*of), ref) for person, on, *of, ref in said)


def _became(contact: int | None, happened: bool | None, why_not: str, came: str | None, came_not: str | None) -> str:
    """As of a stop: what fell through on our side or the prison's is nothing that they missed."""
    if contact is None:
        return ""
    if WhyNot.LOGISTICS in (why_not, came_not):
        return Became.CALLED_OFF
    if not happened or came == Attended.NO:
        return Became.MISSED
    return Became.LATE if came == Attended.LATE else Became.KEPT


def _week(one: Release, read: _Read) -> Week:
    pk, counts = one.person.pk, counted()
    went_back = next(((on, site or "") for on, site in read.moves.get(pk, ()) if on >= one.on), None)
    back = went_back[0] if went_back else None
    until = back or date.max
    # What was theirs before they last came into custody is none for this release.
    before = max((on for on, _ in read.moves.get(pk, ()) if on < one.on), default=date.min)
    told = [row for row in read.entries.get(pk, ()) if one.on <= row.on <= until]
    entries, unknown = outside_of(told, read.out.get((pk, one.on), DayOut()), one.on, went_back)
    meets = [met_by for on, met_by in read.meetings.get(pk, ()) if on == one.on]
    reasons = [(on, reason) for on, reason in read.reasons.get(pk, ()) if one.on <= on <= until]
    said = reasons[-1] if reasons and reasons[-1][1] != NotSeenReason.TAKEN_BACK else None
    return Week(
        released_on=one.on,
        returned_on=back,
        contacts=tuple(row.on for row in entries if row.happened and row.kind in counts.contact),
        seen=tuple(row.on for row in entries if row.happened and row.kind in counts.seen),
        is_unsure=any(row.happened and row.kind in counts.seen and row.on == one.on for row in unknown),
        gate=tuple(Did(row.on, row.happened) for row in entries if row.kind in counts.gate),
        meets=meets[-1] if meets else "",
        arrived=tuple(Did(row.on, row.happened) for row in entries if row.kind in counts.arrived),
        nowhere=tuple(row.on for row in entries if row.happened and row.kind in counts.nowhere),
        lived=tuple(place for place in (Lived(*row) for row in read.places.get(pk, ())) if place.from_on > before),
        homes=tuple(step for step in (HomeSaid(*row) for row in read.homes.get(pk, ())) if step.on > before),
        appointments=tuple(_appointments(pk, read)),
        reason_on=said[0] if said else None,
    )


def _appointments(pk: int, read: _Read) -> Iterable[Appointment]:
    for on, became, is_mandatory, ref in read.stops.get(pk, ()):
        yield Appointment(on, "" if became in (None, Became.TAKEN_BACK) else became, is_mandatory, ref)
    for on, became, ref in read.bookings.get(pk, ()):
        yield Appointment(on, became, False, ref)
