"""Queries per page stay the same as the data grows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.people.models import CircleMember, MoveKind
from throughgate.people.services import index_people
from throughgate.programmes.compiled import compiled_model

# Before anything is booked: what that adds, test_desk_full_queries measures. With who has nowhere to go, what did not
# get through (managers), journeys (drivers) and who meets whom at the gate.
MOST_TODAY = 28
# Each of the eleven rooms whose part stands on the person's page asks for its own, two or three queries each.
MOST_PERSON = 36


def count(run) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert run().status_code == 200
    return len(queries)


@pytest.fixture
def grow(someone, enrol, due, moves, releases, alice, promise, programme, today):
    """So many more people at Send on Alice's caseload, each with something of everything that Today shows."""
    compiled_model(programme)

    def _grow(number: int) -> None:
        for place in range(number):
            one = someone("Kit", f"Marsh{place:02}", worker=alice)
            enrolled = enrol(one)
            for element, days in (("assessment", -1), ("sessions", 0), ("id", 4), ("gate", 3)):
                due(element, days, on=enrolled)
            releases(one, today + timedelta(days=3))
            releases(one, today + timedelta(days=4), kind="parole_hearing")
            moves(someone("Out", f"Marsh{place:02}", worker=alice), MoveKind.RELEASED, today - timedelta(days=3))
            someone("Alone", f"Marsh{place:02}")
            promise(f"Promise {place} {number}", by_on=today)

    return _grow


@pytest.mark.parametrize("name", ["alice", "mona"])
@pytest.mark.parametrize("asked", [{}, {"scope": "team"}, {"scope": "site"}, {"group": "overdue", "scope": "site"}])
def test_today(as_user, request, grow, name, asked):
    client = as_user(request.getfixturevalue(name))
    grow(3)
    few = count(lambda: client.get("/", asked))
    grow(27)
    assert count(lambda: client.get("/", asked)) == few
    assert few <= MOST_TODAY


def test_the_person_page(as_user, alice, person, enrolment, due, write, promise, moves, releases, programme):
    compiled_model(programme)
    client = as_user(alice)
    url = reverse("desk:person", kwargs={"ref": person.ref})
    releases(person, date(2026, 12, 1))

    def grow(number: int) -> None:
        for place in range(number):
            base = Nth.next()
            due("diary", 3, ordinal=base)
            write("visit", on=date(2026, 9, 1) + timedelta(days=place))
            write("job-check", on=date(2026, 9, 1) + timedelta(days=place))
            promise(f"Promise {base}", by_on=date(2026, 11, 19))
            CircleMember.objects.create(
                person=person, kind="friend", name=f"Friend {base}", from_on=date(2020, 1, 1), added_by=alice
            )

    grow(3)
    few = count(lambda: client.get(url))
    grow(27)
    assert count(lambda: client.get(url)) == few
    assert few <= MOST_PERSON


class Nth:
    number = 0

    @classmethod
    def next(cls) -> int:
        cls.number += 1
        return cls.number


def test_search(as_user, alice, someone):
    client = as_user(alice)

    def grow(number: int) -> None:
        index_people([someone("Kit", f"Marsh{place:02}", worker=alice) for place in range(number)])

    grow(3)
    few = count(lambda: client.post(reverse("desk:search"), {"q": "kit"}))
    grow(27)
    assert count(lambda: client.post(reverse("desk:search"), {"q": "kit"})) == few
    assert few <= MOST_PERSON
