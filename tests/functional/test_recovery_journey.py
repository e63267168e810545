"""From the first one-to-one to two versions side by side: on a desk, on a phone, and without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.casework.models import PlanVersion
from throughgate.common.clock import today
from throughgate.recovery.models import Lapse, MeetingAttended

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def type_day(page, name, on):
    for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def open_page(page, person):
    page.goto(reverse("recovery:person", kwargs={"ref": person.ref}))


def first_plan(page, person, look):
    open_page(page, person)
    look(page)
    page.get_by_role("list").get_by_role("link", name="Record a one-to-one").click()
    look(page)
    page.locator("[name=opening]").fill("I want to be clean")
    page.locator("[name=trigger_1]").fill("Payday")
    page.locator("[name=answer_1]").fill("Ring Sam")
    page.locator("[name=aim_1]").fill("A quiet evening")
    page.locator("[name=aim_1_step_1]").fill("Read the first pages")
    type_day(page, "aim_1_step_1_by", today() + timedelta(days=7))
    page.get_by_label("In person").check()
    page.get_by_role("button", name="Save session and plan").click()
    expect(page.get_by_text("Version 1, agreed on")).to_be_visible()


def next_version(page, person, look):
    page.get_by_role("list").get_by_role("link", name="Record a one-to-one").click()
    page.get_by_label("It changed, as written below").check()
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 3600, f"{height} pixels to scroll"
    page.get_by_text("Strengths, the work agreed, craving and lapse").click()
    page.locator("[name=craving]").fill("Walk, and ring")
    page.get_by_label("In person").check()
    page.get_by_role("button", name="Save session and plan").click()
    look(page)
    page.get_by_role("link", name="Compare versions").click()
    look(page)
    expect(page.locator("ins", has_text="Walk, and ring")).to_be_visible()


def a_hard_day(page, person, look):
    open_page(page, person)
    page.get_by_role("link", name="A lapse, and what comes next").click()
    look(page)
    page.get_by_label("What helped, even a little?").fill("He rang Sam")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Now see them soon")).to_be_visible()


def talked_over(page, person, look):
    """Without a one-to-one, and taken back."""
    open_page(page, person)
    expect(page.get_by_text("Look at the plan together, after the lapse of")).to_be_visible()
    page.get_by_role("link", name="No one-to-one: say what became of it").click()
    look(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Choose what became of it")).to_be_visible()
    page.get_by_label("They do not want to talk about it now").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Look at the plan together, after the lapse of")).to_be_hidden()
    page.get_by_role("link", name="and what came next").click()
    look(page)
    page.get_by_role("button", name="It is still to be talked over").click()
    expect(page.get_by_text("Not yet: by")).to_be_visible()


def in_touch_with_the_offices(page, person, look):
    """The form begins on the page of prison and probation, and leads back to it."""
    open_page(page, person)
    page.get_by_role("link", name="Whom to ask for").click()
    look(page)
    page.get_by_role("link", name="Record that you were in touch").click()
    page.get_by_label("Anything to note?").fill("She will ring on Monday")
    page.locator("[name=on]").first.check()
    page.get_by_role("button", name="Save as done").click()
    expect(page.get_by_role("heading", name="Prison and probation")).to_be_visible()
    expect(page.get_by_text("She will ring on Monday")).to_be_visible()
    look(page)


def how_many_stay(page, person, look):
    open_page(page, person)
    page.get_by_role("link", name="How many stay in treatment").click()
    expect(page.get_by_role("heading", name="Still in treatment")).to_be_visible()
    look(page)


def a_card(page, person, look):
    page.get_by_role("link", name="Enter meetings from a card").click()
    look(page)
    page.get_by_label("Narcotics Anonymous").check()
    page.get_by_label("In the prison").check()
    for place in (1, 2):
        type_day(page, f"day_{place}", today() - place * timedelta(days=7))
    page.get_by_role("button", name="Save").click()
    look(page)


def test_from_the_first_session_to_two_versions(open_as, carol, carols, size):
    page = open_as(carol, size=size)
    for step in (first_plan, next_version, a_hard_day, a_card):
        step(page, carols, sound)
    assert PlanVersion.objects.filter(agreed_at__isnull=False).count() == 2
    assert MeetingAttended.objects.count() == 2


def test_without_javascript_on_a_phone(open_as, carol, carols):
    page = open_as(carol, size=PHONE, javascript=False)
    for step in (first_plan, next_version, a_hard_day, a_card):
        step(page, carols, lambda page: None)
    assert Lapse.objects.get().helped == "He rang Sam"


def test_a_lapse_talked_over_the_offices_and_who_stays(open_as, carol, carols, size):
    page = open_as(carol, size=size)
    for step in (a_hard_day, talked_over, in_touch_with_the_offices, how_many_stay):
        step(page, carols, sound)
    assert Lapse.objects.select_related("promise").get().is_waiting
