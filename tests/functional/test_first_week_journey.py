"""Somebody released and not seen: recorded, they leave the list; a stop said with one tap and taken back."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import DESK, PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.models import CustodyMove, MoveKind
from throughgate.people.services import record_move
from throughgate.release.models import DayStop, ReleaseDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def out(alice, person):
    """Out since three days, with a stop of that day of which nobody has said what became."""
    on = today() - timedelta(days=3)
    CustodyMove.objects.create(
        person=person, kind=MoveKind.RECEIVED, on=on - timedelta(days=99), site=person.site, added_by=alice
    )
    record_move(by=alice, person=person, kind=MoveKind.RELEASED, on=on, site=None)
    day = ReleaseDay.objects.get_or_create(person=person, defaults={"on": on, "made_by": alice})[0]
    DayStop.objects.create(
        day=day, thread="STOPONE1", on=on, kind="probation", title="Probation", place="Woking", minutes=45,
        is_mandatory=True, added_by=alice,
    )  # fmt: skip
    return person


def sound(open_as, user, size):
    page = open_as(user, size=size)
    for url in ("/release/first-week/", "/release/figures/"):
        page.goto(url)
        assert not axe_findings(page)
        assert sideways(page) <= 0


def test_recorded_they_are_gone_from_the_list(open_as, alice, out):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto("/release/first-week/")
    expect(page.get_by_text("Not seen yet, 4 days left")).to_be_visible()
    sound(open_as, alice, PHONE)
    page.get_by_role("link", name=re.compile("^Record a meeting.*Jo Vale")).click()
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.goto("/release/first-week/")
    expect(page.get_by_text("Everybody has been seen, or it is known why not.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Seen "))).to_be_visible()


def test_a_stop_is_said_with_one_tap_and_taken_back(open_as, alice, out):
    page = open_as(alice, size=DESK)
    page.goto("/release/first-week/")
    page.get_by_role("button", name=re.compile("^Kept ?:.*Probation")).click()
    expect(page.get_by_text("Kept: noted.", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.get_by_role("button", name=re.compile("^Kept ?:.*Probation"))).to_be_visible()
    sound(open_as, alice, DESK)
