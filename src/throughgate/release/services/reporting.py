"""What is told of a journey: by whoever drives, or by whoever plans and spoke with them on the phone."""

from contextlib import suppress
from datetime import time, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.people.changes import announced_once
from throughgate.people.services.writing import refuse_moved
from throughgate.programmes.services.promising import keep_promise, reopen_promise
from throughgate.record.services import AlreadyCorrectedError, void_written, write_entry
from throughgate.release.models import Journey, JourneyReport, ReportKind
from throughgate.release.rules.alarm import ARRIVED
from throughgate.release.rules.reporting import ReportError, check_report, happened_at
from throughgate.release.selectors.watching import driver_of
from throughgate.release.services.alarm import settle_alarm

SAFE_ARRIVAL: Final = "safe-arrival"


@act()
def report_journey(
    *,
    by: User,
    journey: Journey,
    kind: str,
    at: time | None = None,
    ago: timedelta | None = None,
    words: str = "",
    token: UUID | None = None,
    link: str = "",
) -> JourneyReport:
    """`at`: the time on the clock when it happened; `ago`: how long ago, as a phone kept it; neither: now. Sent twice
    it is told once.

    Arrived writes the entry, keeps the driver's promise and ends the alarm. Raises Hidden, Forbidden, ReportError.
    """
    with announced_once():
        row = _locked(by, journey)
        if token and (saved := JourneyReport.objects.filter(token=token, journey=row).first()):
            return saved
        check_report(kind, is_stopped=row.cancelled_at is not None, may=may_report(by, row))
        now = timezone.now()
        report = JourneyReport(
            journey=row,
            kind=kind,
            at=happened_at(row.on, at, ago, now),
            said_by=by,
            words=words.strip()[:200],
            token=token or uuid4(),
        )
        if kind == ARRIVED:
            _arrived(by, row, report)
        report.save()
        _audit(by, row, "reported", kind=kind)
        settle_alarm(key=("journey", row.pk), now=now, by=by, link=link)
    return report


def _locked(by: User, journey: Journey) -> Journey:
    """Fresh, in the place of the one that was changed meanwhile, and the policy asked. Of two who report the second
    waits. The person first, then the journey, as everywhere.
    """
    check(by, Action.RECORD, journey)
    refuse_moved(by, journey.person)
    rows = Journey.objects.select_for_update(of=("self",), no_key=True).select_related("person__site", "driving")
    row: Journey = rows.get(pk=journey.pk)
    while later := rows.filter(supersedes=row).first():
        row = later
    return check(by, Action.RECORD, row)


def may_report(by: User, row: Journey) -> bool:
    """Whoever drives it, and whoever may record about the person. Not somebody who was only asked."""
    driver = driver_of(row)
    return (driver is not None and driver.pk == by.pk) or can(by, Action.RECORD, row.person)


def _arrived(by: User, row: Journey, report: JourneyReport) -> None:
    """Told a second time, the first entry stands."""
    if _arrivals(row).exists():
        return
    on = timezone.localtime(report.at).date()
    report.entry = write_entry(
        by=by,
        person=row.person,
        kind=SAFE_ARRIVAL,
        on=on,
        summary="Arrived safely",
        sensitivity=Sensitivity(row.sensitivity),
    )
    if row.driving:
        keep_promise(by=by, promise=row.driving, on=on, entry=report.entry)


def _arrivals(row: Journey) -> QuerySet[JourneyReport]:
    return JourneyReport.objects.filter(journey=row, kind=ARRIVED, taken_back_by__isnull=True)


@act()
def take_back_report(*, by: User, report: JourneyReport, because: str) -> JourneyReport:
    """It was told by mistake: a later row says so and why. Taken back twice, the first stands.

    Raises Hidden, Forbidden, ReportError.
    """
    if not because.strip():
        raise ReportError("Say why it is taken back, in a few words", "because")
    with announced_once():
        row = _locked(by, report.journey)
        if not may_report(by, row):
            raise ReportError("Somebody else drives this journey")
        if earlier := JourneyReport.objects.filter(takes_back=report).first():
            return earlier
        now = timezone.now()
        back = JourneyReport.objects.create(
            journey=report.journey,
            kind=ReportKind.TAKEN_BACK,
            at=now,
            said_by=by,
            words=because.strip()[:200],
            token=uuid4(),
            takes_back=report,
        )
        _void(by, row, report, because)
        _audit(by, row, "took_back", kind=report.kind)
        settle_alarm(key=("journey", row.pk), now=now, by=by)
    return back


def _void(by: User, row: Journey, report: JourneyReport, because: str) -> None:
    """The entry, and the promise that it kept. Where arriving was told twice, the other report bears it now."""
    if report.entry is None:
        return
    if other := _arrivals(row).exclude(pk=report.pk).first():
        entry, report.entry = report.entry, None
        report.save(update_fields=["entry"])
        other.entry = entry
        other.save(update_fields=["entry"])
        return
    with suppress(AlreadyCorrectedError):  # somebody has put the record right by hand
        void_written(by=by, entry=report.entry, reason=because)
    if row.driving:
        reopen_promise(by=by, promise=row.driving)


def _audit(by: User, row: Journey, what: str, **details: object) -> None:
    record_event(by=by, action=f"journey.{what}", person=row.person, subject=f"journey {row.ref}", **details)
