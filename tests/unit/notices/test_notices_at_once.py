"""Two runs at the same moment, and two taps: each with a connection of its own."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.unit.notices.conftest import TODAY, at
from tests.unit.people.test_people_at_once import at_once
from throughgate.accounts.models import User
from throughgate.notices.models import CalendarFeed, FeedFetch, TextStep
from throughgate.notices.services.feed import make_feed
from throughgate.notices.services.letters import send_letters
from throughgate.notices.services.texts import send_texts

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]


def test_a_text_goes_once(agreed, book, phone):
    book()
    done = at_once(*(lambda: send_texts(at(TODAY, 10)) for _ in range(4)))
    assert sum(one.sent for one in done) == 1 and len(phone.sent) == 1
    assert TextStep.objects.count() == 1


def test_a_letter_goes_once(alice, book):
    book(on=TODAY)
    done = at_once(*(lambda: send_letters(at(TODAY, 8)) for _ in range(4)))
    assert sum(one.sent for one in done) == 1 and len(mail.outbox) == 1


def test_of_two_addresses_one_is_open(alice):
    tokens = at_once(*(lambda: make_feed(by=User.objects.get(pk=alice.pk)) for _ in range(2)))
    assert CalendarFeed.objects.filter(ended_at=None).count() == 1
    answers = [Client().get(reverse("notices:feed", args=[token])).status_code for token in tokens]
    assert sorted(answers) == [200, 404]


def test_two_fetches_of_one_place_are_one_row(alice):
    url = reverse("notices:feed", args=[make_feed(by=alice)])
    at_once(*(lambda: Client().get(url) for _ in range(3)))
    assert FeedFetch.objects.get().times == 3
