"""Nobody reads across a wall: whatever of a person is clinical, sensitive, of the family, or kept from their workers
holds a word that stands nowhere else, and every page, paper, file and feed that answers a role is read for it.
"""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from tests.access.everything_learning import KEPT_WORDS, OPEN_WORDS
from tests.access.rows_of_everything import rows_of_everything
from tests.access.test_walk import ROWS, make_world
from tests.access.world import World
from throughgate.access.personal_data import load_register
from throughgate.access.policy import Action, PersonRow, Sensitivity, Wall, can
from throughgate.learning.models import OpenAnswer
from throughgate.programmes.models import Enrolment
from throughgate.programmes.services import refresh_commitments
from throughgate.record.models import Entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROLES = ["manager", "caseworker", "neighbour", "counsellor", "volunteer", "elsewhere", "evaluator", "administrator"]
PAGES = {row.name: row for row in ROWS if row.method == "get" and not row.public}
# One word for each: letters alone, so that no token, reference or hash can hold it.
WORDS = {
    Sensitivity.CLINICAL: "Quillwortclinic",
    Sensitivity.SENSITIVE: "Quillwortclosed",
    Wall.FAMILY: "Quillwortfamily",
}
_asked: dict[int, dict[str, tuple[str, Any]]] = {}
_read: dict[tuple[int, str], dict[str, str]] = {}
SAID = {"narrative", "health", "offence", "family"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.users["neighbour"] = made.users["manager"].team.get(name__startswith="Bob")
        # Asked while there is one of everything: what is planted stands beside it, where lists and papers gather it.
        _asked[id(made)] = {name: (reverse(name, kwargs=row.args(made)), row.data(made)) for name, row in PAGES.items()}
        for level in (Sensitivity.CLINICAL, Sensitivity.SENSITIVE):
            rows_of_everything(made.person, made.users["counsellor"], level)
        Enrolment.objects.filter(person=made.person).update(model=made.model)
        refresh_commitments(made.person)
        planted = {level: plant(made, level, word) for level, word in WORDS.items()}
        assert all(len(where) >= 3 for where in planted.values()), planted
        yield made
        transaction.set_rollback(True)


def plant(world: World, level: Any, word: str) -> list[str]:
    """The word in everything that people said and that stands at this level; where it now stands. The ledger refuses to
    be rewritten, so what it holds is written anew.
    """
    where = []
    if level in Sensitivity:
        known = {"kind": "one-to-one", "on": "2026-03-02", "by": world.users["counsellor"], "sensitivity": level}
        Entry.objects.create(person=world.person, summary=word, **known)
        where.append("record.Entry.summary")
    for model in apps.get_models():
        hangs = getattr(model, "access", None)
        if not isinstance(hangs, PersonRow) or model in (Entry, OpenAnswer) or model.__name__.startswith("Historical"):
            continue
        if hangs.own is not None:
            continue  # given to somebody by name, who reads it whatever wall it stands behind
        rows = model._default_manager.all()
        if hangs.sensitivity:
            rows = rows.filter(**{hangs.sensitivity: level.value})
        elif hangs.level is not level:
            continue
        where += [f"{model._meta.label}.{field}" for field in said_in(model) if write(rows, field, word)]
    return where


def said_in(model: type[models.Model]) -> list[str]:
    kept = load_register().get(model._meta.label, {})
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and kept.get(field.name) in SAID
        and (field.max_length or 1000) >= 60
    ]


def write(rows: Any, field: str, word: str) -> bool:
    """Whether it could be: some rows the database keeps as they are, and some may hold nothing here."""
    pks = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            return bool(models.QuerySet(rows.model).filter(pk__in=pks).update(**{field: word}))
    except DatabaseError:
        return False


def text_of(answered: Any) -> str:
    """What a page says, a PDF, a sheet, or every file of an archive."""
    content = b"".join(answered.streaming_content) if answered.streaming else answered.content
    if content.startswith(b"%PDF"):
        read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=False)
        content = read.stdout or content  # one of the world's papers is a few letters long
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return str(content.decode(errors="replace"))


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


def reads(world: World, role: str, level: Any) -> bool:
    if level in Sensitivity:
        return can(world.users[role], Action.VIEW, Entry(person=world.person, sensitivity=level))
    row = next(model for model in apps.get_models() if getattr(getattr(model, "access", None), "level", None) is level)
    return any(can(world.users[role], Action.VIEW, one) for one in row._default_manager.all())


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


@pytest.mark.parametrize("words", [*WORDS.values(), KEPT_WORDS])
@pytest.mark.parametrize("role", ROLES)
def test_a_search_for_the_words_finds_nobody(role, words, world):
    client = Client()
    client.force_login(world.users[role])
    page = client.get(reverse("desk:search"), {"q": words}).content.decode()
    assert reverse("desk:person", args=[world.person.ref]) not in page
