"""Nobody around the person is met without them before the person has said that they may know of us."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.casework.models import Booking, Contact
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services import Attendance, record_contact
from throughgate.casework.services.bookings import book_contact, move_booking
from throughgate.casework.services.spoken_with import NotToldError
from throughgate.people.models import CircleMember
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.services.sharing import Hearing, set_told, withdraw_consent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SPOKEN = Hearing(TODAY, "spoken")


@pytest.fixture
def partner(person, alice) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def book(alice, person, partner):
    def _book(kind="partner-conversation", member=partner):
        what = Arrangement(kind=kind, on=TODAY + timedelta(days=3), medium="phone", circle=(member.pk,))
        return book_contact(by=alice, person=person, arrangement=what)

    return _book


def test_who_was_not_asked_about_is_not_met_alone(book):
    with pytest.raises(NotToldError, match="Jo has not said that they may know"):
        book()
    assert not Booking.objects.exists()


def test_a_no_is_a_no(book, alice, partner):
    set_told(by=alice, member=partner, told="nothing", hearing=SPOKEN)
    with pytest.raises(NotToldError, match="not to know"):
        book()


def test_after_a_yes_it_is_booked_and_a_withdrawal_counts_from_that_moment(book, alice, person, partner):
    set_told(by=alice, member=partner, told="plan", hearing=SPOKEN)
    booking = book()
    withdraw_consent(by=alice, person=person, recipient=recipient_of(partner, TODAY), purpose=FAMILY, how="spoken")
    later = Arrangement(kind="partner-conversation", on=TODAY + timedelta(days=5), medium="phone", circle=(partner.pk,))
    with pytest.raises(NotToldError):
        move_booking(by=alice, booking=booking, arrangement=later, asked_by="us", because="Another day")


def test_with_the_person_there_nothing_is_asked(book):
    assert book(kind="couple-session").pk


def test_an_official_knows_by_their_office(book, alice, person):
    officer = CircleMember.objects.create(
        person=person, kind="com", name="Rosa Medina", from_on=date(2026, 1, 1), added_by=alice
    )
    assert book(member=officer).pk


def test_what_happened_is_recorded_and_noted(alice, person, partner):
    who = Attendance(person=person, circle=(partner.pk,))
    record_contact(by=alice, kind="partner-conversation", on=TODAY, people=[who])
    assert Event.objects.get(action="contact.without_a_yes").details == {"people": 1}


def test_the_form_says_what_each_may_be_told_and_leads_to_asking(client, alice, person, partner):
    client.force_login(alice)
    url = f"{reverse('bookings:book')}?person={person.ref}"
    assert "Not asked yet: tell them nothing" in client.get(url).content.decode()
    said = {
        "kind": "other",
        "other_kind": "partner-conversation",
        "on": (TODAY + timedelta(days=1)).isoformat(),
        "medium": "phone",
        "circle": [str(partner.pk)],
        "level": "standard",
    }
    page = client.post(url, said).content.decode()
    assert "may not be spoken with alone" in page and reverse("people:told", args=[person.ref, partner.pk]) in page


def test_recording_warns(client, alice, person, partner):
    client.force_login(alice)
    url = f"{reverse('casework:record')}?person={person.ref}&kind=partner-conversation"
    said = {
        "person": [person.ref],
        "kind": "partner-conversation",
        "on": TODAY.isoformat(),
        "happened": "yes",
        "medium": "phone",
        "note": "We talked",
        "level": "standard",
        "rows": "1",
        f"{person.ref}-attended": "yes",
        f"{person.ref}-circle": [str(partner.pk)],
    }
    page = client.post(url, said, follow=True).content.decode()
    assert Contact.objects.exists() and "has not said that Sam Reed may know of us" in page
