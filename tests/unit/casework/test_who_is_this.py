"""Where family or friends take part, whoever is typed has to be known, or it is said who they are."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.sharing import may_be_told
from throughgate.casework.models import Booking, Contact
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.services import Attendance, record_contact
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.spoken_with import NotToldError, UnknownNameError
from throughgate.people.models import CircleMember
from throughgate.people.rules.same_words import names_and_who
from throughgate.people.services.restrictions import RestrictedError, add_restriction

ALONE, TOGETHER = "partner-conversation", "family-meeting"


@pytest.fixture
def rosa(person, alice) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="partner", name="Rosa Lane", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def book(alice, person, today):
    def _book(kind, names) -> Booking:
        what = Arrangement(kind=kind, on=today + timedelta(3), medium="phone", other_names=names)
        return book_contact(by=alice, person=person, arrangement=what)

    return _book


@pytest.fixture
def met(alice, person, today):
    def _met(kind, names, **fields) -> Contact:
        people = [Attendance(person=person, other_names=names)]
        return record_contact(by=alice, kind=kind, on=today, people=people, medium="phone", **fields)

    return _met


@pytest.mark.parametrize("kind", [ALONE, TOGETHER])
@pytest.mark.parametrize("names", ["Carly Barnes", "Rosa Lane, Carly Barnes", "carly", "Carly ()"])
def test_somebody_nobody_knows_is_not_booked(book, alice, person, rosa, kind, names):
    may_be_told(alice, rosa)
    with pytest.raises(UnknownNameError, match="Nobody around Jo is called [Cc]arly.*Who is this") as asked:
        book(kind, names)
    assert asked.value.field == "other_names" and not Booking.objects.exists()


def test_with_the_person_there_it_is_enough_to_say_who_they_are(book):
    assert book(TOGETHER, "Carly Barnes (neighbour, at 4), Ravi Mann (her brother)").pk


def test_without_the_person_they_have_to_be_of_the_circle(book, alice, person, rosa):
    with pytest.raises(UnknownNameError, match="choose them there, with what they may know"):
        book(ALONE, "Carly Barnes (neighbour)")
    with pytest.raises(NotToldError):
        book(ALONE, "Rosa Lane")


def test_other_kinds_are_as_they_were(book):
    assert book("one-to-one", "Carly Barnes").pk


@pytest.mark.parametrize("kind", [ALONE, TOGETHER])
def test_what_happened_says_who_it_was(met, kind):
    with pytest.raises(ContactError, match="Who is this"):
        met(kind, "Carly Barnes")
    assert met(kind, "Carly Barnes (neighbour)") and met(kind, "Carly", happened=False, why_not="logistics")


def test_the_page_says_it_beside_the_field(client, alice, person, today):
    client.force_login(alice)
    said = {
        "person": person.ref, "kind": "other", "other_kind": TOGETHER, "on": today.isoformat(), "happened": "yes",
        "level": "standard", f"{person.ref}-attended": "yes", f"{person.ref}-other_names": "Carly Barnes",
    }  # fmt: skip
    page = client.post(reverse("casework:record") + f"?person={person.ref}", said).content.decode()
    assert f'id="id_{person.ref}-other_names_error"' in page and "Who is this?" in page
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ravi Mann (neighbour, at 4) and Jo", (("Ravi Mann", True), ("Jo", False))),
        ("Ravi Mann ()", (("Ravi Mann", False),)),
        ("Ravi Mann (neighbour", (("Ravi Mann", True),)),
    ],
)
def test_names_and_who_they_are(typed, expected):
    assert names_and_who(typed) == expected


def test_said_in_brackets_it_is_still_who_is_barred(alice, person, today, book):
    terms = {"reach": "any", "other_name": "Carly Barnes"}
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=today, **terms)
    with pytest.raises(RestrictedError):
        book(TOGETHER, "Carly Barnes (neighbour)")
