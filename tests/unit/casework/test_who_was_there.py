"""Whoever is ticked is kept and asked about, whatever the kind; people of ours are asked about each other; and a
booking says when somebody who comes may not know of us any more.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.sharing import may_be_told
from throughgate.casework.models import Contact, ContactPerson
from throughgate.casework.rules.bookings import Arrangement, BookingError
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.selectors.bookings import bookings_between, to_look_at
from throughgate.casework.services import Attendance, UnexplainedError, correct_contact, record_contact
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.spoken_with import NotToldError, UnknownNameError
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.sharing import withdraw_consent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def partner(person, alice) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def apart(alice, person, sam):
    """Jo is not to meet Samira, who is one of ours too."""
    terms = {"other_name": "Samira Okoro", "reach": "any"}
    return add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)


@pytest.fixture
def book(alice, person):
    def _book(kind="one-to-one", **fields):
        return book_contact(by=alice, person=person, arrangement=Arrangement(kind=kind, on=SOON, **fields))

    return _book


def ticked(person, partner, **fields):
    said = {"person": person.ref, "kind": "one-to-one", "on": TODAY.isoformat(), "happened": "yes", "rows": "1"}
    return said | {"level": "standard", f"{person.ref}-attended": "yes", f"{person.ref}-circle": [partner.pk]} | fields


def take_back(alice, person, member):
    withdraw_consent(by=alice, person=person, recipient=recipient_of(member, TODAY), purpose=FAMILY, how="spoken")


def test_who_is_ticked_is_kept_whatever_the_kind(client, alice, person, partner):
    client.force_login(alice)
    client.post(reverse("casework:record"), ticked(person, partner))
    assert list(ContactPerson.objects.get().with_circle.all()) == [partner]


def test_who_is_ticked_is_asked_about_whatever_the_kind(client, alice, person, partner):
    terms = {"member": partner, "reach": "any"}
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)
    client.force_login(alice)
    page = client.post(reverse("casework:record"), ticked(person, partner)).content.decode()
    assert "Why all the same?" in page and not ContactPerson.objects.exists()


def test_what_was_booked_with_somebody_shows_them_when_it_is_recorded(client, alice, person, partner, book):
    client.force_login(alice)
    form = client.get(reverse("casework:record"), {"booking": book(circle=(partner.pk,)).ref}).context["form"]
    assert form[f"{person.ref}-circle"].value() == [str(partner.pk)]


def test_two_of_ours_who_must_be_apart_cannot_pass_for_a_group(alice, person, sam, apart):
    people = [Attendance(person=person), Attendance(person=sam)]
    with pytest.raises(UnexplainedError) as refusal:
        record_contact(by=alice, kind="one-to-one", on=TODAY, place="Hub", people=people)
    assert set(refusal.value.refused) == {person.pk}


def test_explained_it_is_kept(alice, person, sam, apart):
    people = [Attendance(person=person, explained="They met by chance in the hall"), Attendance(person=sam)]
    record_contact(by=alice, kind="one-to-one", on=TODAY, place="Hub", people=people)
    assert RestrictionOverride.objects.get().restriction == apart


def test_who_did_not_come_met_nobody(alice, person, sam, apart):
    people = [Attendance(person=person), Attendance(person=sam, attended="no", why="logistics")]
    assert record_contact(by=alice, kind="one-to-one", on=TODAY, place="Hub", people=people)


def test_a_correction_that_brings_them_together_is_asked(alice, person, sam, apart):
    people = [Attendance(person=person), Attendance(person=sam, attended="no", why="logistics")]
    contact = record_contact(by=alice, kind="one-to-one", on=TODAY, place="Hub", people=people)
    both = [Attendance(person=person), Attendance(person=sam)]
    meeting = Meeting(kind="one-to-one", on=TODAY, medium="face", place="Hub")
    with pytest.raises(UnexplainedError):
        correct_contact(by=alice, contact=contact, meeting=meeting, people=both, reason="Sam came after all")


@pytest.mark.parametrize("kind", ["family-meeting", "family-workshop", "couple-session", "partner-conversation"])
def test_what_needs_somebody_is_not_booked_with_nobody(book, kind):
    with pytest.raises(BookingError, match="Say who it is with"):
        book(kind)


def test_nor_recorded_where_the_circle_is_known(client, alice, person, partner):
    client.force_login(alice)
    said = {"kind": "other", "other_kind": "couple-session", f"{person.ref}-circle": []}
    page = client.post(reverse("casework:record"), ticked(person, partner, **said)).content.decode()
    assert "Say who it is with" in page and not ContactPerson.objects.exists()


def test_without_a_circle_it_is_recorded_and_said(client, alice, person, partner):
    CircleMember.objects.all().delete()
    client.force_login(alice)
    said = ticked(person, partner, kind="other", other_kind="couple-session")
    del said[f"{person.ref}-circle"]
    page = client.post(reverse("casework:record"), said, follow=True).content.decode()
    assert "It does not say who it was with" in page and ContactPerson.objects.exists()


@pytest.mark.parametrize("typed", ["Sam Reed", "SamReed", "Mrs Sam Reed (partner)"])
def test_a_name_typed_counts_as_whoever_is_called_so(book, partner, typed):
    with pytest.raises(NotToldError):
        book("partner-conversation", other_names=typed)


def test_a_manager_who_answers_for_the_court_is_not_held_up(mona, alice, person, partner):
    terms = {"member": partner, "reach": "any"}
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)
    what = Arrangement(kind="partner-conversation", on=SOON, medium="phone", circle=(partner.pk,))
    assert book_contact(by=mona, person=person, arrangement=what, override="The court has allowed this once").pk


def test_typed_beside_somebody_else_it_is_asked_who_that_is(book, partner):
    with pytest.raises(UnknownNameError):
        book("partner-conversation", other_names="Rosa Lane")


@pytest.mark.parametrize("kind", ["family-meeting", "partner-conversation", "one-to-one"])
def test_taken_back_since_the_booking_says_so(alice, person, partner, book, kind):
    may_be_told(alice, partner)
    book(kind, circle=(partner.pk,))
    assert to_look_at(alice, TODAY, SOON) == []
    take_back(alice, person, partner)
    (one,) = to_look_at(alice, TODAY, SOON)
    assert "took back that Sam Reed may know" in one.untold[0]


def test_typed_it_counts_too_and_stands_on_the_page(client, alice, person, partner, book):
    may_be_told(alice, partner)
    booking = book("family-meeting", other_names="Sam Reed")
    may_be_told(alice, partner, "nothing")
    client.force_login(alice)
    page = client.get(reverse("bookings:booking", kwargs={"ref": booking.ref})).content.decode()
    assert "Look at this booking" in page and "not to know that we are in touch" in page
    assert "not to know that we are in touch" in client.get(reverse("desk:today")).content.decode()


def test_asked_again_and_told_yes_it_stands(alice, person, partner, book):
    may_be_told(alice, partner)
    book("family-meeting", circle=(partner.pk,))
    take_back(alice, person, partner)
    may_be_told(alice, partner)
    assert to_look_at(alice, TODAY, SOON) == []


def test_queries_do_not_grow_with_the_bookings(alice, person, partner, book):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert bookings_between(alice, TODAY, SOON)
        return len(found)

    may_be_told(alice, partner)
    book("family-meeting", circle=(partner.pk,), other_names="Sam Reed")
    few = queries()
    for _ in range(4):
        book("family-meeting", circle=(partner.pk,), other_names="Sam Reed")
    assert queries() == few


# -- who else was there is said later ----------------------------------------------------------------------------------


@pytest.fixture
def correct_page(client, alice, person):
    def _correct_page(contact, **more):
        client.force_login(alice)
        url = reverse("casework:correct", kwargs={"pk": contact.people.get().entry_id})
        said = {
            "person": person.ref, "kind": "other", "other_kind": "family-meeting", "on": contact.on.isoformat(),
            "happened": "yes", "medium": "face", "level": "standard", "reason": "Who was there",
            f"{person.ref}-attended": "yes",
        }  # fmt: skip
        return (
            client.get(url) if not more else client.post(url, said | {f"{person.ref}-{k}": v for k, v in more.items()})
        )

    return _correct_page


def test_a_correction_says_who_else_was_there(correct_page, alice, person, partner, today):
    contact = record_contact(by=alice, kind="family-meeting", on=today, people=[Attendance(person=person)])
    assert "Who of" in correct_page(contact).content.decode()
    correct_page(contact, circle=[str(partner.pk)], other_names="Ravi Mann (neighbour)")
    part = Contact.objects.get(corrects=contact).people.get()
    assert (list(part.with_circle.all()), part.other_names) == ([partner], "Ravi Mann (neighbour)")


def test_whoever_is_added_is_asked_of_the_restrictions(correct_page, alice, person, partner, today):
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today, member=partner, reach="any"
    )
    why = "Nobody of theirs was there"
    part = Attendance(person=person, explained=why)
    contact = record_contact(by=alice, kind="family-meeting", on=today, people=[part])
    page = correct_page(contact, circle=[str(partner.pk)]).content.decode()
    assert "Why all the same?" in page and not Contact.objects.filter(corrects=contact).exists()
    correct_page(contact, circle=[str(partner.pk)], explained="They came in together")
    assert Contact.objects.filter(corrects=contact).exists()


def test_whoever_has_left_the_circle_stays_where_they_were(correct_page, alice, person, partner, today):
    there = Attendance(person=person, circle=(partner.pk,))
    contact = record_contact(by=alice, kind="family-meeting", on=today, people=[there])
    CircleMember.objects.filter(pk=partner.pk).update(to_on=today - timedelta(1))
    assert partner.name in correct_page(contact).content.decode()
    correct_page(contact, circle=[str(partner.pk)])
    assert list(Contact.objects.get(corrects=contact).people.get().with_circle.all()) == [partner]
