"""The pages on which releases are moved: of somebody with a day planned where there is one."""

from datetime import timedelta

from django.urls import reverse

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, Person
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.release.models import ReleaseDay


def replan_pages(person: Person, worker: User) -> list[tuple[str, str]]:
    """`person` has a release date to come."""
    mine = visible(worker, Person.objects.all(), Action.EDIT)
    ahead = ReleaseDay.objects.filter(person__in=mine, on__gt=today() + timedelta(days=2), stops__isnull=False)
    day = ahead.order_by("on").first()
    about = day.person if day else person
    noted = CustodyDate.objects.filter(person=about, superseded_at=None, kind__in=RELEASE_KINDS, on__isnull=False)
    listed = [
        ("move date", reverse("release:move_date", args=[about.ref])),
        ("move many", reverse("release:move_many")),
    ]
    row = noted.first()
    if row:
        listed.append(("moved date", reverse("release:moved_date", args=[about.ref, row.pk])))
    return listed
