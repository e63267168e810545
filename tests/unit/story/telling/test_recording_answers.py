"""What came of an answer: which stands, and how it came to be asked for."""

import pytest
from django.db import IntegrityError, transaction

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.faults import UnreadableError
from throughgate.record.models import Entry
from throughgate.story.models import Answer
from throughgate.story.services.answering import (
    AnsweredMeanwhileError,
    AnswerError,
    confirm_answer,
    record_answer,
    take_back_answer,
)
from throughgate.story.terms import Source, Sure


def standing(item="proud-of"):
    return Answer.objects.get(item=item, superseded_at=None)


def test_an_answer_keeps_how_it_was_asked_and_heard(tell, run, alice, today):
    row = tell("living-now", "friends", days=0, run=run, sure=Sure.FAIRLY)
    assert (row.form, row.form_version, row.run) == ("first-meeting", 1, run)
    assert (row.heard_by, row.answered_on, row.sure, row.came_by) == (alice, today, "fairly", "first")
    assert row.wording.startswith("Where") and row.said
    assert len(row.item_hash) == 64 and row.bank == "accommodation"


def test_a_later_answer_takes_the_place_and_the_earlier_is_kept(tell):
    first = tell("proud-of", "Her daughter")
    later = tell("proud-of", "Her drawings", days=1, seen=first.pk)
    first.refresh_from_db()
    assert (standing(), later.before, later.came_by) == (later, first, "changed")
    assert first.superseded_at and first.value == "Her daughter"


def test_only_one_answer_to_a_question_stands(tell):
    first = tell("proud-of", "Her daughter")
    first.pk, first._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_what_was_heard_earlier_and_typed_later_does_not_stand(tell):
    now = tell("proud-of", "Her daughter", days=2)
    tell("proud-of", "Nothing", days=9, source=Source.PAPER)
    assert standing() == now
    assert Answer.objects.count() == 2


def test_paper_was_heard_by_nobody_of_ours(tell):
    row = tell("proud-of", "Her daughter", source=Source.PAPER)
    assert row.heard_by is None and row.heard_words
    assert row.recorded_by.name == "Alice Example"


@pytest.mark.parametrize(
    ("asked", "came_by"),
    [
        ({"seen": True, "value": "Her drawings"}, "changed"),
        ({"seen": True, "value": "Her daughter"}, "confirmed"),
        ({"seen": False, "value": "Her daughter"}, "again"),
        ({"seen": True, "value": "Her daughter", "source": Source.PAPER}, "again"),
    ],
)
def test_how_a_known_answer_came_to_be_given_anew(tell, bob, asked, came_by):
    first = tell("proud-of", "Her daughter")
    asked = asked | {"seen": first.pk if asked["seen"] else None}
    assert tell("proud-of", by=bob, days=1, **asked).came_by == came_by


def test_what_may_have_changed_is_asked_and_not_counted_as_twice(tell):
    first = tell("critical-dates", "Hearing on the 3rd", days=40)
    assert tell("critical-dates", "None", days=0, seen=first.pk).came_by == "stale"


def test_it_is_the_day_of_the_talk_that_counts_for_freshness(tell):
    """Asked when it was a month and a half old, and typed in weeks later."""
    first = tell("critical-dates", "Hearing on the 3rd", days=60)
    assert tell("critical-dates", "None", days=14, seen=first.pk).came_by == "stale"


def test_two_taps_are_one_answer(tell, run):
    first = tell("proud-of", "Her daughter", days=0, run=run)
    assert tell("proud-of", "Her daughter", days=0, run=run) == first
    later = tell("proud-of", "Her drawings", days=0, run=run, seen=first.pk)
    assert tell("proud-of", "Her drawings", days=0, run=run, seen=first.pk) == later
    assert Answer.objects.count() == 2


def test_two_colleagues_at_once_and_neither_loses_anything(tell, run, bob):
    hers = tell("proud-of", "Her daughter", days=0, run=run)
    his = tell("proud-of", "Her drawings", by=bob, days=0, run=run)
    hers.refresh_from_db()
    assert (standing(), his.came_by, his.before) == (his, "again", hers)
    assert hers.value == "Her daughter"


def test_rather_not_is_an_answer(tell, person, alice, today):
    assert tell("proud-of", None).value is None
    with pytest.raises(UnreadableError):
        record_answer(by=alice, person=person, item="proud-of", value=" ", answered_on=today)


def test_still_so_is_said_anew_and_twice_is_once(tell, alice, today):
    first = tell("living-now", "friends")
    later = confirm_answer(by=alice, answer=first, on=today)
    assert (later.value, later.answered_on, later.came_by) == ("friends", today, "confirmed")
    assert confirm_answer(by=alice, answer=first, on=today) == later


def test_still_so_about_what_was_changed_in_the_meantime_changes_nothing(tell, alice, today):
    first = tell("living-now", "friends")
    later = tell("living-now", "own", days=1, seen=first.pk)
    with pytest.raises(AnsweredMeanwhileError) as met:
        confirm_answer(by=alice, answer=first, on=today)
    assert met.value.standing == later == standing("living-now")


def test_taking_back_says_again_what_was_known(tell, run, alice):
    first = tell("proud-of", "Her daughter")
    wrong = tell("proud-of", "Cars", days=0, run=run, seen=first.pk)
    again = take_back_answer(by=alice, answer=wrong, reason="That was somebody else")
    assert (again.value, again.answered_on, again.heard_by) == (first.value, first.answered_on, first.heard_by)
    assert (again.came_by, again.reason, standing()) == ("taken_back", "That was somebody else", again)
    assert take_back_answer(by=alice, answer=wrong, reason="Twice") == again


def test_taking_back_the_first_leaves_nothing_known_and_the_question_open(tell, run, alice):
    wrong = tell("proud-of", "Cars", days=0, run=run)
    take_back_answer(by=alice, answer=wrong, reason="That was somebody else")
    assert not standing().known
    assert tell("proud-of", "Her daughter", days=0, run=run, seen=None).came_by == "first"
    assert Answer.objects.count() == 3


def test_taking_back_twice_over_goes_back_to_what_stood(tell, run, alice):
    first = tell("proud-of", "Her daughter")
    wrong = tell("proud-of", "Cars", days=0, run=run, seen=first.pk)
    again = take_back_answer(by=alice, answer=wrong, reason="Somebody else")
    wrong = tell("proud-of", "Boats", days=0, run=run, seen=again.pk)
    assert take_back_answer(by=alice, answer=wrong, reason="Somebody else").value == "Her daughter"


def test_taking_back_needs_a_reason_and_a_form(tell, run, alice):
    row = tell("proud-of", "Cars", days=0, run=run)
    with pytest.raises(AnswerError):
        take_back_answer(by=alice, answer=row, reason="  ")
    with pytest.raises(AnswerError):
        take_back_answer(by=alice, answer=tell("good-at", ("hands",)), reason="Not so")


def test_a_sensitive_question_is_for_their_own_workers(tell, bob, mona):
    with pytest.raises(Forbidden):
        tell("safe-now", "yes", by=bob)
    assert tell("safe-now", "yes", by=mona).sensitivity == "sensitive"


@pytest.mark.parametrize("outsider", ["charlie", "victor", "eve", "ada"])
def test_others_write_nothing_down(tell, outsider, request):
    with pytest.raises(Hidden):
        tell("proud-of", "Cars", by=request.getfixturevalue(outsider))
    assert not Answer.objects.exists()


def test_what_is_closed_by_an_earlier_bank_stays_closed(tell, bob):
    tell("proud-of", "Her daughter")
    Answer.objects.update(sensitivity="clinical")
    with pytest.raises(Hidden):
        tell("proud-of", "Cars", by=bob)


@pytest.mark.parametrize("wrong", [{"days": -1}, {"item": "no-such-question"}, {"days": 20000}])
def test_days_and_questions_that_cannot_be(tell, wrong):
    with pytest.raises(AnswerError):
        tell(**{"item": "proud-of", "value": "Her daughter"} | wrong)


def test_neither_the_answer_nor_the_question_stands_in_the_audit_or_the_ledger(tell, person):
    tell("safe-now", "yes")
    event = Event.objects.get(action="answer.recorded")
    assert (event.person_ref, event.details) == (person.ref, {"came_by": "first"})
    assert not Entry.objects.exists()


def test_an_answer_to_a_form_that_was_finished_is_refused(tell, run):
    run.__class__.objects.update(finished_at="2026-11-20T12:00Z", finished_by=run.opened_by, put_away_because="No")
    with pytest.raises(AnswerError):
        tell("proud-of", "Her daughter", run=run)
