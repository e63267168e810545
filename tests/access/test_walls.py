"""Nobody reads across a wall: every page, paper, file and feed that answers a role is read for the words planted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.everything_learning import KEPT_WORDS, OPEN_WORDS
from tests.access.planting import ROLES, WORDS, make_place, plant_all, reads, text_of
from tests.access.test_walk import ROWS
from tests.access.world import World
from throughgate.people.services import index_people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PAGES = {row.name: row for row in ROWS if row.method == "get" and not row.public}
_asked: dict[int, dict[str, tuple[str, Any]]] = {}
_read: dict[tuple[int, str], dict[str, str]] = {}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_place()
        # Asked while there is one of everything: what is planted stands beside it, where lists and papers gather it.
        _asked[id(made)] = {name: (reverse(name, kwargs=row.args(made)), row.data(made)) for name, row in PAGES.items()}
        plant_all(made)
        yield made
        transaction.set_rollback(True)


def pages_of(world: World, role: str) -> dict[str, str]:
    """What every page that answers this role says. Read once."""
    key = (id(world), role)
    if key not in _read:
        client, found = Client(), {}
        client.force_login(world.users[role])
        for name, (url, data) in _asked[id(world)].items():
            with transaction.atomic():
                found[name] = text_of(client.get(url, data))
                transaction.set_rollback(True)
        _read[key] = found
    return _read[key]


@pytest.mark.parametrize("level", list(WORDS), ids=str)
@pytest.mark.parametrize("role", ROLES)
def test_what_stands_behind_a_wall_is_read_on_its_right_side_alone(role, level, world):
    found = {name for name, text in pages_of(world, role).items() if WORDS[level] in text}
    if reads(world, role, level):
        assert found, "nothing is shown to whoever may read it, so the test would miss a leak"
    else:
        assert found == set()


def test_each_wall_has_two_sides(world):
    """At least one role reads each, and at least four do not."""
    for level in WORDS:
        sides = [reads(world, role, level) for role in ROLES]
        assert 1 <= sum(sides) <= len(ROLES) - 4, level


@pytest.mark.parametrize("role", ROLES)
def test_what_a_person_keeps_from_their_workers_is_on_one_page_of_a_manager(role, world):
    pages = pages_of(world, role)
    kept = {name for name, text in pages.items() if KEPT_WORDS in text}
    if role == "manager":
        assert "learning:voices" in kept <= {"learning:voices", "learning:new"}
    else:
        assert kept == set()
        told_openly = {name for name, text in pages.items() if OPEN_WORDS in text}
        assert told_openly == ({"learning:person"} if role in ("caseworker", "counsellor") else set())


def search(world: World, role: str, words: str) -> str:
    """What a search for these words answers, everything of the person having been read for it again."""
    client = Client()
    client.force_login(world.users[role])
    with transaction.atomic():
        index_people([world.person])
        said = client.post(reverse("desk:search"), {"q": words}).content.decode()
        transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("words", [*WORDS.values(), KEPT_WORDS])
@pytest.mark.parametrize("role", ROLES)
def test_a_search_for_the_words_finds_nobody(role, words, world):
    assert reverse("desk:person", args=[world.person.ref]) not in search(world, role, words)


@pytest.mark.parametrize("role", ["manager", "caseworker", "counsellor", "neighbour"])
def test_a_search_for_the_name_finds_them(role, world):
    assert reverse("desk:person", args=[world.person.ref]) in search(world, role, world.person.family_name)
