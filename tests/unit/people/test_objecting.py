"""A no to evaluation is respected wherever an evaluator counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from throughgate.common.clock import today
from throughgate.people.models import Consent
from throughgate.people.selectors.objecting import EVALUATION, objectors


@pytest.fixture
def says(alice, person):
    def say(decision, scope="figures", **more):
        known = {"recipient_kind": "evaluator", "recipient_key": "evaluator:", "purpose": EVALUATION, "scope": scope}
        known |= {"decision": decision, "given_on": today(), "how": "spoken", "by": alice} | more
        return Consent.objects.create(person=person, **known)

    return say


def objects(person) -> bool:
    return objectors(EVALUATION, today()).filter(person=person).exists()


def test_a_no_holds_from_the_moment_it_is_said(person, says):
    assert not objects(person)
    says("no")
    assert objects(person)


def test_a_yes_is_no_objection_and_a_no_to_something_else_neither(person, says):
    says("yes")
    says("no", purpose="publicity", recipient_kind="public", recipient_key="public:")
    assert not objects(person)


def test_a_no_that_ran_out_or_was_taken_back_objects_no_more(person, says, alice):
    says("no", until=today(), given_on=today() - timedelta(3), scope="needs")
    assert objects(person)
    Consent.objects.update(until=today() - timedelta(1))
    assert not objects(person)


def test_a_yes_that_was_taken_back_objects_until_it_is_given_again(person, says, alice):
    said = says("yes")
    ended = {"ended_at": timezone.now(), "ended_by": alice, "ending": "withdrawn", "ended_how": "spoken"}
    Consent.objects.filter(pk=said.pk).update(**ended)
    assert objects(person)
    says("yes", scope="progress")
    assert objects(person)
    says("yes")
    assert not objects(person)


def test_to_be_asked_each_time_is_a_no_until_they_are_asked(person, says):
    says("ask")
    assert objects(person)
    says("yes", scope="progress")
    assert objects(person), "a yes to something else is no answer"
    says("yes", recipient_key="evaluator:the university", recipient_name="The university")
    assert not objects(person)


def test_who_said_yes_and_now_wants_to_be_asked_is_not_counted(person, says):
    says("yes", recipient_key="evaluator:the university", recipient_name="The university")
    says("ask")
    assert objects(person)


def test_to_be_asked_ran_out(person, says):
    says("ask", until=today(), given_on=today() - timedelta(3))
    Consent.objects.update(until=today() - timedelta(1))
    assert not objects(person)
