from datetime import datetime, time

import pytest
from django.test import Client

from tests.sharing import may_ask_for_homes
from tests.unit.casework.clocks import set_clock
from tests.unit.release.home.homes import RELEASE, TODAY, said
from throughgate.release.models import Provider
from throughgate.release.services.home import apply_for_home, take_step


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture
def elm(alice, person) -> Provider:
    """Which may be told of them."""
    may_ask_for_homes(alice, person)
    return Provider.objects.create(
        name="Elm House", kind="supported", town="Guildford", address="4 Station Road", added_by=alice
    )


@pytest.fixture
def asked(alice, person, elm):
    return apply_for_home(by=alice, person=person, provider=elm, said=said(), wanted_on=RELEASE)


@pytest.fixture
def go(alice, asked):
    """`go("offered", "confirmed", day=…)`: step by step; the fields are the last one's."""

    def _go(*states, by=alice, application=asked, override="", **fields):
        for state in states[:-1]:
            more = {"day": RELEASE} if state in ("viewing", "confirmed") else {}
            take_step(by=by, application=application, said=said(state, **more))
        return take_step(by=by, application=application, said=said(states[-1], **fields), override=override)

    return _go


@pytest.fixture
def as_user():
    def _as(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _as
