"""The day by which a report is sent moves with the hearing."""

from throughgate.people.changes import Happening
from throughgate.programmes.services.promising import move_promise
from throughgate.reports.loading import template_of, templates
from throughgate.reports.models import Report
from throughgate.reports.selectors.reports import due_day


def follow_dates(happening: Happening) -> None:
    """Of what is promised and open; where no day is known any more it stays as it is."""
    if happening.kind not in ("custody-date", "parole-hearing"):
        return
    open_now = {"promise__met_on": None, "promise__withdrawn_on": None}
    rows = Report.objects.filter(person=happening.person, promise__isnull=False, **open_now)
    for report in rows.select_related("promise__person__site"):
        day = due_day(template_of(report.template), happening.person) if report.template in templates() else None
        if day and report.promise:
            move_promise(by=happening.by, promise=report.promise, by_on=day)
