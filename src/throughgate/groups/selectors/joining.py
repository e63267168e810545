"""Who may come to a group next: people of its programme, and sessions in which something is made up."""

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, GroupSession, Place
from throughgate.groups.selectors.cohorts import cohorts_for
from throughgate.groups.selectors.there import standing_sessions
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment

MOST = 20


def may_join(user: User, cohort: Cohort) -> list[Person]:
    """On the programme that the group belongs to, at its site, and neither in it nor waiting."""
    on_programme = Enrolment.objects.filter(left_on__isnull=True, model__slug=plan_of(cohort.plan).model)
    there = Place.objects.filter(cohort=cohort, left_on__isnull=True)
    people = Person.objects.filter(pk__in=on_programme.values("person"), site=cohort.site_id)
    rows = visible(user, people.exclude(pk__in=there.values("person")), Action.RECORD)
    return list(rows.select_related("site").order_by("family_name", "given_name", "pk")[:MOST])


def sessions_to_make_up(user: User, cohort: Cohort, number: int) -> list[GroupSession]:
    """To come, of another group with the same plan that the user may see."""
    others = cohorts_for(user).filter(plan=cohort.plan, closed_on__isnull=True).exclude(pk=cohort.pk)
    rows = standing_sessions().filter(cohort__in=others.values("pk"), number=number, on__gte=today())
    return list(rows.select_related("cohort__site").order_by("on", "at", "pk")[:MOST])
