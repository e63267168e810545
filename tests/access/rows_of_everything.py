"""One row of every model that hangs on a person: for the walk and for the property that filter and check agree."""

from datetime import date
from typing import Any

from tests.access.everything_alarms import alarms_of_everything
from tests.access.everything_around import around_of_everything
from tests.access.everything_basics import basics_of_everything
from tests.access.everything_crisis import crisis_rows
from tests.access.everything_days import days_of_everything
from tests.access.everything_family import family_of_everything
from tests.access.everything_fidelity import fidelity_of_everything
from tests.access.everything_first_week import first_week_of_everything
from tests.access.everything_groups import groups_of_everything
from tests.access.everything_handover import handover_rows
from tests.access.everything_homes import homes_of_everything
from tests.access.everything_identity import identity_of_everything
from tests.access.everything_journeys import journeys_of_everything
from tests.access.everything_learning import learning_of_everything
from tests.access.everything_measures import measures_of_everything
from tests.access.everything_needs import needs_of_everything
from tests.access.everything_notices import notices_of_everything
from tests.access.everything_plan import plan_of_everything
from tests.access.everything_practice import practice_of_everything
from tests.access.everything_recovery import recovery_of_everything
from tests.access.everything_replan import replan_of_everything
from tests.access.everything_reports import reports_of_everything
from tests.access.everything_story import story_of_everything
from tests.access.everything_work import work_of_everything
from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Contact, ContactPerson, FollowUp, ThingDone
from throughgate.people.models import (
    Assignment,
    CircleMember,
    CustodyDate,
    CustodyMove,
    HdcStep,
    HearingStep,
    Identifier,
    LicenceCondition,
    ParoleHearing,
    Person,
    Sentence,
)
from throughgate.programmes.models import Commitment, Enrolment, Hold, ProgrammeModel, Promise, VersionMove, Waiver
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
    HdcStep.objects.create(person=person, state="eligible", on=DAY, source="OMU", noted_by=user)
    hearing = ParoleHearing.objects.create(**mine, kind="oral")
    HearingStep.objects.create(hearing=hearing, state="listed", on=DAY, source="OMU", noted_by=user)
    if not again:
        CustodyDate.objects.create(person=person, kind="crd", on=DAY, source="OMU", noted_by=user)
        Assignment.objects.create(**mine, worker=user, role="driver", from_on=DAY, to_on=DAY)
    Hold.objects.create(enrolment=enrolment, from_on=DAY, to_on=DAY, reason="A pause", added_by=user)
    Waiver.objects.create(enrolment=enrolment, element="first", on=DAY, reason="operational", added_by=user)
    VersionMove.objects.create(enrolment=enrolment, from_model=model, to_model=model, reason="New", moved_by=user)
    Commitment.objects.create(enrolment=enrolment, person=person, element="first", spell=0, ordinal=1, who="staff")
    ThingDone.objects.create(person=person, entry=entries[1], sensitivity=level, by=user)
    basics_of_everything(person, user, level)
    crisis_rows(person, user, level)
    days_of_everything(person, user, level)
    alarms_of_everything(person, user, level)
    fidelity_of_everything(person, user)
    first_week_of_everything(person, user, level)
    groups_of_everything(person, user, level)
    handover_rows(person, user, level)
    homes_of_everything(person, user, level)
    identity_of_everything(person, user)
    journeys_of_everything(person, user, level)
    learning_of_everything(person, user, level)
    practice_of_everything(user)
    measures_of_everything(person, user, level)
    needs_of_everything(person, user, level)
    notices_of_everything(person, user, level)
    plan_of_everything(person, user, level)
    replan_of_everything(person, user, level)
    reports_of_everything(person, user, level, hearing)
    story_of_everything(person, user, level)
    recovery_of_everything(person, user, level)
    work_of_everything(person, user, level)
    family_of_everything(person, user, level)
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
        "follow_up": _follow_up(person, user, level, contact),
    }


def _follow_up(person: Person, user: User, level: Sensitivity, contact: Contact) -> FollowUp:
    promise = Promise.objects.create(
        person=person,
        source="follow-up",
        title="Ring",
        who="staff",
        worker=user,
        by_on=DAY,
        sensitivity=level,
        made_by=user,
    )
    return FollowUp.objects.create(contact=contact, promise=promise)


def _entry(person: Person, user: User, level: Sensitivity, kind: str) -> Entry:
    return Entry.objects.create(person=person, kind=kind, on=DAY, summary="A talk", sensitivity=level, by=user)
