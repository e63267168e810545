"""What a form for a journey can be filled in with, from what is known already."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.common.postcodes import point_of_postcode
from throughgate.people.models import Person
from throughgate.release.models import Journey, ReleaseDay
from throughgate.release.rules.day import Mode, Place, Travel
from throughgate.release.selectors.day import home_after
from throughgate.release.selectors.known_ways import travel_times

BOARDING = 15  # minutes between the gate and the road


def first_words(user: User, person: Person, day: ReleaseDay | None) -> dict[str, Any]:
    """From the prison to where they are to live, on the day they come out, as far as the reader may know it."""
    last = Journey.objects.filter(made_by=user).exclude(ring="").order_by("-pk").values_list("ring", flat=True)[:1]
    site = person.site
    known: dict[str, Any] = {"ring": next(iter(last), ""), "from_place": site.name, "from_postcode": site.postcode}
    if day:
        known |= {"on": day.on, "pick_up_at": day.gate_from}
    home = home_after(person, day.on) if day else None
    if home and can(user, Action.VIEW, home) and home.provider:
        known |= {"to_place": home.title, "to_postcode": home.provider.postcode, "to_address": home.provider.address}
    return known | _arrival(day, known)


def _arrival(day: ReleaseDay | None, known: dict[str, Any]) -> dict[str, Any]:
    if day is None or day.gate_from is None or day.gate_to is None or "to_postcode" not in known:
        return {}
    here = Place("here", *(point_of_postcode(known["from_postcode"]) or ()))
    there = Place("there", *(point_of_postcode(known["to_postcode"]) or ()))
    out = timezone.make_aware(datetime.combine(day.on, day.gate_to)) + timedelta(minutes=BOARDING)
    way = travel_times().between(here, there, mode=Mode.CAR, leaving=out)
    if not isinstance(way, Travel):
        return {}
    return {"arrive_by": timezone.localtime(out + timedelta(minutes=way.minutes)).time()}
