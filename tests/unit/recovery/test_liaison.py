"""One page of prison and probation: whom to ask for, until when, what they may be told, and what was said."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Sensitivity
from throughgate.casework.services import record_done
from throughgate.common.clock import today
from throughgate.people.services import add_to_circle, note_date, record_sentence
from throughgate.record.services import write_entry
from throughgate.recovery.kinds import LIAISON

pytestmark = pytest.mark.django_db
KNOWN = {"source": "OMU by e-mail", "confidence": "confirmed"}


@pytest.fixture
def page(client, person):
    def page(user, **query):
        client.force_login(user)
        return client.get(reverse("recovery:liaison", args=[person.ref]), query).content.decode()

    return page


def talk(by, person, days, note, level=Sensitivity.STANDARD):
    on = today() - timedelta(days=days)
    return record_done(by=by, person=person, kind=LIAISON, on=on, note=note, sensitivity=level)


def test_what_was_said_stands_the_latest_first_and_what_is_sensitive_to_those_who_may(page, alice, bob, person):
    talk(alice, person, 40, "She asked for a letter")
    talk(alice, person, 2, "The hearing is in May")
    talk(alice, person, 1, "Of the old offence", Sensitivity.SENSITIVE)
    text = page(alice)
    assert text.index("Of the old offence") < text.index("The hearing is in May") < text.index("She asked for a letter")
    assert "Of the old offence" not in page(bob) and "The hearing is in May" in page(bob)


def test_what_another_room_wrote_down_stands_there_too(page, alice, person):
    write_entry(by=alice, person=person, kind=LIAISON, on=today(), summary="An office said that it is safe")
    assert "An office said that it is safe" in page(alice)


def test_whom_to_ask_for_and_until_when(page, alice, person):
    assert "Nobody is noted" in page(alice) and "is not noted" in page(alice)
    add_to_circle(by=alice, person=person, kind="com", name="Rosa Medina", from_on=today())
    ends = today() + timedelta(days=300)
    note_date(by=alice, person=person, kind="licence_end", on=ends, told_on=today(), **KNOWN)
    text = page(alice)
    assert "Rosa Medina" in text and "On licence until" in text


@pytest.mark.parametrize("kind", ["life", "ipp"])
def test_where_the_sentence_has_no_end_nor_has_this(kind, page, alice, person):
    record_sentence(by=alice, person=person, kind=kind, started_on=date(2015, 1, 5), told_on=today(), **KNOWN)
    assert "The sentence has no end" in page(alice)


def test_years_of_it_are_paged_at_one_cost(page, alice, person):
    def cost(**query):
        with CaptureQueriesContext(connection) as asked:
            text = page(alice, **query)
        return len(asked), text

    talk(alice, person, 1, "The first")
    few, _ = cost()
    for days in range(2, 44):
        talk(alice, person, days, f"Talk {days}")
    many, text = cost()
    assert many <= few + 1  # how many pages there are
    assert "The first" in text and "Talk 43" not in text and "Talk 43" in cost(page=3)[1]


def test_recording_leads_back_here(client, page, alice, person):
    assert f"next=%2Frecovery%2F{person.ref}%2Fliaison%2F" in page(alice)
