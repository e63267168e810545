"""What a save costs. The numbers only ever go down: whoever has to raise one says why."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.unit.casework.plans import HOME, agree_both, home_steps, write_plan
from throughgate.casework.models import How, Side
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.plan import draft_version
from throughgate.casework.services import Promise, record_done
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.crisis import raise_crisis
from throughgate.casework.services.plan import agree, begin_change, save_goal
from throughgate.casework.services.plan_progress import do_step, review_plan
from throughgate.people.services import add_to_circle
from throughgate.programmes.models import Promise as Promised


@pytest.fixture
def plan(alice, person, enrolment, today):
    return write_plan(alice, person, today, enrolment=enrolment)


@pytest.fixture
def cost():
    """How many queries it takes. Turns that only PostgreSQL takes are not counted: both databases give one number."""

    def _cost(save) -> int:
        with CaptureQueriesContext(connection) as seen:
            save()
        turns = [one["sql"] for one in seen if "FOR NO KEY UPDATE" in one["sql"] and '"id" AS "pk"' in one["sql"]]
        return len(seen) - len(turns)

    return _cost


def test_a_contact(cost, record, enrolment):
    assert cost(record) <= 20


def test_a_contact_with_a_promise(cost, record, enrolment, today):
    promise = Promise(what="Ring the housing office", by_on=today + timedelta(3))
    assert cost(lambda: record(follow_ups=[promise])) <= 25  # one reads whom of ours its words name


def test_something_done(cost, alice, person, enrolment, today):
    assert cost(lambda: record_done(by=alice, person=person, kind="measure", subject="hope", on=today)) <= 18


def test_a_goal_with_two_steps(cost, alice, plan, today):
    steps = home_steps(alice, today)
    assert cost(lambda: save_goal(by=alice, plan=plan, key="GWORK", words="Work I like", steps=steps)) <= 14  # as above


def test_the_same_goal_said_otherwise(cost, alice, plan, today):
    steps = home_steps(alice, today)
    assert cost(lambda: save_goal(by=alice, plan=plan, key=HOME, words="A home of my own", steps=steps)) <= 11


def test_the_second_yes_to_a_plan(cost, alice, plan):
    """One is for what is due after a lapse: a treatment plan agreed anew may answer it."""
    now, draft = timezone.localtime(), draft_version(plan)
    agree(by=alice, plan=plan, side=Side.PERSON, how=How.PAPER, agreed_at=now, revision=draft.revision)
    second = {"side": Side.WORKER, "how": How.PAPER, "agreed_at": now, "revision": draft.revision}
    assert cost(lambda: agree(by=alice, plan=plan, **second)) <= 26


def test_a_change_of_a_plan_begun(cost, alice, plan):
    agree_both(alice, plan)
    assert cost(lambda: begin_change(by=alice, plan=plan)) <= 11


def test_a_step_done(cost, alice, plan, today):
    agree_both(alice, plan)
    promise = Promised.objects.select_related("person__site").get(title="Look at the room")
    assert cost(lambda: do_step(by=alice, promise=promise, on=today)) <= 18


def test_a_plan_looked_at_again(cost, alice, plan, today):
    agree_both(alice, plan)
    assert cost(lambda: review_plan(by=alice, plan=plan, on=today)) <= 18


def test_a_booking(cost, alice, person, enrolment, today):
    arrangement = Arrangement(kind="visit", on=today + timedelta(1))
    assert cost(lambda: book_contact(by=alice, person=person, arrangement=arrangement)) <= 20


def test_a_booking_that_says_where_and_when(cost, alice, person, enrolment, today):
    """One more: whoever is booked there already may have to be kept apart from them."""
    arrangement = Arrangement(kind="visit", on=today + timedelta(1), at=time(14), place="The Hub")
    assert cost(lambda: book_contact(by=alice, person=person, arrangement=arrangement)) <= 21


def test_a_crisis(cost, alice, person, enrolment):
    """One is for what is due after a lapse: a step up answers it."""
    assert cost(lambda: raise_crisis(by=alice, person=person, kind="relapse")) <= 32


def test_somebody_of_the_circle(cost, alice, person, enrolment, today):
    assert cost(lambda: add_to_circle(by=alice, person=person, kind="friend", name="Lee", from_on=today)) <= 22
