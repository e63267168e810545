"""A form filled in with somebody: on a desk, on a phone, by two colleagues, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import DESK, PHONE, axe_findings, sideways
from tests.functional.conftest import sign_in
from throughgate.common.clock import today
from throughgate.record.models import Entry
from throughgate.story.models import Answer, FormRun, Unfinished
from throughgate.story.services.answering import record_answer
from throughgate.story.services.forms import open_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.fixture
def known(person, alice):
    """Something is known already."""
    return record_answer(by=alice, person=person, item="proud-of", value="Her daughter", answered_on=today())


def test_told_once(open_as, alice, person, known, size):
    page = open_as(alice, size=size)
    page.goto(f"/story/{person.ref}/")
    expect(page.get_by_text("Her daughter")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="First meeting").click()
    expect(page.get_by_text("1 is known and will not be asked again.")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Start asking").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    sound(page)
    page.get_by_label(re.compile("^What brought them")).or_(page.get_by_role("textbox")).first.fill(
        "Her cousin was here"
    )
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("at="))
    page.get_by_role("link", name="Finish or stop here").click()
    expect(page.get_by_label(re.compile("^Leave these"))).to_be_visible()
    sound(page)
    page.get_by_label(re.compile("^Leave these")).check()
    page.get_by_role("button", name="Finish the form").click()
    expect(page.get_by_text("known and not asked again")).to_be_visible()
    sound(page)
    assert Entry.objects.get().subject == "first-meeting"


def test_typed_words_are_kept_and_a_colleague_carries_on(open_as, alice, bob, person):
    page = open_as(alice)
    page.goto(f"/story/{person.ref}/forms/first-meeting/")
    page.get_by_role("button", name="Start asking").click()
    page.get_by_role("textbox").first.press_sequentially("Half a sentence")
    expect(page.get_by_text(re.compile("Saved as draft"))).to_be_visible()
    assert Unfinished.objects.get().by == alice

    his = open_as(bob)
    his.goto(f"/story/{person.ref}/forms/first-meeting/")
    his.get_by_role("button", name="Carry on").click()
    expect(his.get_by_text(re.compile("Alice Example typed this"))).to_be_visible()
    expect(his.get_by_role("textbox").first).to_have_value("Half a sentence")
    his.get_by_role("button", name="Save and go on").click()
    his.wait_for_url(re.compile("at="))
    assert Answer.objects.get().recorded_by == bob
    assert not Unfinished.objects.exists()


def test_one_question_a_page_on_a_phone(browser, live_server, alice, person):
    phone = browser.new_context(
        viewport=PHONE, base_url=live_server.url, user_agent="Mozilla/5.0 (Linux; Android 14) Mobile", is_mobile=True
    )
    sign_in(phone, alice, live_server.url)
    page = phone.new_page()
    page.goto(f"/story/{person.ref}/forms/first-meeting/")
    page.get_by_role("button", name="Start asking").click()
    expect(page.locator(".tg-question")).to_have_count(1)
    page.get_by_role("button", name="Not now").click()
    page.wait_for_url(re.compile("at=what-matters-most"))
    page.get_by_role("link", name="Back", exact=True).click()
    page.wait_for_url(re.compile("at=what-brings-you"))
    page.get_by_role("link", name="Show a whole section on each page").click()
    expect(page.locator(".tg-question")).to_have_count(4)
    sound(page)
    phone.close()


def test_one_question_a_page_in_a_narrow_window(open_as, alice, person):
    page = open_as(alice, size=PHONE)  # a desk's browser, as narrow as a phone's
    page.goto(f"/story/{person.ref}/forms/first-meeting/")
    page.get_by_role("button", name="Start asking").click()
    expect(page.locator(".tg-question")).to_have_count(1)
    sound(page)


def test_a_page_that_could_not_know_how_narrow_it_is_is_asked_for_again(open_as, alice, person):
    page = open_as(alice, size=PHONE)
    open_form(by=alice, person=person, form="first-meeting")
    page.goto(f"/story/{person.ref}/forms/first-meeting/ask/")
    expect(page.locator(".tg-question")).to_have_count(1)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_whole_form_without_javascript(open_as, alice, person, size):
    page = open_as(alice, size=size, javascript=False)
    page.goto(f"/story/{person.ref}/forms/strengths/")
    page.get_by_role("button", name="Start asking").click()
    for _ in range(12):
        if page.get_by_role("button", name="Finish the form").is_visible():
            break
        for box in page.get_by_role("textbox").all():
            if box.is_visible():
                box.fill("What she said")
        for group in page.locator(".tg-question").all():
            choice = group.get_by_role("radio").or_(group.get_by_role("checkbox")).first
            if choice.is_visible() and not group.get_by_role("textbox").count():
                choice.check()
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Save")).last.click()
    page.get_by_role("button", name="Finish the form").click()
    expect(page.get_by_text("known and not asked again")).to_be_visible()
    run = FormRun.objects.get()
    assert run.finished_at and run.asked == Answer.objects.filter(superseded_at=None).count() > 20
