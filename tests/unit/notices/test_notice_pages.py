"""The pages: one's own calendar, texts of a person, and who was not reached."""

from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.unit.notices.conftest import TODAY, at
from throughgate.access.policy import Sensitivity
from throughgate.notices.models import CalendarFeed, OwnNotices, PhoneSaid
from throughgate.notices.services.feed import make_feed
from throughgate.notices.services.texts import send_texts
from throughgate.notices.texts.contract import RefusedError
from throughgate.people.models import Consent

TEN = at(TODAY, 10)


@pytest.fixture(autouse=True)
def no_counts(db):
    cache.clear()


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def test_the_address_is_shown_once(as_alice):
    shown = as_alice.post(reverse("notices:make"))
    token = shown.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert as_alice.get(reverse("notices:feed", args=[token])).status_code == 200
    assert token not in as_alice.get(reverse("notices:own")).content.decode()
    assert token not in str(dict(as_alice.session))


def test_switches_are_kept(as_alice, alice):
    as_alice.post(reverse("notices:own"), {"titles": "initials", "with_due": "on", "morning": ""})
    kept = OwnNotices.objects.get(user=alice)
    assert (kept.titles, kept.with_due, kept.morning, kept.gate_evening) == ("initials", True, False, False)


def test_an_error_leads_to_its_field(as_alice):
    answer = as_alice.post(reverse("notices:own"), {"titles": "names"})
    assert "There is a problem" in answer.content.decode() and not OwnNotices.objects.exists()


def test_a_manager_takes_away_the_calendar_of_one_of_the_team(client, mona, alice, charlie):
    make_feed(by=alice)
    make_feed(by=charlie)
    client.force_login(mona)
    page = client.get(reverse("notices:own")).content.decode()
    assert "Alice Example" in page and "Charlie Example" not in page
    assert client.post(reverse("notices:end_for", args=[alice.ref])).status_code == 302
    assert client.post(reverse("notices:end_for", args=[charlie.ref])).status_code == 403
    assert CalendarFeed.objects.filter(ended_at=None).count() == 1


def test_the_account_leads_there_for_who_sees_people(client, alice, eve):
    for user, is_led in ((alice, True), (eve, False)):
        client.force_login(user)
        assert (reverse("notices:own") in client.get(reverse("accounts:me")).content.decode()) is is_led


def texts_url(person):
    return reverse("notices:texts", args=[person.ref])


def test_what_they_say_is_kept_as_consent(as_alice, out, phone):
    said = {"wants": "yes", "who_reads": "alone", "how": "spoken"}
    page = as_alice.post(texts_url(out), said, follow=True).content.decode()
    assert "They are texted" in page
    consent = Consent.objects.get(person=out)
    assert (consent.purpose, consent.scope, consent.decision) == ("texts", "attendance", "yes")
    assert PhoneSaid.objects.get().number == "+447700900123"


def test_a_yes_asks_who_reads_it(as_alice, out):
    answer = as_alice.post(texts_url(out), {"wants": "yes", "how": "spoken"})
    assert "Ask who else may read it, and choose" in answer.content.decode() and not Consent.objects.exists()


def test_without_a_number_it_says_how_to_mend_it(as_alice, person, phone):
    page = as_alice.get(texts_url(person)).content.decode()
    assert "No phone number is noted. Add it to their details." in page
    answer = as_alice.post(texts_url(person), {"wants": "yes", "who_reads": "alone", "how": "spoken"})
    assert "Add a mobile number to their details first." in answer.content.decode()


def test_a_failure_stands_on_the_page_until_somebody_told_them(as_alice, agreed, book, phone, refused):
    booking = book(on=TODAY + timedelta(days=1))
    phone.fails = [refused]
    send_texts(TEN)
    page = as_alice.get(reverse("notices:not_reached")).content.decode()
    assert "Jo Vale" in page and "Refused by the service" in page
    assert "Refused by the service" in as_alice.get(reverse("bookings:booking", args=[booking.ref])).content.decode()
    as_alice.post(reverse("notices:told", args=[booking.texts.get().ref]))
    assert "Everybody was reached" in as_alice.get(reverse("notices:not_reached")).content.decode()


def test_today_says_that_somebody_was_not_reached(as_alice, client, bob, agreed, book, phone, refused):
    book(on=TODAY + timedelta(days=1))
    phone.fails = [refused]
    send_texts(TEN)
    assert "1 text did not get through" in as_alice.get(reverse("desk:today")).content.decode()
    client.force_login(bob)
    assert "did not get through" not in client.get(reverse("desk:today")).content.decode()


def test_a_booking_says_that_its_text_was_sent(as_alice, agreed, book, phone):
    booking = book()
    send_texts(TEN)
    page = as_alice.get(reverse("bookings:booking", args=[booking.ref])).content.decode()
    assert "Sent, Fri 20 Nov 2026 at 10:00" in page


def test_who_may_not_read_a_booking_reads_no_text_of_it(client, bob, agreed, book, phone):
    book(sensitivity=Sensitivity.SENSITIVE)
    send_texts(TEN)
    client.force_login(bob)
    assert "Nothing yet" in client.get(texts_url(agreed)).content.decode()


def test_the_address_of_a_page_holds_no_number(as_alice, agreed):
    page = as_alice.get(texts_url(agreed))
    assert "07700" not in page.request["PATH_INFO"] and "<title>Texts" in page.content.decode()


@pytest.mark.parametrize("of_person", [True, False], ids=["of a person", "not reached"])
def test_pages_cost_the_same_however_many(as_alice, agreed, book, phone, of_person, django_assert_max_num_queries):
    url = texts_url(agreed) if of_person else reverse("notices:not_reached")
    counts = []
    for number in (1, 7):
        phone.fails = [RefusedError()] * number
        for minute in range(number):
            book(at=time(9 + number, minute))
        send_texts(TEN)
        with django_assert_max_num_queries(counts[0] if counts else 40) as asked:
            assert as_alice.get(url).status_code == 200
        counts.append(len(asked))
