"""The register of a session: who came is a contact, written by casework's own service."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact
from throughgate.casework.rules.contacts import ContactError, Meeting
from throughgate.casework.services import Attendance, correct_contact, record_contact
from throughgate.common.clock import today
from throughgate.groups.grammar import FEEDBACK
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Delivery, GroupSession, Place, Register
from throughgate.groups.selectors.cohorts import check_leads, parts_of
from throughgate.groups.services.absence import look_at_absences, look_at_guests
from throughgate.people.changes import announced_once

MOST_SLIPS = 60


class RecordedError(ContactError):
    """Somebody saved the register meanwhile, for one of these people."""


def save_register(
    *,
    by: User,
    session: GroupSession,
    people: Sequence[Attendance],
    happened: bool = True,
    why_not: str = "",
    minutes: int | None = None,
    token: UUID | None = None,
    draft: str = "",
) -> Contact:
    """One contact for all of them. With the same `token` it stays one. Whoever was not recorded may be added later.

    Raises Hidden, Forbidden, ContactError, RecordedError, UnexplainedError.
    """
    check_leads(by, session.cohort)
    with announced_once():
        GroupSession.objects.select_for_update().get(pk=session.pk)
        if token and (saved := Contact.objects.filter(by=by, token=token, register__session=session).first()):
            return saved
        if {one.person.pk for one in people} & {part.person_id for part in parts_of(session)}:
            raise RecordedError("", "Somebody has recorded this session meanwhile. Look at what stands there first")
        contact = record_contact(
            by=by,
            kind=plan_of(session.cohort.plan).kind,
            on=session.on,
            at=session.at,
            minutes=minutes or session.minutes,
            place=f"{session.place}, {session.cohort.site.name}"[:80],
            people=people,
            happened=happened,
            why_not=why_not,
            token=token,
            draft=draft,
        )
        Register.objects.create(session=session, contact=contact)
        look_at_absences(by=by, session=session, people=[one.person for one in people])
        look_at_guests(by=by, session=session)
        record_event(by=by, action="group.recorded", subject=f"session {session.ref}", people=len(people))
    return contact


def save_sheet(*, by: User, cohort_sessions: Sequence[tuple[GroupSession, Sequence[Attendance]]]) -> int:
    """Several sessions at once, as they stand on a printed sheet: all of them or none. How many were saved."""
    with announced_once():
        for session, people in cohort_sessions:
            save_register(by=by, session=session, people=people)
    return len(cohort_sessions)


def correct_register(
    *, by: User, session: GroupSession, people: Iterable[Attendance], happened: bool, why_not: str = "", reason: str
) -> None:
    """Said anew for these people, through casework's correction: what was said first stays readable.

    Raises Hidden, Forbidden, ContactError, EmptyReasonError, AlreadyCorrectedError, UnexplainedError.
    """
    wanted = {one.person.pk: one for one in people}
    check_leads(by, session.cohort)
    with announced_once():
        GroupSession.objects.select_for_update().get(pk=session.pk)
        by_contact: dict[int, tuple[Contact, list[Attendance]]] = {}
        for part in parts_of(session):
            if (one := wanted.get(part.person_id)) is not None:
                by_contact.setdefault(part.contact_id, (part.contact, []))[1].append(one)
        for contact, said in by_contact.values():
            correct_contact(
                by=by,
                contact=contact,
                meeting=_meeting(contact, happened=happened, why_not=why_not),
                people=said,
                reason=reason,
            )
        look_at_absences(by=by, session=session, people=[one.person for one in wanted.values()])
        look_at_guests(by=by, session=session)
        record_event(by=by, action="group.corrected", subject=f"session {session.ref}", people=len(wanted))


def _meeting(contact: Contact, *, happened: bool, why_not: str) -> Meeting:
    return Meeting(
        kind=contact.kind,
        on=contact.on,
        subject=contact.subject,
        at=contact.at,
        minutes=contact.minutes,
        medium=contact.medium,
        place=contact.place,
        happened=happened,
        why_not="" if happened else why_not,
    )


def say_delivered(
    *, by: User, session: GroupSession, steps: Sequence[str], feedback: Mapping[str, Mapping[str, int]]
) -> Delivery:
    """What of the plan was delivered, and how many gave which answer. Said again, the later row stands.

    Raises ContactError.
    """
    known = plan_of(session.cohort.plan).session(session.number).steps
    if session.on > today():
        raise ContactError("steps", "This is said once the session has taken place")
    if set(steps) - set(known):
        raise ContactError("steps", "Choose steps of this session’s plan")
    counts = {question: _counts(question, said) for question, said in feedback.items()}
    check_leads(by, session.cohort)
    with announced_once():
        GroupSession.objects.select_for_update().get(pk=session.pk)
        Delivery.objects.filter(session=session, superseded_at__isnull=True).update(superseded_at=timezone.now())
        row = Delivery.objects.create(session=session, steps=list(steps), feedback=counts, by=by)
        record_event(by=by, action="group.delivered", subject=f"session {session.ref}", steps=len(row.steps))
    return row


def _counts(question: str, said: Mapping[str, int]) -> dict[str, int]:
    if question not in FEEDBACK or set(said) - set(FEEDBACK[question][1]):
        raise ContactError("feedback", "Only the two questions are asked")
    if any(not 0 <= number <= MOST_SLIPS for number in said.values()):
        raise ContactError("feedback", f"Count the slips: from 0 to {MOST_SLIPS}")
    return {answer: number for answer, number in said.items() if number}


def attendance_of(place: Place, *, attended: str, why: str) -> Attendance:
    """One member’s, as a grid says it: no note."""
    enrolment = place.enrolment if place.enrolment and place.enrolment.left_on is None else None
    return Attendance(person=place.person, enrolment=enrolment, attended=attended, why=why)
