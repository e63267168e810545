"""A name without a space in it, as long as names get, pushes no page sideways on a phone."""

import pytest
from django.urls import reverse

from tests.browser import PHONE, sideways
from throughgate.casework.services.crisis import raise_crisis

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft"
OF_A_PERSON = (
    "desk:person", "people:around", "people:details", "people:custody", "people:restrictions", "people:sharing",
    "story:told", "needs:person", "plan:person", "bookings:of_person", "crisis:of_person", "handover:person",
    "release:ready", "release:day", "release:home",
)  # fmt: skip
BOARDS = ("desk:today", "people:list", "crisis:board", "handover:board", "release:board", "bookings:list")


@pytest.fixture
def long_named(alice, person):
    person.given_name, person.family_name = LONG, LONG
    person.save()
    raise_crisis(by=alice, person=person)
    return person


def test_no_page_scrolls_sideways(open_as, alice, long_named):
    page = open_as(alice, size=PHONE)
    paths = [reverse(name, args=[long_named.ref]) for name in OF_A_PERSON] + [reverse(name) for name in BOARDS]
    found = {path: (page.goto(path).status, sideways(page)) for path in paths}
    assert {path: said for path, said in found.items() if said != (200, 0)} == {}
