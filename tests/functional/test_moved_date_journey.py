"""Early release with two days' notice: the new day said, everything that breaks put right in one act, whom to ring in
hand. Then twenty at once.
"""

import os
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from tests.unit.release.replanning.full_plans import full_plan_for, plan_for
from throughgate.access.policy import forget_reach
from throughgate.casework.models import Booking
from throughgate.common.clock import today
from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.people.services.custody import note_date
from throughgate.release.models import DayStop, Journey, MovedThing, ReleaseDay
from throughgate.release.rules.day import Nation
from throughgate.release.rules.working_days import next_working_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shot(page, name, size):
    if folder := os.environ.get("M_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def in_working_days(number: int) -> date:
    day = today()
    for _ in range(number):
        day = next_working_day(day, Nation.ENGLAND_AND_WALES)
    return day


def plan_on(alice, person, on):
    note_date(by=alice, person=person, kind="crd", on=on, source="OMU")
    plan_for(alice, person, on)


def type_day(page, day):
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_role("group", name="The new day").get_by_label(label, exact=True).fill(str(value))


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_early_release_with_two_days_notice(open_as, alice, person, size):
    plan_on(alice, person, in_working_days(14))
    new_day = in_working_days(2)
    page = open_as(alice, size=size)
    page.goto(f"/release/people/{person.ref}/date/")
    type_day(page, new_day)
    page.get_by_label("Who told us?").fill("OMU by phone")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("heading", name="To be seen to today")).to_be_visible()
    shot(page, "plan", size)
    sound(page)
    chemist = page.get_by_role("group", name="Pharmacy")
    chemist.get_by_label("Call it off").check()
    page.get_by_role("button", name="Confirm the new date").first.click()
    expect(page.get_by_role("heading", name="Left to ring or to see to")).to_be_visible()
    expect(page.get_by_role("link", name="01483 000001")).to_be_visible()
    shot(page, "moved", size)
    sound(page)
    assert Booking.objects.get(person=person, cancelled_at=None).on == new_day
    page.get_by_role("button", name=re.compile("They said yes.*Ring Woking")).click()
    expect(page.get_by_text("Noted: it holds on the new day.")).to_be_visible()
    stop = DayStop.objects.get(day__person=person, kind="probation", superseded_by=None)
    assert stop.on == ReleaseDay.objects.get(person=person).on == new_day
    page.get_by_role("button", name=re.compile("^Done.*Ask the prison")).click()
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.get_by_role("button", name=re.compile("^Done.*Ask the prison"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Move it back")).click()
    expect(page.get_by_label("Why did it change?")).to_have_value("Moved back")


def test_without_scripts_it_is_the_same(open_as, alice, person):
    plan_on(alice, person, in_working_days(14))
    page = open_as(alice, javascript=False)
    page.goto(f"/release/people/{person.ref}/date/")
    type_day(page, in_working_days(2))
    page.get_by_label("Who told us?").fill("OMU by phone")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Confirm the new date").first.click()
    expect(page.get_by_role("heading", name="Left to ring or to see to")).to_be_visible()


def test_twenty_at_once(open_as, alice, send, size):
    on = in_working_days(14)
    for number in range(20):
        person = Person.objects.create(given_name=f"Kit{number}", family_name="Marsh", site=send, created_by=alice)
        Assignment.objects.create(person=person, worker=alice, role="caseworker", from_on=today(), added_by=alice)
        forget_reach(alice)
        note_date(by=alice, person=person, kind="crd", on=on, source="OMU")
        if number < 10:
            full_plan_for(alice, person, on)
    page = open_as(alice, size=size)
    page.goto("/release/dates/")
    sound(page)
    shot(page, "many", size)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Who told us?").fill("Early release scheme")
    page.get_by_label(re.compile("Move everybody")).fill(str((in_working_days(2) - on).days))
    page.get_by_role("button", name="See what changes").click()
    for words in ("Appointments of the day (20)", "Journeys (10)", "Places to live (20)", "The people themselves (20)"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    shot(page, "many-plan", size)
    sound(page)
    page.get_by_label("Call off all of them").check()
    page.get_by_role("button", name="Move all of them").first.click()
    expect(page.get_by_role("heading", name="20 releases moved")).to_be_visible()
    shot(page, "many-moved", size)
    sound(page)
    moved = in_working_days(2)
    assert set(CustodyDate.objects.filter(superseded_at=None).values_list("on", flat=True)) == {moved}
    assert not DayStop.objects.filter(cancelled_at=None).exists()
    assert set(Journey.objects.filter(superseded_by=None).values_list("on", flat=True)) == {moved}
    assert MovedThing.objects.filter(kind="person", promise__isnull=False).count() == 20
