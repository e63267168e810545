"""A contact said anew. The earlier wording stays in the history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, Contact, ContactPerson
from throughgate.casework.rules.contacts import ContactError, Meeting, meeting_problems, refuse, was_there
from throughgate.casework.selectors.contacts import effective_parts, wordings_of_meeting
from throughgate.casework.services.attendance import (
    Attendance,
    ask_together,
    asked_of,
    checked,
    circle_met,
    entry_fields,
    keep_parts,
)
from throughgate.casework.services.follow_ups import carry_follow_ups
from throughgate.casework.services.spoken_with import note_untold
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.selectors.beside import Beside
from throughgate.record.services import correct_entry


def correct_contact(
    *, by: User, contact: Contact, meeting: Meeting, people: Iterable[Attendance], reason: str
) -> Contact:
    """The contact said anew for these of its people; parts that the corrector may not know of stay as they are.

    Who of their circle was there, and who else, stays as it was said unless an attendance `says_others`. What was not
    asked of the restrictions when it was recorded (it had not happened, or elsewhere, or without them) is asked now,
    also of those who were there and are not corrected.
    Raises Hidden, Forbidden, ContactError, EmptyReasonError, AlreadyCorrectedError, RestrictedError.
    """
    meeting = replace(
        meeting, minutes=meeting.minutes if meeting.happened else None, medium=meeting.medium or contact.medium
    )
    refuse(meeting_problems(meeting, today()))
    with announced_once():
        attendances = checked(by, meeting, people)
        parts = {part.person_id: part for part in contact.people.select_related("entry__person__site")}
        if not {one.person.pk for one in attendances} <= parts.keys():
            raise ContactError("person", "A correction cannot add somebody: record a contact with them instead")
        later = Contact.objects.create(by=by, corrects=contact, **asdict(meeting))
        before = [_as_said(parts[one.person.pk], one) for one in attendances]
        attendances = [
            one if one.says_others else said for one, said in zip(attendances, before, strict=True)
        ]  # fmt: skip
        asked_before = _were_asked(parts, meeting, before, attendances)
        beside = _others_there(contact, attendances)
        ask_together(by, later, meeting, attendances, beside=beside, asked_before=asked_before)
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
    parts: Mapping[int, ContactPerson], meeting: Meeting, said: Sequence[Attendance], attendances: Sequence[Attendance]
) -> frozenset[int]:
    """The people of whom just this was asked when it was recorded, and explained where it had to be."""
    earlier = next(iter(parts.values())).contact
    before = Meeting(**{field.name: getattr(earlier, field.name) for field in fields(Meeting)})
    then = [replace(one, attended=parts[one.person.pk].attended) for one in said]
    met_then, met_now = circle_met(then), circle_met(attendances)
    return frozenset(
        now.person.pk
        for was, now in zip(then, attendances, strict=True)
        if before.happened
        and asked_of(earlier, before, was, then, met_then) == asked_of(earlier, meeting, now, attendances, met_now)
    )


def _correct_part(
    by: User, part: ContactPerson, later: Contact, meeting: Meeting, one: Attendance, reason: str
) -> None:
    check(by, Action.RECORD, part)
    if not one.says_late and one.attended == part.attended:
        one = replace(one, late_minutes=part.late_minutes)
    entry = correct_entry(by=by, entry=part.entry, reason=reason, changes=entry_fields(later, meeting, one))
    keep_parts(later, [(one, entry)])[0].with_circle.set(one.circle)
    if one.says_others and meeting.happened and not asked_of(later, meeting, one).with_person:
        note_untold(by=by, person=one.person, contact=later, circle=one.circle, typed=one.other_names)
    Booking.objects.filter(contact_id=part.contact_id, person=one.person).update(contact=later)
    carry_follow_ups(by=by, contact=part.contact, later=later, person=one.person, sensitivity=one.sensitivity)
    record_event(
        by=by, action="contact.corrected", person=one.person, subject=f"contact {part.contact.ref}", now=later.ref
    )
