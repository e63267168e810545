"""What became of a stop, and why nobody saw somebody."""

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.release.models import DayStop, NotSeen, StopOutcome


def first_week_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """Of the last stop; after the days. What would be clinical is sensitive."""
    level = Sensitivity.SENSITIVE if level is Sensitivity.CLINICAL else level
    stop = DayStop.objects.filter(day__person=person).last()
    StopOutcome.objects.create(stop=stop, became="kept", said_by=user)
    NotSeen.objects.create(
        person=person, on=timezone.localdate(), reason="declined", sensitivity=level, said_by=user
    )  # fmt: skip
