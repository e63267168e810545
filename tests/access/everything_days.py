"""A release day with all that is planned of it."""

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import DayOrder, DayStop, GateMeeting, ReleaseDay, TypedWay, ZonesLookedAt


def days_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """One day, however often it is called; its stops have two levels: what would be clinical is sensitive."""
    today = timezone.localdate()
    level = Sensitivity.SENSITIVE if level is Sensitivity.CLINICAL else level
    day = ReleaseDay.objects.filter(person=person).first()
    if day is None:
        promise = Promise.objects.create(
            person=person, source="release-day", title="Plan", who="staff", by_on=today, made_by=user
        )
        day = ReleaseDay.objects.create(person=person, on=today, promise=promise, made_by=user)
        GateMeeting.objects.create(day=day, met_by="nobody", reason="declined", said_by=user)
        DayOrder.objects.create(day=day, threads=[], put_by=user)
        TypedWay.objects.create(day=day, here="a|", there="b|", mode="car", minutes=5, typed_by=user)
        ZonesLookedAt.objects.create(day=day, because="Looked at the map", plan="", by=user)
    ref = new_reference()
    DayStop.objects.create(
        ref=ref,
        thread=ref,
        day=day,
        on=day.on,
        kind="gp",
        title="GP",
        place="Hillview Surgery",
        minutes=20,
        sensitivity=level,
        added_by=user,
    )
