from collections.abc import Sequence
from typing import Any, NamedTuple

from throughgate.audit.models import Event
from throughgate.common.acts import write_at_end


class Happened(NamedTuple):
    """One of many events that are written together: see `record_event`."""

    action: str
    person: Any
    subject: str = ""
    details: dict[str, Any] = {}


def record_event(*, by: Any, action: str, person: Any = None, subject: str = "", **details: Any) -> Event:
    """One row of the audit trail, written in the caller's transaction; in an act, together with the others of the act.

    `action` is `noun.verb` (`person.read`, `contact.recorded`); `person` the person it is about, if any; `subject`
    names another row (`enrolment K7M429QX`); `details` hold names of fields, codes and counts, never what was written
    in them.
    """
    ref = person.ref if person else ""
    event = Event(by=by, action=action, person_ref=ref, subject=subject, details=details)
    write_at_end(event)
    return event


def record_events(*, by: Any, events: Sequence[Happened]) -> None:
    """Many rows of the trail at once, in the caller's transaction: for writes of many people."""
    Event.objects.bulk_create(
        [
            Event(by=by, action=one.action, person_ref=one.person.ref, subject=one.subject, details=one.details)
            for one in events
        ],
        batch_size=1000,
    )
