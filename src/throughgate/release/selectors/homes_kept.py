"""How many of the homes that people moved into they still had after 4, 13 and 26 weeks, per site."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Value, When

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.common.sustained import CHECK_WEEKS
from throughgate.release.models import CheckAnswer, EndReason, HomeCheck
from throughgate.release.rules.home import Kept, kept_of
from throughgate.release.selectors.spells import back_since


@dataclass(frozen=True)
class SiteKept:
    site: str
    after: dict[int, Kept]  # by weeks


def homes_kept(user: User, first: date, today: date) -> list[SiteKept]:
    """Of checks that fell due from `first` until today, as far as the reader may see the homes. Nobody has to
    say of whoever was back in custody by then that they lived there no more. One query.
    """
    rows = visible(user, HomeCheck.objects.filter(due_on__range=(first, today)))
    # Whoever moved on counts once more; then the home they moved to is asked about, and counts itself.
    told = HomeCheck.objects.filter(place=OuterRef("place"), answer=CheckAnswer.MOVED, weeks__lt=OuterRef("weeks"))
    # Where they went on the day on which they came, they never lived.
    rows = rows.exclude(place__ended_because=EndReason.MOVED, place__to_on=F("place__from_on"))
    rows = rows.exclude(place__ended_because=EndReason.MISTAKE).exclude(Exists(told), answer=CheckAnswer.MOVED)
    counted: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    back = back_since("place__person", "place__from_on", "place__noted_at", until="due_on")
    unanswered = When(back, answer="", then=Value(CheckAnswer.INSIDE))
    rows = rows.annotate(known=Case(unanswered, default=F("answer"), output_field=CharField()))
    said = rows.order_by().values_list("place__person__site__name", "weeks", "known").annotate(number=Count("pk"))
    for site, weeks, answer, number in said:
        counted[site][weeks][answer] = number
    return [
        SiteKept(site, {weeks: kept_of(counted[site].get(weeks, {})) for weeks in CHECK_WEEKS})
        for site in sorted(counted)
    ]
