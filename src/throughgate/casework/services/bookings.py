"""Booking a contact, moving it, cancelling it, and closing it with what came of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, can, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.booking_guards import ask_guards
from throughgate.casework.models import AskedBy, Booking, Contact, ContactPerson
from throughgate.casework.rules.bookings import (
    Arrangement,
    BookingError,
    State,
    arrangement_problems,
    occasions_of,
    state_of,
)
from throughgate.casework.services.spoken_with import ask_sharing
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleMember, Person
from throughgate.people.selectors.there import beside_on
from throughgate.people.services.restrictions import ask_restrictions
from throughgate.programmes.models import Enrolment, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, reopen_promise, withdraw_promise


def book_contact(
    *,
    by: User,
    person: Person,
    arrangement: Arrangement,
    worker: User | None = None,
    enrolment: Enrolment | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> Booking:
    """Arranged for a day to come, and due on it. With the same `token` it stays one.

    What stands against it refuses, unless `override` says why it is booked all the same (see `ask_restrictions`); so
    does that somebody is met without the person who is not to know of us.
    Raises Hidden, Forbidden, BookingError, NotToldError, RestrictedError, NotTheirCircleError.
    """
    check(by, Action.RECORD, person)
    if token and (saved := Booking.objects.filter(made_by=by, token=token).first()):
        return saved
    booking = _new(by, person, arrangement, worker or by, enrolment, sensitivity, token)
    try:
        with announced_once():
            _ask_restrictions(by, booking, arrangement, override)
            ask_sharing(by=by, person=person, arrangement=arrangement)
            _save(by, booking, arrangement)
            _audit(by, booking, "booking.made")
    except IntegrityError:
        # The other tap was faster: its booking stands, this one is undone.
        if token and (saved := Booking.objects.filter(made_by=by, token=token).first()):
            return saved
        raise
    return booking


def move_booking(
    *,
    by: User,
    booking: Booking,
    arrangement: Arrangement,
    asked_by: str,
    because: str,
    worker: User | None = None,
    override: str = "",
) -> Booking:
    """To another day, place or hour: a later booking takes its place and says who asked for that and why.

    Raises Hidden, Forbidden, BookingError, RestrictedError, NotTheirCircleError.
    """
    asked_by, because = _check_reason(asked_by, because)
    with announced_once():
        old = _locked(by, booking)
        later = _new(
            by, old.person, arrangement, worker or old.worker, old.enrolment, Sensitivity(old.sensitivity), None
        )
        later.supersedes, later.moved_asked_by, later.moved_because = old, asked_by, because
        _ask_restrictions(by, later, arrangement, override)
        ask_sharing(by=by, person=old.person, arrangement=arrangement)
        if old.promise:
            withdraw_promise(by=by, promise=old.promise, because="Moved to another day or place")
        _save(by, later, arrangement)
        _audit(by, old, "booking.moved", now=later.ref, asked_by=asked_by)
    return later


def cancel_booking(*, by: User, booking: Booking, asked_by: str, because: str) -> Booking:
    """Raises Hidden, Forbidden, BookingError."""
    asked_by, because = _check_reason(asked_by, because)
    with announced_once():
        row = _locked(by, booking)
        row.cancelled_at, row.cancelled_by = timezone.now(), by
        row.cancelled_asked_by, row.cancelled_because = asked_by, because
        row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_asked_by", "cancelled_because"])
        if row.promise:
            withdraw_promise(by=by, promise=row.promise, because="Cancelled")
        _audit(by, row, "booking.cancelled", asked_by=asked_by)
    return row


@act()
def close_booking(*, by: User, booking: Booking, contact: Contact) -> bool:
    """The contact says what came of it, whatever that is. False where it was moved, cancelled or closed meanwhile."""
    rows = _rows().filter(pk=booking.pk)
    row = check(by, Action.RECORD, rows.get())
    part = ContactPerson.objects.select_related("entry").filter(contact=contact, person=row.person_id).first()
    if part is None or _state(row) is not State.BOOKED:
        return False
    row.contact = contact
    row.save(update_fields=["contact"])
    if row.promise and part.entry.happened:
        keep_promise(by=by, promise=row.promise, on=contact.on, entry=part.entry)
    elif row.promise:
        withdraw_promise(by=by, promise=row.promise, because="It did not take place")
    _audit(by, row, "booking.recorded", contact=contact.ref)
    return True


@act()
def reopen_bookings(*, by: User, contact: Contact, person: Person) -> None:
    """The contact that closed them should not have been recorded: they stand again. The caller has checked its act."""
    for row in _rows().filter(contact=contact, person=person):
        row.contact = None
        row.save(update_fields=["contact"])
        if row.promise:
            reopen_promise(by=by, promise=row.promise)
        _audit(by, row, "booking.reopened")


def _new(
    by: User,
    person: Person,
    arrangement: Arrangement,
    worker: User,
    enrolment: Enrolment | None,
    sensitivity: Sensitivity,
    token: UUID | None,
) -> Booking:
    _refuse(arrangement_problems(arrangement, today()))
    if sensitivity not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    if enrolment and enrolment.person_id != person.pk:
        raise BookingError("programme", "That enrolment is somebody else’s")
    booking = Booking(
        person=person,
        kind=arrangement.kind,
        on=arrangement.on,
        at=arrangement.at,
        minutes=arrangement.minutes,
        medium=arrangement.how,
        place=arrangement.place.strip(),
        other_names=arrangement.other_names.strip(),
        worker=worker,
        enrolment=enrolment,
        sensitivity=sensitivity,
        made_by=by,
        token=token,
    )
    if not can(worker, Action.RECORD, booking):
        raise BookingError("worker", "Whoever does it must be able to see and record it. Choose somebody else")
    return booking


def _ask_restrictions(by: User, booking: Booking, arrangement: Arrangement, override: str) -> None:
    """Whoever is there already is asked as well: it may be in their record that the two must not meet."""
    asked = arrangement.asked(booking.ref, booking.worker.name)
    beside = beside_on(booking.person, booking.on, occasions_of(booking))
    ask_restrictions(by=by, person=booking.person, booking=asked, override=override, beside=beside)
    ask_guards(by, booking, arrangement, override)


def _save(by: User, booking: Booking, arrangement: Arrangement) -> None:
    booking.promise = make_promise(
        by=by,
        person=booking.person,
        source=PromiseSource.BOOKING,
        title=arrangement.title,
        worker=booking.worker,
        enrolment=booking.enrolment,
        by_on=booking.on,
        sensitivity=Sensitivity(booking.sensitivity),
    )
    booking.save()
    booking.with_circle.set(CircleMember.objects.filter(person=booking.person, pk__in=arrangement.circle))


def _rows() -> Any:
    return Booking.objects.select_for_update(of=("self",)).select_related(
        "person__site", "promise", "worker", "enrolment", "superseded_by"
    )


def _state(row: Booking) -> State:
    return state_of(row, is_moved=Booking.objects.filter(supersedes=row).exists())


def _locked(by: User, booking: Booking) -> Booking:
    """Of two who move or cancel it at once the second is told."""
    row: Booking = check(by, Action.RECORD, _rows().get(pk=booking.pk))
    state = _state(row)
    if state is not State.BOOKED:
        raise BookingError("", f"Somebody was faster: this booking is {state.value} already. Look at it again.")
    return row


def _refuse(problems: Iterable[BookingError]) -> None:
    for problem in problems:
        raise problem


def _check_reason(asked_by: str, because: str) -> tuple[str, str]:
    if asked_by not in AskedBy.values:
        raise BookingError("asked_by", "Choose who asked for it")
    if not because.strip():
        raise BookingError("because", "Say why, in a few words")
    return asked_by, because.strip()


def _audit(by: User, booking: Booking, action: str, **details: Any) -> None:
    subject = f"booking {booking.ref}"
    record_event(by=by, action=action, person=booking.person, subject=subject, kind=booking.kind, **details)
