"""What saving a page of a form costs. The numbers only ever go down: whoever has to raise one says why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.story.models import Answer
from throughgate.story.services.answering import record_answers
from throughgate.story.services.forms import finish_form
from throughgate.story.shipping import shipped_questions
from throughgate.story.terms import CameBy

QUESTIONS = shipped_questions()
WORDS = [key for key, item in QUESTIONS.items.items() if item.type in ("short", "long") and item.seen_by == "standard"]


@pytest.fixture
def save(run, alice, ago):
    """Saves a page of `count` questions and answers how many queries that took."""

    def _save(count: int, *, days: int = 10, seen: dict[str, int] | None = None) -> int:
        said = [(key, f"In {days} words", (seen or {}).get(key)) for key in WORDS[:count]]
        with CaptureQueriesContext(connection) as queries:
            record_answers(by=alice, run=run, said=said, answered_on=ago(days))
        return len(queries)

    return _save


def test_ten_answers_cost_as_much_as_two(save):
    save(1)  # whom Alice may see is read once in a request
    assert save(2, days=9) == save(10, days=8) <= 10


def test_a_page_said_anew_closes_what_was_said_before(save, person):
    save(10)
    seen = dict(Answer.objects.values_list("item", "pk"))
    assert save(10, days=3, seen=seen) <= 10
    rows = Answer.objects.filter(person=person, superseded_at=None)
    assert rows.count() == 10 and not rows.exclude(came_by=CameBy.CHANGED).exists()
    assert {row.item: row.before_id for row in rows} == seen


def test_a_page_sent_twice_is_written_once(save):
    save(10)
    save(10)
    assert Answer.objects.count() == 10


def test_a_form_finished(save, run, alice):
    save(10)
    with CaptureQueriesContext(connection) as queries:
        finish_form(by=alice, run=run, leaving=True)
    assert len(queries) <= 19
