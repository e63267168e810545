"""A booking that a restriction bars: refused with the reason, answered for by the manager, and shown."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.common.clock import today
from throughgate.people.services import add_to_circle
from throughgate.people.services.restrictions import add_restriction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def partner(person, alice):
    return add_to_circle(by=alice, person=person, kind="partner", name="Sam Reed")


def bar(alice, person, partner):
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today(), member=partner, reach="any"
    )


def fill_in(page, person):
    page.goto(f"/bookings/new/?person={person.ref}")
    page.get_by_label("Something else").check()
    page.get_by_label("What else is it?").select_option("family-meeting")
    page.get_by_label("At what time? (optional)").fill("14:30")
    page.get_by_label(re.compile("Sam Reed")).check()


def test_refused_overridden_by_the_manager_and_shown(open_as, alice, mona, person, partner):
    bar(alice, person, partner)
    page = open_as(alice, size=PHONE, javascript=False)
    fill_in(page, person)
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text("A restriction stands against this")).to_be_visible()
    expect(page.get_by_text("Why is it booked all the same?")).to_have_count(0)
    assert not Booking.objects.exists()

    page = open_as(mona, size=PHONE)
    fill_in(page, person)
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_label("Why is it booked all the same?")).to_be_visible()
    assert not axe_findings(page)
    page.get_by_label("Why is it booked all the same?").fill("The court has allowed this one meeting")
    page.get_by_role("button", name="Book it").click()
    page.wait_for_url(re.compile("/bookings/[A-Z0-9]{8}/$"))
    expect(page.get_by_text("The court has allowed this one meeting")).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.goto(f"/people/{person.ref}/restrictions/")
    expect(page.get_by_text("The court has allowed this one meeting").first).to_be_visible()


def test_booked_moved_and_recorded(open_as, alice, person, partner, size):
    page = open_as(alice, size=size)
    fill_in(page, person)
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.get_by_role("button", name="Book it").click()
    page.wait_for_url(re.compile("/bookings/[A-Z0-9]{8}/$"))
    page.get_by_role("link", name="Move it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Move a booking")
    page.get_by_label("The prison or probation").check()
    page.get_by_label("Why is it moved?").fill("No escort that day")
    page.get_by_label(re.compile("^Today,")).check()
    assert not axe_findings(page)
    page.get_by_role("button", name="Move it").click()
    page.wait_for_url(re.compile("/bookings/[A-Z0-9]{8}/$"))
    page.get_by_role("link", name="Record what came of it").click()
    expect(page.get_by_label("Meeting with family")).to_be_checked()
    expect(page.get_by_label(re.compile("Sam Reed"))).to_be_checked()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("Recorded.").first).to_be_visible()
    assert Booking.objects.get(superseded_by=None).contact


def test_a_restriction_added_later_says_look_at_this_booking(open_as, alice, person, partner, size):
    arrangement = Arrangement(kind="family-meeting", on=today() + timedelta(days=1), circle=(partner.pk,))
    book_contact(by=alice, person=person, arrangement=arrangement)
    bar(alice, person, partner)
    page = open_as(alice, size=size)
    page.goto("/bookings/")
    expect(page.get_by_text("Look at this booking")).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_who_is_ticked_stays_in_sight_whatever_the_kind(open_as, alice, person, partner):
    arrangement = Arrangement(kind="one-to-one", on=today(), circle=(partner.pk,))
    booking = book_contact(by=alice, person=person, arrangement=arrangement)
    page = open_as(alice, size=PHONE)
    page.goto(f"{reverse('casework:record')}?booking={booking.ref}")
    asked = page.get_by_role("checkbox", name=re.compile("Sam Reed"))
    expect(asked).to_be_visible()
    asked.uncheck()
    expect(asked).to_be_visible()
    asked.check()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("Recorded.").first).to_be_visible()


def test_nobody_is_asked_for_where_nobody_is_ticked(open_as, alice, person, partner):
    page = open_as(alice, size=PHONE)
    page.goto(f"{reverse('casework:record')}?person={person.ref}&kind=one-to-one")
    expect(page.get_by_role("checkbox", name=re.compile("Sam Reed"), include_hidden=True)).to_be_hidden()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("Recorded.").first).to_be_visible()
