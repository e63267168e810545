"""To a home: directory, asked, viewed, offered, moved in, still there after four weeks; on a desk and on a phone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import DESK, PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.people.services import note_date, record_move
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import HomeCheck, LivingPlace, Provider
from throughgate.release.selectors.telling import HOME, SERVICE, home_recipient
from throughgate.release.services.providers import say_vacancies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def leaving(person, alice, send):
    record_move(by=alice, person=person, kind="received", on=today() - 400 * DAY, site=send)
    note_date(by=alice, person=person, kind="confirmed_release", on=today() + 1 * DAY, source="OMU")
    return person


@pytest.fixture
def elm(alice):
    row = Provider.objects.create(
        name="Elm House", kind="supported", town="Woking", postcode="GU21 6EN", phone="01483 555010", added_by=alice
    )
    say_vacancies(by=alice, provider=row, places=2)
    return row


def fill_day(page, day: date) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).first.fill(str(value))


@pytest.mark.parametrize(
    ("size", "javascript"), [(DESK, True), (PHONE, True), (PHONE, False)], ids=["desk", "phone", "plain"]
)
def test_from_the_directory_to_the_check_after_four_weeks(open_as, alice, leaving, elm, size, javascript):
    page = open_as(alice, size=size, javascript=javascript)

    def looked_at() -> None:
        assert not javascript or (not axe_findings(page) and sideways(page) <= 0)

    def go(link: str, day: date | None = None) -> None:
        page.get_by_role("link", name=re.compile(f"^{link}")).first.click()
        looked_at()
        if day:
            fill_day(page, day)
        page.get_by_role("main").get_by_role("button").last.click()

    told = Hearing(on=today(), how="spoken")
    give_consent(
        by=alice, person=leaving, recipient=home_recipient(elm), purpose=SERVICE, says={HOME: "yes"}, hearing=told
    )  # fmt: skip
    page.goto(f"/people/{leaving.ref}/")
    expect(page.locator("strong.tg-tag", has_text="No home yet")).to_be_visible()
    page.goto(f"/release/people/{leaving.ref}/home/")
    looked_at()
    page.get_by_role("link", name="Look for a place").click()
    expect(page.get_by_text("Elm House").first).to_be_visible()
    looked_at()
    go("Ask for a place")
    expect(page.get_by_role("heading", name=re.compile("Elm House"))).to_be_visible()
    looked_at()
    go("A viewing is arranged", today() + DAY)
    go("They offer a place")
    go("The place is confirmed", today())
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    page.goto(f"/people/{leaving.ref}/")
    expect(page.locator("strong.tg-tag", has_text="Home arranged")).to_be_visible()
    record_move(by=alice, person=leaving, kind="released", on=today())
    page.goto(f"/release/people/{leaving.ref}/home/")
    go("They moved in")
    place = LivingPlace.objects.get(person=leaving)
    # Four weeks later.
    LivingPlace.objects.update(from_on=today() - 28 * DAY)
    HomeCheck.objects.filter(weeks=4).update(due_on=today())
    page.goto(f"/release/homes/checks/{place.checks.get(weeks=4).ref}/")
    looked_at()
    page.get_by_role("button", name="Yes, still there").click()
    expect(page.get_by_text("Has a home").first).to_be_visible()
    looked_at()
    assert place.checks.get(weeks=4).answer == "still"
