"""The pages: telling it with one tap, with the time typed in, from a phone; the alarm, the road, who is on duty."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.desk.frame import urgent_of
from throughgate.people.models import Person
from throughgate.release.models import Alarm, DutyTurn, JourneyReport
from throughgate.release.services.alarm import raise_alarms

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


@pytest.fixture
def tell(journey, sign_in, clock):
    clock(12, 55)

    def post(user, **data):
        headers = {"X-Requested-With": "outbox"} if data.pop("phone", False) else {}
        return sign_in(user).post(reverse("release:report_journey", args=[journey.ref]), data, headers=headers)

    return post


def page(client, name, *args):
    return client.get(reverse(f"release:{name}", args=args)).content.decode()


def test_the_driver_tells_it_with_one_tap(tell, journey, client, victor):
    sheet = reverse("release:journey_sheet", args=[journey.ref])
    assert tell(victor, kind="left")["Location"] == sheet
    text = client.get(sheet).content.decode()
    assert "Set off at 12:55" in text and "tg-report__next" in text


def test_a_typed_time_shows_both(tell, journey, client, victor):
    tell(victor, kind="arrived", at="11:40")
    assert "Arrived safely at 11:40, told at 12:55" in page(client, "journey_sheet", journey.ref)


def test_a_time_to_come_says_how_to_mend_it(tell, victor):
    text = tell(victor, kind="left", at="14:00").content.decode()
    assert "14:00 is still to come" in text and "There is a problem" in text


def test_a_tap_is_taken_back_with_one(tell, client, victor):
    tell(victor, kind="left")
    (message,) = list(client.get("/").context["messages"])
    client.post(message.extra_tags)
    assert [one.kind for one in JourneyReport.objects.order_by("pk")] == ["left", "taken_back"]


def test_a_phone_sends_how_long_ago(tell, at, victor):
    token = str(uuid4())
    for _ in range(2):
        assert tell(victor, phone=True, kind="arrived", token=token, ago="4500").status_code == 200
    assert [one.at for one in JourneyReport.objects.all()] == [at(11, 40)]


def test_a_phone_is_told_why_not(tell, victor):
    answer = tell(victor, phone=True, kind="arrived", token=str(uuid4()), ago=str(60 * 60 * 40))
    assert answer.status_code == 422 and "kept for too long" in answer.json()["words"]


def test_a_phone_that_is_signed_out_is_led_to_sign_in(journey):
    answer = Client().post(reverse("release:report_journey", args=[journey.ref]), {"kind": "left"})
    assert answer.status_code == 302


def test_what_a_phone_keeps_names_nobody(client, person, journey):
    text = page(client, "road_no_signal") + page(client, "road_worker")
    assert "Arrived safely" in text and "throughgate.css" in text
    assert not [word for word in (person.given_name, person.family_name, journey.to_place, journey.ref) if word in text]


def test_the_script_of_the_phone_reaches_journeys_alone(client):
    answer = client.get(reverse("release:road_worker"))
    assert answer["Content-Type"] == "text/javascript" and "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer and reverse("release:road_worker").endswith("/journeys/worker.js")


@pytest.fixture
def alarm(journey, clock):
    clock(11, 45)
    raise_alarms()
    clock(12)
    return Alarm.objects.get()


def test_the_alarm_stands_on_every_page(alarm, sign_in, alice, bob):
    text = sign_in(alice).get("/").content.decode()
    assert "Jo Vale: no word that they arrived safely" in text and "I am dealing with it" in text
    assert "no word that they arrived" not in sign_in(bob).get("/").content.decode()


def test_where_nothing_waits_the_bar_costs_one_query(journey, bob, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert urgent_of(bob, "/", "desk:today") == {"rows": []}


def test_whoever_drives_is_asked_without_a_name(alarm, sign_in, victor):
    text = sign_in(victor).get("/").content.decode()
    assert "How is your journey going?" in text and "Vale" not in text


def test_the_page_of_the_alarm(alarm, sign_in, mona):
    text = page(sign_in(mona), "alarm", alarm.ref)
    assert "Ring the driver, then the person" in text and "Expected at 11:00, 60 minutes ago" in text
    assert "Nobody is dealing with it" in text and "Victor Example" in text


@pytest.mark.parametrize(("name", "leads_to"), [("alice", "release:road"), ("carol", "desk:today")])
def test_back_is_where_they_may_go(alarm, sign_in, request, carols, name, leads_to):
    client = sign_in(request.getfixturevalue(name))
    assert client.get(reverse("release:alarm", args=[alarm.ref])).context["back_url"] == reverse(leads_to)
    assert client.get(reverse(leads_to)).status_code == 200


def test_dealing_with_it_from_the_banner(alarm, sign_in, alice):
    client = sign_in(alice)
    assert client.post(reverse("release:take_alarm", args=[alarm.ref]), {"next": "/people/"})["Location"] == "/people/"
    assert "Alice is dealing with it until 12:30" in page(client, "alarm", alarm.ref)
    assert "tg-urgent" not in client.get("/people/").content.decode()


def test_the_page_of_the_journey_leads_to_its_alarm_until_it_is_over(alarm, journey, sign_in, mona, at):
    client = sign_in(mona)
    text = page(client, "journey", journey.ref)
    assert "Nobody is dealing with it" in text and reverse("release:alarm", args=[alarm.ref]) in text
    client.post(reverse("release:take_alarm", args=[alarm.ref]))
    assert "Mona is dealing with it" in page(client, "journey", journey.ref)
    Alarm.objects.update(ended_at=at(12, 5), found="reported")
    assert reverse("release:alarm", args=[alarm.ref]) not in page(client, "journey", journey.ref)


def test_it_is_let_go_of_with_one_tap(alarm, sign_in, alice):
    client = sign_in(alice)
    client.post(reverse("release:take_alarm", args=[alarm.ref]))
    (message,) = list(client.get("/").context["messages"])
    client.post(message.extra_tags)
    assert "Nobody is dealing with it" in page(client, "alarm", alarm.ref)


def test_nobody_knows_where_they_are(alarm, sign_in, alice):
    answer = sign_in(alice).post(reverse("release:close_alarm", args=[alarm.ref]), {"found": "not-found"})
    assert answer["Location"].startswith("/crisis/")


def test_elsewhere_without_words_comes_back(alarm, sign_in, alice):
    answer = sign_in(alice).post(reverse("release:close_alarm", args=[alarm.ref]), {"found": "elsewhere"})
    assert "Say where they are and who saw" in answer.content.decode()


def test_the_road(alarm, sign_in, alice):
    text = page(sign_in(alice), "road")
    assert "No word yet" in text and "Victor Example" in text and "late, no word yet" in text


def test_an_empty_road_says_what_to_do_next(sign_in, alice):
    text = page(sign_in(alice), "road")
    assert "Nobody is on the road today" in text and "Plan a journey" in text


def test_on_duty(sign_in, mona, bob):
    client = sign_in(mona)
    day = today().isoformat()
    client.post(reverse("release:duty"), {"user": bob.ref, "from_on": day, "to_on": day})
    assert "Bob Example" in page(client, "road")
    client.post(reverse("release:end_duty", args=[DutyTurn.objects.get().ref]))
    assert "Nobody is named" in page(client, "road")


def test_the_road_page_costs_the_same_however_many(
    alarm, sign_in, mona, victor, alice, drives, send, django_assert_max_num_queries
):
    client = sign_in(mona)
    for name in "abcdefgh":
        drives(Person.objects.create(given_name=name, family_name="Vale", site=send, created_by=alice), victor)
    raise_alarms()
    page(client, "road")
    with django_assert_max_num_queries(32):
        page(client, "road")
