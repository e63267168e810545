"""Applying for work, starting it, and asking whether it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.casework.services.bookings import book_contact
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.common.sustained import can_answer, check_days
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promises, new_promise, withdraw_promise
from throughgate.record.services import write_entry
from throughgate.work.models import (
    Application,
    ApplicationStep,
    Job,
    JobCheck,
    JobKind,
    Lasting,
    Left,
    PayPer,
    Step,
    Vacancy,
)
from throughgate.work.rules.applying import ApplicationError, JobError, check_begun, check_left, check_step

INTERVIEW = "job-interview"


@dataclass(frozen=True)
class Interview:
    on: date
    at: time | None = None
    place: str = ""


@act()
def apply_for_job(
    *, by: User, person: Person, on: date, vacancy: Vacancy | None = None, title: str = "", employer: str = ""
) -> Application:
    """Raises Hidden, Forbidden, ApplicationError."""
    lock_person(by, Action.RECORD, person)
    check_step("", Step.SENT, on, None, today())
    if vacancy:
        title, employer = vacancy.title, vacancy.employer.name
        if vacancy.filled_on:
            raise ApplicationError("This vacancy is filled")
    if not title.strip() or not employer.strip():
        raise ApplicationError("Say which job, and with whom", "title")
    row = Application.objects.create(
        person=person, vacancy=vacancy, title=title.strip()[:120], employer=employer.strip()[:120], by=by
    )
    _note_step(by, row, Step.SENT, on)
    return row


@act()
def take_step(
    *,
    by: User,
    application: Application,
    state: str,
    on: date,
    words: str = "",
    interview: Interview | None = None,
    override: str = "",
) -> ApplicationStep:
    """An interview is booked where bookings are; restrictions are asked there, and may refuse it.

    Raises Hidden, Forbidden, ApplicationError, RestrictedError, BookingError.
    """
    lock_person(by, Action.RECORD, application.person)
    check(by, Action.RECORD, application)
    last = application.steps.order_by("-pk").first()
    check_step(last.state if last else "", state, on, last.on if last else None, today())
    booking = None
    if state == Step.INTERVIEW and interview:
        asked = Arrangement(
            kind=INTERVIEW,
            on=interview.on,
            at=interview.at,
            place=interview.place[:80],
            other_names=application.employer,
        )
        booking = book_contact(by=by, person=application.person, arrangement=asked, override=override)
    return _note_step(by, application, state, on, words, booking)


def _note_step(
    by: User, row: Application, state: str, on: date, words: str = "", booking: Booking | None = None
) -> ApplicationStep:
    step = ApplicationStep.objects.create(
        application=row, state=state, on=on, words=words.strip()[:200], booking=booking, by=by
    )
    summary = f"{Step(state).label}: {row.title}, {row.employer}"
    write_entry(by=by, person=row.person, kind="job-application", on=on, summary=summary, row_id=row.pk)
    record_event(by=by, action="work.application", person=row.person, subject=f"application {row.ref}", state=state)
    return step


@act()
def start_job(*, by: User, person: Person, said: Mapping[str, Any], application: Application | None = None) -> Job:
    """`said`: fields of Job. Asked about after 4, 13 and 26 weeks. A job of before goes on as it is, unless it is said
    to have ended. Raises Hidden, Forbidden, JobError.
    """
    lock_person(by, Action.RECORD, person)
    check_begun(said["started_on"], today())
    if said.get("kind") not in JobKind.values:
        raise JobError("Choose what kind of job it is", "kind")
    if application and Job.objects.filter(application=application).exists():
        raise JobError("This job is noted already")
    row = Job.objects.create(person=person, application=application, noted_by=by, **_paid(said))
    row.entry = write_entry(
        by=by,
        person=person,
        kind="job-started",
        on=row.started_on,
        summary=f"{row.title}, {row.employer}",
        sensitivity=Sensitivity(row.sensitivity),
        row_id=row.pk,
    )
    row.save(update_fields=["entry"])
    _ask_in_weeks(by, row)
    record_event(by=by, action="work.job_started", person=person, subject=f"job {row.ref}")
    return row


def _paid(said: Mapping[str, Any]) -> dict[str, Any]:
    pay = said.get("pay_pence")
    if pay is not None and said.get("pay_per") not in PayPer.values:
        raise JobError("Say for how long that is paid", "pay_per")
    return dict(said) | {"pay_per": said.get("pay_per", "") if pay is not None else ""}


def _ask_in_weeks(by: User, job: Job) -> None:
    """Where a programme asks for it, it is due there, and promised no second time; what was to be asked before anybody
    wrote the job down is asked of nobody.
    """
    promises: dict[int, Promise] = {}
    if not _programme_asks(by, job.person):
        promises = {
            weeks: new_promise(
                by=by,
                person=job.person,
                source=PromiseSource.WORK,
                title=f"Ask whether they are still in work, {weeks} weeks on",
                worker=by,
                from_on=job.started_on,
                by_on=day,
                sensitivity=Sensitivity(job.sensitivity),
            )
            for weeks, day in check_days(job.started_on)
            if day >= today()
        }
    make_promises(list(promises.values()))
    JobCheck.objects.bulk_create(
        JobCheck(job=job, weeks=weeks, due_on=day, promise=promises.get(weeks))
        for weeks, day in check_days(job.started_on)
    )


def _programme_asks(by: User, person: Person) -> bool:
    models = [compiled_model(one.model) for one in open_enrolments(by, [person])]
    return any("job-check" in element.kinds for model in models for element in model.elements.values())


@act()
def answer_check(*, by: User, job_check: JobCheck, answer: str) -> JobCheck:
    """Whether they are still in work. Where they left, `leave_job` says when and why. Raises Hidden, Forbidden,
    JobError.
    """
    row = _locked(by, job_check)
    if row.answer:
        raise JobError("Somebody has answered this already. Look at it again.")
    if answer not in Lasting.values:
        raise JobError("Choose how it is now", "answer")
    if not can_answer(row.due_on, today()):
        raise JobError(f"That is asked from {row.weeks} weeks on, or a week before")
    summary = f"After {row.weeks} weeks: {Lasting(answer).label}"
    entry = write_entry(
        by=by,
        person=row.job.person,
        kind="job-check",
        on=today(),
        summary=summary,
        sensitivity=Sensitivity(row.job.sensitivity),
        row_id=row.job_id,
    )
    for one in row.job.checks.filter(answer="", due_on__lte=row.due_on).select_related("promise__person"):
        # Still there now, still there then; what was on an earlier day of one who left, nobody knows.
        if one.pk == row.pk or answer == Lasting.STILL:
            _answered(by, one, answer)
            if one.promise:
                keep_promise(by=by, promise=one.promise, on=today(), entry=entry)
    record_event(by=by, action="work.job_asked", person=row.job.person, subject=f"job {row.job.ref}", weeks=row.weeks)
    row.refresh_from_db()
    return row


def _answered(by: User, row: JobCheck, answer: str) -> None:
    row.answer, row.answered_on, row.answered_by = answer, today(), by
    row.save(update_fields=["answer", "answered_on", "answered_by"])


@act()
def leave_job(*, by: User, job: Job, on: date, because: str) -> Job:
    """Checks of before that day count as in work, those after it are answered by why they left.

    Raises Hidden, Forbidden, JobError.
    """
    lock_person(by, Action.RECORD, job.person)
    job.refresh_from_db(from_queryset=Job.objects.select_related("person__site"))
    check(by, Action.RECORD, job)
    if job.ended_on:
        raise JobError("This job has ended already. Look at it again.")
    if because not in Left.values:
        raise JobError("Choose why", "because")
    check_left(job.started_on, on, today())
    job.ended_on, job.ended_because, job.ended_at, job.ended_by = on, because, timezone.now(), by
    job.save(update_fields=["ended_on", "ended_because", "ended_at", "ended_by"])
    _settle_checks(by, job, on, because)
    write_entry(
        by=by,
        person=job.person,
        kind="job-ended",
        on=on,
        summary=f"{job.title}, {job.employer}: {Left(because).label}",
        sensitivity=Sensitivity(job.sensitivity),
        row_id=job.pk,
    )
    record_event(by=by, action="work.job_left", person=job.person, subject=f"job {job.ref}", because=because)
    return job


def _settle_checks(by: User, job: Job, on: date, because: str) -> None:
    later = {Left.INSIDE: Lasting.INSIDE, Left.NEXT: Lasting.NEXT}.get(Left(because), Lasting.LEFT)
    for row in job.checks.filter(answer="").select_related("promise__person"):
        if because != Left.MISTAKE:
            _answered(by, row, Lasting.STILL if row.due_on < on else later)
        if row.promise:
            withdraw_promise(by=by, promise=row.promise, because="The job has ended")


def _locked(by: User, row: JobCheck) -> JobCheck:
    person = lock_person(by, Action.RECORD, row.job.person)
    row.refresh_from_db(from_queryset=JobCheck.objects.select_related("job", "promise"))
    row.job.person = person
    return check(by, Action.RECORD, row)
