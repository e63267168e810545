"""Whoever looks at the demonstration on the day it was loaded finds somebody on the way, and somebody who arrived."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from throughgate.common.clock import today
from throughgate.demo.road import move_some
from throughgate.people.models import Assignment, CustodyMove, Person
from throughgate.release.models import Driver, Journey, JourneyReport, Vehicle
from throughgate.release.rules.minutes import LONDON
from throughgate.release.services.alarm import Looked, raise_alarms

pytestmark = pytest.mark.django_db


@pytest.fixture
def charity(monkeypatch, send, alice, bob, mona, victor):
    noon = datetime.combine(today(), time(12), LONDON)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    for name in ("Ann", "Bea"):
        person = Person.objects.create(given_name=name, family_name="Vale", site=send, created_by=alice)
        before = today() - timedelta(days=20)
        Assignment.objects.create(person=person, worker=alice, role="caseworker", from_on=before, added_by=alice)
        for kind, on in (("received", before), ("released", today() - timedelta(days=10))):
            CustodyMove.objects.create(person=person, kind=kind, on=on, site=send, added_by=alice)
    for user in (victor, bob):
        driver = Driver.objects.create(user=user, added_by=alice)
        Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=2)
    return SimpleNamespace(today=today(), users={"caseworker": alice, "manager": mona})


def test_one_has_arrived_and_one_is_on_the_way(charity):
    move_some(charity)
    told = [list(one.reports.order_by("at").values_list("kind", flat=True)) for one in Journey.objects.order_by("pk")]
    assert told == [["left", "picked_up", "arrived"], ["left", "picked_up"]]
    assert raise_alarms() == Looked()


def test_a_charity_of_another_day_has_nobody_on_the_road(charity):
    charity.today -= timedelta(days=1)
    move_some(charity)
    assert not JourneyReport.objects.exists()
