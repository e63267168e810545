"""Drivers of the demonstration, and who of those soon released is driven."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.changes import announced_once
from throughgate.people.services.restrictions import RestrictedError
from throughgate.release.models import Driver, ReleaseDay
from throughgate.release.rules.journey import Hours, JourneyError, SaidJourney
from throughgate.release.selectors.day import home_after
from throughgate.release.selectors.drivers import drivers_for
from throughgate.release.services.drivers import add_driver, save_vehicle, set_hours
from throughgate.release.services.journey_asks import accept_journey, ask_drivers, decline_journey
from throughgate.release.services.journeys import plan_journey

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

WITHIN = timedelta(days=21)
MOST = 6
WAY = timedelta(minutes=55)
# Whose account, what they drive, on which weekdays and in which hours.
DRIVERS = (
    ("volunteer", "silver Octavia", 3, (0, 1, 2, 3), (time(7, 30), time(16))),
    ("volunteer2", "blue Fiesta", 2, (1, 2, 4), (time(8), time(18))),
    ("caseworker2", "the charity’s van", 6, (0, 1, 2, 3, 4), (time(8), time(17))),
)


def drive_some(charity: Charity) -> None:
    drivers = [_hire(charity, *one) for one in DRIVERS if one[0] in charity.users]
    soon = ReleaseDay.objects.filter(on__range=(charity.today, charity.today + WITHIN), gate_from__isnull=False)
    for number, row in enumerate(soon.select_related("person__site").order_by("on", "pk")[:MOST]):
        with announced_once():
            _drive(charity, row, number, drivers)


def _hire(charity: Charity, key: str, words: str, seats: int, days: tuple[int, ...], hours: Any) -> Driver:
    by = charity.users["manager"]
    driver = add_driver(by=by, user=charity.users[key], phone="07700 900318", minutes_from=30)
    save_vehicle(by=by, driver=driver, words=words, seats=seats)
    return set_hours(by=by, driver=driver, hours=[Hours(day, *hours) for day in days])


def _drive(charity: Charity, row: ReleaseDay, number: int, drivers: list[Driver]) -> None:
    """Of three journeys one has a driver, one waits for an answer, one has nobody who is free yet."""
    by, home = _planner(charity, row), home_after(row.person, row.on)
    said = SaidJourney(
        on=row.on,
        from_place=row.person.site.name,
        from_postcode=row.person.site.postcode,
        to_place=home.title if home and home.provider else "The probation office",
        to_postcode=home.provider.postcode if home and home.provider else "",
        pick_up_at=row.gate_from or time(9),
        arrive_by=(datetime.combine(row.on, row.gate_to or time(10)) + WAY).time(),
        ring="07700 900100",
        way="Along the main road, and no stops on the way",
    )
    try:
        with transaction.atomic():
            journey = plan_journey(by=by, person=row.person, said=said, release_day=row)
    except (RestrictedError, JourneyError):
        return
    able = [one.driver for one in drivers_for(by, journey) if not one.is_barred and one.driver in drivers]
    if number % 3 == 2 or not able:
        return
    first, *others = ask_drivers(by=by, journey=journey, drivers=able[:2])
    if number % 3 == 0:
        accept_journey(by=first.driver.user, ask=first)
    elif others:
        decline_journey(by=others[0].driver.user, ask=others[0], words="I work that morning")


def _planner(charity: Charity, row: ReleaseDay) -> User:
    mine = [one for key, one in charity.users.items() if key.startswith("caseworker")]
    return next((one for one in mine if can(one, Action.EDIT, row.person)), charity.users["manager"])
