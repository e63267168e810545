"""One of the basics of somebody before release, with its step and promise: for the walk and the property."""

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import Basic, BasicStep


def basics_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    today = timezone.localdate()
    again = Basic.objects.filter(person=person).count()
    promise = Promise.objects.create(
        person=person,
        source="readiness",
        title="See to a phone",
        who="staff",
        by_on=today,
        sensitivity=level,
        made_by=user,
    )
    row = Basic.objects.create(
        person=person,
        code="phone",
        spell=again,
        sensitivity=level,
        promise=promise,
        opened_on=today,
        opened_by=user,
    )
    BasicStep.objects.create(basic=row, state="pending", on=today, by=user)
