"""Addiction recovery in the demonstration charity, from being enrolled to the last review.

What a service writes instead of a page stands in one list at the top of `walking`.
"""

from datetime import timedelta

import pytest

from tests.functional.walking import MONTH, Walk, add_person_through_page, demo_worker, load_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLUG = "addiction-recovery"
# There is no hearing, and no family to work with.
WAIVED = {
    "parole-report": "no-hearing",
    "parole-hearing": "no-hearing",
    "family-work": "no-family-in-touch",
    "family-outside": "no-family-in-touch",
}


def first_plan(walk: Walk, element: str) -> None:
    """The treatment plan is written in the first one-to-one."""
    page = walk.page
    with page.expect_navigation():
        page.get_by_role("list").get_by_role("link", name="Record a one-to-one").click()
    walk.look()
    for name, words in (
        ("opening", "I want to be clean"),
        ("trigger_1", "Payday"),
        ("answer_1", "Ring Sam"),
        ("aim_1", "A quiet evening"),
        ("aim_1_step_1", "Read the first pages"),
    ):
        page.locator(f"[name={name}]").fill(words)
    by_on = walk.now + timedelta(days=7)
    for part, value in (("day", by_on.day), ("month", by_on.month), ("year", by_on.year)):
        page.locator(f"[name=aim_1_step_1_by_{part}]").fill(str(value))
    page.get_by_label("In person").check()
    walk.press("Save session and plan")


def next_session(walk: Walk, element: str) -> None:
    page = walk.page
    if walk.name_of_page() == "recovery:person":
        with page.expect_navigation():
            page.get_by_role("list").get_by_role("link", name="Record a one-to-one").click()
    page.get_by_label("It changed, as written below").check()
    page.get_by_text("Strengths, the work agreed, craving and lapse").click()
    page.locator("[name=craving]").fill("Walk, and ring")
    page.get_by_label("In person").check()
    walk.press("Save session and plan")


def enter_card(walk: Walk, element: str) -> None:
    walk.page.get_by_label("Narcotics Anonymous").check()
    walk.page.get_by_label("In the prison").check()
    for part, value in (("day", walk.now.day), ("month", walk.now.month), ("year", walk.now.year)):
        walk.page.locator(f"[name=day_1_{part}]").fill(str(value))
    walk.press("Save")


def bring_pages_back(walk: Walk, element: str) -> None:
    for pages in ("Why now", "Riding it out"):
        walk.page.get_by_label(pages).check()
    walk.fill_and_press("Give these")
    for _ in range(2):
        walk.follow("Brought back")
        walk.fill_and_press()


WAYS = {
    "in-cell-work": bring_pages_back,
    "plan-revised": next_session,
    "treatment-plan": first_plan,
    "individual-therapy": next_session,
    "therapy-early": next_session,
    "self-help-inside": enter_card,
    "self-help-outside": enter_card,
}


def test_from_enrolment_to_the_last_review(open_as, monkeypatch, size):
    load_demo()
    worker = demo_worker("counsellor")
    page = open_as(worker, size=size)
    person = add_person_through_page(page, worker)
    walk = Walk(
        page, worker, person, SLUG, monkeypatch, WAYS, WAIVED, 4 * MONTH, "measure:where-life-stands", 11 * MONTH
    )
    walk.to_the_end(walk.release + 14 * MONTH)
    walk.leave()
    walk.check_record()
