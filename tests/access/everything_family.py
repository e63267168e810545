"""Somebody of the family who said yes, was met, spoke and agreed; and a workshop. Made after bookings and plan."""

from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Booking, Contact, PlanVersion
from throughgate.family.models import (
    FamilyMeeting,
    FamilyMember,
    FamilyWord,
    MemberAgreement,
    MemberConsent,
    MemberReach,
    SafetyCheck,
    SafetyOverride,
    Workshop,
)
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Promise

DAY = date(2026, 3, 2)


def family_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    made = {"person": person, "kind": "parent", "from_on": DAY, "added_by": user}
    circle = CircleMember.objects.create(name="Mo Winter", **made)
    CircleMember.objects.create(name="Lou Winter", **made)
    member = FamilyMember.objects.create(person=person, circle=circle, by=user)
    MemberReach.objects.create(member=member, phone="07700 900 123", by=user)
    for to in ("take-part", "workshop", "plan"):
        MemberConsent.objects.create(member=member, to=to, answer="yes", on=DAY, how="phone", by=user)
    contact = Contact.objects.create(kind="family-meeting", on=DAY, by=user)
    meeting = FamilyMeeting.objects.create(contact=contact, member=member, by=user)
    FamilyWord.objects.create(member=member, meeting=meeting, about="hopes", words="To be heard", on=DAY, by=user)
    SafetyCheck.objects.create(
        member=member, asked_of="omu", asked_on=DAY, asked_by=user, answer="clear", answered_on=DAY, answered_by=user,
        until=date(2099, 1, 1),
    )  # fmt: skip
    promise = Promise.objects.create(
        person=person, source="family", title="Get the answer", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    SafetyCheck.objects.create(member=member, asked_of="police", asked_on=DAY, asked_by=user, promise=promise)
    SafetyOverride.objects.create(member=member, booked_on=DAY, booked_ref="W", reason="Said by the court", by=user)
    booking = Booking.objects.filter(person=person, family_workshop=None).order_by("pk").first()
    Workshop.objects.create(person=person, booking=booking, by=user)
    version = PlanVersion.objects.filter(plan__person=person).order_by("pk").first()
    MemberAgreement.objects.create(member=member, version=version, on=DAY, how="phone", by=user)
