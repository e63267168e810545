"""Two at the same moment, each with a connection of their own. SQLite lets one write after the other by itself."""

from uuid import uuid4

import pytest
from django.db import connection

from tests.unit.people.test_people_at_once import again, at_once
from throughgate.casework.models import Contact
from throughgate.casework.services import Attendance
from throughgate.groups.models import Cohort, GroupSession, Place
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.services.places import ask_for_place, offer_place
from throughgate.groups.services.registers import RecordedError, save_register

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]


def test_the_last_place_is_given_once(cohort, person, others, alice, bob):
    Cohort.objects.update(capacity=1)
    places = [ask_for_place(by=alice, cohort=cohort, person=one) for one in (person, others[0])]
    said = at_once(
        *(
            lambda by=by, pk=one.pk: offer_place(
                by=by, place=Place.objects.select_related("person__site", "cohort").get(pk=pk)
            )
            for one, by in zip(places, (alice, bob), strict=True)
        )
    )
    assert [type(one) for one in said].count(PlaceError) == 1
    assert Place.objects.filter(offered_on__isnull=False).count() == 1


def test_asked_for_twice_it_is_one_place(cohort, person, alice, bob):
    at_once(*(lambda by=by: ask_for_place(by=by, cohort=cohort, person=again(person)) for by in (alice, bob)))
    assert Place.objects.count() == 1


def test_two_save_one_register(cohort, person, alice, bob, join, on_day):
    join(cohort, person)
    pk = cohort.sessions.get(number=1).pk
    on_day(cohort.starts_on)
    said = at_once(
        *(
            lambda by=by: save_register(
                by=by,
                session=GroupSession.objects.select_related("cohort__site").get(pk=pk),
                people=[Attendance(person=again(person))],
                token=uuid4(),
            )
            for by in (alice, bob)
        )
    )
    assert [type(one) for one in said].count(RecordedError) == 1 and Contact.objects.count() == 1
