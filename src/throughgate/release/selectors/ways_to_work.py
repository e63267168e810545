"""How far somebody lives from a vacancy: always by the estimates, so that no home is sent to a service for it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from django.utils import timezone

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.common.ground import Point
from throughgate.common.postcodes import points_of_postcodes
from throughgate.people.models import Person
from throughgate.release.models import LivingAddress
from throughgate.release.rules.day import Mode, NoWay, Place
from throughgate.release.rules.reasons import BY
from throughgate.release.selectors.home import current_place, places_of
from throughgate.release.travel.estimates import default_estimates

BEFORE_WORK = time(7)
MODES = (Mode.PUBLIC, Mode.FOOT, Mode.CAR)
FARTHEST_ON_FOOT = 60  # minutes


def ways_to_work(user: User, person: Person, postcodes: Collection[str], today: date) -> Mapping[str, str]:
    """In words, by postcode, from where they live now. Three queries, however many vacancies."""
    here = _home_postcode(user, person, today)
    points = points_of_postcodes({here, *postcodes}) if here else {}
    if here not in points:
        return {}
    leaving = timezone.make_aware(datetime.combine(today, BEFORE_WORK))
    told = {code: _words(points[here], points[code], leaving) for code in postcodes if code in points}
    return {code: words for code, words in told.items() if words}


def _home_postcode(user: User, person: Person, today: date) -> str:
    """Of a house that is listed, its own; of any other, for those who may read the address."""
    place = current_place(places_of(user, person), today)
    if place is None:
        return ""
    if place.provider:
        return place.provider.postcode
    row = visible(user, LivingAddress.objects.filter(place=place)).first()
    return row.postcode if row else ""


def _words(here: Point, there: Point, leaving: datetime) -> str:
    told = []
    for mode in MODES:
        way = default_estimates().between(Place("home", *here), Place("work", *there), mode=mode, leaving=leaving)
        if way is None or isinstance(way, NoWay) or (mode is Mode.FOOT and way.minutes > FARTHEST_ON_FOOT):
            continue
        told.append(f"{way.minutes} minutes {BY[mode]}")
    return ", ".join(told)
