"""A group at Send that begins on the Monday after the Friday of the cast, with the person and others."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from tests.cast import add_person
from tests.unit.casework.clocks import set_clock
from throughgate.groups.models import Cohort, Place
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.groups.services.places import ask_for_place, offer_place, take_place
from throughgate.people.models import Person

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def friday(monkeypatch, today) -> None:
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))


@pytest.fixture
def on_day(monkeypatch) -> Callable[[date], None]:
    return lambda on: set_clock(monkeypatch, datetime.combine(on, time(18, 0)))


@pytest.fixture
def terms(send, alice) -> Callable[..., Terms]:
    def say(**changed) -> Terms:
        known = {
            "title": "Family course, winter",
            "plan": "family-course",
            "site": send,
            "place": "Chapel",
            "capacity": 3,
            "leaders": [alice],
            "starts_on": MONDAY,
            "at": time(14),
            "minutes": 120,
        }
        return Terms(**known | changed)

    return say


@pytest.fixture
def cohort(terms, alice) -> Cohort:
    return make_cohort(by=alice, terms=terms())


@pytest.fixture
def others(send, alice) -> list[Person]:
    """Three more on Alice's caseload, each with a name of their own."""
    made = []
    for given, family in (("Mila", "Stone"), ("Noor", "Frost"), ("Rosa", "Blake")):
        one = add_person(send, alice)
        one.given_name, one.family_name, one.preferred_name = given, family, ""
        one.save()
        made.append(one)
    return made


@pytest.fixture
def join(alice) -> Callable[..., Place]:
    def put(cohort: Cohort, person: Person, by=alice) -> Place:
        place = ask_for_place(by=by, cohort=cohort, person=person)
        return take_place(by=by, place=offer_place(by=by, place=place))

    return put
