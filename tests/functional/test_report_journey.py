"""A parole report from its draft through sign-off to the frozen paper, on both widths."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.services.hearings import list_hearing
from throughgate.record.services import write_entry
from throughgate.reports.models import FrozenReport, Statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.fixture
def story(person, alice):
    for days, kind in ((90, "one-to-one"), (60, "one-to-one"), (20, "family-meeting")):
        on = today() - timedelta(days=days)
        write_entry(by=alice, person=person, kind=kind, on=on, summary="A talk")
    on = today() + timedelta(days=60)
    return list_hearing(by=alice, person=person, kind="oral", on=on, source="OMU")


def test_draft_sign_off_frozen(open_as, alice, mona, person, story, size):
    page = open_as(alice, size=size)
    page.goto(f"/reports/{person.ref}/")
    sound(page)
    page.get_by_role("link", name="Write a report").click()
    sound(page)
    page.get_by_label("Parole report").check()
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_text("1: Somebody else said it, in confidence")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="2 sources").first.click()
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()
    sound(page)
    page.go_back()
    page.get_by_role("link", name=re.compile("Write this section.*How they took part")).click()
    sound(page)
    page.get_by_label("Statement 1", exact=True).fill("They came to both talks.")
    expect(page.get_by_text("Saved")).to_be_visible()
    assert Statement.objects.filter(words="They came to both talks.").exists()
    page.get_by_role("button", name="Save", exact=True).click()
    for name in ("Professional opinion", "Recommendation"):
        page.get_by_role("link", name=re.compile(f"Write this section.*{name}")).click()
        page.get_by_role("textbox").fill(f"{name}: they are ready.")
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Ask for sign-off").click()
    page.get_by_label("Mona Example").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("alert")).to_contain_text("Go through it with the person first")
    page.get_by_role("link", name="The report").click()
    page.get_by_role("link", name="Say how it was gone through").click()
    page.get_by_label("Read together").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Ask for sign-off").click()
    sound(page)
    page.get_by_label("Mona Example").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Waits for sign-off")).to_be_visible()
    _sign(open_as(mona, size=size), person)
    page.reload()
    expect(page.get_by_role("link", name="Open the PDF")).to_be_visible()
    sound(page)
    assert FrozenReport.objects.count() == 1
    page.get_by_role("link", name="Begin a new version").click()
    page.get_by_label("Why?").fill("A talk was missing")
    page.get_by_role("button", name="Begin it").click()
    page.get_by_role("link", name="Compare the last two").click()
    sound(page)


def _sign(page, person):
    page.goto("/")
    page.get_by_role("link", name="Sign off: parole report").first.click()
    page.get_by_role("link", name="Sign it off or send it back").click()
    sound(page)
    page.get_by_role("button", name="Sign it off").click()
    expect(page.get_by_text("Signed off and frozen.")).to_be_visible()


def test_at_the_hearing_without_javascript(open_as, alice, person, story):
    page = open_as(alice, javascript=False)
    page.goto(f"/reports/hearing/{story.ref}/")
    page.get_by_label("Who was there?").fill("The panel\nAlice")
    day = today()
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There: The panel")).to_be_visible()
