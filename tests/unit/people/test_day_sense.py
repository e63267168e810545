"""Days that cannot be, and days that are only unlikely."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.people.rules.day_sense import (
    DaySenseError,
    check_day,
    doubt_of_date,
    doubt_of_last_day,
    doubt_of_sentence,
)
from throughgate.people.rules.hearings import HearingError
from throughgate.people.services import (
    add_licence_condition,
    end_licence_condition,
    list_hearing,
    note_date,
    record_move,
    record_sentence,
    stop_sentence,
)
from throughgate.people.services.hearings import decide_hearing
from throughgate.people.services.withdrawing import move_on_another_day
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


# -- moves, sentences without an end, conditions of the licence ------------------------------------------------------

LONG_AGO = {"on_day": "2", "on_month": "1", "on_year": "1800"}


@pytest.fixture
def moved(alice, person, send):
    return record_move(by=alice, person=person, kind="received", on=today() - timedelta(300), site=send)


def page_of(person, name, **more):
    return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})


def test_no_move_of_another_century(client, alice, person, send):
    with pytest.raises(DaySenseError):
        record_move(by=alice, person=person, kind="received", on=date(1800, 1, 2), site=send)
    client.force_login(alice)
    answer = client.post(page_of(person, "record_move"), {"kind": "received", "site": send.pk, **LONG_AGO})
    assert answer.context["form"].errors["on"] == ["The year cannot be 1800. Check the year"]
    assert not person.moves.exists()


def test_no_move_is_put_there_either(client, alice, person, moved):
    with pytest.raises(DaySenseError):
        move_on_another_day(by=alice, move=moved, on=date(1800, 1, 2), because="Typed wrong")
    client.force_login(alice)
    said = {"what": "day", "because": "Typed wrong", **LONG_AGO}
    answer = client.post(page_of(person, "withdraw_move", pk=moved.pk), said)
    assert answer.context["form"].errors["on"] == ["The year cannot be 1800. Check the year"]
    assert [one.pk for one in person.moves.all()] == [moved.pk]


@pytest.mark.parametrize("kind", ["life", "ipp"])
def test_a_last_day_of_what_has_none_is_asked_about(client, alice, person, kind):
    client.force_login(alice)
    end = date(today().year + 3, 1, 1)
    said = {"kind": kind, "ended_on_day": 1, "ended_on_month": 1, "ended_on_year": end.year}
    answer = client.post(page_of(person, "record_sentence"), said)
    assert "has no last day" in answer.context["form"].errors["ended_on"][0]
    assert not person.sentences.exists()
    client.post(page_of(person, "record_sentence"), said | {"sure": f"{kind} {end}"})
    assert person.sentences.get().ended_on == end


def test_any_other_sentence_has_one():
    assert doubt_of_last_day("extended", TODAY) == "" and doubt_of_last_day("life", None) == ""


@pytest.mark.parametrize("name", ["from_on", "to_on"])
def test_no_condition_of_another_century(client, alice, person, name):
    with pytest.raises(DaySenseError):
        add_licence_condition(by=alice, person=person, wording="To live where approved", **{name: date(9999, 1, 1)})
    client.force_login(alice)
    said = {"wording": "To live where approved", **{f"{name}_{part}": "1" for part in ("day", "month")}}
    answer = client.post(page_of(person, "add_condition", kind="residence"), said | {f"{name}_year": "9999"})
    assert answer.context["form"].errors[name] == ["The year cannot be 9999. Check the year"]


def test_no_condition_ends_in_another_century(client, alice, person):
    row = add_licence_condition(by=alice, person=person, kind="residence", wording="To live where approved")
    with pytest.raises(DaySenseError):
        end_licence_condition(by=alice, condition=row, on=date(1800, 1, 2), because="Typed wrong")
    client.force_login(alice)
    answer = client.post(page_of(person, "end_condition", pk=row.pk), {"because": "Lifted", **LONG_AGO})
    assert answer.context["form"].errors["on"] == ["The year cannot be 1800. Check the year"]
