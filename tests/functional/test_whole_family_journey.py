"""Restorative family support in the demonstration charity, from being enrolled to the last review.

What a service writes instead of a page stands in one list at the top of `walking`.
"""

from datetime import timedelta

import pytest

from tests.functional.walking import MONTH, Walk, add_person_through_page, demo_worker, load_demo
from tests.functional.ways import FAMILY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLUG = "restorative-family"


def prepare(walk: Walk, element: str) -> None:
    """One of the family is chosen, asked for herself, found safe to meet, and met."""
    page = walk.page
    walk.follow("Choose somebody")
    walk.fill_and_press()
    walk.follow(FAMILY)
    for label in ("Meet with us", "Come to the workshop", "Have a part in the connection plan"):
        walk.follow("Ask, or note a yes that was taken back")
        page.get_by_label(label).check()
        page.get_by_label("Yes", exact=True).check()
        walk.fill_and_press()
    walk.follow("Ask an office")
    walk.fill_and_press()
    walk.follow("The answer came")
    page.get_by_label("Nothing known against it").check()
    until = walk.now + timedelta(days=300)
    for part, value in (("day", until.day), ("month", until.month), ("year", until.year)):
        page.locator(f"[name=until_{part}]").fill(str(value))
    walk.fill_and_press()
    walk.follow("Record a meeting")
    page.get_by_label("A meeting with family").check()
    page.get_by_label("It prepared them for the workshop").check()
    walk.fill_and_press()


def hold_workshop(walk: Walk, element: str) -> None:
    walk.follow("Arrange the workshop")
    walk.page.get_by_label(FAMILY).check()
    walk.fill_and_press()
    walk.follow("Open the workshop")
    walk.page.get_by_role("group", name="Who of the family came?").get_by_label(FAMILY).check()
    walk.press("Save who came")


def meet_family(walk: Walk, element: str) -> None:
    walk.follow("Record a meeting")
    walk.page.get_by_label("A meeting with family").check()
    walk.page.get_by_label(FAMILY).check()
    walk.fill_and_press()


WAYS = {
    "family-prepared": prepare,
    "family-workshop": hold_workshop,
    "family-followed-up": meet_family,
    "coming-home-meeting": meet_family,
}


def test_from_enrolment_to_the_last_review(open_as, monkeypatch, size):
    load_demo()
    worker = demo_worker("caseworker")
    page = open_as(worker, size=size)
    person = add_person_through_page(page, worker, "family_practitioner")
    walk = Walk(page, worker, person, SLUG, monkeypatch, WAYS, {}, 6 * MONTH, "keeping-the-plan", 5 * MONTH)
    walk.to_the_end(walk.release + 7 * MONTH)
    walk.leave()
    walk.check_record()
