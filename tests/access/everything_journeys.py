"""Journeys that every user is asked to drive."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import Driver, DriverHours, Journey, JourneyAsk, JourneyReport, Vehicle

ENDED = {"ended": "let-go"}


def journeys_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """Journeys that all users are asked for, and `user` has said yes to: one to come, two that have gone by, of which
    a driver still sees the first; and one that nobody is asked for any more. Two levels: what would be clinical is
    sensitive.
    """
    level = Sensitivity.SENSITIVE if level is Sensitivity.CLINICAL else level
    today, now = timezone.localdate(), timezone.now()
    for days, ended in ((3, {}), (-1, {}), (-2, {}), (4, ENDED | {"ended_at": now, "ended_by": user})):
        journey = _journey(person, user, level, today + timedelta(days=days))
        asks = [JourneyAsk(journey=journey, driver=one, asked_by=user, **ended) for one in _drivers(user)]
        for one in asks:
            if one.driver.user_id == user.pk:
                one.answer, one.answered_at, one.answered_by = "accepted", now, user
        JourneyAsk.objects.bulk_create(asks)
        if days < 0:
            at = now + timedelta(days=days)
            JourneyReport.objects.create(journey=journey, kind="left", at=at, said_by=user, token=uuid4())


def _drivers(user: User) -> list[Driver]:
    drivers = []
    for one in User.objects.order_by("pk"):
        driver, is_new = Driver.objects.get_or_create(user=one, defaults={"added_by": user})
        if is_new:
            Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=3)
            DriverHours.objects.create(driver=driver, weekday=0, from_at=time(8), to_at=time(18))
        drivers.append(driver)
    return drivers


def _journey(person: Person, user: User, level: Sensitivity, on: date) -> Journey:
    ref = new_reference()
    promise = Promise.objects.create(
        person=person, source="journey", title="Find a driver", who="staff", by_on=on, made_by=user, sensitivity=level
    )
    return Journey.objects.create(
        ref=ref, thread=ref, person=person, on=on, from_place="HMP Send", to_place="Elm House", promise=promise,
        pick_up_at=time(9), arrive_by=time(10), sensitivity=level, made_by=user,
    )  # fmt: skip
