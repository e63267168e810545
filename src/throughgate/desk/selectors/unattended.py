"""People who could fall through: released and not met since, or with nobody to work with them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.desk.rules.meeting import meeting_kinds
from throughgate.desk.rules.today import SHOWN_PER_GROUP, UNMET_FOR_DAYS, Scope, Unmet
from throughgate.desk.selectors.due import people_in
from throughgate.people.models import CustodyMove, MoveKind, Person
from throughgate.people.rules.custody import BACK_INTO_CUSTODY
from throughgate.people.selectors import list_unassigned
from throughgate.record.kinds import all_kinds
from throughgate.record.selectors import effective


@dataclass(frozen=True)
class NotMet:
    person: Person
    unmet: Unmet


def not_met_since_release(user: User, scope: Scope, today: date) -> list[NotMet]:
    """Released in the last four weeks and not met by anybody since; those whose first week has passed come first."""
    released = CustodyMove.objects.filter(
        kind=MoveKind.RELEASED, on__range=(today - timedelta(days=UNMET_FOR_DAYS), today)
    )
    back = CustodyMove.objects.filter(person=OuterRef("person"), kind__in=BACK_INTO_CUSTODY, on__gte=OuterRef("on"))
    met = effective().filter(
        person=OuterRef("person"), happened=True, on__gte=OuterRef("on"), kind__in=meeting_kinds(all_kinds().values())
    )
    rows = visible(user, released).filter(people_in(user, scope, today)).filter(~Exists(back), ~Exists(met))
    return [
        NotMet(row.person, Unmet(row.on, today))
        for row in rows.select_related("person__site").order_by("on", "pk")[: SHOWN_PER_GROUP + 1]
    ]


def without_worker(user: User, today: date) -> QuerySet[Person]:
    """The first of those whom nobody on the staff works with; one more than are shown."""
    return list_unassigned(user, today).order_by("created_at", "pk")[: SHOWN_PER_GROUP + 1]
