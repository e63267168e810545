"""Two taps on a phone, without JavaScript; and what those who are told see."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from tests.conftest import add_person
from throughgate.casework.models import Crisis
from throughgate.casework.services.crisis import raise_crisis

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_within_thumbs_reach(page, button) -> bool:
    """On the first screen, without scrolling."""
    box = button.bounding_box()
    return box["y"] + box["height"] <= PHONE["height"]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_raised_in_two_taps(open_as, alice, person, javascript):
    page = open_as(alice, size=PHONE, javascript=javascript)
    page.goto(f"/people/{person.ref}/")
    taps = 0
    for button in (
        page.get_by_role("link", name="Crisis", exact=True).first,
        page.get_by_role("button", name="Raise it now"),
    ):
        button.click()
        taps += 1
    page.wait_for_url(re.compile("/crisis/[A-Z0-9]{8}/$"))
    assert taps == 2
    crisis = Crisis.objects.get()
    assert (crisis.person, crisis.raised_by, crisis.kind) == (person, alice, "other")
    expect(page.get_by_role("heading", name="Do this first")).to_be_visible()
    assert "Vale" not in page.title()


def test_the_page_where_it_is_raised(open_as, alice, person, size):
    page = open_as(alice, size=size)
    page.goto(f"/crisis/raise/?person={person.ref}")
    expect(page.get_by_label("Something else, or not sure yet")).to_be_checked()
    assert not axe_findings(page)
    assert sideways(page) <= 0
    if size == PHONE:
        assert is_within_thumbs_reach(page, page.get_by_role("button", name="Raise it now"))


def test_from_the_bar_at_the_foot_of_a_phone_it_asks_who(open_as, alice, person):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="Crisis", exact=True).click()
    page.get_by_label(re.compile("Jo Vale")).check()
    page.get_by_label("Relapse, or close to it").check()
    page.get_by_role("button", name="Raise it now").click()
    page.wait_for_url(re.compile("/crisis/[A-Z0-9]{8}/$"))
    assert Crisis.objects.get().person == person


def test_those_told_see_it_on_every_page_and_say_so(open_as, alice, bob, person, size):
    crisis = raise_crisis(by=bob, person=person, kind="danger-to-self", what="Said that nothing is left")
    page = open_as(alice, size=size)
    page.goto("/people/")
    banner = page.get_by_role("region", name="Somebody needs you")
    expect(banner).to_contain_text("Danger to themselves: Jo Vale")
    assert not axe_findings(page)
    assert sideways(page) <= 0
    banner.get_by_role("button", name=re.compile("I have seen it")).click()
    expect(page.get_by_role("region", name="Somebody needs you")).to_have_count(0)
    assert crisis.told.get(user=alice).seen_at

    page.goto(f"/crisis/{crisis.ref}/")
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.get_by_role("link", name="Step down").click()
    page.get_by_label("What was learned?").fill("Ask on the day of the hearing")
    page.get_by_role("button", name="Step down").click()
    expect(page.get_by_text("Ask on the day of the hearing")).to_be_visible()
    page.goto("/crisis/")
    expect(page.get_by_text("Ask on the day of the hearing")).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_however_many_wait_each_is_read_in_whole_words(open_as, alice, mona, send, size):
    for _ in range(4):
        raise_crisis(by=mona, person=add_person(send, alice))
    page = open_as(alice, size=size)
    page.goto("/people/")
    expect(page.get_by_role("link", name=re.compile("more crises wait for somebody"))).to_be_visible()
    assert all(box.bounding_box()["width"] > 150 for box in page.locator(".tg-urgent__words").all())
    assert not axe_findings(page) and sideways(page) <= 0
