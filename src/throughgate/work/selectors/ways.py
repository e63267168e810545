"""Reads of somebody's way to work, as far as the reader may know of it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Prefetch

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.record.models import Entry
from throughgate.work.models import (
    Application,
    ApplicationStep,
    Certificate,
    Ended,
    Job,
    JobCheck,
    Letter,
    PastConviction,
    ReadinessNote,
    RightToWork,
    Training,
)
from throughgate.work.readiness_file import readiness
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.readiness import Stood, stand
from throughgate.work.rules.rehabilitation import Answer, Conviction, Sentence, spent

R = TypeVar("R", bound=Model)
RIGHT = "right-to-work"
DAYS = frozenset({"ends_on", "paid_on"})


def checklist_of(user: User, person: Person, today: date) -> list[Stood]:
    """Three queries. What the record says already is not asked again; a right to work that has ended says nothing."""
    lines = readiness().lines
    kinds = [line.known for line in lines.values() if line.known]
    rows = visible(user, Entry.objects.filter(person=person, kind__in=kinds, happened=True))
    notes = visible(user, ReadinessNote.objects.filter(person=person, superseded_at__isnull=True))
    noted = dict(notes.values_list("code", "state"))
    known = set(rows.order_by().values_list("kind", flat=True)) - {RIGHT}
    right = right_of(user, person)
    if right and (right.until is None or right.until >= today):
        known.add(RIGHT)
    return stand(lines, noted, known)


def right_of(user: User, person: Person) -> RightToWork | None:
    rows = RightToWork.objects.filter(person=person, superseded_at__isnull=True)
    return visible(user, rows).select_related("by").first()


def letters_of(user: User, person: Person) -> list[Letter]:
    return list(visible(user, Letter.objects.filter(person=person)).select_related("by"))


def convictions_of(user: User, person: Person) -> list[PastConviction]:
    """Audited as a read, where there are any."""
    rows = PastConviction.objects.filter(person=person, withdrawn_at__isnull=True)
    found = list(visible(user, rows).select_related("by"))
    if found:
        record_event(by=user, action="work.read", person=person, subject="convictions", count=len(found))
    return found


def plain_conviction(row: PastConviction) -> Conviction:
    names = {field.name for field in fields(Sentence)}
    sentences = tuple(
        Sentence(**{name: _day(name, value) for name, value in one.items() if name in names}) for one in row.sentences
    )
    return Conviction(row.convicted_on, sentences, row.under_18, row.summary_only, row.specified)


def _day(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value else value


def answers_of(rows: Sequence[PastConviction], today: date) -> list[Answer]:
    return spent([plain_conviction(row) for row in rows], rehabilitation_law(), today)


def applications_of(user: User, person: Person) -> list[Application]:
    """The newest first, each with its steps. Two queries."""
    steps = Prefetch("steps", ApplicationStep.objects.select_related("by", "booking"))
    return list(visible(user, Application.objects.filter(person=person)).prefetch_related(steps))


def jobs_of(user: User, person: Person) -> list[Job]:
    rows = visible(user, Job.objects.filter(person=person)).exclude(ended_because="mistake")
    return list(rows.prefetch_related("checks"))


def trainings_of(user: User, person: Person) -> list[Training]:
    """The newest first; what was noted by mistake is left out."""
    rows = visible(user, Training.objects.filter(person=person)).exclude(ended_because=Ended.MISTAKE)
    return list(rows.select_related("by"))


def certificates_of(user: User, person: Person) -> list[Certificate]:
    """Those that count, also when they have ended: one that was renewed or taken back does not."""
    rows = Certificate.objects.filter(person=person, superseded_at__isnull=True, withdrawn_at__isnull=True)
    return list(visible(user, rows))


def access_row(user: User, person: Person, rows: Any, *, action: Action = Action.VIEW, page: str = "work") -> Any:
    """One row of this person. Raises Hidden, Forbidden; audited as a read."""
    row = rows.filter(person=person).first()
    if row is None:
        raise Hidden()
    row.person = person
    check(user, action, row)
    if action is Action.VIEW:
        record_event(by=user, action="work.read", person=person, subject=page)
    return row


def check_of(user: User, person: Person, pk: int, *, action: Action = Action.VIEW) -> JobCheck:
    """Raises Hidden, Forbidden."""
    row = JobCheck.objects.select_related("job", "promise").filter(pk=pk, job__person=person).first()
    if row is None:
        raise Hidden()
    row.job.person = person
    return check(user, action, row)
