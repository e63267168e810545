"""Booking on a phone: refused with the reason, answered by whoever may, and recorded from the booking."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.casework.models import Booking, Contact
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services import Attendance, record_contact
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.views.booking_words import now_on_person_page
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.services.restrictions import RestrictedError, add_restriction

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def partner(person, alice):
    return CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def no_contact(person, alice, partner):
    terms = {"member": partner, "reach": "any"}
    return add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)


@pytest.fixture
def booked(alice, person):
    def _book(on=TODAY, kind="one-to-one", **fields):
        return book_contact(by=alice, person=person, arrangement=Arrangement(kind=kind, on=on, **fields))

    return _book


def said(user, **fields):
    return {
        "kind": "other",
        "other_kind": "visit",
        "on": TOMORROW.isoformat(),
        "medium": "face",
        "worker": user.ref,
        "level": "standard",
    } | fields


def book_path(person):
    return f"{reverse('bookings:book')}?person={person.ref}"


def path(name, booking):
    return reverse(f"bookings:{name}", kwargs={"ref": booking.ref})


def test_booking(as_, alice, person):
    answer = as_(alice).post(book_path(person), said(alice, at="14:30", minutes="45", place="Visits hall"))
    booking = Booking.objects.get()
    assert answer["Location"] == path("booking", booking)
    assert (booking.kind, booking.on, booking.minutes, booking.place) == ("visit", TOMORROW, 45, "Visits hall")
    assert "Visits hall" in as_(alice).get(path("booking", booking)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"other_kind": ""}, "Choose what it is"),
        ({"on": "other"}, "Enter the day"),
        ({"on": "other", "other_on": "2026-11-01"}, "today or a day to come"),
        ({"circle": ["999"]}, "not in their circle"),
    ],
)
def test_what_is_wrong_is_said_beside_it(as_, alice, person, partner, wrong, message):
    assert message in as_(alice).post(book_path(person), said(alice, **wrong)).content.decode()
    assert not Booking.objects.exists()


def test_refused_with_the_reason_and_no_box_for_who_may_not_answer(as_, alice, person, partner, no_contact):
    meeting = said(alice, other_kind="family-meeting", circle=[str(partner.pk)])
    page = as_(alice).post(book_path(person), meeting).content.decode()
    assert "A restriction stands against this" in page and "Sam Reed" in page
    assert "Why is it booked all the same?" not in page
    assert not Booking.objects.exists()


def test_a_manager_answers_for_it_by_name(as_, mona, person, partner, no_contact):
    client = as_(mona)
    meeting = said(mona, other_kind="family-meeting", circle=[str(partner.pk)])
    assert "Why is it booked all the same?" in client.post(book_path(person), meeting).content.decode()
    assert "at least 10 letters" in client.post(book_path(person), meeting | {"override": "ok"}).content.decode()
    client.post(book_path(person), meeting | {"override": "The court has allowed this one"})
    booking = Booking.objects.get()
    assert "The court has allowed this one" in client.get(path("booking", booking)).content.decode()


def test_a_doubt_is_answered_by_whoever_books(as_, alice, person, no_contact):
    client, meeting = as_(alice), said(alice, other_kind="family-meeting", other_names="S. Reed (aunt)")
    assert "Make sure before you go on" in client.post(book_path(person), meeting).content.decode()
    assert client.post(book_path(person), meeting | {"override": "That is Sandra, an aunt"}).status_code == 302


def test_moving_fills_in_what_was_and_asks_who_and_why(as_, alice, booked):
    booking, client = booked(on=TOMORROW, place="Visits hall"), as_(alice)
    page = client.get(path("move", booking)).content.decode()
    assert "Visits hall" in page and "Who asked to move it?" in page
    later = said(alice, on=(TOMORROW + timedelta(days=2)).isoformat())
    assert "Choose who asked for it" in client.post(path("move", booking), later).content.decode()
    answer = client.post(path("move", booking), later | {"asked_by": "prison", "because": "No escort"})
    assert answer["Location"] == path("booking", Booking.objects.get(supersedes=booking))
    assert client.get(path("move", booking)).status_code == 302


def test_cancelling(as_, alice, booked):
    booking, client = booked(on=TOMORROW), as_(alice)
    client.post(path("cancel", booking), {"asked_by": "person", "because": "Wants a rest"})
    assert "Wants a rest" in client.get(path("booking", booking)).content.decode()


# -- what came of it ------------------------------------------------------------------------------------------------


def test_recording_from_a_booking_is_filled_in_and_closes_it(as_, alice, person, booked, partner):
    booking = booked(kind="family-meeting", minutes=50, place="Visits hall", circle=(partner.pk,))
    client, form_path = as_(alice), f"{reverse('casework:record')}?booking={booking.ref}"
    form = client.get(form_path).context["form"]
    shown = {name: form[name].value() for name in ("kind", "on", "minutes", "minutes_other", "place")}
    assert shown == {
        "kind": "family-meeting",
        "on": "2026-11-20",
        "minutes": "other",
        "minutes_other": 50,
        "place": "Visits hall",
    }
    assert form[f"{person.ref}-circle"].value() == [str(partner.pk)]
    answers = {
        "person": person.ref,
        "happened": "yes",
        f"{person.ref}-attended": "yes",
        f"{person.ref}-circle": [str(partner.pk)],
        "level": "standard",
    }
    client.post(form_path, shown | answers)
    booking.refresh_from_db()
    assert booking.contact == Contact.objects.get()
    assert (
        "Also there: Sam Reed"
        in client.get(reverse("casework:contact", kwargs={"ref": booking.contact.ref})).content.decode()
    )


def test_what_happened_against_a_restriction_asks_why(as_, alice, person, partner, no_contact):
    client, form_path = as_(alice), f"{reverse('casework:record')}?person={person.ref}"
    meeting = {
        "person": person.ref,
        "kind": "other",
        "other_kind": "family-meeting",
        "on": "2026-11-20",
        "happened": "yes",
        "medium": "face",
        "level": "standard",
        f"{person.ref}-attended": "yes",
        f"{person.ref}-circle": [str(partner.pk)],
    }
    page = client.post(form_path, meeting).content.decode()
    assert "Why all the same?" in page and "Sam Reed" in page
    client.post(form_path, meeting | {f"{person.ref}-explained": "He came to the door and left"})
    contact = Contact.objects.get()
    assert RestrictionOverride.objects.get().booked_ref == contact.ref
    shown = client.get(reverse("casework:contact", kwargs={"ref": contact.ref})).content.decode()
    assert "He came to the door and left" in shown


def test_a_correction_asks_why_too(as_, alice, person, partner, no_contact):
    part = Attendance(person=person, circle=(partner.pk,))
    contact = record_contact(
        by=alice, kind="family-meeting", on=TODAY, happened=False, why_not="logistics", people=[part]
    )
    client, form_path = as_(alice), reverse("casework:correct", kwargs={"pk": contact.people.get().entry_id})
    said = {
        "person": person.ref,
        "kind": "other",
        "other_kind": "family-meeting",
        "on": "2026-11-20",
        "happened": "yes",
        "medium": "face",
        "level": "standard",
        "reason": "It did happen",
        f"{person.ref}-attended": "yes",
        f"{person.ref}-circle": [str(partner.pk)],
    }
    page = client.post(form_path, said).content.decode()
    assert "Why all the same?" in page and "Sam Reed" in page
    client.post(form_path, said | {f"{person.ref}-explained": "He came to the door and left"})
    assert RestrictionOverride.objects.get().booked_ref == Contact.objects.get(corrects=contact).ref


def test_a_line_of_today_leads_to_the_form_on_its_day_and_to_the_booking_before(as_, alice, booked):
    now, later = booked(), booked(on=TOMORROW)
    client = as_(alice)
    assert client.get(path("promised", now.promise))["Location"].endswith(f"?booking={now.ref}")
    assert client.get(path("promised", later.promise))["Location"] == path("booking", later)


# -- lists ----------------------------------------------------------------------------------------------------------


def test_what_a_restriction_bars_since_is_shown(as_, alice, person, booked, partner):
    booking = booked(on=TOMORROW, kind="family-meeting", circle=(partner.pk,))
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=partner, reach="any"
    )
    client = as_(alice)
    its_person = reverse("desk:person", kwargs={"ref": person.ref})
    for where in (reverse("bookings:list"), path("of_person", person), path("booking", booking), its_person):
        assert "Look at this booking" in client.get(where).content.decode()


def test_the_lists_of_a_colleague_elsewhere(as_, charlie, booked, person):
    booked()
    assert "Nothing is booked" in as_(charlie).get(reverse("bookings:list")).content.decode()
    assert as_(charlie).get(path("of_person", person)).status_code == 404


def test_a_list_asks_as_often_for_one_as_for_many(as_, alice, booked, person):
    client = as_(alice)

    def count(where):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        return len(caught)

    booked()
    pages = (reverse("bookings:list"), path("of_person", person))
    for where in pages:
        client.get(where)
    one = [count(where) for where in pages]
    for day in range(1, 5):
        booked(on=TODAY + timedelta(days=day))
    assert [count(where) for where in pages] == one


def test_what_the_persons_page_shows(alice, bob, person, booked):
    assert now_on_person_page(alice, person, TODAY)["booked"] is None
    booked(on=TOMORROW)
    shown = now_on_person_page(alice, person, TODAY)
    assert shown["booked"]["title"] == "One-to-one"
    assert shown["book_url"].endswith(f"?person={person.ref}")


@pytest.fixture
def court(person, alice, partner):
    terms = {"member": partner, "reach": "any"}
    return add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)


@pytest.mark.parametrize("page", ["bookings:book", "casework:record"])
def test_what_is_not_to_be_done_stands_above_the_form_and_beside_the_box(as_, alice, person, court, page):
    shown = as_(alice).get(reverse(page), {"person": person.ref}).text
    assert shown.index("Do not bring them together with Sam Reed") < shown.index('<form method="post"')
    assert "Have to be kept apart: a restriction stands between the two" in shown


@pytest.mark.parametrize("page", ["bookings:book", "casework:record"])
def test_where_nothing_bars_the_page_says_nothing_of_it(as_, alice, person, partner, page):
    shown = as_(alice).get(reverse(page), {"person": person.ref}).text
    assert "Do not" not in shown and "kept apart" not in shown


def test_whoever_of_ours_is_called_as_the_one_to_keep_away_from_is_asked_about(alice, bob, person):
    terms = {"kind": "no_contact", "source": "court", "from_on": TODAY, "other_name": bob.name, "reach": "any"}
    add_restriction(by=alice, person=person, **terms)
    arrangement = Arrangement(kind="one-to-one", on=TOMORROW)
    with pytest.raises(RestrictedError):
        book_contact(by=alice, person=person, arrangement=arrangement, worker=bob)
    assert book_contact(by=alice, person=person, arrangement=arrangement)
