"""A form filled in with Jo, on the shipped bank. The day is the Friday of the cast."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.unit.casework.clocks import set_clock
from throughgate.people.models import Person
from throughgate.story.models import Answer, FormRun
from throughgate.story.services.answering import record_answer
from throughgate.story.services.forms import open_form

FORM = "first-meeting"


@pytest.fixture(autouse=True)
def friday(monkeypatch, today) -> None:
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))


@pytest.fixture
def ago(today) -> Callable[[int], date]:
    return lambda days: today - timedelta(days=days)


@pytest.fixture
def tell(person: Person, alice, ago) -> Callable[..., Answer]:
    """`tell("proud-of", "Her daughter")`: Jo said so to Alice, ten days ago unless the test says otherwise."""

    def _tell(item, value, *, by=alice, days=10, **fields) -> Answer:
        return record_answer(by=by, person=person, item=item, value=value, answered_on=ago(days), **fields)

    return _tell


@pytest.fixture
def run(person, alice) -> FormRun:
    return open_form(by=alice, person=person, form=FORM)


@pytest.fixture
def as_user():
    def _as(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _as


@pytest.fixture
def as_alice(as_user, alice) -> Client:
    return as_user(alice)


@pytest.fixture
def url(person):
    def _url(name: str, **given) -> str:
        slug = {} if given else {"slug": FORM}
        return reverse(f"story:{name}", kwargs={"ref": person.ref} | slug | given)

    return _url


@pytest.fixture
def told_url(person) -> str:
    return reverse("story:told", kwargs={"ref": person.ref})
