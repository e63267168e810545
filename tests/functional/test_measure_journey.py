"""A measure with somebody: on the phone handed over, on a desk, and without JavaScript; and an answer of danger."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.measures.models import Given, Safeguard, Sitting
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.services.sittings import finish_sitting, open_sitting, record_answers
from throughgate.record.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def taken(person, alice, slug, points, days_ago, raters=("person",)):
    on = today() - timedelta(days=days_ago)
    sitting = open_sitting(by=alice, person=person, instrument=slug, how="asked", on=on)
    said = {(rater, item): points for rater in raters for item in instrument_of(slug).items}
    return finish_sitting(by=alice, sitting=record_answers(by=alice, sitting=sitting, said=said))


def test_handed_over_and_followed_up(open_as, alice, mona, person, size):
    page = open_as(alice, size=size)
    page.goto(f"/measures/{person.ref}/")
    sound(page)
    page.get_by_role("link", name="PHQ-9").click()
    sound(page)
    page.get_by_label("They fill it in themselves").check()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Question 1 of 10")).to_be_visible()
    assert person.family_name not in page.content()
    sound(page)
    for _ in range(10):
        page.get_by_role("radio").nth(1).check()
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="I am the worker").click()
    expect(page.get_by_text("An answer tells of danger")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Finish and score").click()
    expect(page.get_by_role("alert")).to_contain_text("Say first what was done")
    page.get_by_role("link", name="What to do, and what was done").click()
    sound(page)
    page.get_by_role("button", name="Save what was done").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick what was done")
    page.get_by_label("Talked with them about it").check()
    page.get_by_label("What did they say").fill("No plan. Her sister stays tonight.")
    page.get_by_role("button", name="Save what was done").click()
    page.get_by_role("button", name="Finish and score").click()
    expect(page.get_by_text("Low mood: 9 of 27, mild")).to_be_visible()
    expect(page.get_by_text("Mona Example: told, not read yet")).to_be_visible()
    sound(page)


def test_one_tap_raises_a_crisis(open_as, alice, person):
    sitting = open_sitting(by=alice, person=person, instrument="phq-9", how="asked", on=today())
    record_answers(by=alice, sitting=sitting, said={("person", "better-off-dead"): 3})
    page = open_as(alice, size=PHONE)
    page.goto(f"/measures/{person.ref}/safety/{Safeguard.objects.get().pk}/")
    page.get_by_role("button", name="Raise a crisis now").click()
    page.wait_for_url("**/crisis/**")
    assert Safeguard.objects.get().crisis.kind == "danger-to-self"


def test_what_is_ticked_is_there_after_the_page_was_left(open_as, alice, person):
    sitting = open_sitting(by=alice, person=person, instrument="gad-7", how="asked", on=today())
    page = open_as(alice)
    page.goto(f"/measures/{person.ref}/sittings/{sitting.ref}/ask/?by=section")
    with page.expect_response("**/typed/"):
        page.get_by_role("group", name="Trouble relaxing").get_by_label("Several days").check()
    page.goto(f"/measures/{person.ref}/")
    page.get_by_role("link", name="Carry on with GAD-7").click()
    expect(page.get_by_role("group", name="Trouble relaxing").get_by_label("Several days")).to_be_checked()


def test_without_javascript(open_as, alice, person, size):
    page = open_as(alice, size=size, javascript=False)
    page.goto(f"/measures/{person.ref}/take/audit-c/")
    page.get_by_label("I ask, and put down").check()
    page.get_by_role("button", name="Start").click()
    for name in ("how-often", "units", "at-once"):
        page.locator(f"input[name=person-{name}]").nth(2).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Finish and score").click()
    expect(page.get_by_text("Drinking: 6 of 12, increasing risk")).to_be_visible()
    assert Entry.objects.get(kind="measure").summary == "AUDIT-C: 6 of 12, increasing risk"


def test_the_wheel_of_both(open_as, alice, person, size):
    both = ("person", "worker")
    taken(person, alice, "outcome-wheel", 2, 90, both)
    taken(person, alice, "outcome-wheel", 4, 0, both)
    page = open_as(alice, size=size)
    page.goto(f"/measures/{person.ref}/over-time/outcome-wheel/")
    expect(page.get_by_role("img", name="The worker’s view")).to_be_visible()
    expect(page.get_by_role("cell", name="4: Mostly steady, with some hard days").first).to_be_visible()
    sound(page)


def test_over_time_and_the_figures(open_as, alice, person, size):
    taken(person, alice, "gad-7", 2, 60)
    taken(person, alice, "gad-7", 1, 0)
    page = open_as(alice, size=size)
    for path in (f"{person.ref}/over-time/gad-7/", f"{person.ref}/", f"{person.ref}/take/gad-7/paper/", "figures/", ""):
        page.goto(f"/measures/{path}")
        sound(page)
    assert Sitting.objects.count() == 2 and Given.objects.count() == 14
