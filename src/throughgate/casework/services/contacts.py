from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, Contact, ContactPerson
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.rules.contacts import (
    ContactError,
    Meeting,
    attendance_problems,
    check_promise,
    meeting_problems,
    refuse,
    say_contact,
    usual_medium,
    was_there,
)
from throughgate.casework.selectors.contacts import effective_parts, wordings_of_meeting
from throughgate.casework.services.bookings import close_booking, reopen_bookings
from throughgate.casework.services.follow_ups import carry_follow_ups, make_follow_up, take_out_follow_ups
from throughgate.casework.services.spoken_with import note_untold
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.rules.restrictions import Booking as RestrictionsAsked
from throughgate.people.selectors.beside import Beside
from throughgate.people.selectors.names import load_names
from throughgate.people.services.restrictions import RestrictedError, ask_restrictions
from throughgate.programmes.models import Enrolment
from throughgate.record.models import Entry
from throughgate.record.services import correct_entry, discard_draft, void_entry, write_entry


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One person who was meant to be there. `attended`, `why` are codes of the models; `note` is about them alone."""

    person: Person
    attended: str = "yes"
    why: str = ""
    reason: str = ""
    note: str = ""
    sensitivity: Sensitivity = Sensitivity.STANDARD
    enrolment: Enrolment | None = None
    # Who of their circle was there, by id; who else, as typed; why it happened where a restriction stood against that.
    circle: tuple[int, ...] = ()
    other_names: str = ""
    explained: str = ""


class UnexplainedError(RestrictedError):
    """Something stood against what happened, and it does not say why; `refused` is what of each person, by id."""

    def __init__(self, refused: Mapping[int, RestrictedError]) -> None:
        super().__init__(
            tuple(finding for one in refused.values() for finding in one.findings), str(next(iter(refused.values())))
        )
        self.refused = refused


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What `who` (else the one who records) will do by a day, for `person` or (None) for each of the people."""

    what: str
    by_on: date
    person: Person | None = None
    who: User | None = None


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
        attendances = _checked(by, meeting, people)
        if draft:
            discard_draft(by=by, form=draft)
        contact, is_new = _save_once(by, meeting, token)
        if is_new:
            _ask_restrictions(by, contact, meeting, attendances)
            for attendance in attendances:
                _write_part(by, contact, meeting, attendance)
            for promise in follow_ups:
                _promise(by, contact, attendances, promise)
            if booking:
                close_booking(by=by, booking=booking, contact=contact)
    return contact


def _checked(by: User, meeting: Meeting, people: Iterable[Attendance]) -> list[Attendance]:
    """In the order of their ids: two contacts of the same people saved at once then wait, instead of both stopping."""
    attendances = sorted((_as_met(meeting, one) for one in people), key=lambda one: one.person.pk)
    if not attendances:
        raise ContactError("person", "Choose who this contact was with")
    if len({one.person.pk for one in attendances}) < len(attendances):
        raise ContactError("person", "Somebody is named twice")
    for one in attendances:
        check(by, Action.RECORD, one.person)
        if one.sensitivity not in writable_levels(by, one.person):
            raise Forbidden(Action.RECORD)
        if one.enrolment and one.enrolment.person_id != one.person.pk:
            raise ContactError("programme", "That enrolment is somebody else’s")
        refuse(attendance_problems(happened=meeting.happened, attended=one.attended, why=one.why, reason=one.reason))
    return attendances


def _as_met(meeting: Meeting, one: Attendance) -> Attendance:
    """Of a contact that did not happen, nobody came and nobody stayed away."""
    tidy = replace(one, reason=one.reason.strip(), note=one.note.strip())
    return tidy if meeting.happened else replace(tidy, attended="", why="", reason="")


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


def _entry_fields(contact: Contact, meeting: Meeting, one: Attendance) -> dict[str, Any]:
    there = was_there(happened=meeting.happened, attended=one.attended)
    return {
        "kind": meeting.kind,
        "subject": meeting.subject,
        "on": meeting.on,
        "enrolment": one.enrolment,
        "happened": there,
        "minutes": meeting.minutes if there else None,
        "summary": say_contact(meeting, attended=one.attended, why=one.why, reason=one.reason, note=one.note),
        "sensitivity": one.sensitivity,
        "row_id": contact.pk,
    }


def _write_part(by: User, contact: Contact, meeting: Meeting, one: Attendance) -> None:
    entry = write_entry(by=by, person=one.person, **_entry_fields(contact, meeting, one))
    part = _keep_part(contact, one, entry)
    if one.circle:
        part.with_circle.set(one.circle)
    if meeting.happened and not _asked(contact, meeting, one).with_person:
        note_untold(by=by, person=one.person, contact=contact, circle=one.circle, typed=one.other_names)
    record_event(
        by=by, action="contact.recorded", person=one.person, subject=f"contact {contact.ref}", kind=contact.kind
    )


def _ask_restrictions(
    by: User,
    contact: Contact,
    meeting: Meeting,
    together: Sequence[Attendance],
    *,
    beside: Sequence[Beside] = (),
    asked_before: frozenset[int] = frozenset(),
) -> None:
    """It happened and cannot be refused. Where something stood against who was there, where it was or at what hour, it
    says why, and a manager is shown that. `beside` were there too, and are not recorded of now.

    Raises UnexplainedError, which knows all of those who have to be explained.
    """
    refused: dict[int, RestrictedError] = {}
    circle = _circle_met(together)
    for one in together if meeting.happened else ():
        if one.person.pk in asked_before:
            continue
        try:
            ask_restrictions(
                by=by,
                person=one.person,
                booking=_asked(contact, meeting, one, together, circle),
                override=one.explained,
                happened=True,
                beside=beside if was_there(happened=True, attended=one.attended) else (),
            )
        except RestrictedError as refusal:
            refused[one.person.pk] = refusal
    if refused:
        raise UnexplainedError(refused)


def _circle_met(together: Sequence[Attendance]) -> Mapping[int, CircleMember]:
    """Those who came with one of several: the others met them too. One query, none of a contact with one person."""
    ids = {id for one in together for id in one.circle} if len(together) > 1 else set()
    return CircleMember.objects.in_bulk(ids) if ids else {}


def _asked(
    contact: Contact,
    meeting: Meeting,
    one: Attendance,
    together: Sequence[Attendance] = (),
    circle: Mapping[int, CircleMember] | None = None,
) -> RestrictionsAsked:
    """Whoever was there is asked of the others of ours who were there too, and of those who came with them. What was
    noted is not asked: to speak of somebody is not to meet them.
    """
    asked = Arrangement(
        kind=meeting.kind,
        on=meeting.on,
        at=meeting.at,
        minutes=meeting.minutes,
        medium=meeting.medium,
        place=meeting.place,
        circle=one.circle,
        other_names=one.other_names,
    ).asked(contact.ref)
    there = was_there(happened=meeting.happened, attended=one.attended)
    others = [other for other in together if there and other.person != one.person]
    came = [other for other in others if was_there(happened=meeting.happened, attended=other.attended)]
    theirs = [member for other in came for id in other.circle if (member := (circle or {}).get(id))]
    load_names(other.person for other in came)
    names = [*(name for other in came for name in other.person.full_names), *(member.name for member in theirs)]
    return replace(
        asked,
        with_person=asked.with_person and there,
        ours=tuple(dict.fromkeys(names)),
        with_child=any(member.kind == CircleKind.CHILD for member in theirs),
    )


def _keep_part(contact: Contact, one: Attendance, entry: Entry) -> ContactPerson:
    return ContactPerson.objects.create(
        contact=contact,
        person=one.person,
        entry=entry,
        enrolment=one.enrolment,
        attended=one.attended,
        why=one.why,
        reason=one.reason,
        note=one.note,
        sensitivity=one.sensitivity,
        other_names=one.other_names.strip(),
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


def correct_contact(
    *, by: User, contact: Contact, meeting: Meeting, people: Iterable[Attendance], reason: str
) -> Contact:
    """The contact said anew for these of its people; parts that the corrector may not know of stay as they are.

    Who of their circle was there, and who else, stays as it was said: otherwise the contact is taken out, and recorded
    anew. What was not asked of the restrictions when it was recorded (it had not happened, or elsewhere) is asked now,
    also of those who were there and are not corrected.
    Raises Hidden, Forbidden, ContactError, EmptyReasonError, AlreadyCorrectedError, RestrictedError.
    """
    meeting = replace(
        meeting, minutes=meeting.minutes if meeting.happened else None, medium=meeting.medium or contact.medium
    )
    refuse(meeting_problems(meeting, today()))
    with announced_once():
        attendances = _checked(by, meeting, people)
        parts = {part.person_id: part for part in contact.people.select_related("entry__person__site")}
        if not {one.person.pk for one in attendances} <= parts.keys():
            raise ContactError("person", "A correction cannot add somebody: record a contact with them instead")
        later = Contact.objects.create(by=by, corrects=contact, **asdict(meeting))
        attendances = [_as_said(parts[one.person.pk], one) for one in attendances]
        asked_before = _were_asked(parts, meeting, attendances)
        beside = _others_there(contact, attendances)
        _ask_restrictions(by, later, meeting, attendances, beside=beside, asked_before=asked_before)
        for one in attendances:
            _correct_part(by, parts[one.person.pk], later, meeting, one, reason)
    return later


def _as_said(part: ContactPerson, one: Attendance) -> Attendance:
    circle = tuple(part.with_circle.order_by("pk").values_list("pk", flat=True))
    return replace(one, circle=circle, other_names=part.other_names)


def _others_there(contact: Contact, corrected: Sequence[Attendance]) -> list[Beside]:
    """Who was there by what holds now, besides those who are corrected, whoever may know of them."""
    rows = effective_parts().filter(contact__in=wordings_of_meeting(contact), contact__happened=True)
    rows = rows.exclude(person__in=[one.person.pk for one in corrected]).select_related("person__site")
    return [
        Beside(part.person, tuple(member.pk for member in part.with_circle.all()))
        for part in rows.prefetch_related("with_circle").order_by("pk")
        if was_there(happened=True, attended=part.attended)
    ]


def _were_asked(
    parts: Mapping[int, ContactPerson], meeting: Meeting, attendances: Sequence[Attendance]
) -> frozenset[int]:
    """The people of whom just this was asked when it was recorded, and explained where it had to be."""
    earlier = next(iter(parts.values())).contact
    before = Meeting(**{field.name: getattr(earlier, field.name) for field in fields(Meeting)})
    then = [replace(one, attended=parts[one.person.pk].attended) for one in attendances]
    circle = _circle_met(attendances)
    return frozenset(
        now.person.pk
        for was, now in zip(then, attendances, strict=True)
        if before.happened
        and _asked(earlier, before, was, then, circle) == _asked(earlier, meeting, now, attendances, circle)
    )


def _correct_part(
    by: User, part: ContactPerson, later: Contact, meeting: Meeting, one: Attendance, reason: str
) -> None:
    check(by, Action.RECORD, part)
    entry = correct_entry(by=by, entry=part.entry, reason=reason, changes=_entry_fields(later, meeting, one))
    _keep_part(later, one, entry).with_circle.set(one.circle)
    Booking.objects.filter(contact_id=part.contact_id, person=one.person).update(contact=later)
    carry_follow_ups(by=by, contact=part.contact, later=later, person=one.person, sensitivity=one.sensitivity)
    record_event(
        by=by, action="contact.corrected", person=one.person, subject=f"contact {part.contact.ref}", now=later.ref
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
