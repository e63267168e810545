from datetime import date

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.programmes.models import Enrolment
from throughgate.record.services import write_entry

SUMMARY_LENGTH = 240


def tell(
    *, by: User, enrolment: Enrolment, kind: str, on: date, words: str, action: str, row_id: int, **details: object
) -> None:
    """One row of the audit and one entry of the ledger; the entry lets what is due be settled anew."""
    record_event(by=by, action=action, person=enrolment.person, subject=f"enrolment {enrolment.ref}", **details)
    write_entry(
        by=by,
        person=enrolment.person,
        kind=kind,
        on=on,
        summary=words[:SUMMARY_LENGTH],
        enrolment=enrolment,
        row_id=row_id,
    )
