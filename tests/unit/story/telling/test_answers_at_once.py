"""Two at the same moment, each with a connection of their own. SQLite lets one write after the other by itself."""

import pytest
from django.db import connection

from tests.unit.people.test_people_at_once import again, at_once
from throughgate.common.clock import today
from throughgate.record.models import Entry
from throughgate.story.models import Answer, FormRun
from throughgate.story.services.answering import record_answer
from throughgate.story.services.forms import finish_form, open_form

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]


def test_two_colleagues_answer_one_question(alice, bob, person, run):
    said = [(alice, "Her daughter"), (bob, "Her drawings")]
    at_once(
        *(
            lambda by=by, words=words: record_answer(
                by=by, person=again(person), item="proud-of", value=words, answered_on=today(), run=run
            )
            for by, words in said
        )
    )
    assert set(Answer.objects.values_list("came_by", flat=True)) == {"first", "again"}
    assert Answer.objects.filter(superseded_at=None).count() == 1


def test_two_colleagues_open_one_form(alice, bob, person):
    at_once(*(lambda by=by: open_form(by=by, person=again(person), form="first-meeting") for by in (alice, bob)))
    assert FormRun.objects.count() == 1


def test_two_colleagues_finish_one_form(alice, bob, person, run):
    record_answer(by=alice, person=person, item="proud-of", value="Her daughter", answered_on=today(), run=run)
    at_once(*(lambda by=by: finish_form(by=by, run=FormRun.objects.get(), leaving=True) for by in (alice, bob)))
    assert Entry.objects.count() == 1
