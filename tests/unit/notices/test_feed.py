"""Whose calendar an address opens, and what of their days it shows at each fetch."""

from datetime import date, time, timedelta
from itertools import cycle

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.unit.notices.conftest import TODAY, TOMORROW, at
from throughgate.access.policy import Forbidden, Sensitivity, forget_reach
from throughgate.accounts.services import close_account
from throughgate.audit.models import Event
from throughgate.casework.kinds import CONTACT_KINDS
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import cancel_booking, move_booking
from throughgate.common.quiet_logs import without_secrets
from throughgate.notices.models import CalendarFeed, FeedFetch
from throughgate.notices.services.feed import IN_AN_HOUR, choose_notices, end_feed, forget_fetches, make_feed
from throughgate.people.models import Assignment, Person
from throughgate.people.services.custody import note_date
from throughgate.release.models import Driver, Journey, JourneyAsk
from throughgate.sites.models import Site
from throughgate.sites.services import load_sites


@pytest.fixture(autouse=True)
def no_counts(db):
    cache.clear()


def url(token):
    return reverse("notices:feed", args=[token])


def events(client, token):
    answer = client.get(url(token))
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def alices(alice):
    return make_feed(by=alice)


def test_the_address_alone_opens_it(client, alices, book):
    book()
    answer = client.get(url(alices))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert b"Jo" not in answer.content and b"Vale" not in answer.content


def test_the_secret_is_kept_as_a_hash(alices):
    assert alices not in str(CalendarFeed.objects.values_list())


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 500])
def test_any_other_address_is_not_found(client, alices, token):
    assert client.get(url(token)).content == client.get(url("y")).content
    assert client.get(url(token)).status_code == 404


def test_a_new_address_ends_the_old_one(client, alice, alices):
    make_feed(by=alice)
    assert client.get(url(alices)).status_code == 404


def test_taken_away_it_is_not_found(client, alice, alices):
    assert end_feed(by=alice, owner=alice)
    assert client.get(url(alices)).status_code == 404
    assert not end_feed(by=alice, owner=alice)


def test_it_ends_with_the_account(client, ada, charlie):
    token = make_feed(by=charlie)
    close_account(by=ada, account=charlie)
    assert client.get(url(token)).status_code == 404
    assert CalendarFeed.objects.get().ended == "closed"


def test_a_manager_of_the_team_and_an_administrator_take_it_away(mona, ada, alice):
    for by in (mona, ada):
        make_feed(by=alice)
        assert end_feed(by=by, owner=alice)


def test_nobody_else_does(bob, mona, alice, charlie, alices):
    for by, owner in ((bob, alice), (mona, charlie)):
        with pytest.raises(Forbidden):
            end_feed(by=by, owner=owner)


def test_who_sees_no_people_has_none(eve):
    with pytest.raises(Forbidden):
        make_feed(by=eve)


def test_the_trail_hears_of_the_first_fetch_a_day_from_each_place(client, alices):
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        client.get(url(alices), REMOTE_ADDR=address)
    assert Event.objects.filter(action="calendar.fetched").count() == 2
    assert sorted(FeedFetch.objects.values_list("times", flat=True)) == [1, 2]
    assert "10.0.0" not in str(FeedFetch.objects.values_list())


def test_a_flood_is_asked_to_wait(client, alices):
    for _ in range(IN_AN_HOUR):
        assert client.get(url(alices)).status_code == 200
    answer = client.get(url(alices))
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_old_fetches_are_forgotten(client, alices):
    client.get(url(alices))
    assert forget_fetches(timezone.now() + timedelta(days=29)) == 0
    assert forget_fetches(timezone.now() + timedelta(days=32)) == 1


def test_no_log_holds_the_address(client, caplog):
    client.get(url("a-secret"))
    assert "Not Found: /calendar/…" in caplog.text
    assert "a-secret" not in caplog.text


def test_it_says_that_somebody_is_busy_and_no_more(client, alices, book):
    booking = book(place="Send, visits hall")
    (event,) = events(client, alices)
    assert event["summary"] == "Throughgate: booked"
    assert "location" not in event
    assert event["url"].endswith(reverse("bookings:booking", args=[booking.ref]))


def test_initials_and_the_area_where_they_were_chosen(client, alice, alices, book):
    Site.objects.create(code="ELM", name="Elm (HMP)", is_prison=True, postcode="GU23 7LJ")
    choose_notices(by=alice, titles="initials", with_place=True)
    book(place="Café on the green, GU22 7AA")
    book(place="Elm, visits hall, GU23 7LJ", at=time(16))
    first, second = events(client, alices)
    assert (first["summary"], first["location"]) == ("Booked: J. V.", "GU22")
    assert "location" not in second


def test_no_name_of_the_directory_of_a_person_or_of_a_kind_is_in_it(client, alice, alices, book, person):
    load_sites()
    names = [*Site.objects.values_list("name", flat=True), person.name, "Elm House approved premises"]
    choose_notices(by=alice, titles="initials", with_place=True)
    mine = {"person": person, "on": TOMORROW, "at": time(9), "worker": alice, "made_by": alice}
    Booking.objects.bulk_create(
        Booking(kind=kind.code, place=f"{name}, GU22 7AA"[:120], sensitivity=level, **mine)
        for name, kind, level in zip(names, cycle(CONTACT_KINDS), cycle(["standard", "sensitive"]), strict=False)
    )
    said = [(str(one["summary"]), str(one.get("location", ""))) for one in events(client, alices)]
    assert len(said) == len(names) > len(CONTACT_KINDS)
    assert set(said) == {("Booked: J. V.", "GU22"), ("Busy", "")}


def test_what_is_sensitive_is_busy(client, alice, alices, book):
    choose_notices(by=alice, titles="initials", with_place=True)
    book(place="Café", sensitivity=Sensitivity.SENSITIVE)
    (event,) = events(client, alices)
    assert event["summary"] == "Busy" and "location" not in event


def move(alice, booking, **arranged):
    given = {"kind": booking.kind, "on": booking.on, "at": booking.at, "minutes": booking.minutes} | arranged
    worker = given.pop("worker", None)
    return move_booking(
        by=alice, booking=booking, arrangement=Arrangement(**given), asked_by="us", because="Ill", worker=worker
    )


def test_moved_it_is_the_same_event_later(client, alice, alices, book):
    booking = book()
    (before,) = events(client, alices)
    later = move(alice, move(alice, booking, at=time(16)), on=TODAY + timedelta(days=5), at=time(9))
    (after,) = events(client, alices)
    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 2)
    assert after.decoded("dtstart").date() == later.on


def test_called_off_it_says_so_for_a_month(client, alice, alices, book, clock):
    cancel_booking(by=alice, booking=book(on=TODAY + timedelta(days=50)), asked_by="us", because="Ill")
    (event,) = events(client, alices)
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 1)
    clock(at(TODAY + timedelta(days=40), 9))
    assert events(client, alices) == []


def test_gone_to_a_colleague_it_is_off_here_and_stands_there(client, alice, bob, alices, book):
    bobs, booking = make_feed(by=bob), book()
    move(alice, booking, worker=bob)
    assert [event["status"] for event in events(client, alices)] == ["CANCELLED"]
    assert [event["status"] for event in events(client, bobs)] == ["CONFIRMED"]


def test_what_they_may_no_longer_see_is_gone(client, victor, person, alice, book):
    working = Assignment.objects.create(
        person=person, worker=victor, role="mentor", from_on=date(2026, 1, 5), added_by=alice
    )
    token = make_feed(by=victor)
    book(worker=victor)
    assert len(events(client, token)) == 1
    working.to_on = TODAY - timedelta(days=1)
    working.save()
    assert events(client, token) == []


def test_a_release_and_a_hearing_are_important_days(client, alice, alices, person, bob):
    note_date(by=alice, person=person, kind="crd", on=TODAY + timedelta(days=30), source="OMU")
    note_date(by=alice, person=person, kind="parole_hearing", on=TODAY + timedelta(days=9), source="OMU")
    found = events(client, alices)
    assert [event["summary"] for event in found] == ["Throughgate: an important day"] * 2
    assert events(client, make_feed(by=bob)) == []


def test_a_release_that_moves_is_the_same_event(client, alice, alices, person):
    note_date(by=alice, person=person, kind="crd", on=TODAY + timedelta(days=30), source="OMU")
    (before,) = events(client, alices)
    note_date(by=alice, person=person, kind="crd", on=TODAY + timedelta(days=12), source="OMU")
    (after,) = events(client, alices)
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) == int(before["sequence"]) + 1


def test_what_is_due_is_counted_where_it_was_chosen(client, alice, alices, person):
    from throughgate.programmes.models import PromiseSource
    from throughgate.programmes.services.promising import make_promise

    for title in ("Ring the landlord", "Ask the GP"):
        make_promise(by=alice, person=person, source=PromiseSource.FOLLOW_UP, title=title, worker=alice, by_on=TOMORROW)
    assert events(client, alices) == []
    choose_notices(by=alice, with_due=True)
    (event,) = events(client, alices)
    assert event["summary"] == "Throughgate: 2 things are due"


def fill(alice, book, send, number):
    for n in range(number):
        person = Person.objects.create(given_name="Ann", family_name=f"B{n}", site=send, created_by=alice)
        Assignment.objects.create(
            person=person, worker=alice, role="caseworker", from_on=date(2026, 1, 5), added_by=alice
        )
        forget_reach(alice)
        booking = book(whom=person)
        move(alice, booking, at=time(16))
        note_date(by=alice, person=person, kind="crd", on=TODAY + timedelta(days=30 + n), source="OMU")


def test_as_many_queries_however_much_there_is(client, alice, alices, book, send, django_assert_max_num_queries):
    choose_notices(by=alice, with_due=True, with_place=True)
    fill(alice, book, send, 1)
    events(client, alices)  # the first fetch of a day is written down
    with django_assert_max_num_queries(28) as few:
        events(client, alices)
    fill(alice, book, send, 8)
    with django_assert_max_num_queries(len(few)):
        assert len(events(client, alices)) >= 18


@pytest.fixture
def driven(person, alice, victor):
    """Victor said yes to driving the person tomorrow; he works with them in no other way."""
    journey = Journey.objects.create(
        ref="J7K2M9QX", thread="J7K2M9QX", person=person, on=TOMORROW, from_place="Send", to_place="Elm House",
        leave_at=time(7), pick_up_at=time(8), arrive_by=time(9, 30), made_by=alice,
    )  # fmt: skip
    driver = Driver.objects.create(user=victor, added_by=alice)
    answered = {"answer": "accepted", "answered_at": timezone.now(), "answered_by": victor}
    return JourneyAsk.objects.create(journey=journey, driver=driver, asked_by=alice, **answered)


def test_a_journey_that_they_drive(client, victor, driven):
    (event,) = events(client, make_feed(by=victor))
    assert event["summary"] == "Throughgate: driving"
    assert (event.decoded("dtstart").hour, event.decoded("dtend").hour, event.decoded("dtend").minute) == (7, 9, 30)
    assert "location" not in event


def test_a_journey_that_somebody_else_drives_is_gone(client, victor, alice, driven):
    token = make_feed(by=victor)
    driven.ended, driven.ended_at, driven.ended_by = "given-back", timezone.now(), victor
    driven.save()
    assert events(client, token) == []


def test_a_journey_that_is_called_off_says_so_to_who_may_still_see_it(client, alice, person):
    journey = Journey.objects.create(
        ref="J7K2M9QX", thread="J7K2M9QX", person=person, on=TOMORROW, from_place="Send", to_place="Elm House",
        pick_up_at=time(8), arrive_by=time(9, 30), made_by=alice, cancelled_at=timezone.now(), cancelled_by=alice,
        cancelled_because="Not needed",
    )  # fmt: skip
    driver = Driver.objects.create(user=alice, added_by=alice)
    JourneyAsk.objects.create(
        journey=journey, driver=driver, asked_by=alice, answer="accepted", answered_at=timezone.now(),
        answered_by=alice, ended="called-off", ended_at=timezone.now(), ended_by=alice,
    )  # fmt: skip
    (event,) = events(client, make_feed(by=alice))
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 1)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ('"GET /calendar/abc_-9.ics HTTP/1.1" 200', '"GET /calendar/… HTTP/1.1" 200'),
        ("Not Found: /calendar/abc.ics?x=1", "Not Found: /calendar/…?x=1"),
        ("GET /account/calendar/make/", "GET /account/calendar/…/"),
        ("Not Found: /people/K7M429QX/", "Not Found: /people/K7M429QX/"),
    ],
)
def test_what_opens_something_is_cut_out_of_a_line(words, kept):
    assert without_secrets(words) == kept
