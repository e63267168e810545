"""Reads of what is booked, and what stands against it now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement, State, occasions_of, state_of
from throughgate.casework.selectors.untold import untold_of
from throughgate.common import clock
from throughgate.people.models import CircleMember, Person, RestrictionOverride
from throughgate.people.selectors import current_on, workers_around
from throughgate.people.selectors.beside import Beside, findings_together
from throughgate.people.selectors.restrictions import Finding
from throughgate.people.selectors.standing_against import Planned, standing_against
from throughgate.people.selectors.there import Plans, There, beside_all
from throughgate.programmes.models import Promise
from throughgate.record.kinds import kind_of

SHOWN = 60
OWN = tuple(field.name for field in Booking._meta.concrete_fields if field.name not in {"worker", "enrolment"})
# What is asked of a booking that somebody else's is beside.
WHERE_THEY_ARE = ("ref", "kind", "on", "at", "minutes", "medium", "place", "worker_id", "person")


@dataclass(frozen=True)
class Booked:
    """A booking with what has become of it, who of the circle comes, what stands against it unanswered, and in words
    who of those who come may not know of us (any more).
    """

    row: Booking
    state: State
    circle: Sequence[CircleMember]
    against: Sequence[Finding] = ()
    overrides: Sequence[RestrictionOverride] = ()
    untold: Sequence[str] = ()
    known: Sequence[CircleMember] = ()  # all of theirs, also who has left

    @property
    def is_to_look_at(self) -> bool:
        return bool(self.against or self.untold)

    @property
    def is_open(self) -> bool:
        return self.state is State.BOOKED

    @property
    def label(self) -> str:
        return kind_of(self.row.kind).label


def arrangement_of(row: Booking, circle: Iterable[CircleMember]) -> Arrangement:
    return Arrangement(
        kind=row.kind,
        on=row.on,
        at=row.at,
        minutes=row.minutes,
        medium=row.medium,
        place=row.place,
        circle=tuple(member.pk for member in circle),
        other_names=row.other_names,
    )


def _joined(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    joined = rows.select_related("person__site", "worker", "made_by", "cancelled_by", "contact", "supersedes")
    return joined.select_related("superseded_by", "promise", "enrolment__model").defer("enrolment__model__source")


def _open(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.filter(cancelled_at__isnull=True, contact__isnull=True, superseded_by__isnull=True)


def _standing(rows: QuerySet[Booking]) -> list[Booked]:
    """The first of those that `_open` left, by day and hour, with what a line of a list says of them and no more."""
    lean = rows.select_related("person__site", "worker", "enrolment__model").only(
        *OWN, "worker__name", "enrolment__ref", "enrolment__model__title"
    )
    return _with_circles([(row, State.BOOKED) for row in lean.order_by("on", "at", "pk")[:SHOWN]])


def _read(rows: Iterable[Booking]) -> list[Booked]:
    return _with_circles([(row, state_of(row, is_moved=hasattr(row, "superseded_by"))) for row in rows])


def _with_circles(rows: Sequence[tuple[Booking, State]]) -> list[Booked]:
    """Who comes, and whom else of theirs a typed name may mean. One query for all."""
    ids, people = [row.pk for row, _ in rows], {row.person_id for row, _ in rows}
    of_booking: dict[int, list[CircleMember]] = defaultdict(list)
    of_person: dict[int, dict[int, CircleMember]] = defaultdict(dict)
    members: QuerySet[Any] = CircleMember.objects.annotate(booked=F("bookings__pk"))
    for member in members.filter(Q(booked__in=ids) | Q(person__in=people)) if rows else ():
        of_booking[member.booked].append(member)
        of_person[member.person_id].setdefault(member.pk, member)
    return [Booked(row, state, of_booking[row.pk], known=[*of_person[row.person_id].values()]) for row, state in rows]


def access_booking(user: User, ref: str, *, action: Action = Action.VIEW) -> Booked:
    """Raises Hidden, Forbidden; audited as a read. With what stands against it and what was answered."""
    row = _joined(Booking.objects.filter(ref=ref)).first()
    if row is None:
        raise Hidden()
    check(user, action, row)
    record_event(by=user, action="booking.read", person=row.person, subject=f"booking {ref}")
    return look_at(user, _read([row]))[0]


def booking_of_promise(promise_ref: str) -> Booking:
    """Raises Hidden; the caller checks the policy."""
    promise = Promise.objects.filter(ref=promise_ref).first()
    row = Booking.objects.select_related("person__site").filter(promise=promise).first() if promise else None
    if row is None:
        raise Hidden()
    return row


def circles_of(people: Sequence[Person], today: date) -> dict[Person, list[CircleMember]]:
    """Of those who have a circle, who is in it on the day. One query, for people the caller may already see."""
    found: dict[int, list[CircleMember]] = defaultdict(list)
    if people:
        for member in CircleMember.objects.filter(current_on(today), person__in=people):
            found[member.person_id].append(member)
    return {person: found[person.pk] for person in people if person.pk in found}


def doers_for(user: User, person: Person, today: date) -> list[User]:
    """Who of ours may do it: the user, and whoever works with the person that day."""
    working = (row.worker for row in workers_around(person, today) if row.worker.is_active)
    return list(dict.fromkeys([user, *working]))


def bookings_of(user: User, person: Person) -> list[Booked]:
    """The last of this person's bookings that the reader may know of, the latest day first."""
    rows = _joined(visible(user, Booking.objects.filter(person=person))).order_by("-on", "-at", "-pk")
    return look_at(user, _read(rows[:SHOWN]))


def open_bookings_of(user: User, person: Person) -> list[Booked]:
    """Those of this person that still stand, by day and hour: also past ones whose outcome nobody has recorded."""
    rows = _open(visible(user, Booking.objects.filter(person=person)))
    return look_at(user, _standing(rows))


def bookings_between(user: User, first: date, last: date, *, mine: bool = False) -> list[Booked]:
    """What is booked in these days and still stands, by day and hour; `mine`: what the user does themselves.

    The number of queries does not grow with the rows.
    """
    rows = _open(visible(user, Booking.objects.filter(on__range=(first, last))))
    rows = rows.filter(worker=user) if mine else rows
    return look_at(user, _standing(rows))


def to_look_at(user: User, first: date, last: date) -> list[Booked]:
    """“Look at this booking”: a restriction stands against it that nobody has answered, added since or changed, or
    they took back that somebody who comes may know of us.
    """
    return [one for one in bookings_between(user, first, last) if one.is_to_look_at]


def explained_of(user: User, contact_ref: str) -> dict[int, list[RestrictionOverride]]:
    """By person: why a contact took place though a restriction stood against it, as far as the reader may know."""
    found: dict[int, list[RestrictionOverride]] = defaultdict(list)
    rows = visible(user, RestrictionOverride.objects.filter(booked_ref=contact_ref))
    for row in rows.select_related("by", "restriction"):
        found[row.restriction.person_id].append(row)
    return found


def _booked_on(days: Collection[date]) -> list[QuerySet[Any]]:
    return [_open(Booking.objects.filter(on__in=days)).order_by().values("person")]


def _there(ids: Collection[int], days: Collection[date]) -> list[There]:
    """One query: a booking comes once for each of the circle who come to it."""
    rows: QuerySet[Any] = _open(Booking.objects.filter(on__in=days, person__in=ids)).select_related("person__site")
    rows = rows.annotate(member=F("with_circle__pk")).order_by("pk", "with_circle__kind", "with_circle__name")
    found: dict[int, Booking] = {}
    comes: dict[int, list[int]] = defaultdict(list)
    for row in rows.only(*WHERE_THEY_ARE):
        found[row.pk] = row
        comes[row.pk] += [row.member] if row.member else []
    return [(row.on, Beside(row.person, tuple(comes[pk]), row.ref), occasions_of(row)) for pk, row in found.items()]


BOOKINGS = Plans(_booked_on, _there)


def not_recorded(user: User, today: date) -> list[Booked]:
    """Whose day has passed and of which nobody said what came of them, done by this user; the oldest first."""
    rows = _open(visible(user, Booking.objects.filter(on__lt=today, worker=user)))
    return _standing(rows)


def look_at(user: User, booked: Sequence[Booked]) -> list[Booked]:
    """With what stands against each that is still to come, between those of ours who are booked together too. As many
    queries for many as for one; none where nothing is open.
    """
    if not booked:
        return []
    asked = [one for one in booked if one.is_open]
    stands = standing_against(user, [_planned(one) for one in asked], [one.row.ref for one in booked])
    against = {one.row.pk: findings for one, findings in zip(asked, stands.found, strict=True)}
    untold = untold_of([(one.row, one.circle, one.known) for one in asked], clock.today())
    return [
        _with(user, one, against.get(one.row.pk, ()), stands.answers.get(one.row.ref, ()), untold.get(one.row.pk, ()))
        for one in booked
    ]


def brought_together(user: User, giver: User, receivers: Mapping[int, User], first: date) -> set[int]:
    """Ids of the people, of those whom `receivers` take over from the giver, whom a booking from this day on would
    bring together, with its new worker, with somebody whom they must not meet. As many queries for many as for one.
    """
    rows = _open(visible(user, Booking.objects.filter(person__in=receivers, worker=giver, on__gte=first)))
    moved = _read(_joined(rows).order_by("on", "at", "pk"))
    for one in moved:
        one.row.worker = receivers[one.row.person_id]
    with_worker = [[there for there in occasions_of(one.row) if there.company] for one in moved]
    asked = [(one.row.person, one.row.on, there) for one, there in zip(moved, with_worker, strict=True)]
    meetings, alone = [], []
    for one, beside in zip(moved, beside_all(asked), strict=True):
        booking = arrangement_of(one.row, one.circle).asked(one.row.ref, one.row.worker.name)
        meetings.append((one.row.person, booking, beside))
        alone.append((one.row.person, booking, ()))
    if not any(beside for _, _, beside in meetings):
        return set()
    found = findings_together(user, [*meetings, *alone])
    before = found[len(meetings) :]
    return {
        one.row.person_id
        for one, now, then in zip(moved, found, before, strict=False)
        if {finding.restriction_id for finding in now} - {finding.restriction_id for finding in then}
    }


def _planned(one: Booked) -> Planned:
    row = one.row
    return Planned(
        row.person, row.on, arrangement_of(row, one.circle).asked(row.ref, row.worker.name), occasions_of(row)
    )


def _with(
    user: User,
    one: Booked,
    left: Sequence[Finding],
    answers: Sequence[RestrictionOverride],
    untold: Sequence[str],
) -> Booked:
    read = [row for row in answers if can(user, Action.VIEW, row)]
    return replace(one, against=left, overrides=read, untold=untold)
