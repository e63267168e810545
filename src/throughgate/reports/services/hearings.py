"""What happened at an oral hearing. Its day and its result stand with the hearing itself."""

from datetime import date

from throughgate.access.policy import Action, Forbidden, Sensitivity, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import HearingKind, ParoleHearing
from throughgate.people.services.writing import lock_person
from throughgate.record.services import write_entry
from throughgate.reports.models import AtHearing
from throughgate.reports.rules.versions import ReportError


@act()
def note_hearing(*, by: User, hearing: ParoleHearing, on: date, who: str, asked: str = "") -> AtHearing:
    """Said again, the later words hold. Raises Hidden, Forbidden, ReportError."""
    lock_person(by, Action.RECORD, hearing.person)
    level = Sensitivity.SENSITIVE
    if level not in writable_levels(by, hearing.person):
        raise Forbidden(Action.RECORD)
    if hearing.kind != HearingKind.ORAL:
        raise ReportError("Nobody is heard on the papers. List an oral hearing first")
    if on > today():
        raise ReportError("The day cannot be in the future", "on")
    names = "\n".join(line.strip() for line in who.splitlines() if line.strip())
    if not names:
        raise ReportError("Say who was there", "who")
    entry = write_entry(
        by=by, person=hearing.person, kind="hearing-attended", on=on, summary="At the oral hearing", sensitivity=level,
        row_id=hearing.pk,
    )  # fmt: skip
    row = AtHearing.objects.create(
        hearing=hearing, on=on, who=names, asked=asked.strip(), sensitivity=level, entry=entry, by=by
    )
    record_event(by=by, action="report.hearing_noted", person=hearing.person, subject=f"hearing {hearing.ref}")
    return row
