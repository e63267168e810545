"""Kinds of entry that tell of the first week."""

from throughgate.record.kinds import Kind, register
from throughgate.release.services.not_seen import NOT_SEEN
from throughgate.release.services.outcomes import APPOINTMENT, RUNG

KINDS = (
    Kind(APPOINTMENT, "Appointment on release day", "calendar", "basics", plain="you had an appointment that day"),
    Kind(RUNG, "Rang about a missed appointment", "phone", "contact", plain="we rang about an appointment for you"),
    Kind(NOT_SEEN, "Not seen after release", "note", "contact", plain="we did not meet after your release"),
)


def register_first_weeks() -> None:
    register(*KINDS)
