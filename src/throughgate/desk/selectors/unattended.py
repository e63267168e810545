"""People who could fall through: released and not met since, or with nobody to work with them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.desk.rules.meeting import meeting_kinds
from throughgate.desk.rules.today import SHOWN_PER_GROUP, UNMET_FOR_DAYS, Unmet
from throughgate.people.models import CustodyMove, MoveKind, Person
from throughgate.people.rules.custody import BACK_INTO_CUSTODY
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors import list_alone_soon, list_unassigned
from throughgate.people.selectors.scopes import people_in
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


@dataclass(frozen=True)
class Alone:
    """`from_on`: from then on nobody on the staff works with them; None: today already."""

    person: Person
    from_on: date | None = None


def without_worker(user: User, today: date) -> list[Alone]:
    """The first of those whom nobody on the staff works with, then of those who will have nobody soon; one more than
    are shown.
    """
    now = list_unassigned(user, today).order_by("created_at", "pk")[: SHOWN_PER_GROUP + 1]
    soon = [Alone(one.person, one.from_on) for one in list_alone_soon(user, today)]
    return [*(Alone(person) for person in now), *soon][: SHOWN_PER_GROUP + 1]
