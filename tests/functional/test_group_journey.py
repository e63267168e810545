"""A group from the first day to the register: on a desk, on a phone, and the register on a phone without JavaScript."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.casework.models import ContactPerson
from throughgate.common.clock import today
from throughgate.groups.models import Cohort
from throughgate.groups.selectors.cohorts import read_sheet
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.groups.services.places import ask_for_place, offer_place, take_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.fixture
def cohort(send, alice, person):
    """Begun two weeks ago, with the person in it and no register yet."""
    on = today() - timedelta(days=14)
    terms = Terms(
        title="Recovery group", plan="recovery-group", site=send, place="Chapel", capacity=4, leaders=[alice],
        starts_on=on, at=time(14), minutes=90,
    )  # fmt: skip
    made = make_cohort(by=alice, terms=terms)
    take_place(by=alice, place=offer_place(by=alice, place=ask_for_place(by=alice, cohort=made, person=person)))
    return made


def test_made_filled_and_printed(open_as, alice, person, send, size):
    page = open_as(alice, size=size)
    page.goto("/groups/new/")
    sound(page)
    page.get_by_label("What is the group called?").fill("Family course")
    page.get_by_label("Family course, six sessions").check()
    page.get_by_label("In which room?").fill("Chapel")
    on = today() + timedelta(days=(7 - today().weekday()) % 7 or 7)
    for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("At what time does it begin?").fill("14:00")
    page.get_by_role("button", name="Show the days").last.click()
    expect(page.get_by_role("heading", name="The days it would have")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Make this group").click()
    expect(page.get_by_text("The group is made")).to_be_visible()
    page.get_by_role("link", name="Put somebody on the list").first.click()
    page.get_by_label("Find somebody else").fill(person.family_name)
    page.get_by_role("button", name="Find").click()
    page.get_by_label(person.name).check()
    sound(page)
    page.get_by_role("button", name="Put them on the list").last.click()
    page.get_by_role("button", name="Offer a place").click()
    page.get_by_role("button", name="They said yes").click()
    expect(page.get_by_text("Jo is in the group.", exact=True)).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Print for the next session").click()
    assert person.family_name not in page.locator("main").inner_text()
    sound(page)
    page.goto(f"/groups/calendar/{send.code}/")
    sound(page)
    page.goto("/groups/")
    sound(page)


def test_the_register_on_a_phone_without_javascript(open_as, alice, person, cohort):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/groups/{cohort.ref}/")
    page.get_by_role("link", name="Fill in the register").first.click()
    page.get_by_role("group", name="Did Jo come?").get_by_label("Did not come").check()
    page.get_by_role("button", name="Save the register").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why Jo did not come")
    page.get_by_role("group", name="Why did Jo not come?").get_by_label("They had a good reason").check()
    page.get_by_role("button", name="Save the register").last.click()
    page.get_by_label("Each told of the week").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Missed, and to make up")).to_be_visible()
    assert ContactPerson.objects.get(person=person).why == "acceptable"


def test_the_register_and_the_printed_sheet_are_sound(open_as, alice, person, cohort, size):
    page = open_as(alice, size=size)
    page.goto(f"/groups/{cohort.ref}/")
    sound(page)
    page.goto(f"/groups/sessions/{cohort.sessions.get(number=1).ref}/")
    sound(page)
    page.goto(f"/groups/{cohort.ref}/sheet/")
    sound(page)
    for number in (1, 2):
        page.get_by_label(f"Jo, session {number}").select_option("no:acceptable")
    page.get_by_role("button", name="Save the sheet").click()
    expect(page.get_by_text("The sheet is saved")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Make up session 1").click()
    sound(page)
    page.goto("/")
    page.get_by_role("link", name="Call: two sessions of the group missed in a row").first.click()
    sound(page)
    assert len(read_sheet(alice, Cohort.objects.get()).recorded) == 2
