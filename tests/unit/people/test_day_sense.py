"""Days that cannot be, and days that are only unlikely."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.people.rules.day_sense import DaySenseError, check_day, doubt_of_date, doubt_of_sentence
from throughgate.people.rules.hearings import HearingError
from throughgate.people.services import list_hearing, note_date, record_sentence, stop_sentence
from throughgate.people.services.hearings import decide_hearing
from throughgate.web.pictures.spells import KnownDay, Stretch, draw_spells

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("year", [9999, 2206, 1066, 1850])
def test_a_day_more_than_a_lifetime_away_cannot_be(year):
    with pytest.raises(DaySenseError, match=str(year)):
        check_day("on", date(year, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("kind", "on", "known"),
    [
        ("hdc_release", date(2028, 1, 1), {"crd": date(2027, 1, 1)}),
        ("parole_release", date(2028, 1, 1), {"ard": date(2027, 1, 1)}),
        ("confirmed_release", date(2026, 3, 1), {}),
        ("parole_hearing", date(2020, 3, 1), {}),
        ("crd", date(2099, 3, 1), {}),
    ],
)
def test_an_unlikely_day_is_doubted(kind, on, known):
    assert doubt_of_date(kind, on, known, TODAY)


@pytest.mark.parametrize("kind", ["hdc_release", "parole_release", "crd", "confirmed_release"])
def test_a_likely_day_is_not(kind):
    assert doubt_of_date(kind, date(2026, 9, 1), {"crd": date(2027, 1, 1)}, TODAY) == ""


def test_a_sentence_to_come_is_doubted():
    assert doubt_of_sentence(date(2099, 1, 1), None, TODAY)
    assert doubt_of_sentence(date(2020, 1, 1), date(2030, 1, 1), TODAY) == ""


def test_the_last_day_there_is_can_be_drawn():
    drawn = draw_spells([Stretch("Send", TODAY, None, "inside")], [KnownDay("Release", date.max)], TODAY)
    assert drawn


def test_no_date_is_noted_that_cannot_be(alice, person):
    with pytest.raises(DaySenseError):
        note_date(by=alice, person=person, kind="crd", on=date(9999, 12, 31), source="OMU")
    assert not person.custody_dates.exists()


def test_nobody_is_released_before_the_decision(alice, person):
    hearing = list_hearing(by=alice, person=person, kind="paper", on=today(), source="OMU")
    with pytest.raises(HearingError, match="before the decision"):
        decide_hearing(
            by=alice, hearing=hearing, on=today(), result="release", source="OMU", release_on=today() - timedelta(1)
        )


def test_an_unlikely_day_is_asked_about_and_holds_once_it_is_ticked(client, alice, person):
    note_date(by=alice, person=person, kind="crd", on=today() + timedelta(30), source="OMU")
    late = today() + timedelta(60)
    url = reverse("people:note_date", kwargs={"ref": person.ref, "kind": "parole_release"})
    said = {"on_day": late.day, "on_month": late.month, "on_year": late.year, "source": "OMU", "seen": "0"}
    said |= {"confidence": "expected"}
    client.force_login(alice)
    asked = client.post(url, said).content.decode()
    assert "Yes, that is right" in asked and person.custody_dates.count() == 1
    client.post(url, said | {"sure": late.isoformat()})
    assert person.custody_dates.get(kind="parole_release").on == late


def test_the_same_form_sent_twice_is_one_sentence(alice, person):
    token = uuid4()
    for _ in range(2):
        record_sentence(by=alice, person=person, kind="life", token=token)
    assert person.sentences.count() == 1


def test_no_sentence_ended_early_on_a_day_to_come(alice, person):
    sentence = record_sentence(by=alice, person=person, kind="life")
    with pytest.raises(DaySenseError):
        stop_sentence(by=alice, sentence=sentence, on=today() + timedelta(1), because="Appeal")
