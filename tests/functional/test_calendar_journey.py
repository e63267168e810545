"""A calendar made, fetched by a program and taken away; and texts from the yes to the failure that is mended."""

import re
from datetime import datetime, time, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.common.clock import today
from throughgate.notices.models import TextMessage
from throughgate.notices.selectors.text_service import service_at
from throughgate.notices.services.texts import send_texts
from throughgate.notices.texts.contract import RefusedError
from throughgate.people.models import CustodyMove

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fetched(address: str) -> list:
    with urlopen(address) as answer:  # noqa: S310 – the address of the server of the tests
        return list(Calendar.from_ical(answer.read()).walk("VEVENT"))


def booked(alice, person, **fields):
    given = {"kind": "one-to-one", "on": today() + timedelta(days=1), "at": time(14, 30), "minutes": 45}
    return book_contact(by=alice, person=person, arrangement=Arrangement(**given | fields))


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_made_fetched_and_taken_away(open_as, alice, person, size, javascript):
    booked(alice, person)
    page = open_as(alice, size=size, javascript=javascript)
    page.goto("/account/")
    page.get_by_role("link", name="Calendar and reminders").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address of your calendar").input_value()
    if javascript:
        assert not axe_findings(page)
        assert sideways(page) <= 0
    assert [str(event["summary"]) for event in fetched(address)] == ["Throughgate: booked"]

    page.goto("/account/calendar/")
    expect(page.get_by_text("Last fetched")).to_be_visible()
    page.get_by_label("“Booked” and initials, such as J. V.").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [str(event["summary"]) for event in fetched(address)] == ["Booked: J. V."]

    page.get_by_role("button", name="Take the address away").click()
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    with pytest.raises(HTTPError, match="404"):
        fetched(address)


class Refuses:
    def send(self, number, words, reference):
        raise RefusedError

    def arrivals(self, references):
        return {}


def test_from_the_yes_to_somebody_who_is_told_another_way(open_as, alice, person, size, settings):
    settings.TEXT_SERVICE = f"{__name__}.Refuses"
    service_at.cache_clear()
    CustodyMove.objects.create(person=person, kind="released", on=today() - timedelta(days=60), added_by=alice)
    person.phone = "07700 900123"
    person.save()
    page = open_as(alice, size=size)
    page.goto(f"/bookings/of/{person.ref}/")
    page.get_by_role("link", name="Texts before we meet").click()
    expect(page.get_by_text("They have not said yes to texts.")).to_be_visible()
    assert not axe_findings(page)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save what they said").click()
    expect(page.get_by_role("link", name="Ask who else may read it, and choose")).to_be_visible()
    page.get_by_label("Only they read it").check()
    page.get_by_role("button", name="Save what they said").click()
    expect(page.get_by_text("They are texted")).to_be_visible()
    assert not axe_findings(page)

    booked(alice, person)
    send_texts(datetime.combine(today(), time(10), ZoneInfo("Europe/London")))
    assert TextMessage.objects.get().words.endswith("with Alice. Replies to this number are not read.")
    page.goto("/")
    page.get_by_role("link", name="Who was not reached").click()
    expect(page.get_by_text("Refused by the service").first).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.get_by_role("button", name=re.compile("I told them another way")).click()
    expect(page.get_by_text("Everybody was reached")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.get_by_role("button", name=re.compile("I told them another way"))).to_be_visible()
    service_at.cache_clear()
