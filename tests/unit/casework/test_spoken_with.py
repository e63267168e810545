"""Nobody around the person is met without them before the person has said that they may know of us."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.casework.models import Booking, Contact
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.untold import untold_of
from throughgate.casework.services import Attendance, record_contact
from throughgate.casework.services.bookings import book_contact, move_booking
from throughgate.casework.services.spoken_with import NotToldError, UnknownNameError, untold_in
from throughgate.people.models import CircleMember, LawfulBasis
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


def test_a_first_name_alone_is_whoever_is_called_so(alice, person, partner):
    what = Arrangement(kind="partner-conversation", on=TODAY + timedelta(days=3), medium="phone", other_names="sam")
    with pytest.raises(NotToldError, match="If this is another Sam, write their surname as well"):
        book_contact(by=alice, person=person, arrangement=what)


def test_who_has_left_the_circle_is_not_met_alone_and_that_is_said(book, alice, partner):
    set_told(by=alice, member=partner, told="plan", hearing=SPOKEN)
    CircleMember.objects.filter(pk=partner.pk).update(to_on=TODAY - timedelta(days=1))
    with pytest.raises(NotToldError, match="no longer among the people around them. Choose somebody else"):
        book()


def test_no_ground_in_law_is_said(book, alice, partner, person):
    set_told(by=alice, member=partner, told="plan", hearing=SPOKEN)
    LawfulBasis.objects.create(person=person, purpose=FAMILY, article_6="", set_by=alice, why="Looked at again")
    with pytest.raises(NotToldError, match="No lawful basis is recorded") as refused:
        book()
    assert not refused.value.may_ask


def test_with_the_person_there_nothing_is_asked(book):
    assert book(kind="couple-session").pk


def test_an_official_knows_by_their_office(book, alice, person):
    officer = CircleMember.objects.create(
        person=person, kind="com", name="Rosa Medina", from_on=date(2026, 1, 1), added_by=alice
    )
    assert book(member=officer).pk


@pytest.mark.parametrize("typed", ["", "Sam Reed", "sam"])
def test_what_happened_is_recorded_and_noted(alice, person, partner, typed):
    who = Attendance(person=person, circle=() if typed else (partner.pk,), other_names=typed)
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


NEARLY = ["his wife", "wife", "the missus", "Jo’s wife", "Kez", "Kerri", "Kerri Costa", "partner", "Mrs Moss"]


@pytest.fixture
def kerry(person, alice) -> CircleMember:
    member = CircleMember.objects.create(
        person=person, kind="partner", name="Kerry Moss", relation="my wife", from_on=date(2026, 1, 1), added_by=alice
    )
    CircleMember.objects.filter(pk=member.pk).update(name="Kerry Costa")
    member.refresh_from_db()
    return member


def conversation(typed) -> Arrangement:
    on = TODAY + timedelta(days=3)
    return Arrangement(kind="partner-conversation", on=on, medium="phone", other_names=typed)


@pytest.mark.parametrize("typed", NEARLY)
def test_however_they_are_called_they_are_asked_about(alice, person, kerry, typed):
    with pytest.raises(NotToldError, match="Kerry Costa may not be spoken with alone"):
        book_contact(by=alice, person=person, arrangement=conversation(typed))


@pytest.mark.parametrize("typed", ["Rosa Lane (wife of Lee)", "Mark Costa", "Kevin", "wifi engineer", "Rosa’s sister"])
def test_of_somebody_else_it_is_asked_who_that_is(alice, person, kerry, typed):
    with pytest.raises(UnknownNameError):
        book_contact(by=alice, person=person, arrangement=conversation(typed))


def test_who_is_added_to_the_circle_is_nobody_else(alice, person, kerry):
    other = CircleMember.objects.create(person=person, kind="family", name="Kerri Costa", from_on=TODAY, added_by=alice)
    set_told(by=alice, member=other, told="plan", hearing=SPOKEN)
    assert book_contact(by=alice, person=person, arrangement=conversation("Kerri Costa")).pk


@pytest.mark.parametrize("typed", ["his wife", "Kez"])
def test_taken_back_it_shows_on_what_was_booked_however_it_was_typed(alice, person, kerry, typed):
    set_told(by=alice, member=kerry, told="plan", hearing=SPOKEN)
    booking = book_contact(by=alice, person=person, arrangement=conversation(typed))
    withdraw_consent(by=alice, person=person, recipient=recipient_of(kerry, TODAY), purpose=FAMILY, how="spoken")
    assert "took back that Kerry Costa" in untold_of([(booking, [], [kerry])], TODAY)[booking.pk][0]
    assert untold_in([(person, (), f"with {typed}")]) == [kerry]
