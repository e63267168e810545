"""A restriction recorded in the circle binds the next booking; a manager answers for one, and that is shown."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from throughgate.casework.models import Booking
from throughgate.people.models import ContactRestriction, RestrictionOverride
from throughgate.people.services import add_to_circle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "The court has allowed this one meeting"


def sound(page) -> None:
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.fixture
def partner(person, alice):
    return add_to_circle(by=alice, person=person, kind="partner", name="Sam Reed")


@pytest.fixture
def recorded(open_as, alice, person, partner, size) -> None:
    """Alice writes down what the court said, from the page of those around."""
    page = open_as(alice, size=size)
    page.goto(f"/people/{person.ref}/around/")
    page.get_by_role("link", name="Add one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What kind of restriction?")
    sound(page)
    page.get_by_role("link", name="No contact").click()
    page.get_by_label("Who?").select_option(label="Sam Reed, partner")
    page.get_by_label("A court").check()
    sound(page)
    page.get_by_role("button", name="See what it means").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    assert not ContactRestriction.objects.exists()
    sound(page)
    page.get_by_role("button", name="Add this restriction").click()
    expect(page.get_by_text("The restriction stands.")).to_be_visible()
    sound(page)
    page.goto(f"/people/{person.ref}/around/")
    expect(page.get_by_role("heading", name="Do not", exact=True)).to_be_visible()
    sound(page)


def book(page, person) -> None:
    page.goto(f"/bookings/new/?person={person.ref}")
    page.get_by_label("Something else").check()
    page.get_by_label("What else is it?").select_option("family-meeting")
    page.get_by_label(re.compile("Sam Reed")).check()
    page.get_by_role("button", name="Book it").click()


def test_the_worker_is_refused_with_the_reason(recorded, open_as, alice, person, size):
    page = open_as(alice, size=size)
    book(page, person)
    refusal = page.get_by_role("alert").filter(has_text="A restriction stands against this")
    expect(refusal).to_contain_text("Sam Reed")
    expect(refusal).to_contain_text("ask a manager")
    sound(page)
    assert not Booking.objects.exists()


def test_the_manager_answers_for_it_and_everybody_sees_it(recorded, open_as, alice, mona, person, size):
    page = open_as(mona, size=size)
    book(page, person)
    page.get_by_label("Why is it booked all the same?").fill(WHY)
    sound(page)
    page.get_by_role("button", name="Book it").click()
    page.wait_for_url(re.compile("/bookings/[A-Z0-9]{8}/$"))
    override = RestrictionOverride.objects.get()
    assert (override.by, override.reason, override.restriction.person) == (mona, WHY, person)
    hers = open_as(alice, size=size)
    hers.goto(page.url)
    expect(hers.get_by_text(WHY)).to_be_visible()
    sound(hers)
    hers.goto(f"/people/{person.ref}/restrictions/")
    expect(hers.get_by_role("row", name=re.compile("Mona Example"))).to_contain_text(WHY)
    sound(hers)
