"""Walks every URL with every role, and with nobody signed in."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.matrix import ROLES, Row
from tests.access.rows_of_everything import rows_of_everything
from tests.access.world import World
from tests.cast import add_everybody
from throughgate.access.policy import Sensitivity
from throughgate.outcomes.models import Evaluation
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.services import load_shipped_models, refresh_commitments

ROWS: list[Row] = [
    row
    for file in sorted(Path(__file__).parent.glob("rows_*.py"))
    if hasattr(module := import_module(f"tests.access.{file.stem}"), "ROWS")
    for row in module.ROWS
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once, for all tests of this file; what each of them changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def make_world() -> World:
    person, everybody = add_everybody()
    alice, eve, ada = everybody["alice"], everybody["eve"], everybody["ada"]
    users = {
        "manager": everybody["mona"],
        "caseworker": alice,
        "counsellor": everybody["carol"],
        "volunteer": everybody["victor"],
        "evaluator": eve,
        "administrator": ada,
        "elsewhere": everybody["charlie"],
    }
    rows = rows_of_everything(person, alice, Sensitivity.STANDARD)
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.filter(status="published").first()
    rows["enrolment"].model = model
    rows["enrolment"].save()
    refresh_commitments(person)
    return World(
        users=users,
        sessions={role: session_of(user) for role, user in users.items()},
        person=person,
        model=model,
        enrolment=rows["enrolment"],
        contact=rows["contact"],
        entry=rows["entry"],
        follow_up=rows["follow_up"],
        evaluation=Evaluation.objects.create(
            title="A look at the year", created_by=eve, file="none.csv", file_kind="csv", size=1, rows=1, columns=[]
        ),
        assignment=person.assignments.first(),
        circle_member=rows["circle_member"],
    )


def session_of(user) -> str:
    """Signing in takes as long as many a page: each signs in once."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def answer(row: Row, world: World, role: str) -> int:
    """The status of one request, with everything that it wrote taken back."""
    client = Client(raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    with transaction.atomic():
        url = reverse(row.name, kwargs=row.args(world))
        status = getattr(client, row.method)(url, row.data(world)).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_what_the_matrix_says(row, world):
    found = {role: answer(row, world, role) for role in ROLES}
    assert found == dict(row.expect)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in ROWS if not row.public], ids=str)
def test_nobody_gets_in_without_signing_in(row, world):
    client = Client()
    given = getattr(client, row.method)(reverse(row.name, kwargs=row.args(world)), row.data(world))
    assert given.status_code == 302 and given["Location"].startswith(reverse("account_login"))


def names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def test_every_url_stands_in_the_matrix():
    missing = set(names(get_resolver().url_patterns)) - {row.name for row in ROWS}
    assert not missing


def test_the_matrix_names_only_urls_that_exist():
    stale = {row.name for row in ROWS} - set(names(get_resolver().url_patterns))
    assert not stale
