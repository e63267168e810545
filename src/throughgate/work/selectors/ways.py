"""Reads of somebody's way to work, as far as the reader may know of it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Prefetch

from throughgate.access.policy import Ability, Action, Hidden, check, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.record.models import Entry
from throughgate.work.models import (
    Application,
    ApplicationStep,
    Job,
    JobCheck,
    Letter,
    PastConviction,
    ReadinessNote,
    RightToWork,
    Vacancy,
)
from throughgate.work.readiness_file import readiness
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.applying import Asked, against
from throughgate.work.rules.readiness import Stood, stand
from throughgate.work.rules.rehabilitation import Answer, Conviction, Sentence, must_tell, spent

R = TypeVar("R", bound=Model)
DAYS = frozenset({"ends_on", "paid_on"})


def checklist_of(user: User, person: Person) -> list[Stood]:
    """Two queries. What the record says already is not asked again."""
    lines = readiness().lines
    kinds = [line.known for line in lines.values() if line.known]
    rows = visible(user, Entry.objects.filter(person=person, kind__in=kinds, happened=True))
    notes = visible(user, ReadinessNote.objects.filter(person=person, superseded_at__isnull=True))
    noted = dict(notes.values_list("code", "state"))
    return stand(lines, noted, set(rows.order_by().values_list("kind", flat=True)))


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
    steps = Prefetch("steps", ApplicationStep.objects.select_related("by"))
    return list(visible(user, Application.objects.filter(person=person)).prefetch_related(steps))


def jobs_of(user: User, person: Person) -> list[Job]:
    rows = visible(user, Job.objects.filter(person=person)).exclude(ended_because="mistake")
    return list(rows.prefetch_related("checks"))


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


def vacancies_open(user: User, today: date) -> list[Vacancy]:
    """The soonest to close first. Raises Forbidden."""
    require(user, Ability.SEE_PEOPLE)
    rows = Vacancy.objects.select_related("employer").filter(filled_on__isnull=True)
    return sorted(rows, key=lambda one: (one.closes_on is None, one.closes_on or today, one.pk))


def access_vacancy(user: User, ref: str) -> Vacancy:
    require(user, Ability.SEE_PEOPLE)
    row = Vacancy.objects.select_related("employer").filter(ref=ref).first()
    if row is None:
        raise Hidden()
    return row


def match(vacancy: Vacancy, rows: Sequence[PastConviction], today: date) -> tuple[list[str], list[str]]:
    """What rules it out for somebody with these convictions, and what has to be looked at first."""
    law, answers = rehabilitation_law(), answers_of(rows, today)
    asked = [
        Asked(row.offence, must_tell(plain_conviction(row), answer, vacancy.check_level, law, today))
        for row, answer in zip(rows, answers, strict=True)
    ]
    return against(
        closes_on=vacancy.closes_on,
        filled_on=vacancy.filled_on,
        excludes=vacancy.excludes,
        asked=asked,
        today=today,
    )
