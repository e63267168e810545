"""A curfew means the home that is recorded: there it binds nobody, and anywhere else it does."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.restrictions import findings_for
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.release.services.living import leave_place, record_living_place

TODAY = date(2026, 11, 20)
ON = TODAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture(autouse=True)
def curfew(alice, person):
    return add_restriction(
        by=alice, person=person, kind="curfew", source="licence", from_on=TODAY, curfew_from=time(19),
        curfew_to=time(7),
    )  # fmt: skip


@pytest.fixture
def lives(alice, person):
    where = {"kind": "private", "address": "12 High Street", "postcode": "GU21 6HT"}
    return record_living_place(by=alice, person=person, from_on=TODAY, **where)


def answers(user, person, place, at=time(20), on=ON):
    (found,) = findings_for(user, [(person, Booking("visit", on, at=at, place=place))])
    return [one.refuses for one in found]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("12 High Street, GU21 6HT", []),
        ("12 High St", []),
        ("GU21 6HT", [False]),
        ("14 High Street, GU21 6HT", [True]),
        ("Library", [True]),
    ],
)
def test_in_the_evening(alice, person, lives, place, expected):
    assert answers(alice, person, place) == expected


def test_where_they_live_no_more_is_no_home(alice, person, lives):
    leave_place(by=alice, place=lives, on=TODAY, because="mistake")
    assert answers(alice, person, "12 High Street") == [True]


def test_an_hour_is_asked_for(alice, person, lives):
    with pytest.raises(RestrictedError) as asked:
        book_contact(by=alice, person=person, arrangement=Arrangement(kind="visit", on=ON, place="Library"))
    assert asked.value.reasons[0].startswith("They have to be at home from 19:00 to 07:00. Say at what hour")
    assert book_contact(
        by=alice, person=person, arrangement=Arrangement(kind="visit", on=ON, place="12 High Street")
    ).pk


def test_where_they_live_costs_two_queries_where_it_matters(alice, person, lives, curfew, django_assert_num_queries):
    with django_assert_num_queries(6):
        answers(alice, person, "Library")
    type(curfew).objects.all().update(kind="closed_visits", curfew_from=None, curfew_to=None)
    with django_assert_num_queries(4):
        answers(alice, person, "Library")
