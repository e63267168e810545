"""A contact recorded, with what is promised in it; and taken out, where it should not have been recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, time
from uuid import UUID

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, Contact, ContactPerson
from throughgate.casework.rules.contacts import Meeting, check_promise, meeting_problems, refuse, usual_medium
from throughgate.casework.services.attendance import (
    Attendance,
    Promise,
    ask_together,
    asked_of,
    checked,
    entry_fields,
    keep_parts,
)
from throughgate.casework.services.bookings import close_booking, reopen_bookings
from throughgate.casework.services.follow_ups import make_follow_up, take_out_follow_ups
from throughgate.casework.services.spoken_with import note_untold
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.record.services import discard_draft, void_entry, write_entry


def record_contact(
    *,
    by: User,
    kind: str,
    on: date,
    people: Iterable[Attendance],
    subject: str = "",
    at: time | None = None,
    minutes: int | None = None,
    medium: str = "",
    place: str = "",
    happened: bool = True,
    why_not: str = "",
    follow_ups: Sequence[Promise] = (),
    booking: Booking | None = None,
    token: UUID | None = None,
    draft: str = "",
) -> Contact:
    """One contact and, for each person who was meant to be there, one entry. With the same `token` it stays one.

    `draft` names the draft that is used up; `booking` is closed with what came of it. Raises Hidden, Forbidden,
    ContactError, UnknownKindError, RestrictedError (what happened against a restriction has to be explained).
    """
    meeting = Meeting(
        kind=kind,
        on=on,
        subject=subject,
        at=at,
        minutes=minutes if happened else None,
        medium=medium or usual_medium(kind),
        place=place.strip(),
        happened=happened,
        why_not=why_not,
    )
    refuse(meeting_problems(meeting, today()))
    with announced_once():
        attendances = checked(by, meeting, people)
        if draft:
            discard_draft(by=by, form=draft)
        contact, is_new = _save_once(by, meeting, token)
        if is_new:
            ask_together(by, contact, meeting, attendances, promises=follow_ups)
            _write_parts(by, contact, meeting, attendances)
            for promise in follow_ups:
                _promise(by, contact, attendances, promise)
            if booking:
                close_booking(by=by, booking=booking, contact=contact)
    return contact


def _save_once(by: User, meeting: Meeting, token: UUID | None) -> tuple[Contact, bool]:
    if token is None:
        return Contact.objects.create(by=by, **asdict(meeting)), True
    if saved := Contact.objects.filter(by=by, token=token).first():
        return saved, False
    try:
        with transaction.atomic():
            return Contact.objects.create(by=by, token=token, **asdict(meeting)), True
    except IntegrityError:
        # The other tap was faster; anything else that is wrong with the row is raised again.
        if saved := Contact.objects.filter(by=by, token=token).first():
            return saved, False
        raise


def _write_parts(by: User, contact: Contact, meeting: Meeting, attendances: Sequence[Attendance]) -> None:
    """An entry each, which other rooms listen to one by one; the parts together."""
    written = [
        (one, write_entry(by=by, person=one.person, **entry_fields(contact, meeting, one))) for one in attendances
    ]
    for part, one in zip(keep_parts(contact, written), attendances, strict=True):
        if one.circle:
            part.with_circle.set(one.circle)
        if meeting.happened and not asked_of(contact, meeting, one).with_person:
            note_untold(by=by, person=one.person, contact=contact, circle=one.circle, typed=one.other_names)
        record_event(
            by=by, action="contact.recorded", person=one.person, subject=f"contact {contact.ref}", kind=contact.kind
        )


def _promise(by: User, contact: Contact, attendances: list[Attendance], promise: Promise) -> None:
    check_promise(what=promise.what, by_on=promise.by_on, contact_on=contact.on)
    for one in attendances:
        if promise.person in (None, one.person):
            make_follow_up(
                by=by,
                contact=contact,
                person=one.person,
                what=promise.what,
                by_on=promise.by_on,
                worker=promise.who or by,
                enrolment=one.enrolment,
                sensitivity=one.sensitivity,
            )


def void_contact(*, by: User, part: ContactPerson, reason: str) -> None:
    """This person's part should not have been recorded at all; what was promised in it is withdrawn.

    Raises Hidden, Forbidden, EmptyReasonError, AlreadyCorrectedError.
    """
    check(by, Action.RECORD, part)
    with announced_once():
        void_entry(by=by, entry=part.entry, reason=reason)
        reopen_bookings(by=by, contact=part.contact, person=part.person)
        take_out_follow_ups(by=by, contact=part.contact, person=part.person)
        record_event(by=by, action="contact.voided", person=part.person, subject=f"contact {part.contact.ref}")
