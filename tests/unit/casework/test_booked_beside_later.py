"""What is booked for two of ours is looked at again when it turns out later that they must not meet."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_person
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import Assignment, ContactRestriction, Person
from throughgate.people.selectors.beside import BOOKED_THERE
from throughgate.people.services.restrictions import add_restriction

TODAY = date(2026, 11, 20)
ON = TODAY + timedelta(days=2)


@pytest.fixture
def samira(sam) -> Person:
    """Somebody elsewhere of whom Alice may know nothing."""
    Assignment.objects.filter(person=sam, worker__name="Alice Example").delete()
    return sam


def apart(by, person, name):
    said = {"kind": "no_contact", "source": "court", "from_on": TODAY, "reach": "any", "other_name": name}
    return add_restriction(by=by, person=person, **said)


def book(by, person, override="", **fields):
    known = {"kind": "group-session", "on": ON, "at": time(14), "minutes": 60, "place": "The Hub"}
    return book_contact(by=by, person=person, arrangement=Arrangement(**known | fields), override=override)


def test_a_restriction_recorded_later_shows_on_what_is_booked(alice, charlie, person, samira):
    book(charlie, samira)
    book(alice, person)
    assert to_look_at(alice, TODAY, ON) == []
    apart(charlie, samira, person.name)
    (found,) = to_look_at(alice, TODAY, ON)
    assert [one.reason for one in found.against] == [BOOKED_THERE] and found.row.person == person


def test_so_does_a_name_changed_later(alice, person, sam):
    apart(alice, person, "Katherine Pike")
    book(alice, sam)
    book(alice, person)
    assert to_look_at(alice, TODAY, ON) == []
    sam.given_name, sam.family_name, sam.preferred_name = "Katherine", "Pike", ""
    sam.save()
    assert len(to_look_at(alice, TODAY, ON)) == 2


def test_what_a_manager_answered_for_one_of_two_is_not_asked_of_the_other(alice, mona, person, sam):
    book(alice, sam)
    apart(alice, person, "Samira Okoro")
    book(mona, person, override="Two doors and a member of staff with each of them")
    assert to_look_at(mona, TODAY, ON) == []


def test_another_day_or_place_is_not_looked_at(alice, person, sam):
    book(alice, sam)
    book(alice, person, at=time(17), place="The Library")
    apart(alice, person, "Samira Okoro")
    assert to_look_at(alice, TODAY, ON) == []


def test_many_bookings_are_looked_at_for_the_price_of_one(alice, person, sam, send):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            found = to_look_at(alice, TODAY, ON + timedelta(days=9))
        return len(found), len(seen)

    def meet(day):
        for one in (person, sam, add_person(send, alice)):
            book(alice, one, on=ON + timedelta(days=day), override="")

    meet(0)
    row = apart(alice, person, "Samira Okoro")
    few, price = cost()
    ContactRestriction.objects.filter(pk=row.pk).delete()
    for day in range(1, 7):
        meet(day)
    apart(alice, person, "Samira Okoro")
    assert (few, cost()) == (2, (14, price))
