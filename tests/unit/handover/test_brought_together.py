"""A hand-over that moves bookings to a worker with whom somebody is booked whom they must not meet."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests.cast import add_person
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.casework.services.bookings import book_contact
from throughgate.people.services.restrictions import add_restriction

KNOW = "who may have to be kept apart from them"


@pytest.fixture
def apart(send, alice, bob, mona, person, today):
    """Alice's person and one of Bob's, each booked at ten in twelve days, who must not meet."""
    other = add_person(send, bob)
    other.given_name, other.family_name, other.preferred_name = "Kim", "Ash", ""
    other.save()
    for by, one, place in ((alice, person, "The Hub"), (bob, other, "The Library")):
        on = today + timedelta(days=12)
        book_contact(by=by, person=one, arrangement=Arrangement(kind="group-session", on=on, at=time(10), place=place))
    terms = {"kind": "no_contact", "source": "court", "from_on": today, "reach": "any", "other_name": person.name}
    add_restriction(by=bob, person=other, **terms)
    return other


def checked(client, alice, bob, person, today, **said):
    data = {"everybody": "", "why": "leaves", "overlap": "7"}
    day = today + timedelta(days=10)
    data |= {"from_on_day": str(day.day), "from_on_month": str(day.month), "from_on_year": str(day.year)}
    data |= {f"to-{person.ref}": str(bob.pk)} | said
    return client.post(reverse("handover:caseload", args=[alice.ref]), data).content.decode()


def test_the_check_says_so_and_not_who_it_is(as_user, apart, mona, alice, bob, person, today):
    page = checked(as_user(mona), alice, bob, person, today)
    assert KNOW in page and "Kim Ash" not in page


def test_without_the_restriction_nothing_is_said(as_user, apart, mona, alice, bob, person, today):
    apart.restrictions.all().delete()
    page = checked(as_user(mona), alice, bob, person, today)
    assert "Ready" in page and KNOW not in page


def test_afterwards_both_bookings_are_to_be_looked_at(apart, give, mona, today):
    days = (today, today + timedelta(days=20))
    assert to_look_at(mona, *days) == []
    give(days=10)
    assert len(to_look_at(mona, *days)) == 2
