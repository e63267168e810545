from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256

import pytest

from throughgate.accounts.models import User
from throughgate.casework.services import Attendance, Promise, record_contact
from throughgate.common import clock
from throughgate.people.models import Assignment, AssignmentRole, CustodyDate, CustodyMove, DateKind, MoveKind, Person
from throughgate.programmes.models import Commitment, Enrolment, ModelStatus, ProgrammeModel
from throughgate.programmes.models import Promise as Made
from throughgate.record.models import Entry

MODEL = """
model: through-the-desk
version: 1
title: Through the desk
summary: A small programme for the tests of the desk.
for: {needs: [family]}
phases:
  custody: {title: In custody, from: enrolment, to: release}
  community: {title: In the community, from: release, to: release + 12 months}
elements:
  assessment: {title: First assessment, is: form, form: first-assessment, by: enrolment + 14 days}
  sessions: {title: Sessions, is: group-session, count: 4, by: release - 14 days, core: true}
  id: {title: ID documents, is: id-documents, by: release - 4 weeks}
  gate: {title: Met at the gate, is: gate-meeting, from: release, by: release, who: volunteer}
  first-visit: {title: First visit, is: first-visit, from: release, by: release + 7 days, core: true}
  diary: {title: Diary, is: in-cell-work, by: enrolment + 60 days, who: person}
  therapy: {title: Therapy, is: individual-therapy, by: enrolment + 70 days, who: counsellor}
measures:
  settling: {title: Settling in, at: release + 90 days, within: 14 days, tool: Four questions}
"""


@pytest.fixture(autouse=True)
def friday(monkeypatch, today):
    """The day of the cast, whoever asks what day it is."""
    monkeypatch.setattr(clock.timezone, "localdate", lambda *args: today)


@pytest.fixture
def programme(db) -> ProgrammeModel:
    return ProgrammeModel.objects.create(
        slug="through-the-desk",
        version=1,
        title="Through the desk",
        source=MODEL,
        sha256=sha256(MODEL.encode()).hexdigest(),
        status=ModelStatus.PUBLISHED,
    )


@pytest.fixture
def enrol(programme, alice) -> Callable[[Person], Enrolment]:
    def _enrol(person: Person, enrolled_on: date = date(2026, 9, 1)) -> Enrolment:
        return Enrolment.objects.create(
            person=person, model=programme, site=person.site, stage="enrolled", enrolled_on=enrolled_on, added_by=alice
        )

    return _enrol


@pytest.fixture
def enrolment(person, enrol) -> Enrolment:
    return enrol(person)


@pytest.fixture
def due(enrolment, today) -> Callable[..., Commitment]:
    """A commitment in so many days from today, as the projection keeps it."""

    def _due(element: str, days: int, *, on: Enrolment | None = None, who: str = "staff", **fields) -> Commitment:
        of = on or enrolment
        given = {"spell": 0, "ordinal": 1, "is_next": True, "by_on": today + timedelta(days=days)} | fields
        return Commitment.objects.create(enrolment=of, person=of.person, element=element, who=who, **given)

    return _due


@pytest.fixture
def someone(send, alice) -> Callable[..., Person]:
    """Another person at Send, on a worker's caseload if one is named."""

    def _someone(given: str = "Kit", family: str = "Marsh", *, worker: User | None = None, **fields) -> Person:
        person = Person.objects.create(
            **{"given_name": given, "family_name": family, "site": send, "created_by": alice} | fields
        )
        if worker:
            Assignment.objects.create(
                person=person, worker=worker, role=AssignmentRole.CASEWORKER, from_on=date(2026, 1, 5), added_by=alice
            )
        return person

    return _someone


@pytest.fixture
def releases(alice) -> Callable[..., CustodyDate]:
    def _releases(
        person: Person, on: date, kind: str = DateKind.CONFIRMED_RELEASE, confidence: str = "confirmed"
    ) -> CustodyDate:
        return CustodyDate.objects.create(
            person=person, kind=kind, on=on, source="OMU", confidence=confidence, noted_by=alice
        )

    return _releases


@pytest.fixture
def moves(alice, send) -> Callable[..., CustodyMove]:
    def _moves(person: Person, kind: str, on: date) -> CustodyMove:
        site = None if kind == MoveKind.RELEASED else send
        return CustodyMove.objects.create(person=person, kind=kind, on=on, site=site, added_by=alice)

    return _moves


@pytest.fixture
def as_user(client) -> Callable:
    def _as(user: User):
        client.force_login(user)
        return client

    return _as


@pytest.fixture
def write(alice, person) -> Callable[..., Entry]:
    """An entry of the ledger, as Alice unless the test says otherwise."""

    def _write(kind: str = "one-to-one", on: date = date(2026, 11, 1), **fields) -> Entry:
        return Entry.objects.create(
            **{"by": alice, "person": person, "kind": kind, "on": on, "summary": "As it was"} | fields
        )

    return _write


@pytest.fixture
def promise(alice, person) -> Callable[..., Made]:
    """What Alice promised at a contact."""

    def _promise(what: str, by_on: date) -> Made:
        part = Attendance(person=person, note="We talked")
        promised = Promise(what=what, by_on=by_on)
        record_contact(by=alice, kind="one-to-one", on=by_on - timedelta(days=7), people=[part], follow_ups=[promised])
        return Made.objects.get(title=what)

    return _promise
