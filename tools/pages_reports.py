"""Reports of somebody: one that is being written, one that is frozen, and the hearing."""

from django.urls import reverse

from throughgate.people.models import ParoleHearing, Person
from throughgate.reports.models import ReportVersion


def report_pages(person: Person) -> list[tuple[str, str]]:
    """About this person where there is none; else about whoever has one."""
    listed = [("reports", reverse("reports:person", args=[person.ref]))]
    listed.append(("report new", reverse("reports:new", args=[person.ref])))
    waiting = ReportVersion.objects.filter(asked_at__isnull=False, frozen=None).select_related("report").first()
    frozen = ReportVersion.objects.filter(frozen__isnull=False, number=2).select_related("report").first()
    if waiting:
        listed.append(("report waiting", _of(waiting, "version")))
        listed.append(("report sources", _of(waiting, "sources", waiting.statements.filter(sourced__gt=0)[0].pk)))
    if frozen:
        listed.append(("report frozen", _of(frozen, "version")))
        listed.append(("report compared", reverse("reports:compare", args=[frozen.report.ref])))
    if hearing := ParoleHearing.objects.filter(kind="oral").first():
        listed.append(("report hearing", reverse("reports:hearing", args=[hearing.ref])))
    return listed


def _of(version: ReportVersion, name: str, *more: int) -> str:
    return reverse(f"reports:{name}", args=[version.report.ref, version.number, *more])
