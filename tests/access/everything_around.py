"""One row of every model of restrictions and sharing."""

from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import (
    CircleMember,
    Consent,
    ContactRestriction,
    LawfulBasis,
    Person,
    RestrictionEnd,
    RestrictionOverride,
    RestrictionReason,
)

DAY = date(2026, 3, 2)


def around_of_everything(person: Person, user: User, level: Sensitivity, member: CircleMember) -> None:
    """Somebody who is nowhere else in the walk: nothing that is booked or recorded there has to be asked."""
    closed = Sensitivity.STANDARD if level is Sensitivity.STANDARD else Sensitivity.SENSITIVE
    restriction = ContactRestriction.objects.create(
        person=person,
        kind="no_contact",
        source="licence",
        from_on=DAY,
        other_name="Zebedee Quill",
        reach="any",
        sensitivity=closed,
        added_by=user,
    )
    RestrictionEnd.objects.create(
        restriction=restriction, on=DAY, proof="A letter", office="The court", seen_by="Alice", said_by=user
    )
    RestrictionReason.objects.create(restriction=restriction, text="As the licence says")
    RestrictionOverride.objects.create(
        restriction=restriction, kind="override", reason="A night train", booked="A lift", booked_on=DAY, by=user
    )
    if not LawfulBasis.objects.filter(person=person).exists():
        LawfulBasis.objects.create(
            person=person, purpose="prison", article_6="public-task", why="Our contract", set_by=user
        )
    Consent.objects.create(
        person=person,
        recipient_kind="circle",
        member=member,
        recipient_key=f"circle:{member.pk}",
        purpose="family",
        scope="plan",
        decision="yes",
        given_on=DAY,
        how="spoken",
        by=user,
    )
