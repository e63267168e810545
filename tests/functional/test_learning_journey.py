"""From a phone that is handed over to a page on a wall: on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.learning.models import Feedback, KeptAnswer, LogItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Somebody said Monday and came on Thursday"


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def type_day(page, name, on):
    for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def answer_alone(page, person, look):
    """The worker starts; the person reads what is said first, answers, and hands it back."""
    page.goto(reverse("learning:person", args=[person.ref]))
    look(page)
    page.get_by_role("link", name="Ask how we are doing").click()
    look(page)
    page.get_by_label("They answer themselves, on this screen").check()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("It changes nothing about the help you get")).to_be_visible()
    look(page)
    page.get_by_label("No, do not tell my worker what I said").check()
    page.get_by_role("button", name="Go to the questions").click()
    look(page)
    for answer in ("Mostly", "Sometimes", "A bit"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Next").click()
    look(page)
    page.get_by_label("What should we do differently?").fill(WORDS)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("What should we do differently?")).to_have_value("")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page)


def kept_from_the_worker(page, person):
    page.get_by_role("link", name="I am the worker: go on").click()
    expect(page.get_by_text("Gave feedback.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)


def into_the_log(page, look):
    page.goto(reverse("learning:voices"))
    expect(page.get_by_text(f"“{WORDS}”")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Put it into the learning log").first.click()
    look(page)
    page.get_by_label("What happened, or what was said?").fill("Visits come on another day than agreed")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Say what we learn from it").click()
    look(page)
    page.get_by_label("What do we learn from it?").fill("A day is a promise")
    page.get_by_role("button", name="Save").click()
    closed_and_opened_again(page, look)
    page.get_by_role("link", name="Plan a change after all").click()
    look(page)
    page.get_by_label("What changes?").fill("Send word the day before")
    page.get_by_label("Who changes it?").select_option(label="Alice Example")
    page.get_by_label("Who checks that it worked?").select_option(label="Bob Example")
    type_day(page, "by_on", today())
    type_day(page, "check_on", today() + timedelta(days=7))
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Alice Example changes it by")).to_be_visible()
    look(page)


def closed_and_opened_again(page, look):
    page.get_by_role("link", name="Nothing changes: close it").click()
    look(page)
    page.get_by_role("button", name="Close it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Why does nothing change?").fill("It happened once")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("It happened once")).to_be_visible()
    look(page)


def changed(page, look):
    page.goto("/")
    page.locator("a.tg-due__action", has_text="Make a change").click()
    page.get_by_role("link", name="It is changed").click()
    look(page)
    page.get_by_label("What was changed?").fill("Word is sent the day before")
    page.get_by_role("button", name="It is changed").click()
    expect(page.get_by_text("Bob Example checks that it worked")).to_be_visible()


def checked(page, look):
    page.goto("/")
    look(page)
    page.locator("a.tg-due__action", has_text="Check whether a change worked").click()
    page.get_by_role("link", name="Say whether it worked").click()
    look(page)
    page.get_by_label("It worked").check()
    page.get_by_label("How did you look, and what did you see?").fill("Asked five people")
    page.get_by_role("button", name="Save what you found").click()
    expect(page.get_by_text("Checked: it worked")).to_be_visible()


def on_the_wall(page, look):
    page.goto(reverse("learning:item", args=[LogItem.objects.get().ref]))
    page.get_by_role("link", name="Put it on the page").click()
    look(page)
    page.locator("[name=you_said]").fill("You did not come on the day you said.")
    page.locator("[name=we_did]").fill("Now we send word the day before.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Look at the page").click()
    expect(page.get_by_text("This page is not published yet")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Publish this page").click()
    expect(page.get_by_text("Print it and put it on a wall")).to_be_visible()
    look(page)
    href = page.get_by_role("link", name="Print it (PDF, A4)").get_attribute("href")
    made = page.request.get(href)
    assert made.headers["content-type"] == "application/pdf" and made.body().startswith(b"%PDF")
    for name in ("learning:log", "learning:wall", "learning:figures"):
        page.goto(reverse(name))
        look(page)


def test_from_a_phone_handed_over_to_a_page_on_a_wall(open_as, alice, bob, mona, person, size):
    workers = open_as(alice, size=size)
    answer_alone(workers, person, sound)
    kept_from_the_worker(workers, person)
    managers = open_as(mona, size=size)
    into_the_log(managers, sound)
    changed(workers, sound)
    checked(open_as(bob, size=size), sound)
    on_the_wall(managers, sound)
    assert KeptAnswer.objects.filter(item__isnull=False).count() == 1


def test_without_javascript_on_a_phone(open_as, alice, person):
    page = open_as(alice, size=PHONE, javascript=False)
    answer_alone(page, person, lambda page: None)
    assert Feedback.objects.get().is_kept
