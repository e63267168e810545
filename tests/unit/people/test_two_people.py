"""Two who must be kept apart from one another are two people: their records are not put together."""

from datetime import date, time

import pytest
from django.urls import reverse

from tests.unit.people.ended import end_on_proof
from tests.unit.people.merging_people import make_person
from throughgate.casework.rules.bookings import Arrangement, arrangement_problems
from throughgate.casework.rules.contacts import Meeting, meeting_problems
from throughgate.people.models import Merge, Person
from throughgate.people.services.merging import CannotMergeError, merge_people
from throughgate.people.services.restrictions import add_restriction

ON = date(2026, 11, 20)
SPRING = date(2027, 3, 28)


@pytest.fixture
def carly(send, mona) -> Person:
    return make_person(mona, send, "Carly", "Barnes")


def apart(by, person, name):
    said = {"kind": "no_contact", "source": "court", "from_on": ON, "reach": "any"}
    return add_restriction(by=by, person=person, other_name=name, **said)


def both(by, kept, gone):
    return merge_people(by=by, kept=kept, gone=gone, why="The same birthday")


def test_whichever_record_says_so(mona, person, carly):
    apart(mona, person, "Carly Barnes")
    for kept, gone in ((person, carly), (carly, person)):
        with pytest.raises(CannotMergeError):
            both(mona, kept, gone)
    assert not Merge.objects.exists()


def test_once_it_is_ended_they_can_be(mona, person, carly):
    end_on_proof(mona, mona, apart(mona, person, "Carly Barnes"), ON)
    assert both(mona, carly, person)


def test_a_restriction_about_somebody_of_their_own_name_says_nothing(mona, send, person):
    twin = make_person(mona, send, person.given_name, person.family_name)
    apart(mona, person, f"{person.given_name} {person.family_name}")
    assert both(mona, person, twin)


def test_the_comparison_says_so_and_offers_nothing_else(client, mona, person, carly):
    apart(mona, person, "Carly Barnes")
    client.force_login(mona)
    page = client.get(reverse("people:compare", args=[person.ref, carly.ref])).content.decode()
    assert "these two must be kept apart" in page and "The same person</a>" not in page


@pytest.mark.parametrize(("at", "fields"), [(time(1, 30), ["at"]), (time(2, 30), []), (time(0, 30), [])])
def test_an_hour_that_the_clocks_leave_out_is_none(at, fields):
    arrangement = Arrangement(kind="phone-call", on=SPRING, at=at)
    meeting = Meeting(kind="phone-call", on=SPRING, at=at)
    assert [one.field for one in arrangement_problems(arrangement, ON)] == fields
    assert [one.field for one in meeting_problems(meeting, SPRING)] == fields


def test_a_name_nearly_theirs_is_said_before_they_are_put_together(client, mona, person, carly):
    client.force_login(mona)
    url = reverse("people:compare", args=[person.ref, carly.ref])
    assert "somebody of nearly the other’s name" not in client.get(url).text
    apart(mona, person, "Carli Barnes")
    assert "somebody of nearly the other’s name" in client.get(url).text
