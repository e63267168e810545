"""A journey from the first tick to the sheet: planned, several drivers asked, answered without scripts, handed on; at a
desk and on a phone.
"""

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.services.custody import note_date
from throughgate.release.models import Driver, DriverHours, Journey, Vehicle
from throughgate.release.selectors.journeys import look_at_journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def drivers(victor, bob, carol, mona) -> list[Driver]:
    """A volunteer who works with nobody, and two colleagues."""
    found = []
    for user in (victor, bob, carol):
        driver = Driver.objects.create(user=user, added_by=mona)
        Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=3)
        for weekday in range(7):
            DriverHours.objects.create(driver=driver, weekday=weekday, from_at=time(7), to_at=time(19))
        found.append(driver)
    return found


@pytest.fixture
def told(alice, person, send):
    """To be released in three weeks."""
    send.postcode, send.country = "GU23 7LJ", "England"
    send.save()
    note_date(by=alice, person=person, kind="crd", on=today() + timedelta(weeks=3), source="OMU")
    return person


def plan(page, person):
    page.goto(f"/release/people/{person.ref}/day/")
    page.get_by_role("link", name="Plan a journey").click()
    page.get_by_label("Picked up at").fill("09:30")
    page.get_by_label("Where are they taken?").fill("Elm House")
    page.get_by_label("Expected there by").fill("10:30")
    page.get_by_role("button", name="Plan it").click()


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_asked_accepted_and_handed_on(open_as, alice, victor, bob, carol, told, drivers, size):
    desk = open_as(alice, size=size)
    plan(desk, told)
    expect(desk.get_by_text("No driver has been asked yet.")).to_be_visible()
    desk.get_by_label(re.compile("Victor")).check()
    desk.get_by_label(re.compile("Carol")).check()
    sound(desk)
    desk.get_by_role("button", name="Ask them").click()
    expect(desk.get_by_text("2 drivers are asked. Nobody has said yes yet.")).to_be_visible()
    journey = Journey.objects.get()

    phone = open_as(victor, size=size, javascript=False)
    phone.goto("/")
    phone.get_by_role("link", name="Your journeys: 1 to answer").click()
    expect(phone.get_by_text(told.family_name)).to_have_count(0)
    phone.get_by_role("button", name=re.compile("Yes, I drive")).click()
    expect(phone.get_by_role("heading", name=re.compile(f"{told.first_name} {told.family_name[0]}\\."))).to_be_visible()
    assert phone.goto(f"/people/{told.ref}/").status == 404
    late = open_as(carol, size=size, javascript=False)
    late.goto("/release/journeys/mine/")
    expect(late.get_by_text("Somebody else drives")).to_be_visible()
    beside = open_as(victor, size=size)
    for url in ("/release/journeys/mine/", f"/release/journeys/{journey.ref}/sheet/"):
        beside.goto(url)
        sound(beside)

    phone.goto(f"/release/journeys/{journey.ref}/sheet/")
    phone.get_by_role("link", name="Ask somebody else to drive").click()
    phone.get_by_label(re.compile("Bob")).check()
    phone.get_by_role("button", name="Ask them").click()
    assert look_at_journey(journey).driver == drivers[0]
    other = open_as(bob, size=size, javascript=False)
    other.goto("/release/journeys/mine/")
    other.get_by_role("button", name=re.compile("Yes, I drive")).click()
    assert look_at_journey(journey).driver == drivers[1]
    phone.goto("/release/journeys/mine/")
    expect(phone.get_by_text("Handed to somebody else")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("Bob Example drives this journey.")).to_be_visible()
    sound(desk)


def test_a_driver_keeps_their_own_week_on_a_phone(open_as, victor, drivers):
    page = open_as(victor, size=PHONE, javascript=False)
    page.goto("/release/journeys/mine/")
    page.get_by_role("link", name="When you drive, and what").click()
    page.get_by_role("link", name="Change the hours").click()
    page.get_by_label("Monday, from").fill("")
    page.get_by_label("Monday, to").fill("")
    page.get_by_role("button", name="Save").click()
    assert sorted(DriverHours.objects.filter(driver=drivers[0]).values_list("weekday", flat=True)) == [1, 2, 3, 4, 5, 6]
    beside = open_as(victor, size=PHONE)
    for url in ("", "hours/", "pause/", "vehicles/new/"):
        beside.goto(f"/release/drivers/{drivers[0].ref}/{url}")
        sound(beside)
