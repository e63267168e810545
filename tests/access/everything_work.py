"""Somebody on the way to work, and in it."""

from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.work.models import (
    Application,
    ApplicationStep,
    Certificate,
    Employer,
    Job,
    JobCheck,
    Letter,
    PastConviction,
    ReadinessNote,
    RightToWork,
    Training,
    Vacancy,
)

DAY = date(2026, 3, 2)


def work_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The second time without what there is once."""
    again = Job.objects.filter(person=person).count()
    ReadinessNote.objects.create(person=person, code=f"walk-{again}" if again else "cv", state="done", on=DAY, by=user)
    promise = Promise.objects.create(
        person=person, source="work", title="Ask", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    if not again:
        RightToWork.objects.create(person=person, kind="passport", checked_on=DAY, by=user)
    PastConviction.objects.create(person=person, offence="theft", convicted_on=DAY, by=user)
    Letter.objects.create(person=person, version=again + 1, words="Dear …", by=user)
    firm, _ = Employer.objects.get_or_create(name="Walk & Sons", defaults={"added_by": user})
    vacancy = Vacancy.objects.create(employer=firm, title="Driver", added_by=user)
    asked = Application.objects.create(person=person, vacancy=vacancy, title="Driver", employer=firm.name, by=user)
    ApplicationStep.objects.create(application=asked, state="sent", on=DAY, by=user)
    job = Job.objects.create(
        person=person, title="Driver", employer=firm.name, kind="permanent", started_on=DAY, sensitivity=level,
        noted_by=user,
    )  # fmt: skip
    JobCheck.objects.create(job=job, weeks=4, due_on=DAY, promise=promise)
    course = Training.objects.create(
        person=person, title="Forklift", towards="Driver", why="They ask for it", offered_on=DAY, by=user
    )
    Certificate.objects.create(person=person, training=course, title="Forklift", got_on=DAY, by=user)
