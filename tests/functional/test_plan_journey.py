"""A plan, from a goal in somebody's own words to a step done from Today; on a desk, on a phone, without JavaScript."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from throughgate.casework.models import Plan, PlanVersion, Step
from throughgate.common.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOAL = "A room of my own with a window"


def sound(page) -> None:
    assert not axe_findings(page)
    assert sideways(page) <= 0


def write_step(page, number: int, what: str, who: str, by_on: date) -> None:
    step = page.get_by_role("group", name=f"Step {number}", exact=True)
    step.get_by_label("What is to be done?").fill(what)
    step.get_by_label("Who does it?").select_option(label=who)
    for label, value in (("Day", by_on.day), ("Month", by_on.month), ("Year", by_on.year)):
        step.get_by_label(label, exact=True).fill(str(value))


def begin(page, person) -> None:
    page.goto(f"/plan/{person.ref}/")
    page.get_by_role("link", name="Write a plan together").click()
    page.get_by_label("Something else").check()
    page.get_by_label("What do you call it?").fill("Plan for the first month")
    page.get_by_label("Where does Jo want to get to?").fill("A quiet life near my sister")


def agree_both(page) -> None:
    page.get_by_role("link", name="Agree to it").click()
    page.get_by_label("Both: Jo and Alice Example, together").check()
    page.get_by_label("In person").check()


@pytest.fixture
def agreed(open_as, alice, person, size):
    """The page on which a plan of one goal and two steps was just agreed to."""
    page = open_as(alice, size=size)
    begin(page, person)
    sound(page)
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("link", name="Write the first goal").click()
    page.get_by_label("What does Jo want?").fill(GOAL)
    write_step(page, 1, "Ring the housing team", "Alice Example (you)", today())
    write_step(page, 2, "Ask her sister for the letter", "Jo", today() + timedelta(days=3))
    sound(page)
    page.get_by_role("button", name="Save this goal", exact=True).last.click()
    expect(page.get_by_role("heading", name=GOAL)).to_be_visible()
    sound(page)
    agree_both(page)
    sound(page)
    page.get_by_role("button", name="Note the agreement").click()
    expect(page.get_by_text("Agreed by both sides. Its steps are due now.")).to_be_visible()
    sound(page)
    return page


def test_its_step_is_done_from_today(agreed):
    step = Step.objects.get(what="Ring the housing team")
    assert step.promise.met_on is None and step.promise.by_on == today()
    agreed.goto("/")
    row = agreed.locator("li.tg-due__row", has_text="Ring the housing team")
    sound(agreed)
    row.get_by_role("button", name=re.compile("^Done")).click()
    expect(row.get_by_role("button", name=re.compile("^Done"))).to_have_count(0)
    step.promise.refresh_from_db()
    assert step.promise.met_on == today()
    agreed.goto(f"/plan/{Plan.objects.get().person.ref}/")
    expect(agreed.get_by_text("1 of 2 steps done")).to_be_visible()


def test_a_new_version_beside_the_old_one(agreed):
    page, later = agreed, today() + timedelta(days=9)
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_role("link", name=re.compile("^Change this goal")).click()
    write_step(page, 2, "Ask her sister for the letter", "Jo", later)
    write_step(page, 3, "See the room together", "Alice Example (you)", later)
    sound(page)
    page.get_by_role("button", name="Save this goal", exact=True).last.click()
    expect(page.get_by_text("See the room together")).to_be_visible()
    assert PlanVersion.objects.filter(agreed_at=None).count() == 1
    agree_both(page)
    page.get_by_role("button", name="Note the agreement").click()
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_text("Steps: 1 new, 1 changed, 0 gone.")).to_be_visible()
    moved = page.get_by_role("row", name=re.compile("Ask her sister"))
    for day in (today() + timedelta(days=3), later):
        expect(moved).to_contain_text(f"{day.day} {day:%b}")
    sound(page)
    held = Step.objects.filter(what="Ask her sister for the letter").values_list("promise__by_on", flat=True)
    assert set(held) == {later}


def test_the_form_without_javascript(open_as, alice, person, size):
    page = open_as(alice, size=size, javascript=False)
    begin(page, person)
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("link", name="Write the first goal").click()
    write_step(page, 1, "Ring the housing team", "Alice Example (you)", today())
    page.get_by_role("button", name="Add another step").click()
    expect(page.get_by_role("group", name="Step 3", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save this goal", exact=True).last.click()
    expect(page.get_by_text("Write what they want, in their own words").first).to_be_visible()
    page.get_by_label("What does Jo want?").fill(GOAL)
    page.get_by_role("button", name="Save this goal", exact=True).last.click()
    expect(page.get_by_role("heading", name=GOAL)).to_be_visible()
    agree_both(page)
    page.get_by_role("button", name="Note the agreement").click()
    expect(page.get_by_text("Agreed by both sides. Its steps are due now.")).to_be_visible()
    assert Step.objects.get().promise.by_on == today()
