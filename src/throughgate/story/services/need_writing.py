"""What every write about a need or a strength shares: its entry in the ledger, and who may write at which level."""

from datetime import date

from throughgate.access.policy import Action, Forbidden, Sensitivity, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.record.services import write_entry
from throughgate.story.models import NeedStatus, PersonNeed, PersonStrength, Status


def check_level(by: User, person: Person, level: str) -> None:
    if level not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)


def tell(by: User, row: PersonNeed | PersonStrength, kind: str, on: date, summary: str, row_id: int) -> None:
    """In the ledger, as closed as the need; what was answered stays where it is."""
    write_entry(
        by=by,
        person=row.person,
        kind=kind,
        on=on,
        summary=summary,
        sensitivity=Sensitivity(row.sensitivity),
        row_id=row_id,
    )


def write_status(by: User, need: PersonNeed, status: Status, on: date, note: str) -> NeedStatus:
    row = NeedStatus.objects.create(need=need, status=status, on=on, note=note, by=by)
    tell(by, need, "need-changed", on, f"{need.words}: {status.label.lower()}", row.pk)
    record_event(by=by, action="need.changed", person=need.person, subject=f"need {need.ref}", status=status.value)
    return row
