from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from tests.unit.casework.clocks import set_clock
from throughgate.accounts.models import User
from throughgate.handover.models import HandOver
from throughgate.handover.services import Handing, give_hand_overs
from throughgate.people.models import Assignment, Person


@pytest.fixture(autouse=True)
def friday(monkeypatch, today) -> None:
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))


@pytest.fixture
def later(monkeypatch, today) -> Callable[[int], date]:
    """Some days on."""

    def _later(days: int) -> date:
        day = today + timedelta(days=days)
        set_clock(monkeypatch, datetime.combine(day, time(9, 0)))
        return day

    return _later


@pytest.fixture
def caseload(send, alice) -> list[Person]:
    """Five people whom Alice alone works with."""
    people = [
        Person.objects.create(given_name=f"Robin{n}", family_name="Ash", site=send, created_by=alice) for n in range(5)
    ]
    for person in people:
        Assignment.objects.create(
            person=person, worker=alice, role="caseworker", from_on=date(2026, 2, 2), added_by=alice
        )
    return people


@pytest.fixture
def give(mona, alice, bob, person, today) -> Callable[..., HandOver]:
    """Hand the person over from Alice to Bob in ten days, as Mona, unless the test says otherwise."""

    def _give(receiver: User = bob, days: int = 10, **fields) -> HandOver:
        wanted = {"by": mona, "giver": alice, "why": "leaves", "from_on": today + timedelta(days=days)} | fields
        about = wanted.pop("person", person)
        return give_hand_overs(handings=[Handing(about, receiver)], **wanted)[0]

    return _give


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    def _as(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _as
