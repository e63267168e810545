"""The basics and the release days of everybody at once: for the nightly command. Everywhere else they open with the
date that is noted.
"""

from collections.abc import Sequence

from django.db import transaction

from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, Person
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import standings_of
from throughgate.release.services.basics import open_where_near
from throughgate.release.services.day import open_days_where_near

AT_ONCE = 200


def open_for_everybody() -> tuple[int, int]:
    """Of how many people the basics were opened, and how many release days; some at a time so that nobody waits for
    long. In the name of whoever noted the day, with no actor in the audit trail: nobody tapped.
    """
    people = _soon_released()
    opened = [_open_some(people[start : start + AT_ONCE]) for start in range(0, len(people), AT_ONCE)]
    return sum(basics for basics, _ in opened), sum(days for _, days in opened)


def _soon_released() -> list[int]:
    on = today()
    current = CustodyDate.objects.filter(superseded_at__isnull=True, kind__in=RELEASE_KINDS)
    near = current.filter(on__range=(on, known_basics().open_within.after(on)), person__merged_into__isnull=True)
    return list(near.order_by("person_id").values_list("person_id", flat=True).distinct())


@transaction.atomic
def _open_some(ids: Sequence[int]) -> tuple[int, int]:
    people = list(Person.objects.filter(pk__in=ids).select_related("site"))
    standings = standings_of(ids, today())
    return open_where_near(None, people, standings), open_days_where_near(people, standings)
