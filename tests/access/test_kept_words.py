"""What a person keeps from their workers stands on no page that a worker, or anybody but a manager, can open."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.everything_learning import KEPT_WORDS, OPEN_WORDS
from tests.access.test_walk import ROWS, make_world
from tests.access.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROLES = ["caseworker", "counsellor", "elsewhere", "evaluator", "administrator"]
PAGES = {row.name: row for row in ROWS if row.method == "get" and not row.public}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def pages_of(world, user) -> dict[str, str]:
    """The text of every page that answers this user."""
    client, found = Client(), {}
    client.force_login(user)
    for name, row in PAGES.items():
        with transaction.atomic():
            answered = client.get(reverse(name, kwargs=row.args(world)), row.data(world))
            found[name] = "" if answered.streaming else answered.content.decode(errors="replace")
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_on_no_page_of_whoever_may_not_read_it(role, world):
    pages = pages_of(world, world.users[role])
    assert [name for name, text in pages.items() if KEPT_WORDS in text] == []
    told_openly = {name for name, text in pages.items() if OPEN_WORDS in text}
    assert told_openly == ({"learning:person"} if role in ("caseworker", "counsellor") else set())


def test_on_one_page_of_the_manager(world):
    pages = pages_of(world, world.users["manager"])
    assert {name for name, text in pages.items() if KEPT_WORDS in text} <= {"learning:voices", "learning:new"}
    assert KEPT_WORDS in pages["learning:voices"]


def test_a_search_for_the_words_finds_nobody(world):
    client = Client()
    client.force_login(world.users["manager"])
    page = client.get(reverse("desk:search"), {"q": KEPT_WORDS}).content.decode()
    assert reverse("desk:person", args=[world.person.ref]) not in page
