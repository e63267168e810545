"""Jobs and relationships in the demonstration charity, from being enrolled to the last review.

What a service writes instead of a page stands in one list at the top of `walking`.
"""

import pytest

from tests.functional.walking import MONTH, Walk, add_person_through_page, demo_worker, load_demo
from tests.functional.ways import FAMILY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLUG = "jobs-and-relationships"


def meet_partner(walk: Walk, element: str) -> None:
    """One of the family is chosen, then met; nothing but the meeting is in the record."""
    page = walk.page
    if page.get_by_role("link", name="Choose somebody").count():
        walk.follow("Choose somebody")
        walk.fill_and_press()
        walk.goto(f"/family/{walk.person.ref}/")
    walk.follow("Record a meeting")
    kind = "A session for the couple" if element == "couple-sessions" else "A conversation with the partner"
    page.get_by_label(kind).check()
    page.get_by_label(FAMILY).check()
    walk.fill_and_press()


def get_ready(walk: Walk, element: str) -> None:
    """Line by line until the list is done, and then said."""
    for _ in range(12):
        if walk.page.get_by_role("button", name="Write down: ready for work").count():
            break
        open_line = walk.page.get_by_role("button", name="Not needed:").or_(
            walk.page.locator("button[name=state][value=not-needed]")
        )
        with walk.page.expect_navigation():
            open_line.first.click()
    walk.press("Write down: ready for work")


def begin_training(walk: Walk, element: str) -> None:
    walk.follow("Offer a training")
    walk.fill_and_press()
    walk.follow("It began")
    walk.fill_and_press()


def start_job(walk: Walk, element: str) -> None:
    walk.follow("A job began")
    walk.page.get_by_label("Permanent").check()
    walk.fill_and_press()


def check_job(walk: Walk, element: str) -> None:
    walk.follow("Say how it is")
    walk.page.get_by_label("Still in this job").check()
    walk.fill_and_press()


WAYS = {
    "partner-conversation": meet_partner,
    "couple-sessions": meet_partner,
    "job-readiness": get_ready,
    "training": begin_training,
    "job-started": start_job,
    "job-check-4": check_job,
    "job-check-13": check_job,
    "job-check-26": check_job,
}


def test_from_enrolment_to_the_last_review(open_as, monkeypatch, size):
    load_demo()
    worker = demo_worker("caseworker")
    page = open_as(worker, size=size)
    person = add_person_through_page(page, worker, "family_practitioner")
    walk = Walk(page, worker, person, SLUG, monkeypatch, WAYS, {}, 3 * MONTH, "plan-reviews", 10 * MONTH)
    walk.to_the_end(walk.release + 14 * MONTH)
    walk.leave()
    walk.check_record()
