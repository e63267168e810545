"""Who is left out where others count people: a no is respected there as well, from the moment it is said."""

from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughgate.people.models import Consent, ConsentEnding, Decision

EVALUATION: Final = "evaluation"


def objectors(purpose: str, today: date) -> QuerySet[Any]:
    """Ids of people who said no to this purpose, whatever was to be told and to whom, or took their yes back and have
    not given it again. Who wants to be asked each time has not said yes to this time: until they do, that is a no. To
    be used within a query.
    """
    said = Consent.objects.filter(purpose=purpose).order_by()
    holds = Q(ended_at__isnull=True, given_on__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    given_again = said.filter(holds, decision=Decision.YES, person=OuterRef("person"), scope=OuterRef("scope"))
    taken_back = Q(ending=ConsentEnding.WITHDRAWN, decision=Decision.YES) & ~Exists(given_again)
    to_ask = holds & Q(decision=Decision.ASK) & ~Exists(given_again.filter(pk__gt=OuterRef("pk")))
    return said.filter((holds & Q(decision=Decision.NO)) | to_ask | taken_back).values("person")
