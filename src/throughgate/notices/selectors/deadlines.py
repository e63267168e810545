"""The days by which reports leave, counted back from a hearing or asked for by a programme."""

from datetime import date

from django.db.models import Q, QuerySet

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.scopes import people_in
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, ProgrammeModel, PromiseSource

REPORT = "report"  # the kind of what a programme asks for


def report_deadlines(user: User, today: date, since: date, until: date) -> QuerySet[Commitment]:
    """Reports to be sent or signed that are open, of one's own people or promised by oneself."""
    own = people_in(user, Scope.ME, today) | Q(worker=user)
    asked = Q(promise__source=PromiseSource.REPORT) | _asked_by_programmes(own, until)
    rows = Commitment.objects.filter(own, asked, is_next=True, by_on__range=(since, until))
    return visible(user, rows).select_related("promise", "enrolment", "person").order_by()


def _asked_by_programmes(own: Q, until: date) -> Q:
    """The elements of the models in use that are reports."""
    due = Commitment.objects.filter(own, is_next=True, by_on__lte=until, enrolment__isnull=False)
    found = Q(pk__in=[])
    for model in ProgrammeModel.objects.filter(pk__in=due.values("enrolment__model")).defer("source"):
        keys = [key for key, one in compiled_model(model).elements.items() if REPORT in one.kinds]
        found |= Q(enrolment__model=model, element__in=keys)
    return found
