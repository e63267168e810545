"""Getting somebody ready: from the board to the card, one tap, the small form, the sheet; on a desk and on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.people.services import note_date, record_move
from throughgate.release.models import Basic
from throughgate.release.rules.basics import Said
from throughgate.release.services.basics import record_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEK = timedelta(weeks=1)


@pytest.fixture
def leaving(person, alice, send):
    record_move(by=alice, person=person, kind="received", on=today() - 40 * WEEK, site=send)
    note_date(by=alice, person=person, kind="confirmed_release", on=today() + 5 * WEEK, source="OMU")
    return person


@pytest.fixture
def others(alice, send):
    """Others who leave, some with things under way, one with nothing begun."""
    for number, (name, weeks) in enumerate([("Robin Ash", 1), ("Sky Bell", 5), ("Terry Dale", 9)]):
        given, family = name.split()
        one = Person.objects.create(given_name=given, family_name=family, site=send, created_by=alice)
        Assignment.objects.create(person=one, worker=alice, role="caseworker", from_on=today(), added_by=alice)
        CustodyDate.objects.create(person=one, kind="crd", on=today() + weeks * WEEK, source="OMU", noted_by=alice)
        if number:
            record_step(by=alice, person=one, code="phone", to="in-hand", on=today())
            record_step(by=alice, person=one, code="bank-account", to="pending", on=today() - 6 * WEEK)
            back = Said(reason="inaccurate")
            record_step(by=alice, person=one, code="bank-account", to="returned", on=today() - 5 * WEEK, said=back)


def looked_at(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_from_the_board_to_in_hand(open_as, alice, leaving, others, size):
    page = open_as(alice, size=size)
    page.goto("/release/")
    expect(page.get_by_role("heading", name="Releases")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Start getting ready").click()
    expect(page.get_by_text("Begun for 1 person.")).to_be_visible()
    page.get_by_role("link", name="Jo Vale").last.click()
    looked_at(page)
    page.get_by_role("button", name=re.compile("Applied today.*Bank account")).click()
    expect(page.get_by_text("Bank account: applied for.", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("Applied today.*ID documents")).click()
    page.get_by_label("Birth certificate").check()
    page.get_by_label("What does it cost, in pounds? (optional)").fill("12.50")
    looked_at(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Birth certificate. £12.50 paid by us")).to_be_visible()
    page.get_by_role("link", name="ID documents").click()
    looked_at(page)


def test_without_javascript_one_tap_is_taken_back(open_as, alice, leaving):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/release/people/{leaving.ref}/ready/")
    page.get_by_role("button", name=re.compile("It is there.*Phone")).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Phone: taken back")).to_be_visible()
    steps = Basic.objects.get(person=leaving, code="phone").steps.all()
    assert [step.state for step in steps] == ["in-hand", "to-start"]


def test_the_sheet_and_the_card_on_the_person_page(open_as, alice, leaving, size):
    page = open_as(alice, size=size)
    page.goto(f"/release/people/{leaving.ref}/ready/sheet/")
    expect(page.get_by_role("heading", name="Getting ready to come out")).to_be_visible()
    looked_at(page)
    page.goto(f"/people/{leaving.ref}/")
    expect(page.get_by_text("0 of 8 in hand")).to_be_visible()
    looked_at(page)
