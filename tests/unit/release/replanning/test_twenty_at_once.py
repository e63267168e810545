"""The hard case: twenty are released early with two days' notice, and half of them are planned to the last thing."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.replanning.conftest import TOLD
from tests.unit.release.replanning.full_plans import full_plan_for
from tests.unit.release.replanning.test_replanning_services import MONDAY
from throughgate.casework.models import Booking
from throughgate.programmes.models import Promise
from throughgate.release.models import Journey, MovedThing, ReleaseDay
from throughgate.release.selectors.replanning import Wanted, plan_moves
from throughgate.release.services.replanning import Order, move_releases

RUNG = {"medicine", "bed", "stop", "gate", "person"}


@pytest.fixture
def twenty(leaving, alice):
    people = leaving(20, RELEASE)
    for person in people[:10]:
        full_plan_for(alice, person, RELEASE)
    return people


def planned(alice, people):
    with CaptureQueriesContext(connection) as found:
        plans = plan_moves(alice, [Wanted(one, "crd", MONDAY) for one in people], TODAY)
    return plans, len(found)


def test_all_that_is_proposed_is_carried_out_in_one_act(alice, twenty):
    orders = [Order(person=one, kind="crd", on=MONDAY, told=TOLD) for one in twenty]
    assert len(move_releases(by=alice, orders=orders, batch=uuid4())) == 20
    assert set(ReleaseDay.objects.values_list("on", flat=True)) == {MONDAY}
    assert set(Journey.objects.filter(superseded_by=None).values_list("on", flat=True)) == {MONDAY}
    assert list(Booking.objects.filter(cancelled_at=None).values_list("on", flat=True)) == [MONDAY] * 10
    for person in twenty[:10]:
        to_ring = MovedThing.objects.filter(move__person=person, promise__by_on=TODAY)
        assert set(to_ring.values_list("kind", flat=True)) == RUNG
    told = Promise.objects.filter(moved_thing__kind="person", met_on=None, by_on=TODAY)
    assert told.values("person").distinct().count() == 20


def test_everything_of_a_full_plan_is_shown_and_no_more_is_asked_of_the_database_for_ten(alice, twenty):
    planned(alice, twenty[:1])  # who reaches whom is read once
    few, some = planned(alice, twenty[:2])
    all_of_them, as_many = planned(alice, twenty)
    assert {one.kind for one in few[0].broken} == RUNG | {"meeting", "journey"}
    assert as_many == some and len(all_of_them) == 20
