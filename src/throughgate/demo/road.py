"""Who of the demonstration is on the road on the day it is loaded: one has arrived, one is on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Assignment, Person
from throughgate.people.services.restrictions import RestrictedError
from throughgate.release.models import Driver, Journey
from throughgate.release.rules.journey import JourneyError, SaidJourney
from throughgate.release.selectors.drivers import drivers_for
from throughgate.release.selectors.standing import standings_of
from throughgate.release.services.alarm_acts import name_on_duty
from throughgate.release.services.journey_asks import accept_journey, ask_drivers
from throughgate.release.services.journeys import plan_journey
from throughgate.release.services.reporting import report_journey

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

WAKING = range(5, 20)  # hours of the clock in which such journeys are made
# Minutes ago at which they set off, picked up and arrived, in the order of the journeys.
TOLD = ({"left": 170, "picked_up": 140, "arrived": 75}, {"left": 65, "picked_up": 40})
PLACES = (("The Hub, Guildford", "Woking Jobcentre"), ("Woking station", "Hillview Surgery"))


def move_some(charity: Charity) -> None:
    """Only on the day itself and by daylight: what is on the road is on the road now."""
    now = timezone.localtime()
    if charity.today != today() or now.hour not in WAKING:
        return
    name_on_duty(by=charity.users["manager"], user=charity.users["manager"], from_on=today(), to_on=today())
    for number, person in enumerate(_who(charity)):
        with announced_once():
            _move(charity, person, number, now)


def _who(charity: Charity) -> list[Person]:
    mine = Assignment.objects.filter(worker=charity.users["caseworker"], to_on=None).select_related("person__site")
    people = {one.person_id: one.person for one in mine.order_by("person_id")}
    standings = standings_of(people, charity.today)
    return [person for pk, person in people.items() if standings[pk].is_out][: len(TOLD)]


def _move(charity: Charity, person: Person, number: int, now: datetime) -> None:
    told = TOLD[number]
    picked_up = now - timedelta(minutes=told["picked_up"])
    said = SaidJourney(
        on=charity.today,
        from_place=PLACES[number][0],
        to_place=PLACES[number][1],
        leave_at=(now - timedelta(minutes=told["left"])).time().replace(second=0, microsecond=0),
        pick_up_at=picked_up.time().replace(second=0, microsecond=0),
        arrive_by=(picked_up + timedelta(minutes=70)).time().replace(second=0, microsecond=0),
        ring="07700 900100",
        way="The main road",
    )
    try:
        with transaction.atomic():
            journey = plan_journey(by=charity.users["caseworker"], person=person, said=said)
            driver = _driver(charity, journey)
            if driver is None:
                return
            (ask,) = ask_drivers(by=charity.users["caseworker"], journey=journey, drivers=[driver])
    except (RestrictedError, JourneyError):
        return
    accept_journey(by=driver.user, ask=ask)
    for kind, minutes in told.items():
        report_journey(by=driver.user, journey=journey, kind=kind, ago=timedelta(minutes=minutes))


def _driver(charity: Charity, journey: Journey) -> Driver | None:
    """Whoever has the hours for it, else whoever nothing stands against."""
    known = [one for one in drivers_for(charity.users["caseworker"], journey) if not one.is_barred]
    return next((one.driver for one in sorted(known, key=lambda one: not one.can)), None)
