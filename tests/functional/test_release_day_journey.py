"""A release day from the date to a plan that works, broken by a closing time and mended by the best order; without
JavaScript, on a phone and at a desk.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from tests.sharing import may_ask_for_homes
from throughgate.common.clock import today
from throughgate.people.services.custody import note_date
from throughgate.release.models import DayOrder, HomeState, Provider
from throughgate.release.rules.home import Said
from throughgate.release.services.home import apply_for_home, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(alice, person, send):
    """To be released in three weeks, with a room at Elm House from that day on."""
    send.postcode, send.country = "GU23 7LJ", "England"
    send.save()
    on = today() + timedelta(weeks=3)
    note_date(by=alice, person=person, kind="crd", on=on, source="OMU")
    elm = Provider.objects.create(name="Elm House", kind="supported", postcode="GU21 6HT", added_by=alice)
    may_ask_for_homes(alice, person)
    row = apply_for_home(by=alice, person=person, provider=elm, said=Said(state=HomeState.SENT, on=today()))
    for state in (HomeState.OFFERED, HomeState.CONFIRMED):
        take_step(by=alice, application=row, said=Said(state=state, on=today(), day=on))
    return person


def add_stop(page, kind, place, **fields):
    page.get_by_role("link", name="Add a stop").click()
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Where is it?").fill(place)
    for label, value in fields.items():
        page.get_by_label(re.compile(label.replace("_", " "))).fill(value)
    page.get_by_role("button", name="Add it").click()


def sound(open_as, user, person, size):
    """axe is a script: it looks at the same page where scripts run."""
    page = open_as(user, size=size)
    page.goto(f"/release/people/{person.ref}/day/")
    assert not axe_findings(page)
    assert sideways(page) <= 0


WORKS = re.compile("This day works if Jo is out by")


def test_from_the_date_to_a_plan_that_works(open_as, alice, told, size):
    page = open_as(alice, size=size, javascript=False)
    page.goto(f"/release/people/{told.ref}/day/")
    expect(page.get_by_text("it is not known when the gate opens")).to_be_visible()
    page.get_by_role("link", name="Change when the gate opens").click()
    page.get_by_label("The earliest that the gate opens").fill("09:00")
    page.get_by_label("The latest that the gate opens").fill("10:00")
    page.get_by_role("button", name="Save").click()
    add_stop(page, "Probation", "Woking Probation Office", Booked_for="14:00", Postcode="GU21 6EN")
    add_stop(page, "GP or clinic", "Hillview", Opens_that="08:30", Closes_that="18:00", Postcode="GU21 7QP")
    expect(page.get_by_text(WORKS)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Change.*GP")).click()
    page.get_by_label("Closes that day at").fill("12:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This day does not work")).to_be_visible()
    sound(open_as, alice, told, size)
    page.get_by_role("button", name="Put the day in the best order").click()
    expect(page.get_by_text(WORKS)).to_be_visible()
    page.get_by_role("link", name="Say who meets them").click()
    page.get_by_label("One of us").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You meet them at the gate")).to_be_visible()
    sound(open_as, alice, told, size)


def test_somebody_drives_them_only_once_they_have_said_so(open_as, alice, told, size):
    page = open_as(alice, size=size, javascript=False)
    page.goto(f"/release/people/{told.ref}/day/change/")
    page.get_by_label("The earliest that the gate opens").fill("09:00")
    page.get_by_label("The latest that the gate opens").fill("10:00")
    page.get_by_label(re.compile("By car")).check()
    page.get_by_role("button", name="Save").click()
    add_stop(page, "Probation", "Woking Probation Office", Booked_for="11:30", Postcode="GU21 6EN")
    expect(page.get_by_text("no journey is planned for that day").first).to_be_visible()
    sound(open_as, alice, told, size)
    page.get_by_role("link", name="Plan a journey").first.click()
    page.get_by_label("Expected there by").fill("14:00")
    page.get_by_label("Somebody else, such as family or a taxi").check()
    page.get_by_label("Who is that?").fill("Station Taxis")
    page.get_by_role("button", name="Plan it").click()
    page.goto(f"/release/people/{told.ref}/day/")
    expect(page.get_by_text(WORKS)).to_be_visible()


def test_the_best_order_is_taken_back_with_one_tap(open_as, alice, told):
    page = open_as(alice)
    page.goto(f"/release/people/{told.ref}/day/")
    add_stop(page, "Probation", "Woking Probation Office", Booked_for="14:00", Postcode="GU21 6EN")
    add_stop(page, "Jobcentre", "Woking Jobcentre", Booked_for="12:00", Postcode="GU21 6HT")
    page.get_by_role("button", name=re.compile("^Earlier.*Probation")).click()
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.get_by_text("The order is as it was")).to_be_visible()
    assert DayOrder.objects.count() == 2
    page.get_by_role("link", name=re.compile("A sheet for Jo")).click()
    expect(page.get_by_role("heading", name=re.compile("The day you come out"))).to_be_visible()
    assert not axe_findings(page)
