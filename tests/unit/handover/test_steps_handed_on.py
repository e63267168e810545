"""A step of an agreed plan after a hand-over: the page says who has it now, the version says what was agreed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.unit.casework.plans import CALL, HOME, VISIT, agree_both, step, write_plan
from throughgate.casework.models import Plan, Step
from throughgate.casework.selectors.plan import current_version, show_version
from throughgate.casework.selectors.plan_short import plan_on_person_page
from throughgate.casework.services.plan import begin_change, save_goal


@pytest.fixture
def agreed(alice, person, today) -> Plan:
    plan = write_plan(alice, person, today)
    agree_both(alice, plan)
    return plan


@pytest.fixture
def handed(agreed, give) -> Plan:
    give(days=0)
    return agreed


def doer_of(user, plan: Plan, today) -> str:
    shown = show_version(user, plan, current_version(plan), today)
    return next(line.doer for goal in shown.goals for line in goal.steps if line.step.key == CALL)


def test_the_page_says_who_has_it_now(agreed, give, alice, bob, today):
    assert doer_of(alice, agreed, today) == "Alice Example"
    give(days=0)
    assert doer_of(bob, agreed, today) == "Bob Example"
    assert plan_on_person_page(bob, agreed.person, today).plans[0].next_doer == "Bob Example"


def test_the_version_stays_what_was_agreed(handed, alice):
    assert Step.objects.get(key=CALL).worker == alice


def test_a_change_begun_afterwards_begins_with_who_has_it(handed, alice, bob):
    draft = begin_change(by=bob, plan=handed)
    assert Step.objects.get(key=CALL, goal__version=draft).worker == bob


def test_handed_on_while_a_change_was_written_it_does_not_go_back(agreed, give, alice, bob, today):
    begin_change(by=alice, plan=agreed)
    reworded = [
        step(CALL, "Ring the housing office again", "staff", today + timedelta(3), alice),
        step(VISIT, "Look at the room", "person", today + timedelta(10)),
    ]
    save_goal(by=alice, plan=agreed, key=HOME, words="A place of my own", steps=reworded)
    give(days=0)
    agree_both(bob, agreed)
    promise = current_version(agreed).goals.get().steps.get(key=CALL).promise
    assert (promise.title, promise.worker) == ("Ring the housing office again", bob)


def test_the_comparison_shows_the_hand_over_as_a_change(handed, client, bob):
    begin_change(by=bob, plan=handed)
    agree_both(bob, handed)
    client.force_login(bob)
    page = client.get(reverse("plan:versions", kwargs={"ref": handed.person.ref, "plan": handed.ref})).content.decode()
    assert "<strong>Alice Example</strong>" in page and "<strong>Bob Example</strong>" in page
