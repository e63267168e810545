from collections.abc import Callable
from datetime import date, datetime, time
from hashlib import sha256

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.access.policy import Sensitivity
from throughgate.casework.models import Contact
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.programmes.models import Enrolment, ModelStatus, ProgrammeModel
from throughgate.programmes.services import refresh_commitments

DAY = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def friday(monkeypatch, today) -> None:
    """The Friday of the cast, at half past two, wherever somebody asks."""
    set_clock(monkeypatch, datetime.combine(today, time(14, 32)))


@pytest.fixture
def sam(downview, charlie, alice) -> Person:
    """Somebody at another site, on Charlie's caseload and on Alice's too; Bob and Mona may not know of them."""
    sam = Person.objects.create(given_name="Samira", family_name="Okoro", site=downview, created_by=charlie)
    for worker in (charlie, alice):
        Assignment.objects.create(
            person=sam, worker=worker, role=AssignmentRole.CASEWORKER, from_on=date(2026, 1, 5), added_by=charlie
        )
    return sam


MODEL = """
model: made-up
version: 1
title: Made up
summary: A programme of three steps
for: {needs: [family]}
elements:
  first-meeting: {title: First meeting, is: one-to-one, minutes: 75, by: enrolment + 14 days}
  training: {title: A course, is: training, by: enrolment + 30 days}
  story: {title: Their story, is: form, form: their-story, by: enrolment + 60 days}
measures:
  hope: {title: Hope, at: [enrolment], within: 14 days, tool: One question}
"""


@pytest.fixture
def enrolment(person, alice) -> Enrolment:
    """The person on a programme that asks for a meeting, a document, a form and a measure."""
    model = ProgrammeModel.objects.create(
        slug="made-up",
        version=1,
        title="Made up",
        source=MODEL,
        sha256=sha256(MODEL.encode()).hexdigest(),
        status=ModelStatus.PUBLISHED,
    )
    enrolment = Enrolment.objects.create(
        person=person, model=model, site=person.site, stage="on_programme", enrolled_on=date(2026, 9, 1), added_by=alice
    )
    refresh_commitments(person)
    return enrolment


@pytest.fixture
def record(alice, person) -> Callable[..., Contact]:
    """Record a contact with the person, as Alice unless the test says otherwise."""

    def _record(note: str = "Talked about home", **fields) -> Contact:
        part = {name: fields.pop(name) for name in ("attended", "why", "reason", "sensitivity") if name in fields}
        people = fields.pop("people", None) or [Attendance(person=person, note=note, **part)]
        return record_contact(**{"by": alice, "kind": "one-to-one", "on": DAY, "people": people} | fields)

    return _record


@pytest.fixture
def therapy(record, carol, carols) -> Contact:
    return record("Said in therapy", by=carol, kind="individual-therapy", sensitivity=Sensitivity.CLINICAL, minutes=50)


TREATMENT = """
model: treatment-made-up
version: 1
title: Treatment made up
summary: A programme with a plan
for: {needs: [health]}
elements:
  treatment-plan: {title: Treatment plan, is: plan, plan: treatment, by: enrolment + 14 days, who: counsellor}
  reviews: {title: Plan gone over, is: plan-review, plan-review: treatment, every: 28 days, from: first(treatment-plan)}
"""


@pytest.fixture
def treatment(person, alice) -> Enrolment:
    """The person on a programme that asks for a treatment plan and that it be looked at every four weeks."""
    model = ProgrammeModel.objects.create(
        slug="treatment-made-up",
        version=1,
        title="Treatment made up",
        source=TREATMENT,
        sha256=sha256(TREATMENT.encode()).hexdigest(),
        status=ModelStatus.PUBLISHED,
    )
    enrolment = Enrolment.objects.create(
        person=person, model=model, site=person.site, stage="on_programme", enrolled_on=date(2026, 9, 1), added_by=alice
    )
    refresh_commitments(person)
    return enrolment
