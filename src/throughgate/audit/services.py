from typing import Any

from throughgate.audit.models import Event


def record_event(*, by: Any, action: str, person: Any = None, subject: str = "", **details: Any) -> Event:
    """One row of the audit trail, written in the caller's transaction.

    `action` is `noun.verb` (`person.read`, `contact.recorded`); `person` the person it is about, if any; `subject`
    names another row (`enrolment K7M429QX`); `details` hold names of fields, codes and counts, never what was written
    in them.
    """
    return Event.objects.create(
        by=by, action=action, person_ref=person.ref if person else "", subject=subject, details=details
    )
