from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import ThingDone
from throughgate.casework.rules.contacts import ContactError, check_day, check_done_kind, shorten
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.record.kinds import kind_of
from throughgate.record.models import Entry
from throughgate.record.services import correct_entry, discard_draft, void_entry, write_entry


@act()
def record_done(
    *,
    by: User,
    person: Person,
    kind: str,
    on: date,
    subject: str = "",
    note: str = "",
    enrolment: Enrolment | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    token: UUID | None = None,
    draft: str = "",
) -> ThingDone:
    """A step done that no room has a form of its own for. Recorded again with the same `token` it stays one.

    Raises Hidden, Forbidden, ContactError, UnknownKindError.
    """
    check(by, Action.RECORD, person)
    check_done_kind(kind, subject)
    _check(by, person, on, enrolment, sensitivity)
    if draft:
        discard_draft(by=by, form=draft)
    if token is None:
        return _write(by, person, kind, on, subject, note.strip(), enrolment, sensitivity, None)
    if saved := ThingDone.objects.filter(by=by, token=token).first():
        return saved
    try:
        with transaction.atomic():
            return _write(by, person, kind, on, subject, note.strip(), enrolment, sensitivity, token)
    except IntegrityError:
        # The other tap was faster: its entry stands, this one is undone.
        if saved := ThingDone.objects.filter(by=by, token=token).first():
            return saved
        raise


def _check(by: User, person: Person, on: date, enrolment: Enrolment | None, sensitivity: Sensitivity) -> None:
    check_day(on, today())
    if sensitivity not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    if enrolment and enrolment.person_id != person.pk:
        raise ContactError("programme", "That enrolment is somebody else’s")


def _write(
    by: User,
    person: Person,
    kind: str,
    on: date,
    subject: str,
    note: str,
    enrolment: Enrolment | None,
    sensitivity: Sensitivity,
    token: UUID | None,
) -> ThingDone:
    entry = write_entry(
        by=by,
        person=person,
        kind=kind,
        on=on,
        subject=subject,
        enrolment=enrolment,
        sensitivity=sensitivity,
        summary=shorten(note) or kind_of(kind).label,
    )
    done = ThingDone.objects.create(person=person, entry=entry, note=note, sensitivity=sensitivity, by=by, token=token)
    record_event(by=by, action="done.recorded", person=person, subject=f"entry {entry.pk}", kind=kind)
    return done


@act()
def correct_done(
    *,
    by: User,
    done: ThingDone,
    on: date,
    reason: str,
    note: str = "",
    enrolment: Enrolment | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> ThingDone:
    """Raises Hidden, Forbidden, ContactError, EmptyReasonError, AlreadyCorrectedError."""
    check(by, Action.RECORD, done)
    kind = done.entry.kind
    _check(by, done.person, on, enrolment, sensitivity)
    changes = {
        "on": on,
        "enrolment": enrolment,
        "sensitivity": sensitivity,
        "summary": shorten(note) or kind_of(kind).label,
    }
    later: Entry = correct_entry(by=by, entry=done.entry, reason=reason, changes=changes)
    record_event(by=by, action="done.corrected", person=done.person, subject=f"entry {done.entry_id}", kind=kind)
    return ThingDone.objects.create(person=done.person, entry=later, note=note.strip(), sensitivity=sensitivity, by=by)


@act()
def void_done(*, by: User, done: ThingDone, reason: str) -> None:
    check(by, Action.RECORD, done)
    void_entry(by=by, entry=done.entry, reason=reason)
    record_event(by=by, action="done.voided", person=done.person, subject=f"entry {done.entry_id}")
