"""A person with something to report: talks, a meeting with family, a strength, and an oral hearing to come."""

from datetime import datetime, time, timedelta

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.people.services.hearings import list_hearing
from throughgate.record.services import write_entry
from throughgate.reports.models import Statement
from throughgate.reports.services.finishing import ask_sign_off, note_gone_through
from throughgate.reports.services.writing import begin_report, write_statements


@pytest.fixture(autouse=True)
def friday(monkeypatch, today):
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))


@pytest.fixture
def talked(person, alice, today):
    def talk(days_ago, kind="one-to-one", **said):
        on = today - timedelta(days=days_ago)
        return write_entry(by=alice, person=person, kind=kind, on=on, summary="A talk", **said)

    return talk


@pytest.fixture
def record(talked):
    return [talked(90), talked(60), talked(30, happened=False), talked(20, kind="family-meeting")]


@pytest.fixture
def hearing(person, alice, today):
    return list_hearing(by=alice, person=person, kind="oral", on=today + timedelta(days=60), source="OMU")


@pytest.fixture
def parole(person, alice, record, hearing):
    return begin_report(by=alice, person=person, template="parole", hearing=hearing)


@pytest.fixture
def plain(person, alice, record):
    """One that needs no second person."""
    return begin_report(by=alice, person=person, template="rehabilitation-plan")


@pytest.fixture
def complete(alice, today):
    """The author's own parts written, and gone through with the person."""

    def finish(version, words="They are ready."):
        own = Statement.objects.filter(version=version, is_opinion=True)
        write_statements(by=alice, version=version, words={one.pk: words for one in own})
        note_gone_through(by=alice, version=version, on=today, how="face", said="That is me.", is_added=True)
        return version

    return finish


@pytest.fixture
def asked(parole, complete, alice, mona):
    return ask_sign_off(by=alice, version=complete(parole), signer=mona)
