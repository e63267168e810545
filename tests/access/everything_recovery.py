"""Somebody in treatment, with meetings, a home group and a lapse."""

from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Plan, PlanVersion, ThingDone
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.recovery.models import (
    CellSheet,
    CleanFrom,
    HomeGroup,
    Lapse,
    MeetingAttended,
    TreatmentCheck,
    TreatmentOutside,
    TreatmentWords,
)

DAY = date(2026, 3, 2)


def recovery_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    for one in (level, Sensitivity.CLINICAL):
        plan = Plan.objects.create(person=person, subject="treatment", title="Plan", sensitivity=one, begun_by=user)
        version = PlanVersion.objects.create(plan=plan, number=1, written_by=user)
        TreatmentWords.objects.create(version=version, link="So it was", by=user)
    CleanFrom.objects.create(person=person, on=DAY, by=user)
    told = _entry(person, user, "lapse", Sensitivity.CLINICAL)
    look = Promise.objects.create(  # no longer waiting: nothing of this world may settle what is due
        person=person, source="recovery", title="Look", who="staff", worker=user, by_on=today(), made_by=user,
        sensitivity=Sensitivity.CLINICAL, withdrawn_on=today(), withdrawn_because="Not now", withdrawn_by=user,
    )  # fmt: skip
    Lapse.objects.create(person=person, entry=told, from_on=DAY, to_on=DAY, promise=look, by=user)
    CellSheet.objects.create(person=person, sheet="why-now", title="Why now", set_on=DAY, set_by=user)
    went = _done(person, user, "self-help-meeting")
    MeetingAttended.objects.create(person=person, done=went, on=DAY, fellowship="aa", confirmed_by="card")
    found = _done(person, user, "home-group-found")
    HomeGroup.objects.create(person=person, done=found, fellowship="aa", name="Hope", weekday=1, found_on=DAY, by=user)
    outside = TreatmentOutside.objects.create(
        person=person, with_whom="A service that helps", begun_on=today(), noted_by=user
    )
    TreatmentCheck.objects.create(treatment=outside, weeks=4, due_on=today())


def _done(person: Person, user: User, kind: str) -> ThingDone:
    entry = _entry(person, user, kind, Sensitivity.SENSITIVE)
    return ThingDone.objects.create(person=person, entry=entry, sensitivity=Sensitivity.SENSITIVE, by=user)


def _entry(person: Person, user: User, kind: str, level: Sensitivity) -> Entry:
    return Entry.objects.create(person=person, kind=kind, on=DAY, summary="Told", sensitivity=level, by=user)
