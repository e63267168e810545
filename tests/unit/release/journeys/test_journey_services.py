"""Asking drivers, and who drives."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from tests.unit.release.journeys.travelling import ON
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.release.models import Journey, JourneyAsk, JourneyReport
from throughgate.release.rules.journey import JourneyError, State
from throughgate.release.selectors.journeys import look_at_journey, my_journeys
from throughgate.release.services.journey_asks import (
    accept_journey,
    ask_drivers,
    decline_journey,
    let_go,
    take_no_back,
)
from throughgate.release.services.journeys import call_off_journey, change_journey, move_journey, plan_journey, said_of

pytestmark = pytest.mark.django_db


def state(journey) -> State:
    return look_at_journey(Journey.objects.get(thread=journey.thread, superseded_by=None)).state


def standing(journey) -> Journey:
    return Journey.objects.get(thread=journey.thread, superseded_by=None)


def find(journey) -> Promise:
    return standing(journey).promise


def test_finding_a_driver_is_due_a_week_before(journey, alice):
    assert (find(journey).by_on, find(journey).worker, find(journey).title) == (
        date(2026, 12, 3),
        alice,
        "Find a driver",
    )


def test_told_late_it_is_due_at_once(alice, person, said):
    row = plan_journey(by=alice, person=person, said=said(on=date(2026, 11, 23)))
    assert row.promise.by_on == date(2026, 11, 20)


def test_the_same_form_sent_twice_is_one_journey(alice, person, said):
    token = "4f1f1a9e-6d8c-4f7b-9a53-1a0f1a0f1a0f"
    first, second = (plan_journey(by=alice, person=person, said=said(), token=token) for _ in range(2))
    assert first.pk == second.pk


def test_the_first_who_says_yes_has_it(ask, vic, bobs, victor, bob, journey):
    to_vic, to_bob = ask(vic, bobs)
    accept_journey(by=bob, ask=to_bob)
    assert look_at_journey(journey).driver == bobs
    with pytest.raises((JourneyError, Hidden)):
        accept_journey(by=victor, ask=to_vic)


def test_a_yes_is_in_the_ledger_and_due_of_the_driver(agreed, journey, victor):
    row = standing(journey)
    entry = Entry.objects.get(kind="transport")
    assert (row.arranged, entry.by, row.driving.worker, row.driving.by_on) == (entry, victor, victor, ON)
    assert find(journey).met_on == date(2026, 11, 20)


def test_the_database_lets_one_driver_be_in_charge(agreed, journey, bobs, alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        JourneyAsk.objects.create(journey=journey, driver=bobs, asked_by=alice, said_before=True)


def test_all_who_were_asked_said_no(ask, vic, victor, journey):
    decline_journey(by=victor, ask=ask(vic), words="Away that week")
    assert state(journey) is State.NOBODY_FREE
    assert find(journey).met_on is None


def test_a_no_can_be_taken_back(ask, vic, victor, journey):
    said_no = decline_journey(by=victor, ask=ask(vic))
    take_no_back(by=victor, ask=said_no)
    assert state(journey) is State.ASKED


def test_what_was_no_answer_of_theirs_is_refused_in_words_that_are_true(ask, agreed, vic, victor, bob):
    with pytest.raises(JourneyError, match="no longer asked"):
        take_no_back(by=victor, ask=JourneyAsk.objects.get(driver=vic))
    with pytest.raises(Forbidden, match="Only whoever answered"):
        take_no_back(by=bob, ask=JourneyAsk.objects.get(driver=vic))


def test_until_another_says_yes_the_driver_stays_in_charge(agreed, ask, bobs, bob, victor, vic, journey):
    swap = ask(bobs, by=victor)
    assert look_at_journey(journey).driver == vic
    accept_journey(by=bob, ask=swap)
    assert look_at_journey(journey).driver == bobs
    assert standing(journey).driving.worker == bob
    assert not my_journeys(victor, ON)


def test_refused_the_swap_leaves_it_as_it_was(agreed, ask, bobs, bob, victor, vic, journey):
    decline_journey(by=bob, ask=ask(bobs, by=victor))
    assert (look_at_journey(journey).driver, state(journey)) == (vic, State.AGREED)


def test_a_driver_who_cannot_after_all_gives_it_back(
    agreed, victor, journey, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decline_journey(by=victor, ask=agreed, words="Ill")
    assert (state(journey), find(journey).met_on, standing(journey).arranged) == (State.NOBODY_ASKED, None, None)
    assert standing(journey).driving.withdrawn_on
    assert [letter.subject for letter in mailoutbox] == ["A journey needs a driver"]
    assert Entry.objects.filter(kind="transport", voids=True).exists()


def test_found_again_the_same_promise_stands(agreed, ask, vic, victor, journey):
    first = standing(journey).driving
    decline_journey(by=victor, ask=agreed)
    accept_journey(by=victor, ask=ask(vic))
    again = standing(journey).driving
    assert again == first and again.withdrawn_on is None


def test_nobody_is_asked_who_drives_another_then(agreed, alice, person, said, vic):
    other = plan_journey(by=alice, person=person, said=said(pick_up_at=time(10, 30), arrive_by=time(11)))
    with pytest.raises(JourneyError, match="drives another journey then"):
        ask_drivers(by=alice, journey=other, drivers=[vic])


def test_a_colleague_who_was_asked_may_not_ask_others(ask, vic, bobs, victor):
    ask(vic)
    with pytest.raises(Forbidden):
        ask(bobs, by=victor)


def test_nobody_answers_for_another_driver(ask, vic, bobs, victor):
    _, to_bob = ask(vic, bobs)
    with pytest.raises(Hidden):
        accept_journey(by=victor, ask=to_bob)


def test_whoever_plans_may_say_what_the_driver_said_on_the_phone(ask, vic, alice, journey):
    accept_journey(by=alice, ask=ask(vic))
    assert state(journey) is State.AGREED


def test_moved_within_their_hours_the_driver_stays_in_charge_and_is_asked_again(agreed, alice, journey, vic, victor):
    later = move_journey(by=alice, journey=journey, on=date(2026, 12, 14))
    look = look_at_journey(later)
    assert (look.state, look.driver, later.driving.by_on) == (State.TO_CONFIRM, vic, date(2026, 12, 14))
    assert later.promise.met_on is None
    accept_journey(by=victor, ask=look.in_charge)
    assert state(journey) is State.AGREED and find(journey).met_on


def test_moved_outside_their_hours_they_are_asked_and_no_longer_in_charge(agreed, alice, journey):
    later = move_journey(by=alice, journey=journey, on=date(2026, 12, 12))
    assert (look_at_journey(later).state, look_at_journey(later).driver) == (State.ASKED, None)
    assert later.driving.withdrawn_on and later.arranged is None


def test_moved_into_their_break_they_are_asked_no_more(agreed, alice, journey, vic):
    vic.paused_from = date(2026, 12, 14)
    vic.save()
    later = move_journey(by=alice, journey=journey, on=date(2026, 12, 14))
    assert look_at_journey(later).state is State.NOBODY_ASKED


def test_another_hour_moves_all_the_times(journey, alice):
    later = move_journey(by=alice, journey=journey, on=ON, pick_up_at=time(11))
    assert (later.pick_up_at, later.arrive_by) == (time(11), time(11, 45))


def test_what_a_driver_need_not_think_of_changes_no_answer(agreed, alice, journey, said):
    later = change_journey(by=alice, journey=journey, said=said(notes="Travels light"))
    assert look_at_journey(later).state is State.AGREED
    assert Entry.objects.filter(kind="transport").count() == 1


def test_called_off_it_is_due_of_nobody(agreed, alice, journey, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = call_off_journey(by=alice, journey=journey, because="Family fetches them")
    assert (row.driving.withdrawn_on, row.arranged) == (date(2026, 11, 20), None)
    assert [(one.to, one.subject) for one in mailoutbox] == [(["victor@example.org"], "A journey has changed")]


def test_on_the_way_it_is_changed_no_more(agreed, alice, journey, victor):
    JourneyReport.objects.create(journey=journey, kind="left", at=journey.made_at, said_by=victor)
    for act in (
        lambda: call_off_journey(by=alice, journey=journey, because="x"),
        lambda: move_journey(by=alice, journey=journey, on=ON),
    ):
        with pytest.raises(JourneyError, match="on the way"):
            act()


def test_somebody_of_theirs_drives_and_nobody_is_asked(alice, person, said):
    row = plan_journey(by=alice, person=person, said=said(other_driver="Her brother Tom"))
    assert (state(row), row.promise, row.driving) == (State.AGREED, None, None)
    assert row.arranged.kind == "transport"


def test_two_who_change_it_at_once_the_second_is_told(journey, alice):
    move_journey(by=alice, journey=journey, on=date(2026, 12, 14))
    with pytest.raises(JourneyError, match="Somebody was faster"):
        change_journey(by=alice, journey=journey, said=said_of(journey))


def test_no_letter_says_anything_of_anybody(ask, vic, person, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(vic)
    (letter,) = mailoutbox
    assert letter.subject == "A journey to answer"
    assert not any(word in letter.body for word in (person.given_name, person.family_name, "Send", "Elm", "Thursday"))


def test_every_act_is_in_the_trail(agreed, alice, journey):
    call_off_journey(by=alice, journey=journey, because="Family fetches them")
    actions = list(Event.objects.filter(action__startswith="journey.").order_by("pk").values_list("action", flat=True))
    assert actions == ["journey.planned", "journey.asked", "journey.accepted", "journey.called_off"]


def test_let_go_by_whoever_plans(agreed, alice, journey, victor):
    let_go(by=alice, ask=agreed)
    assert state(journey) is State.NOBODY_ASKED
    assert not my_journeys(victor, ON)


def test_a_volunteer_plans_no_journeys(victor, person, said):
    with pytest.raises(Forbidden):
        plan_journey(by=victor, person=person, said=said())
