"""An answer that tells of danger is due to be followed up, and those who need to know are told."""

import pytest
from django.core import mail

from throughgate.casework.models import Crisis
from throughgate.common.clock import today
from throughgate.measures.models import Safeguard
from throughgate.measures.rules.safety import SafetyError
from throughgate.measures.selectors.sittings import told_unseen
from throughgate.measures.services.safety import follow_up, raise_crisis_for, say_seen
from throughgate.measures.services.sittings import (
    NotFollowedUpError,
    correct_sitting,
    finish_sitting,
    put_sitting_away,
    record_answers,
)
from throughgate.programmes.models import Commitment, Promise

pytestmark = pytest.mark.django_db
DONE = {"done": ["talked"], "words": "No plan. Her sister stays tonight.", "done_by": "Alice"}


@pytest.fixture
def said(begin, answer):
    return answer(begin("phq-9"), 1)


@pytest.fixture
def guard(said):
    return Safeguard.objects.get(sitting=said)


def test_not_at_all_asks_for_nothing(begin, answer, alice):
    sitting = answer(begin("phq-9"), 3, better_off_dead=0)
    assert not Safeguard.objects.exists()
    assert finish_sitting(by=alice, sitting=sitting).scores["total"]["value"] == "24"


def test_several_days_is_due_today_before_anything_is_finished(begin, alice, person):
    record_answers(by=alice, sitting=begin("phq-9"), said={("person", "better-off-dead"): 1})
    promise = Promise.objects.get(person=person, source="measure")
    assert (promise.by_on, promise.sensitivity) == (today(), "sensitive")
    assert Commitment.objects.filter(promise=promise, met_on=None).exists()


def test_it_can_neither_be_finished_nor_put_away_before(said, alice):
    with pytest.raises(NotFollowedUpError):
        finish_sitting(by=alice, sitting=said)
    with pytest.raises(NotFollowedUpError):
        put_sitting_away(by=alice, sitting=said, because="Enough")


def test_taking_the_answer_back_does_not_take_the_question_back(said, alice):
    record_answers(by=alice, sitting=said, said={("person", "better-off-dead"): 0})
    with pytest.raises(NotFollowedUpError):
        finish_sitting(by=alice, sitting=said)


def test_followed_up_it_is_kept_and_can_be_finished(said, guard, alice):
    follow_up(by=alice, safeguard=guard, **DONE)
    assert Promise.objects.get(source="measure").met_on == today()
    assert finish_sitting(by=alice, sitting=said).finished_at


@pytest.mark.parametrize(
    ("less", "field"), [({"done": []}, "done"), ({"words": " "}, "words"), ({"done_by": ""}, "done_by")]
)
def test_it_says_what_was_done_and_by_whom(guard, alice, less, field):
    with pytest.raises(SafetyError) as refused:
        follow_up(by=alice, safeguard=guard, **{**DONE, **less})
    assert refused.value.field == field


def test_who_works_with_them_and_their_manager_are_told(
    guard, alice, carols, carol, mona, bob, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        follow_up(by=alice, safeguard=guard, **DONE)
    assert {one.user for one in guard.told.all()} == {carol, mona}
    assert {letter.to[0] for letter in mail.outbox} == {carol.email, mona.email}
    assert not [letter for letter in mail.outbox if carols.given_name in letter.body + letter.subject]


def test_whoever_was_told_says_that_they_read_it(guard, alice, mona):
    follow_up(by=alice, safeguard=guard, **DONE)
    assert len(told_unseen(mona)) == 1
    say_seen(by=mona, safeguard=guard)
    assert not told_unseen(mona)


def test_a_crisis_in_one_tap_is_what_was_done(guard, alice, person):
    crisis = raise_crisis_for(by=alice, safeguard=guard)
    assert (crisis.kind, raise_crisis_for(by=alice, safeguard=guard)) == ("danger-to-self", crisis)
    follow_up(by=alice, safeguard=guard, **{**DONE, "done": []})
    assert Crisis.objects.filter(person=person).count() == 1


def test_a_correction_asks_again(said, guard, alice):
    follow_up(by=alice, safeguard=guard, **DONE)
    finish_sitting(by=alice, sitting=said)
    again = correct_sitting(by=alice, sitting=said, reason="Another answer was wrong")
    with pytest.raises(NotFollowedUpError):
        finish_sitting(by=alice, sitting=again)
