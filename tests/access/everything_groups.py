"""A group with one who waits, one who is in it, a session of today, something made up and a call that is due."""

from datetime import date, time, timedelta

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Contact
from throughgate.common.clock import today
from throughgate.groups.models import (
    AbsenceCall,
    Closure,
    Cohort,
    GroupLeader,
    GroupSession,
    MakeUp,
    Place,
    RegimeHours,
)
from throughgate.people.models import Person
from throughgate.programmes.models import Promise

DAY = date(2026, 3, 2)


def groups_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The first place is taken, the second time in another group offered, and a third waits."""
    site = person.site
    first = not Cohort.objects.filter(places__person=person).exists()
    cohort, waiting = (_cohort(person, user) for _ in range(2))
    on = today() if first else today() - timedelta(days=60)
    session = GroupSession.objects.create(
        cohort=cohort, number=1, on=on, at=time(14), minutes=90, place="Chapel", made_by=user
    )
    known = {"person": person, "asked_on": DAY, "asked_by": user}
    place = Place.objects.create(cohort=cohort, offered_on=DAY, offered_by=user, taken_on=DAY, taken_by=user, **known)
    Place.objects.create(cohort=waiting, **known)
    contact = Contact.objects.create(kind="group-session", on=DAY, by=user)
    MakeUp.objects.create(place=place, number=2, contact=contact, made_by=user)
    promise = Promise.objects.create(
        person=person, source="group", title="Call", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    AbsenceCall.objects.create(place=place, session=session, promise=promise)
    RegimeHours.objects.create(site=site, weekday=0, from_at=time(9), to_at=time(17), added_by=user)
    Closure.objects.create(
        site=site, from_on=today() + timedelta(days=300), to_on=today() + timedelta(days=301), because="lockdown",
        added_by=user,
    )  # fmt: skip


def _cohort(person: Person, user: User) -> Cohort:
    cohort = Cohort.objects.create(
        title="A group", plan="recovery-group", site=person.site, place="Chapel", capacity=8, starts_on=DAY,
        at=time(14), minutes=90, made_by=user,
    )  # fmt: skip
    GroupLeader.objects.create(cohort=cohort, user=user, to_on=today() + timedelta(days=200))
    return cohort
