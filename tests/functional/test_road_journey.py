"""A driver without signal for an hour: two taps, kept on the phone and sent with the true times. An alarm that a
manager sees and deals with, and that ends with what was found.
"""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.release.models import Alarm, Answer, Driver, Journey, JourneyAsk, JourneyReport
from throughgate.release.services.alarm import raise_alarms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = re.compile("kept on this phone, will be sent")


@pytest.fixture
def journey(person, victor, alice) -> Journey:
    """Victor drives. Not begun an hour ago, it would be of yesterday: told late, that is still its day."""
    on = timezone.localdate(timezone.now() - timedelta(hours=3))
    row = Journey.objects.create(
        person=person, on=on, from_place="The gate", to_place="Elm House", leave_at=time(0), pick_up_at=time(0, 1),
        arrive_by=time(0, 2), ring="01632 960300", made_by=alice,
    )  # fmt: skip
    driver = Driver.objects.create(user=victor, added_by=alice)
    JourneyAsk.objects.create(
        journey=row, driver=driver, asked_by=alice, answer=Answer.YES, answered_at=row.made_at, answered_by=victor
    )
    return row


@pytest.fixture
def sheet(open_as, victor, journey):
    page = open_as(victor, size=PHONE)
    page.clock.install()
    page.goto(f"/release/journeys/{journey.ref}/sheet/")
    expect(page.get_by_role("heading", name="How it goes")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def told():
    return list(JourneyReport.objects.order_by("at").values_list("kind", "at", "said_at"))


def test_an_hour_without_signal(sheet):
    assert not axe_findings(sheet) and sideways(sheet) <= 0
    sheet.context.set_offline(True)
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text(KEPT)).to_have_count(1)
    sheet.clock.fast_forward("30:00")
    sheet.get_by_role("button", name="Picked up").click()
    expect(sheet.get_by_text(KEPT)).to_have_count(2)
    kept = sheet.evaluate("localStorage.getItem('throughgate-outbox')")
    assert not [word for word in ("Jo", "Vale", "Elm", 'gate"') if word in kept]
    assert not JourneyReport.objects.exists()
    sheet.clock.fast_forward("30:00")
    sheet.context.set_offline(False)
    expect(sheet.get_by_text(re.compile("Picked up at .*, told at")).first).to_be_visible()
    (left, left_at, left_told), (picked_up, picked_up_at, _) = told()
    assert (left, picked_up) == ("left", "picked_up")
    assert abs(left_told - left_at - timedelta(hours=1)) < timedelta(minutes=2)
    assert abs(picked_up_at - left_at - timedelta(minutes=30)) < timedelta(minutes=2)
    assert sheet.evaluate("localStorage.length") == 0


def test_the_page_closed_without_signal_and_opened_again_with_it(sheet):
    """Nothing is sent from a closed page: it says so, and what was tapped is sent with its time once it is open."""
    sheet.context.set_offline(True)
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text("It can only be sent while this page is open.")).to_have_count(1)
    assert sideways(sheet) <= 0
    context, url = sheet.context, sheet.url
    sheet.goto("about:blank")  # the browser lets a page that closes have its signal back for a moment
    sheet.close()
    context.set_offline(False)
    assert not JourneyReport.objects.exists()
    again = context.new_page()
    again.clock.set_system_time(timezone.now() + timedelta(minutes=40))
    again.goto(url)
    expect(again.get_by_text(re.compile("^Set off at")).first).to_be_visible()
    ((kind, at, said_at),) = told()
    assert kind == "left" and abs(said_at - at - timedelta(minutes=40)) < timedelta(minutes=2)
    assert again.evaluate("localStorage.length") == 0


def test_opened_again_without_signal_the_buttons_are_there(sheet):
    sheet.context.set_offline(True)
    sheet.reload()
    expect(sheet.get_by_role("heading", name="No signal")).to_be_visible()
    assert sideways(sheet) <= 0
    sheet.get_by_role("button", name="Arrived safely").click()
    expect(sheet.get_by_text(KEPT)).to_have_count(1)
    sheet.clock.fast_forward("10:00")
    sheet.context.set_offline(False)
    sheet.wait_for_load_state()
    sheet.clock.fast_forward("00:20")
    expect(sheet.get_by_text("They arrived. Thank you.")).to_be_visible()
    ((kind, at, said_at),) = told()
    assert kind == "arrived" and abs(said_at - at - timedelta(minutes=10)) < timedelta(minutes=2)


def test_the_session_ended_meanwhile(sheet, victor):
    sheet.context.clear_cookies(name="throughgate_session")
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text("You are no longer signed in.")).to_be_visible()
    expect(sheet.get_by_text(KEPT)).to_have_count(1)
    sheet.get_by_role("link", name="Sign in and send it").click()
    sheet.get_by_label("E-mail address").fill(victor.email)
    sheet.get_by_label("Password", exact=True).fill("correct horse battery")
    sheet.get_by_role("button", name="Sign in").click()
    expect(sheet.get_by_text(re.compile("^Set off at")).first).to_be_visible()
    assert [kind for kind, *_ in told()] == ["left"]


NOT_HANDED_IN = re.compile("this could not be handed in")


def tells_somebody(page):
    """It stays, opened again or elsewhere, until the driver says that they have told somebody."""
    expect(page.get_by_text(NOT_HANDED_IN)).to_have_count(1)
    page.goto("/release/journeys/mine/")
    expect(page.get_by_text(NOT_HANDED_IN)).to_have_count(1)
    expect(page.get_by_text("Please ring 01632 960300 and tell them.")).to_be_visible()
    assert not axe_findings(page) and sideways(page) <= 0
    page.get_by_role("button", name="I have told them").click()
    expect(page.get_by_text(NOT_HANDED_IN)).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0 and not JourneyReport.objects.exists()


def test_taken_from_the_driver_meanwhile(sheet, alice, journey):
    JourneyAsk.objects.update(ended="let-go", ended_at=timezone.now(), ended_by=alice)
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text("This journey is not yours any more.")).to_be_visible()
    tells_somebody(sheet)


def test_too_long_without_signal(sheet):
    sheet.context.set_offline(True)
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text(KEPT)).to_have_count(1)
    sheet.clock.fast_forward("37:00:00")
    expect(sheet.get_by_text("It could not be sent in time.")).to_be_visible()
    sheet.context.set_offline(False)
    tells_somebody(sheet)


def test_what_the_server_does_not_take_is_said_and_kept(sheet, alice, journey):
    Journey.objects.update(on=timezone.localdate() + timedelta(days=1))
    sheet.get_by_role("button", name="Set off").click()
    expect(sheet.get_by_text(re.compile("nothing can have happened yet"))).to_be_visible()
    tells_somebody(sheet)


def test_while_the_server_is_gone_it_is_kept_and_sent_later(sheet):
    sheet.route("**/report/", lambda route: route.fulfill(status=503))
    sheet.get_by_role("button", name="Set off").click()
    sheet.clock.fast_forward("01:00")
    expect(sheet.get_by_text(KEPT)).to_have_count(1)
    sheet.unroute("**/report/")
    sheet.clock.fast_forward("00:20")
    expect(sheet.get_by_text(KEPT)).to_have_count(0)
    assert [kind for kind, *_ in told()] == ["left"]


def test_what_the_phone_keeps_is_a_page_about_nobody(sheet, person, journey):
    texts = sheet.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys())
            found.push(request.url, await (await caches.match(request)).text());
          return found;
        }"""
    )
    kept = "".join(texts)
    assert "Arrived safely" in kept
    assert not [
        word for word in (person.family_name, person.first_name + ",", journey.to_place, journey.ref) if word in kept
    ]


def test_a_typed_time_without_javascript(open_as, victor, journey):
    page = open_as(victor, size=PHONE, javascript=False)
    page.goto(f"/release/journeys/{journey.ref}/sheet/")
    page.get_by_text("It was earlier, or there is more to say").click()
    page.get_by_label("When, if not just now?").fill("00:00")
    page.get_by_role("button", name="Set off").click()
    expect(page.get_by_text(re.compile("Set off at 00:00( on .+)?, told at")).first).to_be_visible()


def test_told_with_one_tap_each_nobody_is_alarmed(open_as, victor, journey, size):
    page = open_as(victor, size=size)
    page.goto(f"/release/journeys/{journey.ref}/sheet/")
    for step in ("Set off", "Picked up", "Arrived safely"):
        page.get_by_role("button", name=step).click()
        expect(page.get_by_text(re.compile(f"^{step} at")).first).to_be_visible()
        expect(page.get_by_text(KEPT)).to_have_count(0)
    expect(page.get_by_text("They arrived. Thank you.")).to_be_visible()
    raise_alarms()
    assert not Alarm.objects.filter(ended_at=None).exists()
    assert [kind for kind, *_ in told()] == ["left", "picked_up", "arrived"]


def test_a_manager_sees_the_alarm_and_deals_with_it(open_as, mona, alice, journey, size):
    raise_alarms()
    page = open_as(mona, size=size)
    page.goto("/people/")
    banner = page.get_by_role("region", name="Somebody needs you")
    expect(banner.get_by_text("Jo Vale: no word that they arrived safely")).to_be_visible()
    banner.get_by_role("button", name="I am dealing with it").click()
    expect(page.get_by_text("nobody else is told").first).to_be_visible()
    expect(banner).to_have_count(0)
    page.goto(f"/release/alarms/{Alarm.objects.get().ref}/")
    expect(page.get_by_text("Mona is dealing with it")).to_be_visible()
    assert not axe_findings(page)
    page.get_by_role("link", name="Say what was found").click()
    page.get_by_label("They arrived safely").check()
    page.get_by_label("Who saw or spoke").fill("Rang the house")
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("The alarm is over")).to_be_visible()
    page.goto("/release/road/")
    expect(page.get_by_role("heading", name="On the road today")).to_be_visible()
    assert not axe_findings(page) and sideways(page) <= 0
