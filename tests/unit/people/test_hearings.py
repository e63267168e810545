"""Parole hearings: one review, its steps, and the day that programmes hang on."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from tests.unit.people.test_kept_apart import text_of
from throughgate.access.policy import Forbidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, HearingStep
from throughgate.people.rules.hearings import HearingError
from throughgate.people.services import (
    assign_worker,
    cancel_hearing,
    decide_hearing,
    defer_hearing,
    list_hearing,
    note_date,
)
from throughgate.record.models import Entry
from throughgate.web.words import day_words

pytestmark = pytest.mark.django_db

SAID = {"source": "Parole Board"}


def held(person, kind="parole_hearing"):
    return CustodyDate.objects.filter(person=person, kind=kind, superseded_at__isnull=True).first()


@pytest.fixture
def hearing(alice, person):
    return list_hearing(by=alice, person=person, kind="oral", on=today() + timedelta(days=30), **SAID)


def test_its_day_is_the_day_that_programmes_hang_on(person, hearing):
    assert held(person).on == today() + timedelta(days=30)


def test_put_off_it_moves_that_day_and_says_why(alice, person, hearing):
    defer_hearing(by=alice, hearing=hearing, to_on=today() + timedelta(days=90), because="No report", **SAID)
    now = held(person)
    assert (now.on, now.reason) == (today() + timedelta(days=90), "No report")


def test_put_off_to_no_day_it_leaves_none(alice, person, hearing):
    defer_hearing(by=alice, hearing=hearing, to_on=None, because="No report", **SAID)
    assert held(person).on is None


def test_a_direction_for_release_notes_the_parole_day(alice, person, hearing):
    out = today() + timedelta(days=21)
    decide_hearing(by=alice, hearing=hearing, on=today(), result="release", release_on=out, **SAID)
    assert held(person, "parole_release").on == out
    assert (held(person).on, held(person).confidence) == (today(), "confirmed")


def test_a_release_day_goes_with_a_direction_only(alice, hearing):
    with pytest.raises(HearingError, match="direction for release") as refusal:
        decide_hearing(by=alice, hearing=hearing, on=today(), result="no_release", release_on=today(), **SAID)
    assert refusal.value.field == "release_on"


def test_decided_it_is_closed(alice, hearing):
    decide_hearing(by=alice, hearing=hearing, on=today(), result="no_release", **SAID)
    with pytest.raises(HearingError, match="closed already"):
        cancel_hearing(by=alice, hearing=hearing, because="Mistake", **SAID)
    assert [step.state for step in HearingStep.objects.all()] == ["listed", "decided"]


def test_it_is_decided_once_it_is_known(alice, hearing):
    with pytest.raises(HearingError, match="future"):
        decide_hearing(by=alice, hearing=hearing, on=today() + timedelta(days=1), result="open", **SAID)


def test_an_oral_hearing_is_not_sent_on_to_another(alice, hearing):
    with pytest.raises(HearingError, match="oral hearing already"):
        decide_hearing(by=alice, hearing=hearing, on=today(), result="oral", **SAID)


def test_there_is_one_to_come_at_a_time(alice, person, hearing):
    with pytest.raises(HearingError, match="already"):
        list_hearing(by=alice, person=person, kind="paper", on=today() + timedelta(days=60), **SAID)


def test_after_the_result_there_may_be_another(alice, person, hearing):
    decide_hearing(by=alice, hearing=hearing, on=today(), result="no_release", **SAID)
    list_hearing(by=alice, person=person, kind="paper", on=today() + timedelta(days=200), **SAID)
    assert held(person).on == today() + timedelta(days=200)


def test_cancelled_it_leaves_no_day(alice, person, hearing):
    cancel_hearing(by=alice, hearing=hearing, because="Noted for somebody else", **SAID)
    assert held(person).on is None


def test_a_day_noted_before_stands_as_it_was_noted(alice, person):
    noted = note_date(by=alice, person=person, kind="parole_hearing", on=today() + timedelta(days=30), source="OMU")
    list_hearing(by=alice, person=person, kind="oral", on=noted.on, **SAID)
    assert held(person) == noted


def test_every_step_is_in_the_ledger_and_on_the_trail(alice, person, hearing):
    decide_hearing(by=alice, hearing=hearing, on=today(), result="open", **SAID)
    entries = Entry.objects.filter(person=person, kind="parole-hearing").order_by("pk")
    assert [entry.subject for entry in entries] == ["oral", "oral"]
    trail = Event.objects.filter(action__startswith="hearing.").order_by("pk")
    assert [event.action for event in trail] == ["hearing.listed", "hearing.decided"]


def test_a_volunteer_does_not_write_it(mona, victor, person, hearing):
    assign_worker(by=mona, person=person, worker=victor, role="mentor", from_on=today())
    with pytest.raises(Forbidden):
        cancel_hearing(by=victor, hearing=hearing, because="No", **SAID)


def test_the_page_refuses_what_is_missing_and_keeps_what_was_typed(client, alice, hearing):
    client.force_login(alice)
    said = {"state": "deferred", "source": "A letter from the Board"}
    page = client.post(f"/people/hearings/{hearing.ref}/", said).content.decode()
    assert "Say why" in page
    assert "A letter from the Board" in page


def test_a_date_is_put_off_at_the_hearing(client, alice, person, hearing):
    client.force_login(alice)
    page = client.get(f"/people/{person.ref}/custody/").content.decode()
    assert f"/people/hearings/{hearing.ref}/" in page
    assert "custody/date/parole_hearing" not in page
    noted = client.get(f"/people/{person.ref}/custody/date/parole_hearing/")
    assert noted.url == f"/people/hearings/{hearing.ref}/"


def test_without_a_hearing_to_come_its_day_is_noted_with_a_new_one(client, alice, person):
    client.force_login(alice)
    noted = client.get(f"/people/{person.ref}/custody/date/parole_hearing/")
    assert noted.url == f"/people/{person.ref}/custody/hearing/"


def test_each_step_stands_with_its_day_in_plain_words(client, alice, person, hearing):
    later = today() + timedelta(days=60)
    defer_hearing(by=alice, hearing=hearing, to_on=later, because="No report yet", **SAID)
    decide_hearing(by=alice, hearing=hearing, on=today(), result="no_release", because="The Board said no", **SAID)
    client.force_login(alice)
    page = strip_tags(text_of(client.get(f"/people/{person.ref}/custody/")))
    assert f"Deferred to {day_words(later)}" in page and f"Decided on {day_words(today())}" in page
