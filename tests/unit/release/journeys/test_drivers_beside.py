"""Whoever plans knows and keeps the drivers of their own sites, and no others."""

import pytest

from throughgate.access.policy import Hidden
from throughgate.release.models import Driver
from throughgate.release.selectors.drivers import could_drive, drivers_beside, drivers_for
from throughgate.release.services.drivers import add_driver, change_driver, pause_driver, save_vehicle, set_hours
from throughgate.release.services.journey_asks import ask_drivers

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(charlie, add_driver_row) -> Driver:
    return add_driver_row(charlie)


def test_of_the_own_sites_only(vic, elsewhere, alice, mona, charlie):
    assert list(drivers_beside(alice)) == list(drivers_beside(mona)) == [vic]
    assert list(drivers_beside(charlie)) == [elsewhere]


def test_who_belongs_to_no_site_drives_for_all(elsewhere, alice, charlie):
    charlie.sites.clear()
    assert list(drivers_beside(alice)) == [elsewhere]


def test_at_two_sites_a_driver_stands_once(vic, victor, alice, send, downview):
    victor.sites.set([send, downview])
    alice.sites.set([send, downview])
    assert list(drivers_beside(alice)) == [vic]


def test_nobody_elsewhere_is_offered_or_asked(journey, elsewhere, vic, alice):
    assert [one.driver for one in drivers_for(alice, journey)] == [vic]
    with pytest.raises(Hidden):
        ask_drivers(by=alice, journey=journey, drivers=[vic, elsewhere])
    assert not journey.asks.exists()


def test_nobody_elsewhere_is_added(alice, charlie):
    assert charlie not in could_drive(alice)
    with pytest.raises(Hidden):
        add_driver(by=alice, user=charlie)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (change_driver, {"phone": "", "notes": "", "minutes_from": None}),
        (pause_driver, {"paused_from": None}),
        (set_hours, {"hours": []}),
        (save_vehicle, {"words": "van", "seats": 2}),
    ],
)
def test_nobody_elsewhere_is_changed(act, said, alice, elsewhere):
    with pytest.raises(Hidden):
        act(by=alice, driver=elsewhere, **said)


def test_their_page_is_not_there(client, alice, elsewhere):
    client.force_login(alice)
    for page in ("", "change/", "hours/", "pause/", "vehicles/new/"):
        assert client.get(f"/release/drivers/{elsewhere.ref}/{page}").status_code == 404
    assert "Charlie" not in client.get("/release/drivers/").content.decode()
