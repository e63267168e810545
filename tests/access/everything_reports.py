"""A report that is being written, one that is frozen and was sent, and somebody at the hearing."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import ParoleHearing, Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.reports.models import (
    AtHearing,
    FrozenReport,
    GoneThrough,
    Report,
    ReportSent,
    ReportVersion,
    SignOff,
    Statement,
)

DAY = date(2026, 3, 2)


def reports_of_everything(person: Person, user: User, level: Sensitivity, hearing: ParoleHearing) -> None:
    promise = Promise.objects.create(
        person=person, source="report", title="Sign", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    draft = _version(person, user, level, "end-of-programme", promise)
    GoneThrough.objects.create(version=draft, on=DAY, how="face", by=user)
    SignOff.objects.create(version=draft, is_signed=False, words="More", by=user)
    done = _version(person, user, level, "rehabilitation-plan", None)
    frozen = FrozenReport.objects.create(
        version=done, sensitivity=level, pdf=b"%PDF", sha256="0" * 64, at=timezone.now(), by=user
    )
    ReportSent.objects.create(
        frozen=frozen, on=DAY, to_kind="prison", to_name="OMU", purpose="prison", entry=_entry(person, user, level),
        by=user,
    )  # fmt: skip
    AtHearing.objects.create(
        hearing=hearing, on=DAY, who="The panel", sensitivity=level, entry=_entry(person, user, level), by=user
    )


def _version(person: Person, user: User, level: Sensitivity, template: str, promise: Promise | None) -> ReportVersion:
    report = Report.objects.create(person=person, template=template, title="A walk", sensitivity=level, begun_by=user)
    version = ReportVersion.objects.create(
        report=report, number=1, template_version=1, drafted_on=DAY, author=user, promise=promise
    )
    sources = [{"of": "entry", "id": _entry(person, user, level).pk, "on": "2026-03-02"}]
    Statement.objects.create(
        version=version, section="done", place=0, drafted="A talk", words="A talk", sensitivity=level,
        scope="progress", sources=sources, sourced=1, left_out="author",
    )  # fmt: skip
    return version


def _entry(person: Person, user: User, level: Sensitivity) -> Entry:
    return Entry.objects.create(person=person, kind="report", on=DAY, summary="A walk", sensitivity=level, by=user)
