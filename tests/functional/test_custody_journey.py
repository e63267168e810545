"""Custody in a browser: a recall and its end, a licence condition that bars, home detention curfew; desk and phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.models import ContactRestriction, HdcStep, LicenceCondition
from throughgate.people.services import (
    add_licence_condition,
    note_date,
    note_hdc_step,
    record_move,
    record_sentence,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def recalled(person, alice, send):
    said = {"by": alice, "person": person}
    record_sentence(**said, kind="determinate", started_on=today() - 700 * DAY, ended_on=today() + 300 * DAY)
    record_move(**said, kind="received", on=today() - 700 * DAY, site=send)
    note_date(**said, kind="crd", on=today() - 120 * DAY, source="OMU")
    note_hdc_step(**said, state="refused", on=today() - 130 * DAY, because="No address", source="OMU")
    record_move(**said, kind="released", on=today() - 120 * DAY)
    add_licence_condition(
        **said, kind="curfew", wording="At home from 7 in the evening", from_on=today() - 120 * DAY,
        to_on=today() + 60 * DAY, source="Copy of the licence", bars={"curfew_from": "19:00", "curfew_to": "07:00"},
    )  # fmt: skip
    note_date(**said, kind="licence_end", on=today() + 300 * DAY, source="OMU")
    record_move(**said, kind="recalled", on=today() - 10 * DAY, site=send)
    return person


def looked_at(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_from_a_recall_to_the_day_it_ends(open_as, alice, recalled, size):
    page = open_as(alice, size=size)
    page.goto(f"/people/{recalled.ref}/custody/")
    expect(page.get_by_text("For how long are they recalled?")).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Say for how long").click()
    page.get_by_label("Fixed term, 28 days").check()
    looked_at(page)
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("This day is reckoned from the recall")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Note the date").click()
    page.goto(f"/people/{recalled.ref}/custody/")
    expect(page.get_by_text("Release after recall").first).to_be_visible()


def test_a_zone_by_its_postcode_stands_against_bookings(open_as, alice, recalled, size):
    page = open_as(alice, size=size)
    page.goto(f"/people/{recalled.ref}/custody/condition/")
    looked_at(page)
    page.get_by_role("link", name="A place to keep away from").click()
    page.get_by_label("The condition", exact=True).fill("Not to enter the centre of Woking")
    page.get_by_label("The middle of the zone").fill("GU21 6EN")
    page.get_by_label("How many kilometres around the middle?").fill("1.5")
    looked_at(page)
    page.get_by_role("button", name="Add the condition").click()
    expect(page.get_by_role("cell", name="Not to enter 1.5 km around GU21 6EN")).to_be_visible()
    looked_at(page)
    assert (
        ContactRestriction.objects.get(kind="licence_place").condition == LicenceCondition.objects.order_by("pk").last()
    )


def test_varied_and_ended_without_javascript(open_as, alice, recalled):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/people/{recalled.ref}/custody/")
    page.get_by_role("link", name=re.compile("^End.*Curfew")).click()
    expect(page.get_by_text("It bars: Curfew, 19:00 to 07:00")).to_be_visible()
    page.get_by_label("Why does it end?").fill("Lifted by probation")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Ended. It stays on record")).to_be_visible()
    expect(page.get_by_text("binds until a manager confirms that it ended")).to_be_visible()
    end = ContactRestriction.objects.get().said_ends.get()
    assert (end.proof, end.confirmed_at) == ("The licence condition ended: Lifted by probation", None)


def test_a_step_of_home_detention_curfew(open_as, alice, recalled, size):
    page = open_as(alice, size=size)
    page.goto(f"/people/{recalled.ref}/custody/hdc/")
    page.get_by_label("Granted").check()
    page.get_by_label("Who told us?").fill("OMU")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("link", name="Enter the day of release")).to_be_visible()
    looked_at(page)
    page.get_by_label("Address put forward").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Address put forward").first).to_be_visible()
    assert HdcStep.objects.last().state == "address"
