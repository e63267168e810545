"""How far somebody lives from a vacancy, as far as a reader may know where that is."""

from datetime import timedelta

import pytest

from tests.unit.release.home.homes import TODAY
from throughgate.people.services.custody import record_move
from throughgate.release.services.living import record_living_place
from throughgate.work.travelling import ways_to

pytestmark = pytest.mark.django_db
NEAR, FAR, NOWHERE = "GU2 7XH", "SW1A 1AA", "ZZ9 9ZZ"


@pytest.fixture
def lives(alice, person, send):
    record_move(by=alice, person=person, kind="received", on=TODAY - timedelta(days=90), site=send)
    record_move(by=alice, person=person, kind="released", on=TODAY - timedelta(days=9))
    where = {"address": "1 High Street", "postcode": "GU1 4RE"}
    return record_living_place(by=alice, person=person, kind="family", from_on=TODAY - timedelta(days=9), **where)


def test_a_vacancy_near_by_is_walked_to_and_none_is_guessed(alice, person, lives):
    told = ways_to(alice, person, [NEAR, FAR, NOWHERE], TODAY)
    assert set(told) == {NEAR, FAR}
    assert "on foot" in told[NEAR]
    assert "on foot" not in told[FAR]


def test_who_may_not_read_the_address_learns_no_distance(victor, bob, person, lives):
    assert ways_to(victor, person, [NEAR], TODAY) == {}
    assert ways_to(bob, person, [NEAR], TODAY) == {}


def test_of_somebody_without_a_home_nothing_is_said(alice, person):
    assert ways_to(alice, person, [NEAR], TODAY) == {}
