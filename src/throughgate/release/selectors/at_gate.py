"""Who meets somebody at the gate, as it was last said on their release day. Whoever tells of it asks here.

A programme asks that somebody is met (its commitment); by whom, or why by nobody, only the release day knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.release.models import GateMeeting, MetBy
from throughgate.release.selectors.spells import back_since
from throughgate.web.words import in_passing

FAMILY, NOBODY = "family or a friend", "nobody"


@dataclass(frozen=True)
class AtGate:
    """`by` is who meets them, as the reader would say it; `why_not` the reason, where nobody does."""

    on: date
    by: str
    why_not: str = ""

    @property
    def is_met(self) -> bool:
        return not self.why_not


class Gates:
    """What is said of several gates, for one reader. One query, and one more for each meeting whose booking was moved;
    none where nobody is asked about. `also`: people who will be asked about too, so that all are read at once.
    """

    def __init__(self, user: User, also: Iterable[int] = ()) -> None:
        self.user = user
        self.wanted = set(also)
        self.known: dict[int, AtGate | None] = {}

    def of(self, people: Iterable[int]) -> dict[int, AtGate]:
        """By person, of the release that is to come or was last; whoever is not there is not said, or cannot come."""
        asked = set(people)
        if not asked <= self.known.keys():
            missing = (asked | self.wanted) - self.known.keys()
            self.known |= dict.fromkeys(missing) | self._read(missing)
        return {person: said for person in asked if (said := self.known[person])}

    def _read(self, people: Iterable[int]) -> dict[int, AtGate | None]:
        rows = GateMeeting.objects.filter(day__person__in=people)
        rows = rows.filter(~back_since("day__person", "day__on", "day__made_at"))
        rows = rows.select_related("day", "worker", "booking__worker", "booking__superseded_by__worker")
        return {row.day.person_id: self._said(row) for row in visible(self.user, rows).order_by("day__spell", "pk")}

    def _said(self, row: GateMeeting) -> AtGate | None:
        booking = latest_of(row.booking)
        if booking and booking.cancelled_at:
            return None
        if row.met_by == MetBy.NOBODY:
            return AtGate(row.day.on, NOBODY, in_passing(row.words or row.get_reason_display()))
        worker = booking.worker if booking else row.worker
        if worker:
            return AtGate(row.day.on, "you" if worker == self.user else worker.name)
        return AtGate(row.day.on, FAMILY if row.met_by == MetBy.FAMILY else row.name)


def last_met_by(person: str) -> Subquery:
    """By the name of a field that holds a person: how it was last said that they are met, in a query of other rows."""
    rows = GateMeeting.objects.filter(~back_since("day__person", "day__on", "day__made_at"))
    return Subquery(rows.filter(day__person=OuterRef(person)).order_by("-day__spell", "-pk").values("met_by")[:1])


def latest_of(booking: Booking | None) -> Booking | None:
    """The one that took its place, if it was moved."""
    while booking is not None and (later := getattr(booking, "superseded_by", None)):
        booking = later
    return booking
