"""Nobody is told across a wall: what every form answers, and every letter and text that goes out because of it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from tests.access.planting import ROLES, WORDS, make_place, plant_all, reads, text_of
from tests.access.test_walk import ROWS, session_of
from tests.access.world import World
from throughgate.notices.models import TextMessage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORMS = [row for row in ROWS if row.method == "post" and not row.public]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_place()
        made.asked = [(str(row), reverse(row.name, kwargs=row.args(made)), row.data(made)) for row in FORMS]
        plant_all(made)
        yield made
        transaction.set_rollback(True)


def letters() -> str:
    return "\n".join(one.message().as_string() for one in mail.outbox)


def texts(before: set[int]) -> str:
    """Those that are new. In those of before, words were planted."""
    return "\n".join(TextMessage.objects.exclude(pk__in=before).values_list("words", flat=True))


def texts_now() -> set[int]:
    return set(TextMessage.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_no_form_answers_with_what_stands_behind_a_wall(role, world):
    session = session_of(world.users[role])
    behind = {word for level, word in WORDS.items() if not reads(world, role, level)}
    told, sent, before = set(), [], texts_now()
    for name, url, data in world.asked:
        client = Client()  # a new one each time: one of the forms signs out
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        mail.outbox.clear()
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = client.post(url, data)
            said = [text_of(answer), *(str(message) for message in get_messages(answer.wsgi_request))]
            sent.append(letters() + texts(before))
            transaction.set_rollback(True)
        told |= {(name, word) for word in WORDS.values() if any(word in words for words in said)}
    assert {(name, word) for name, word in told if word in behind} == set()
    assert not [words for words in sent if any(word in words for word in WORDS.values())]
    if role in ("manager", "caseworker", "counsellor"):
        assert told, "no form answers with what they may read, so the test would miss a leak"
        assert any(sent), "nothing was sent, so the test would miss a leak"


def test_what_goes_out_by_itself_holds_nothing_of_what_was_said(world):
    """The morning letters, the alarms and the texts, whoever they go to."""
    before = texts_now()
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("raise_alarms", verbosity=0)
            call_command("send_reminders", verbosity=0)
        sent = letters() + texts(before)
        transaction.set_rollback(True)
    assert not [word for word in WORDS.values() if word in sent]
