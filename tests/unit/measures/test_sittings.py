"""Opening, answering, finishing, correcting and putting away."""

from datetime import timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.measures.models import Given, Sitting
from throughgate.measures.rules.scoring import AnswerError
from throughgate.measures.selectors.sittings import given_in, latest_of, results_of
from throughgate.measures.services.sittings import (
    SittingError,
    StillOpenError,
    correct_sitting,
    finish_sitting,
    open_sitting,
    put_sitting_away,
    record_answers,
)
from throughgate.record.models import Entry
from throughgate.record.selectors import effective

pytestmark = pytest.mark.django_db


def test_it_is_scored_and_stands_in_the_record_once(taken, person, alice):
    sitting = taken(2)
    again = finish_sitting(by=alice, sitting=sitting)
    entry = Entry.objects.get(person=person, kind="measure")
    assert (entry.summary, entry.sensitivity) == ("GAD-7: 14 of 21, moderate", "sensitive")
    assert (again.entry, entry.row_id) == (entry, sitting.pk)


def test_opened_twice_it_is_one(begin, carol, carols):
    assert begin() == begin(by=carol)


def test_a_question_left_open_has_to_be_left_knowingly(begin, answer, alice):
    sitting = record_answers(by=alice, sitting=begin(), said={("person", "nervous"): 3})
    with pytest.raises(StillOpenError):
        finish_sitting(by=alice, sitting=sitting)
    finish_sitting(by=alice, sitting=sitting, leaving=True)
    assert sitting.scores["total"]["value"] is None
    assert given_in(sitting)["person", "afraid"] is None


def test_nothing_said_is_not_finished(begin, alice):
    with pytest.raises(SittingError, match="Nothing has been answered"):
        finish_sitting(by=alice, sitting=begin(), leaving=True)


def test_a_changed_answer_takes_the_place_of_the_one_before(begin, alice):
    sitting = begin()
    for points in (1, 2, 2):
        record_answers(by=alice, sitting=sitting, said={("person", "nervous"): points})
    rows = Given.objects.filter(sitting=sitting)
    assert [(row.points, row.superseded_at is None) for row in rows] == [(1, False), (2, True)]


def test_only_what_is_offered_can_be_said(begin, alice):
    with pytest.raises(AnswerError):
        record_answers(by=alice, sitting=begin(), said={("person", "nervous"): 4})
    with pytest.raises(AnswerError):
        record_answers(by=alice, sitting=begin(), said={("worker", "nervous"): 1})


def test_what_is_finished_is_closed(taken, alice):
    with pytest.raises(SittingError, match="finished"):
        record_answers(by=alice, sitting=taken(1), said={("person", "nervous"): 2})


def test_a_correction_takes_the_place_only_when_finished(taken, person, alice):
    first = taken(1)
    again = correct_sitting(by=alice, sitting=first, reason="She had turned the page")
    assert results_of(alice, person) == [first]
    record_answers(by=alice, sitting=again, said={("person", "nervous"): 3})
    finish_sitting(by=alice, sitting=again)
    assert results_of(alice, person) == [again]
    assert [row.summary for row in effective().filter(person=person, kind="measure")] == ["GAD-7: 9 of 21, mild"]
    assert given_in(first)["person", "nervous"] == 1


def test_a_correction_put_away_leaves_the_first_and_lets_another_begin(taken, person, alice):
    first = taken(1)
    put_sitting_away(by=alice, sitting=correct_sitting(by=alice, sitting=first, reason="Wrong"), because="It was right")
    assert results_of(alice, person) == [first]
    assert correct_sitting(by=alice, sitting=first, reason="Wrong after all").corrects == first


def test_put_away_leaves_nothing_in_the_record(begin, answer, person, alice):
    put_sitting_away(by=alice, sitting=answer(begin(), 1), because="The wrong person")
    assert not Entry.objects.filter(person=person, kind="measure").exists()
    assert begin().finished_at is None


def test_it_is_not_from_tomorrow(begin):
    with pytest.raises(SittingError, match="future"):
        begin(on=today() + timedelta(days=1))


def test_a_skeleton_cannot_be_taken(begin):
    with pytest.raises(Hidden):
        begin("core-10")


def test_whoever_may_not_read_it_may_not_take_it(person, bob, charlie):
    for who, refused in ((bob, Forbidden), (charlie, Hidden)):
        with pytest.raises(refused):
            open_sitting(by=who, person=person, instrument="phq-9", how="asked", on=today())


def test_a_colleague_who_covers_reads_no_result(taken, person, bob, mona):
    taken(3)
    assert not latest_of(bob, person)
    assert len(latest_of(mona, person)) == 1


def test_every_write_is_in_the_trail(taken, person, alice):
    taken(1)
    seen = list(
        Event.objects.filter(person_ref=person.ref, action__startswith="measure.").values_list("action", flat=True)
    )
    assert {"measure.opened", "measure.answered", "measure.finished"} <= set(seen)


def test_each_view_of_the_wheel_is_its_own(begin, answer, alice):
    sitting = begin("outcome-wheel")
    answer(sitting, 2)
    with pytest.raises(StillOpenError):
        finish_sitting(by=alice, sitting=sitting)
    answer(sitting, 4, raters=("worker",))
    finish_sitting(by=alice, sitting=sitting)  # where to get to may be left open
    given = given_in(sitting)
    assert (given["person", "home"], given["worker", "home"]) == (2, 4)
    assert Sitting.objects.get(pk=sitting.pk).entry.summary == "Outcome wheel: 8 areas, each 2 of 5"
