"""Of everything in the custody history it is kept who said it and how sure they were."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.unit.people.test_kept_apart import text_of
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.forms import RecordMoveForm
from throughgate.people.models import CustodyDate, CustodyMove
from throughgate.people.rules.custody import less_sure
from throughgate.people.services import (
    add_licence_condition,
    decide_hearing,
    defer_hearing,
    list_hearing,
    note_hdc_step,
    record_move,
    record_sentence,
    vary_licence_condition,
)
from throughgate.sites.models import Site

HEARD = {"source": "The person", "confidence": "unsure"}
WORDS = "Not sure. Source: The person"


def moved(alice, person, send, **said):
    return record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send, **said)


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda person: text_of(client.get(reverse("people:custody", kwargs={"ref": person.ref})))


def test_a_move_says_who_told_it_and_how_sure(alice, person, send, page):
    moved(alice, person, send, **HEARD)
    assert WORDS in page(person)


def test_a_sentence_says_who_told_it_and_how_sure(alice, person, page):
    record_sentence(by=alice, person=person, kind="determinate", **HEARD)
    assert WORDS in page(person)


def test_a_step_towards_curfew_says_how_sure(alice, person, page):
    note_hdc_step(by=alice, person=person, state="address", on=today(), **HEARD)
    assert WORDS in page(person)


def test_a_hearing_that_is_put_off_says_how_sure(alice, person, page):
    hearing = list_hearing(by=alice, person=person, kind="oral", on=today() + timedelta(9), source="Letter")
    defer_hearing(by=alice, hearing=hearing, to_on=today() + timedelta(30), because="No report", **HEARD)
    assert WORDS in page(person)
    assert "Expected. Source: Letter" in page(person)


def test_a_licence_condition_says_how_sure_and_is_varied_by_somebody_else(alice, person, page):
    row = add_licence_condition(by=alice, person=person, wording="Live there", **HEARD)
    assert WORDS in page(person)
    told = {"source": "The licence", "confidence": "confirmed"}
    vary_licence_condition(by=alice, condition=row, wording="Live here", from_on=today(), because="Moved", **told)
    assert "Confirmed. Source: The licence" in page(person)


def test_what_was_only_heard_of_is_confirmed_later(alice, person, send):
    move = moved(alice, person, send, **HEARD)
    assert moved(alice, person, send, source="OMU", confidence="confirmed") == move
    held = CustodyMove.objects.get()
    assert (held.source, held.confidence) == ("OMU", "confirmed")
    assert Event.objects.filter(action="move.how_sure_noted").count() == 1


def test_the_same_without_a_word_of_how_sure_leaves_what_was_said(alice, person, send):
    moved(alice, person, send, **HEARD)
    moved(alice, person, send)
    assert CustodyMove.objects.get().confidence == "unsure"


@pytest.mark.parametrize(
    ("usual", "said", "held"),
    [("expected", "confirmed", "expected"), ("confirmed", "unsure", "unsure"), ("confirmed", "", "confirmed")],
)
def test_of_two_the_more_careful_holds(usual, said, held):
    assert less_sure(usual, said) == held


def test_a_day_that_was_only_heard_of_is_not_told_as_sure(alice, person):
    note_hdc_step(by=alice, person=person, state="granted", on=today(), day=today() + timedelta(30), **HEARD)
    assert CustodyDate.objects.get(kind="hdc_release").confidence == "unsure"


def test_a_release_that_was_only_heard_of_is_not_told_as_expected(alice, person):
    hearing = list_hearing(by=alice, person=person, kind="paper", on=today(), source="Letter")
    decide_hearing(by=alice, hearing=hearing, on=today(), result="release", release_on=today() + timedelta(30), **HEARD)
    assert CustodyDate.objects.get(kind="parole_release").confidence == "unsure"


def test_the_form_takes_nothing_as_sure_and_needs_no_word(db):
    form = RecordMoveForm(sites=Site.objects.all())
    assert not form["confidence"].value()
    assert not form.fields["source"].required


def test_the_database_knows_no_other_word(alice, person, send):
    with pytest.raises(IntegrityError), transaction.atomic():
        CustodyMove.objects.create(
            person=person, kind="received", on=today(), site=send, added_by=alice, confidence="x"
        )
