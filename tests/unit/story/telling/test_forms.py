"""Opening, carrying on and finishing a form, and what it comes to."""

import pytest
from django.db import IntegrityError, transaction

from throughgate.access.policy import Hidden
from throughgate.audit.models import Event
from throughgate.record.models import Entry
from throughgate.story.asked_for import AskedFor, programmes
from throughgate.story.models import Answer, Unfinished
from throughgate.story.rules import State
from throughgate.story.selectors.forms import NotTheirFormError, forms_for, sheet_of, unfinished_in
from throughgate.story.services.answering import AnswerError, discard_unfinished, keep_unfinished, take_back_answer
from throughgate.story.services.forms import NothingSaidError, StillOpenError, finish_form, open_form, put_form_away


def finish(run, by):
    return finish_form(by=by, run=run, leaving=True)


def test_a_colleague_carries_on_the_form_that_is_open(run, person, bob):
    assert open_form(by=bob, person=person, form="first-meeting") == run
    assert Event.objects.filter(action="form.opened").count() == 1


def test_a_form_is_open_once(run):
    run.pk, run._state.adding, run.ref = None, True, "ANOTHER1"
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save()


def test_finishing_writes_one_entry_without_a_word_of_it(tell, run, alice, person):
    tell("safe-now", "yes", days=0, run=run)
    done = finish(run, alice)
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.summary, entry.person) == (
        "form", "first-meeting", "First meeting", person,
    )  # fmt: skip
    assert (entry.sensitivity, done.entry, done.finished_by) == ("standard", entry, alice)
    assert finish(run, alice) == done
    assert Entry.objects.count() == 1


def test_finishing_with_open_questions_is_a_decision(run, alice):
    with pytest.raises(StillOpenError) as refused:
        finish_form(by=alice, run=run)
    assert refused.value.count == 22
    assert not Entry.objects.exists()


def test_the_day_of_a_form_is_the_day_it_was_heard(tell, run, alice, ago):
    tell("proud-of", "Her daughter", days=6, run=run, source="paper")
    tell("good-at", ("hands",), days=8, run=run, source="paper")
    assert finish(run, alice).entry.on == ago(6)


def test_what_was_known_and_not_asked_is_counted(tell, person, alice):
    for item, value in {"proud-of": "Her daughter", "good-at": ("hands",), "has-children": "yes"}.items():
        tell(item, value)
    known = Answer.objects.get(item="proud-of")
    run = open_form(by=alice, person=person, form="first-meeting")
    assert set(run.known) == {"proud-of", "good-at", "has-children"}
    tell("proud-of", "Her drawings", days=0, run=run, seen=known.pk)
    tell("has-children", "yes", days=0, run=run)
    tell("hope-now", 5, days=0, run=run)
    done = finish(run, alice)
    assert (done.asked, done.not_asked_again, done.asked_twice) == (3, 1, 1)


def test_what_was_taken_back_was_not_asked(tell, run, alice):
    wrong = tell("proud-of", "Cars", days=0, run=run)
    tell("good-at", ("hands",), days=0, run=run)
    take_back_answer(by=alice, answer=wrong, reason="Somebody else")
    assert finish(run, alice).asked == 1


def test_a_form_in_which_nothing_was_answered_cannot_be_finished(tell, run, alice):
    with pytest.raises(NothingSaidError):
        finish(run, alice)
    wrong = tell("proud-of", "Cars", days=0, run=run)
    take_back_answer(by=alice, answer=wrong, reason="Somebody else")
    with pytest.raises(NothingSaidError):
        finish(run, alice)
    assert not Entry.objects.exists()


def test_a_form_put_away_stands_nowhere_and_its_answers_stay(tell, run, alice):
    tell("proud-of", "Her daughter", days=0, run=run)
    with pytest.raises(AnswerError):
        put_form_away(by=alice, run=run, because=" ")
    put_form_away(by=alice, run=run, because="The wrong form")
    assert Answer.objects.get().value == "Her daughter"
    assert not Entry.objects.exists()


def test_a_form_only_counsellors_fill_in_is_closed_to_others(tell, carols, carol, alice, person, today):
    run = open_form(by=carol, person=person, form="triggers")
    tell("trigger-plan", "Ring her sister", by=carol, days=0, run=run)
    done = finish(run, carol)
    assert (run.sensitivity, done.entry.sensitivity) == ("clinical", "clinical")
    assert "triggers" not in {sheet.form.slug for sheet in forms_for(alice, person, today)}
    with pytest.raises(NotTheirFormError, match="their own counsellor"):
        open_form(by=alice, person=person, form="triggers")


@pytest.mark.parametrize(
    ("who", "form", "refusal"),
    [
        ("carol", "mentoring", NotTheirFormError),
        ("mona", "triggers", NotTheirFormError),
        ("alice", "no-such-form", Hidden),
        ("victor", "story", Hidden),
    ],
)
def test_a_form_is_opened_by_those_it_is_for(who, form, refusal, carols, person, request):
    with pytest.raises(refusal):
        open_form(by=request.getfixturevalue(who), person=person, form=form)


def test_what_is_typed_waits_for_whoever_carries_on(run, alice, bob, person):
    keep_unfinished(by=alice, run=run, item="proud-of", fields={"q-proud-of": ["Her dau"]})
    keep_unfinished(by=alice, run=run, item="proud-of", fields={"q-proud-of": ["Her daughter"]})
    keep_unfinished(by=bob, run=run, item="proud-of", fields={"q-proud-of": ["Cars"]})
    waiting = unfinished_in(bob, run)["proud-of"]
    assert [(row.by, row.fields["q-proud-of"]) for row in waiting] == [(bob, ["Cars"]), (alice, ["Her daughter"])]
    discard_unfinished(by=bob, run=run, item="proud-of")
    assert Unfinished.objects.get().by == alice
    discard_unfinished(by=bob, run=run, item="proud-of", carried=waiting[1].pk)
    assert not Unfinished.objects.exists()


def test_what_is_typed_into_a_sensitive_question_is_as_closed_as_its_answer(run, alice, bob):
    assert keep_unfinished(by=bob, run=run, item="safe-now", fields={"q-safe-now": ["yes"]}) is None
    keep_unfinished(by=alice, run=run, item="safe-now", fields={"q-safe-now": ["yes"]})
    assert not unfinished_in(bob, run)


def test_nothing_is_kept_for_a_form_that_is_finished(tell, run, alice):
    tell("good-at", ("hands",), days=0, run=run)
    keep_unfinished(by=alice, run=run, item="proud-of", fields={"q-proud-of": ["Her"]})
    finish(run, alice)
    run.refresh_from_db()
    assert keep_unfinished(by=alice, run=run, item="proud-of", fields={}) is None
    assert not Unfinished.objects.exists()


def test_what_the_programmes_ask_for_stands_first(person, alice, today, run, monkeypatch):
    asked = [_asked("strengths", today), _asked("health", None)]
    monkeypatch.setattr(programmes, "asked", lambda user, person: asked)
    sheets = forms_for(alice, person, today)
    assert [sheet.form.slug for sheet in sheets[:3]] == ["strengths", "health", "first-meeting"]


def _asked(form, by_on):
    return AskedFor(form, "A form", "A programme", by_on, 1)


def test_conditions_follow_the_answers(tell, person, alice, today, run):
    def state():
        states = sheet_of(alice, person, "first-meeting", today).states
        return next(one.state for one in states if one.item == "reading-help")

    assert state() is State.NOT_ASKED
    tell("reading-letters", "slowly", days=0, run=run)
    assert state() is State.UNKNOWN
