from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughgate.accounts.models import User
from throughgate.accounts.rules import NO_WORKER, WORKS_ALONE
from throughgate.people.models import Assignment, CircleMember, Person
from throughgate.people.rules.around import ROLES_OPEN_TO, first_day_alone
from throughgate.people.rules.continuity import Continuity, continuity_of
from throughgate.people.rules.custody import MoveLike, spells
from throughgate.people.selectors.people import current_on, list_people_for

# Who is on a record to drive them works with them as little as a volunteer alone does.
WORKS = Q(worker__role__in=WORKS_ALONE) & ~Q(role=NO_WORKER)


def workers_around(person: Person, today: date) -> QuerySet[Assignment]:
    """Who of ours works with the person today."""
    return Assignment.objects.filter(current_on(today), person=person).select_related("worker", "covers")


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Everyone of ours who works, will work or worked with the person, newest first."""
    return Assignment.objects.filter(person=person).select_related("worker", "covers")


def circle_of(person: Person, today: date) -> QuerySet[CircleMember]:
    return CircleMember.objects.filter(current_on(today), person=person)


def list_unassigned(user: User, today: date) -> QuerySet[Person]:
    """Whom nobody on the staff works with today: a volunteer or a driver alone is not enough; a closed account, or one
    whose role sees nobody's record, is nobody.

    People whose support came to its end are left out until somebody is assigned anew.
    """
    mine = Assignment.objects.filter(person=OuterRef("pk"))
    staff = mine.filter(current_on(today), WORKS, worker__is_active=True)
    return _supported(list_people_for(user)).annotate(has_worker=Exists(staff)).filter(has_worker=False)


def _supported(people: QuerySet[Person]) -> QuerySet[Person]:
    """Without those whose last assignment ends their support."""
    own = Assignment.objects.filter(person=OuterRef("pk"), covers__isnull=True)
    # Standing in for somebody neither begins nor ends the support.
    last = own.order_by(F("to_on").desc(nulls_first=True), "-pk").values("support_ended")[:1]
    return people.annotate(support_ended=Coalesce(Subquery(last), False)).filter(support_ended=False)


SOON = timedelta(days=14)


@dataclass(frozen=True)
class AloneSoon:
    """Somebody with a worker today, and from `from_on` without one."""

    person: Person
    from_on: date


def list_alone_soon(user: User, today: date) -> list[AloneSoon]:
    """Whom nobody on the staff will work with on some day of the next two weeks, the soonest first. Three queries."""
    staff = Assignment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), worker__is_active=True)
    staff = staff.filter(WORKS)
    ending = staff.filter(from_on__lte=today, to_on__lt=today + SOON)
    people = list(_supported(list_people_for(user)).filter(pk__in=ending.order_by().values("person")))
    spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for person, from_on, to_on in staff.filter(person__in=people).values_list("person", "from_on", "to_on"):
        spans[person].append((from_on, to_on))
    found = [(first_day_alone(spans[person.pk], today, today + SOON), person) for person in people]
    alone = [AloneSoon(person, day) for day, person in found if day]
    return sorted(alone, key=lambda one: (one.from_on, one.person.created_at, one.person.pk))


def list_assignable(person: Person) -> QuerySet[User]:
    """Who may be asked to work with the person: whoever works at their site, or works with them already."""
    roles = Q(role__in=list(ROLES_OPEN_TO), is_active=True)
    return (
        User.objects.filter(roles, Q(sites=person.site_id) | Q(assignments__person=person)).distinct().order_by("name")
    )


def continuity_for(assignments: Iterable[Assignment], moves: Iterable[MoveLike], today: date) -> Continuity | None:
    """Around the person's latest release; None where there was none. Standing in for some days does not count."""
    released = [spell.release_on for spell in spells(moves) if spell.release_on and spell.release_on <= today]
    if not released:
        return None
    return continuity_of([row for row in assignments if row.covers_id is None], released[-1], today)
