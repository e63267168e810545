"""Mentoring through the gate in the demonstration charity, from being enrolled to the last review.

What a service writes instead of a page stands in one list at the top of `walking`.
"""

import pytest

from tests.functional.walking import MONTH, Walk, add_person_through_page, demo_worker, load_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SLUG = "mentoring-through-the-gate"
WAIVED = {"journey-arranged": "travel-arranged"}


def test_from_enrolment_to_the_last_review(open_as, monkeypatch, size):
    load_demo()
    worker = demo_worker("caseworker")
    page = open_as(worker, size=size)
    person = add_person_through_page(page, worker)
    walk = Walk(page, worker, person, SLUG, monkeypatch, {}, WAIVED, 3 * MONTH, "measure:where-life-stands", 11 * MONTH)
    walk.to_the_end(walk.release + 14 * MONTH)
    walk.leave()
    walk.check_record()
