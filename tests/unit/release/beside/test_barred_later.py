"""A bar recorded once both days stand is looked at anew, in both records, and planning the day is due again."""

from datetime import time

import pytest
from django.urls import reverse

from tests.unit.people.ended import end_on_proof
from tests.unit.release.beside.conftest import TODAY
from tests.unit.release.beside.test_then_booked import OFFICE, book, met_by_others, opened, ride, stop
from throughgate.casework.selectors.bookings import bookings_of
from throughgate.people.models import ContactRestriction, Person, RestrictionOverride
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.beside import BOOKED_THERE, PERHAPS_THERE
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.programmes.services.promising import keep_promise
from throughgate.release.models import GateMeeting, ReleaseDay
from throughgate.release.rules.release_day import SaidMeeting
from throughgate.release.selectors.against import against_day, against_journey
from throughgate.release.services.day import say_who_meets


def words(user, person) -> list[str]:
    return [one.words for one in against_day(user, ReleaseDay.objects.get(person=person))]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("plan", [stop, met_by_others])
def test_two_days_that_meet(alice, charlie, person, samira, send, keep_apart, plan, own):
    Person.objects.filter(pk=samira.pk).update(site=send)
    samira.refresh_from_db()
    plan(charlie, samira), plan(alice, person)
    assert words(alice, person) == words(charlie, samira) == []
    keep_apart(own=own)
    assert len(words(alice, person)) == len(words(charlie, samira)) == 1


@pytest.mark.parametrize("own", [True, False])
def test_two_journeys_that_end_in_one_place(alice, charlie, person, samira, keep_apart, own):
    rows = ride(charlie, samira), ride(alice, person, from_place="Guildford station")
    keep_apart(own=own)
    assert [
        [one.words for one in against_journey(by, row)] for by, row in zip((charlie, alice), rows, strict=True)
    ] == [
        [BOOKED_THERE],
        [BOOKED_THERE],
    ]


def test_a_place_that_may_be_the_same_is_a_doubt(alice, charlie, person, samira, keep_apart):
    stop(charlie, samira, postcode=""), stop(alice, person, place=f"Room 4, {OFFICE}", postcode="")
    keep_apart(own=False)
    assert words(alice, person) == [PERHAPS_THERE]


def test_their_own_bar_recorded_since_shows_too(alice, person):
    stop(alice, person, kind="family", title="Tea", with_whom="Carly Barnes")
    terms = {"reach": "any", "other_name": "Carly Barnes"}
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)
    assert words(alice, person)[0].startswith("No contact with Carly Barnes")


def test_planning_is_due_again_until_the_bar_ends(alice, mona, charlie, person, samira, keep_apart, monkeypatch):
    stop(charlie, samira), stop(alice, person)
    monkeypatch.setattr("throughgate.release.selectors.day.Look.is_planned", True)
    for row in ReleaseDay.objects.select_related("promise"):
        keep_promise(by=alice, promise=row.promise, on=TODAY)
    bar: ContactRestriction = keep_apart(own=True)
    assert not ReleaseDay.objects.filter(promise__met_on__isnull=False).exists()
    end_on_proof(alice, mona, bar, TODAY)
    assert ReleaseDay.objects.get(person=person).promise.met_on == TODAY


def test_the_pages_say_so(client, alice, charlie, person, samira, keep_apart):
    stop(charlie, samira), stop(alice, person)
    row = ride(alice, person, from_place="Guildford station")
    client.force_login(alice)
    pages = [reverse("release:day", args=[person.ref]), reverse("release:journey", args=[row.ref])]
    assert not any("Look at this" in client.get(page).content.decode() for page in pages)
    keep_apart(own=False)
    assert all(BOOKED_THERE in client.get(page).content.decode() for page in pages)


def test_an_answer_at_the_gate_counts_for_the_booking_beside_it(alice, mona, charlie, person, samira, send, keep_apart):
    Person.objects.filter(pk=samira.pk).update(site=send)
    samira.refresh_from_db()
    keep_apart(own=True)
    book(alice, person, place="HMP Send", at=time(11))
    answered = SaidMeeting(met_by="agency", name="Women Out")
    who, heard = Recipient("housing", "Women Out"), Hearing(TODAY, "spoken")
    give_consent(by=charlie, person=samira, recipient=who, purpose="service", says={"in-touch": "yes"}, hearing=heard)
    day = opened(charlie, samira, time(11))
    say_who_meets(by=mona, day=day, said=answered, override="Two officers stand between them")
    assert RestrictionOverride.objects.get().booked_ref == GateMeeting.objects.get().ref
    assert [list(one.against) for one in bookings_of(alice, person)] == [[]]
    assert words(charlie, samira) == []


def test_queries_do_not_grow(alice, charlie, person, samira, keep_apart, django_assert_max_num_queries):
    stop(charlie, samira), stop(alice, person)
    keep_apart(own=False)
    row = ReleaseDay.objects.get(person=person)
    with django_assert_max_num_queries(20) as few:
        against_day(alice, row)
    for hour in (14, 15, 16):
        stop(charlie, samira, at=time(hour)), stop(alice, person, at=time(hour - 6))
    with django_assert_max_num_queries(len(few)):
        against_day(alice, row)
