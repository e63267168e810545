"""One row of every model that hangs on a person: for the walk and for the property that filter and check agree."""

from datetime import date
from typing import Any

from tests.access.everything_around import around_of_everything
from tests.access.everything_crisis import crisis_rows
from tests.access.everything_handover import handover_rows
from tests.access.everything_identity import identity_of_everything
from tests.access.everything_needs import needs_of_everything
from tests.access.everything_plan import plan_of_everything
from tests.access.everything_story import story_of_everything
from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Contact, ContactPerson, FollowUp, ThingDone
from throughgate.people.models import (
    Assignment,
    CircleMember,
    CustodyDate,
    CustodyMove,
    Identifier,
    LicenceCondition,
    Person,
    Sentence,
)
from throughgate.programmes.models import Commitment, Enrolment, Hold, ProgrammeModel, VersionMove, Waiver
from throughgate.record.models import Entry

DAY = date(2026, 3, 2)


def rows_of_everything(person: Person, user: User, level: Sensitivity) -> dict[str, Any]:
    """Written straight to the tables: the world is made, not lived. May be called several times for one person."""
    again = Entry.objects.filter(person=person).count()
    mine = {"person": person, "added_by": user}
    model, _ = ProgrammeModel.objects.get_or_create(
        slug="walk", version=1, defaults={"title": "A walk", "source": "", "sha256": "0" * 64}
    )
    enrolment = Enrolment.objects.create(**mine, model=model, site=person.site, stage="on_programme", enrolled_on=DAY)
    entries = [_entry(person, user, level, kind) for kind in ("one-to-one", "id-documents")]
    contact = Contact.objects.create(kind="one-to-one", on=DAY, by=user)
    Identifier.objects.create(**mine, kind="crn", value=f"X{person.pk % 1000:03d}{again:03d}")
    CustodyMove.objects.create(**mine, kind="received", on=DAY, site=person.site)
    Sentence.objects.create(**mine, kind="determinate")
    LicenceCondition.objects.create(**mine, wording="Keep in touch")
    if not again:
        CustodyDate.objects.create(person=person, kind="crd", on=DAY, source="OMU", noted_by=user)
        Assignment.objects.create(**mine, worker=user, role="driver", from_on=DAY, to_on=DAY)
    Hold.objects.create(enrolment=enrolment, from_on=DAY, to_on=DAY, reason="A pause", added_by=user)
    Waiver.objects.create(enrolment=enrolment, element="first", on=DAY, reason="operational", added_by=user)
    VersionMove.objects.create(enrolment=enrolment, from_model=model, to_model=model, reason="New", moved_by=user)
    Commitment.objects.create(enrolment=enrolment, person=person, element="first", spell=0, ordinal=1, who="staff")
    ThingDone.objects.create(person=person, entry=entries[1], sensitivity=level, by=user)
    crisis_rows(person, user, level)
    handover_rows(person, user, level)
    identity_of_everything(person, user)
    needs_of_everything(person, user, level)
    plan_of_everything(person, user, level)
    story_of_everything(person, user, level)
    member = CircleMember.objects.create(**mine, kind="partner", name="Sam", from_on=DAY)
    around_of_everything(person, user, level, member)
    return {
        "enrolment": enrolment,
        "entry": entries[0],
        "contact": contact,
        "circle_member": member,
        "part": ContactPerson.objects.create(
            contact=contact, person=person, entry=entries[0], attended="yes", sensitivity=level
        ),
        "follow_up": FollowUp.objects.create(
            contact=contact, person=person, what="Ring", by_on=DAY, who=user, sensitivity=level
        ),
    }


def _entry(person: Person, user: User, level: Sensitivity, kind: str) -> Entry:
    return Entry.objects.create(person=person, kind=kind, on=DAY, summary="A talk", sensitivity=level, by=user)
