"""An alarm of a gate meeting, who was told and who deals with it; and a turn on duty, which is about nobody."""

from datetime import timedelta

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.release.models import Alarm, AlarmTaken, AlarmTold, DutyTurn, ReleaseDay


def alarms_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The first is open, as one at a time can be; those after it are over."""
    now = timezone.now()
    day = ReleaseDay.objects.get(person=person)
    over = {"ended_at": now, "found": "reported"} if Alarm.objects.filter(day=day).exists() else {}
    alarm = Alarm.objects.create(
        person=person, day=day, waits_for="met", since=now, raised_at=now, sensitivity=level, **over
    )
    AlarmTold.objects.create(alarm=alarm, user=user, whom="workers", told_at=now)
    AlarmTaken.objects.create(alarm=alarm, by=user, at=now, until=now + timedelta(minutes=30))
    DutyTurn.objects.create(user=user, from_on=now.date(), to_on=now.date(), said_by=user)
