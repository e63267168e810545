"""Recall and re-release: one unbroken record, the day on which a fixed term ends, sentences that ended early."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.unit.people.test_kept_apart import text_of
from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.clock import today
from throughgate.people.models import CustodyMove, DateKind
from throughgate.people.rules.custody import RELEASE_KINDS, recalled_until, shown_release_date, spells, stays
from throughgate.people.services import (
    AlreadyEndedError,
    EndsBeforeStartError,
    note_date,
    record_move,
    record_sentence,
    stop_sentence,
)

ELIGIBILITY = {DateKind.HDC_ELIGIBLE, DateKind.PAROLE_ELIGIBLE, DateKind.TARIFF_END}


def test_nobody_is_released_by_being_eligible():
    assert not ELIGIBILITY & set(RELEASE_KINDS)


@pytest.mark.parametrize("kind", sorted(ELIGIBILITY))
def test_an_eligibility_date_alone_shows_no_release(alice, person, kind):
    note_date(by=alice, person=person, kind=kind, on=date(2027, 1, 1), source="OMU")
    assert shown_release_date(person.custody_dates.all()) is None


@pytest.mark.parametrize(
    ("term", "crd", "until"),
    [
        ("14", None, date(2026, 3, 15)),
        ("28", None, date(2026, 3, 29)),
        ("56", None, date(2026, 4, 26)),
        ("56", date(2026, 6, 1), date(2026, 6, 1)),  # out on HDC before
        ("56", date(2026, 4, 1), date(2026, 4, 26)),
        ("standard", None, None),
        ("", None, None),
    ],
)
def test_the_day_they_came_back_counts_as_the_first(term, crd, until):
    assert recalled_until(date(2026, 3, 2), term, crd) == until


@pytest.fixture
def recalled(alice, person, send):
    """Released thirty days ago, recalled ten days ago."""

    def _recalled(recall="28"):
        note_date(by=alice, person=person, kind="crd", on=today() - timedelta(30), source="OMU")
        record_move(by=alice, person=person, kind="released", on=today() - timedelta(30))
        return record_move(
            by=alice, person=person, kind="recalled", on=today() - timedelta(10), site=send, recall=recall
        )

    return _recalled


def test_only_a_recall_is_for_a_term(alice, person, send):
    with pytest.raises(ValidationError, match="Only a recall"):
        record_move(by=alice, person=person, kind="received", on=today(), site=send, recall="28")


def test_the_term_may_be_said_later_and_then_stays(alice, person, send, recalled):
    move = recalled("")
    again = {"by": alice, "person": person, "kind": "recalled", "on": move.on, "site": send}
    assert record_move(**again, recall="14").recall == "14"
    assert record_move(**again, recall="28").recall == "14"
    assert CustodyMove.objects.filter(kind="recalled").count() == 1


def test_one_record_over_recall_and_release(alice, person, recalled):
    back = recalled().on
    record_move(by=alice, person=person, kind="released", on=today())
    moves = list(person.moves.all())
    assert [(one.release_on, one.returned_on) for one in spells(moves)] == [
        (today() - timedelta(30), back),
        (today(), None),
    ]
    assert [one.is_recall for one in stays(moves, today())] == [False, True, False]


def test_moved_prison_they_are_still_recalled(alice, person, recalled, unserved):
    recalled()
    record_move(by=alice, person=person, kind="transferred", on=today(), site=unserved)
    assert [one.is_recall for one in stays(person.moves.all(), today())] == [False, True, True]


# -- the pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def url(name, person, **more):
    return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})


def test_the_day_it_ends_is_proposed(page, person, recalled):
    until = recalled().on + timedelta(27)
    said = page.get(url("note_date", person, kind="recall_release"))
    assert said.context["form"].initial["on"] == until and "reckoned from the recall" in text_of(said)


def test_noted_it_is_proposed_no_more(page, alice, person, recalled):
    recalled()
    note_date(by=alice, person=person, kind="recall_release", on=today() + timedelta(3), source="OMU")
    assert "reckoned from the recall" not in text_of(page.get(url("note_date", person, kind="recall_release")))
    assert shown_release_date(person.custody_dates.all()).kind == "recall_release"


def test_recording_the_recall_leads_to_its_end(page, alice, person, send):
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(30))
    day = today()
    said = {"kind": "recalled", "on_day": day.day, "on_month": day.month, "on_year": day.year, "site": send.pk}
    answer = page.post(url("record_move", person), said | {"recall": "56"})
    assert answer.url == url("note_date", person, kind="recall_release")


def test_a_term_with_anything_else_is_refused(page, person):
    answer = page.post(url("record_move", person), {"kind": "released", "recall": "56"})
    assert "Only a recall has a length" in text_of(answer)


def test_not_known_yet_it_is_asked_for(page, person, recalled):
    recalled("")
    assert "For how long are they recalled?" in text_of(page.get(url("custody", person)))
    answer = page.post(url("recall_term", person), {"recall": "28"})
    assert answer.url == url("note_date", person, kind="recall_release")
    assert "The recall has a fixed term" in text_of(page.get(url("custody", person)))


def test_the_picture_names_the_recall(page, person, send, recalled):
    recalled()
    said = text_of(page.get(url("custody", person)))
    assert f"{send.name}, recalled" in said and "Recalled to custody: " in said and "Fixed term, 28 days" in said


# -- sentences ------------------------------------------------------------------------------------------------------


@pytest.fixture
def sentence(alice, person):
    return record_sentence(by=alice, person=person, kind="determinate", started_on=date(2024, 1, 1))


def test_several_at_a_time_and_one_ends_early(page, alice, person, sentence):
    record_sentence(by=alice, person=person, kind="extended", started_on=date(2025, 1, 1))
    stop_sentence(by=alice, sentence=sentence, on=date(2025, 6, 1), because="Quashed on appeal")
    said = text_of(page.get(url("custody", person)))
    assert "Quashed on appeal" in said and said.count("It ended early") == 1


def test_it_ends_once_and_not_before_it_began(alice, sentence):
    with pytest.raises(EndsBeforeStartError):
        stop_sentence(by=alice, sentence=sentence, on=date(2023, 1, 1), because="Appeal")
    stop_sentence(by=alice, sentence=sentence, on=date(2025, 1, 1), because="Appeal")
    with pytest.raises(AlreadyEndedError):
        stop_sentence(by=alice, sentence=sentence, on=date(2025, 1, 1), because="Appeal")


@pytest.mark.parametrize(("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden)])
def test_who_may_not_end_it(who, refusal, sentence, request):
    with pytest.raises(refusal):
        stop_sentence(by=request.getfixturevalue(who), sentence=sentence, on=date(2025, 1, 1), because="Appeal")


@pytest.mark.parametrize("kind", ["confirmed_release", "parole_release", "hdc_release", "recall_release"])
def test_a_day_of_the_earlier_release_ends_with_the_return(alice, person, send, kind):
    note_date(by=alice, person=person, kind=kind, on=today() + timedelta(5), source="OMU")
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(12))
    record_move(by=alice, person=person, kind="recalled", on=today() - timedelta(10), site=send)
    assert shown_release_date(person.custody_dates.all()) is None


def test_the_sentences_own_day_to_come_holds_through_a_recall(alice, person, send):
    note_date(by=alice, person=person, kind="crd", on=today() + timedelta(90), source="OMU")
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(12))
    record_move(by=alice, person=person, kind="recalled", on=today() - timedelta(10), site=send)
    assert shown_release_date(person.custody_dates.all()).kind == "crd"


def test_a_day_heard_of_after_they_came_back_holds(alice, person, send):
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(12))
    note_date(by=alice, person=person, kind="recall_release", on=today() + timedelta(5), source="OMU")
    record_move(by=alice, person=person, kind="recalled", on=today() - timedelta(10), site=send)
    assert shown_release_date(person.custody_dates.all()).kind == "recall_release"


def test_who_confirmed_a_move_is_asked(page, person):
    day = today()
    said = {"kind": "released", "on_day": day.day, "on_month": day.month, "on_year": day.year}
    assert "Say who confirmed it" in text_of(page.post(url("record_move", person), said | {"confidence": "confirmed"}))
    assert not person.moves.exists()


def test_whoever_is_out_is_not_shown_in_the_prison(page, alice, person, send):
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(2))
    assert f"with the team at {send.name}" in text_of(page.get(url("custody", person)))


def test_out_before_the_sentence_said_the_page_says_why_it_is_that_day(page, alice, person, recalled):
    back = recalled("14").on
    crd = today() + timedelta(60)
    note_date(by=alice, person=person, kind="crd", on=crd, source="OMU")
    said = page.get(url("note_date", person, kind="recall_release"))
    initial = said.context["form"].initial
    assert (initial["on"], initial["ends"]) == (crd, back + timedelta(13))
    assert "14 days from the recall" not in initial["source"]
    words = text_of(said)
    assert "not out again before it, so it is the day below" in words and "reckoned from the recall" not in words


def test_out_again_no_release_is_drawn_ahead(page, alice, person, recalled):
    recalled()
    note_date(by=alice, person=person, kind="recall_release", on=today() + timedelta(20), source="OMU")
    note_date(by=alice, person=person, kind="licence_end", on=today() + timedelta(90), source="OMU")
    ahead = page.get(url("custody", person)).context["days_ahead"]
    assert {one.label for one in ahead} == {"Release", "Licence ends"}
    record_move(by=alice, person=person, kind="released", on=today())
    ahead = page.get(url("custody", person)).context["days_ahead"]
    assert [one.label for one in ahead] == ["Licence ends"]
