"""How the restrictions are asked about what is planned for a release day: the stops, and whoever meets them."""

from datetime import date
from typing import Final

from throughgate.casework.rules.bookings import Arrangement
from throughgate.people.rules.restrictions import FACE, WRITING
from throughgate.people.rules.restrictions import Booking as Asked
from throughgate.release.models import DayStop, GateMeeting, MetBy, ReleaseDay, StopKind

MEETING: Final = "gate-meeting"
MEETING_MINUTES: Final = 60


def asked_of_stop(stop: DayStop, on: date) -> Asked:
    """The same times on this day."""
    family = stop.kind == StopKind.FAMILY
    return Asked(
        kind="family-meeting" if family else f"day-{stop.kind}",
        on=on,
        at=stop.at,
        minutes=stop.minutes or None,
        open_between=(stop.opens, stop.closes_again or stop.closes) if stop.opens and stop.closes else None,
        circle_member_ids=(stop.member_id,) if stop.member_id else (),
        other_names=stop.with_whom,
        place=", ".join(part for part in (stop.place, stop.address, stop.postcode) if part),
        point=None if stop.latitude is None or stop.longitude is None else (stop.latitude, stop.longitude),
        words=stop.title,
        ref=stop.ref,
    )


def gate_arrangement(row: ReleaseDay, on: date, told: str) -> Arrangement:
    """For one of ours, who is booked for it."""
    return Arrangement(
        kind=MEETING, on=on, at=row.gate_from, minutes=MEETING_MINUTES, medium=FACE, place=gate_of(row), told=told
    )


def gate_of(row: ReleaseDay) -> str:
    return f"The gate, {row.person.site.name}"[:80]


def asked_of_meeting(row: ReleaseDay, meeting: GateMeeting, on: date) -> Asked:
    """For anybody else. Where nobody comes only the words are asked: there is no place and no hour to stand against."""
    return Asked(
        kind=MEETING,
        on=on,
        medium=WRITING if meeting.met_by == MetBy.NOBODY else FACE,
        at=row.gate_from,
        minutes=MEETING_MINUTES,
        circle_member_ids=(meeting.member.pk,) if meeting.member else (),
        other_names=meeting.name,
        place=gate_of(row),
        words="Met at the gate",
        told=meeting.words,
        ref=meeting.ref,
    )
