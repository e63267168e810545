"""Meetings with the family, the workshop, and their yes to the connection plan. What was booked and what took place are
casework's bookings and contacts: with their restrictions, their entry, and what is due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, Contact, How, PlanVersion
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services import Attendance, book_contact, record_contact
from throughgate.casework.services.plan_progress import review_plan
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.family.kinds import AGREED, MEETINGS
from throughgate.family.models import FamilyMeeting, FamilyMember, MemberAgreement, Workshop
from throughgate.family.rules.standing import PLAN, TAKE_PART, WORKSHOP, FamilyError, standing
from throughgate.family.selectors.members import CONNECTION, booking_of
from throughgate.family.services.members import keep_words, lock_family
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.record.services import write_entry


@dataclass(frozen=True, kw_only=True)
class When:
    """A day with what is known of it."""

    on: date
    at: time | None = None
    minutes: int | None = None
    medium: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A meeting that took place. `words`: by ref of the member what each said in confidence, by what it was about."""

    kind: str
    when: When
    prepared: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    explained: str = ""  # why it took place although a restriction stood against it


@act()
def book_meeting(
    *,
    by: User,
    person: Person,
    kind: str,
    members: Sequence[FamilyMember],
    when: When,
    enrolment: Enrolment | None = None,
    override: str = "",
    token: UUID | None = None,
) -> Booking:
    """Through casework's one door, which asks the restrictions, what the person lets be known, and the safety checks.

    Raises Hidden, Forbidden, FamilyError, BookingError, NotToldError, RestrictedError.
    """
    lock_family(by, person)
    _check_members(person, kind, members)
    arrangement = Arrangement(
        kind=kind,
        on=when.on,
        at=when.at,
        minutes=when.minutes,
        medium=when.medium,
        place=when.place,
        circle=tuple(one.circle_id for one in members),
    )
    return book_contact(
        by=by, person=person, arrangement=arrangement, enrolment=enrolment, override=override, token=token
    )


def _check_members(person: Person, kind: str, members: Sequence[FamilyMember]) -> None:
    """Each of them has said yes for themselves: to the workshop, or to meeting with us."""
    if kind not in MEETINGS:
        raise FamilyError("Choose what it is", "kind")
    if not members:
        raise FamilyError("Choose who of the family takes part", "members")
    to = WORKSHOP if kind == "family-workshop" else TAKE_PART
    for member in members:
        if member.person_id != person.pk:
            raise FamilyError("Choose somebody of this family", "members")
        answers = list(member.consents.order_by("pk").values_list("to", "answer", "on"))
        if not standing(answers, ()).may(to):
            what = "come to the workshop" if to == WORKSHOP else "meet with us"
            raise FamilyError(
                f"{member.circle.name} has not said yes to that: ask whether they want to {what}", "members"
            )


@act()
def record_meeting(
    *,
    by: User,
    person: Person,
    members: Sequence[FamilyMember],
    held: Held,
    enrolment: Enrolment | None = None,
    booking: Booking | None = None,
    token: UUID | None = None,
) -> Contact:
    """One contact with one entry, without a note: what was said in confidence stays behind the wall, by member.

    With the same `token` it stays one. Raises Hidden, Forbidden, FamilyError, ContactError, RestrictedError.
    """
    lock_family(by, person)
    if held.kind not in MEETINGS or not members or any(one.person_id != person.pk for one in members):
        raise FamilyError("Choose who of the family took part", "members")
    if token and (saved := Contact.objects.filter(by=by, token=token).first()):
        return saved
    part = Attendance(
        person=person,
        circle=tuple(one.circle_id for one in members),
        enrolment=enrolment,
        explained=held.explained,
        sensitivity=Sensitivity.STANDARD if held.kind == "family-workshop" else Sensitivity.SENSITIVE,
    )
    when = held.when
    contact = record_contact(
        by=by,
        kind=held.kind,
        on=when.on,
        people=[part],
        at=when.at,
        minutes=when.minutes,
        medium=when.medium,
        place=when.place,
        booking=booking,
        token=token,
    )
    for member in members:
        meeting = FamilyMeeting.objects.create(contact=contact, member=member, prepared=held.prepared, by=by)
        keep_words(by=by, member=member, said=held.words.get(member.ref, {}), on=when.on, meeting=meeting)
    record_event(by=by, action="family.met", person=person, subject=f"contact {contact.ref}", members=len(members))
    return contact


@act()
def arrange_workshop(
    *,
    by: User,
    person: Person,
    members: Sequence[FamilyMember],
    when: When,
    security: str = "",
    travel: str = "",
    keeper: str = "",
    enrolment: Enrolment | None = None,
    override: str = "",
    token: UUID | None = None,
) -> Workshop:
    """With the prison: the booking says when and where and who is invited. Raises what `book_meeting` raises."""
    booking = book_meeting(
        by=by, person=person, kind="family-workshop", members=members, when=when, enrolment=enrolment,
        override=override, token=token,
    )  # fmt: skip
    if there := Workshop.objects.filter(booking=booking).first():
        return there
    row = Workshop.objects.create(
        person=person, booking=booking, security=security.strip(), travel=travel.strip(), keeper=keeper.strip(), by=by
    )
    write_entry(
        by=by,
        person=person,
        kind="offender-manager-liaison",
        subject="workshop",
        on=today(),
        summary="The family workshop was arranged with the prison",
        enrolment=enrolment,
        row_id=row.pk,
    )
    record_event(by=by, action="family.workshop_arranged", person=person, subject=f"workshop {row.ref}")
    return row


@act()
def record_workshop(
    *,
    by: User,
    row: Workshop,
    came: Sequence[FamilyMember],
    agreed: Sequence[FamilyMember] = (),
    version: PlanVersion | None = None,
    minutes: int | None = None,
) -> Contact:
    """Who came, and who of them agreed to the plan that was gone over together: then it was also looked at again.

    Raises Hidden, Forbidden, FamilyError, ContactError, PlanError, RestrictedError.
    """
    person = lock_family(by, row.person)
    booking = booking_of(row)
    if booking.contact is not None:
        return booking.contact
    if not {one.pk for one in agreed} <= {one.pk for one in came}:
        raise FamilyError("Only somebody who came can have agreed there", "agreed")
    when = When(on=booking.on, at=booking.at, minutes=minutes or booking.minutes, place=booking.place)
    held = Held(kind="family-workshop", when=when)
    contact = record_meeting(
        by=by, person=person, members=came, held=held, enrolment=booking.enrolment, booking=booking
    )
    if version and agreed:
        for member in agreed:
            agree_to_plan(by=by, member=member, version=version, on=booking.on, how=How.IN_PERSON)
        if version.agreed_at:
            review_plan(by=by, plan=version.plan, on=booking.on, note="Gone over with the family, who agreed to it")
    return contact


@act()
def agree_to_plan(*, by: User, member: FamilyMember, version: PlanVersion, on: date, how: str) -> MemberAgreement:
    """A member's own yes to one version. Of a later version they are asked anew. Said twice it stays one.

    Raises Hidden, Forbidden, FamilyError.
    """
    person = lock_family(by, member.person)
    plan = version.plan
    if plan.person_id != person.pk or plan.subject != CONNECTION:
        raise FamilyError("That is another plan")
    check(by, Action.VIEW, plan)
    if version.agreed_at is None:
        raise FamilyError("The person and their worker agree to this version first. Then the family is asked")
    if on > today() or how not in How.values:
        raise FamilyError("Say on which day they agreed, and how", "on")
    answers = list(member.consents.order_by("pk").values_list("to", "answer", "on"))
    if not standing(answers, ()).may(PLAN):
        raise FamilyError(f"{member.circle.name} has not said yes to a part in the plan: ask them first", "agreed")
    row, is_new = MemberAgreement.objects.get_or_create(
        member=member, version=version, defaults={"on": on, "how": how, "by": by}
    )
    if is_new:
        write_entry(
            by=by, person=person, kind=AGREED, on=on, summary="Somebody of the family agreed to the connection plan",
            row_id=row.pk,
        )  # fmt: skip
        record_event(by=by, action="family.agreed", person=person, subject=f"member {member.ref}")
    return row
