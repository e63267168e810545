"""How many of the homes that people moved into they still had after 4, 13 and 26 weeks, per site."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.release.models import EndReason, HomeCheck
from throughgate.release.rules.home import CHECK_WEEKS, Kept, kept_of


@dataclass(frozen=True)
class SiteKept:
    site: str
    after: dict[int, Kept]  # by weeks


def homes_kept(user: User, first: date, today: date) -> list[SiteKept]:
    """Of checks that fell due from `first` until today, as far as the reader may see the homes. One query."""
    rows = visible(user, HomeCheck.objects.filter(due_on__range=(first, today)))
    rows = rows.exclude(place__ended_because=EndReason.MISTAKE)
    counted: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    said = rows.order_by().values_list("place__person__site__name", "weeks", "answer").annotate(number=Count("pk"))
    for site, weeks, answer, number in said:
        counted[site][weeks][answer] = number
    return [
        SiteKept(site, {weeks: kept_of(counted[site].get(weeks, {})) for weeks in CHECK_WEEKS})
        for site in sorted(counted)
    ]
