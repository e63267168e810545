"""What the newer pages list, for people of one caseload, by the services: what is booked, a crisis, the release day and
who drives, something being handed on. The more people the charity has, the more of each. Needs Django set up.
"""

from collections.abc import Sequence
from datetime import time, timedelta

from django.test.utils import override_settings

from throughgate.accounts.models import Role, User
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.crisis import raise_crisis
from throughgate.common.clock import today
from throughgate.handover.services import write_hand_over
from throughgate.people.models import DateKind, Person
from throughgate.people.services.custody import note_date
from throughgate.release.models import Driver
from throughgate.release.rules.journey import Hours, SaidJourney
from throughgate.release.rules.release_day import SaidStop
from throughgate.release.selectors.standing import standings_of
from throughgate.release.services.day import change_day, plan_day
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.drivers import add_driver, save_vehicle, set_hours
from throughgate.release.services.journey_asks import ask_drivers
from throughgate.release.services.journeys import plan_journey

FEWEST, MOST = 2, 30
SOONEST = timedelta(days=4)
GATE = time(9), time(10)
STOPS = (("probation", "Probation office", time(11)), ("gp", "Hillview Surgery", time(13)))


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def furnish(worker: User, caseload: Sequence[Person]) -> Person:
    """Returns one of those who are to be released, of whom all of it is said."""
    many = min(MOST, FEWEST + Person.objects.count() // 200)
    drivers = hire_drivers(worker, many)
    standings = standings_of([person.pk for person in caseload], today())
    inside = [person for person in caseload if not standings[person.pk].is_out][:many]
    for number, person in enumerate(inside):
        book(worker, person, number)
        raise_crisis(by=worker, person=person, what="Did not come back from court")
        plan_release(worker, person, number, drivers)
        write_hand_over(by=worker, person=person, giver=worker, why="change")
    return inside[0]


def hire_drivers(worker: User, many: int) -> list[Driver]:
    """Colleagues at the same sites; there may be fewer of them than asked for."""
    beside = User.objects.filter(role__in=[Role.CASEWORKER, Role.VOLUNTEER], sites__in=worker.sites.all())
    drivers = []
    for user in beside.distinct().order_by("pk")[:many]:
        driver = add_driver(by=worker, user=user, phone="07700 900318", minutes_from=30)
        save_vehicle(by=worker, driver=driver, words="blue Fiesta", seats=3)
        drivers.append(set_hours(by=worker, driver=driver, hours=[Hours(day, time(7), time(18)) for day in range(5)]))
    return drivers


def book(worker: User, person: Person, number: int) -> None:
    """Two each: one shortly, one later."""
    for days in (1, 9):
        on, at = today() + timedelta(days=days), time(9 + number % 8, 30)
        arrangement = Arrangement(kind="one-to-one", on=on, at=at, minutes=45, place="Interview room 2")
        book_contact(by=worker, person=person, arrangement=arrangement)


def plan_release(worker: User, person: Person, number: int, drivers: Sequence[Driver]) -> None:
    """Noted anew, which opens what has to be got ready; a gate, two stops, and a journey that drivers are asked for."""
    on = today() + SOONEST + timedelta(days=number % 20)
    note_date(by=worker, person=person, kind=DateKind.CRD, on=on, source="The bench")
    day = change_day(by=worker, day=plan_day(by=worker, person=person), gate_from=GATE[0], gate_to=GATE[1])
    for kind, place, at in STOPS:
        add_stop(by=worker, day=day, said=SaidStop(kind=kind, place=place, minutes=30, at=at))
    way = SaidJourney(on=on, from_place="The gate", to_place=STOPS[0][1], pick_up_at=GATE[1], arrive_by=STOPS[0][2])
    journey = plan_journey(by=worker, person=person, said=way, release_day=day)
    ask_drivers(by=worker, journey=journey, drivers=drivers[:3])
