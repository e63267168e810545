"""The rows that rest on people's day of release. Constant queries, however many people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.people.models import ParoleHearing
from throughgate.people.rules.hearings import is_open
from throughgate.release.models import Basic, DayStop, HomeApplication, HomeStep, ReleaseDay
from throughgate.release.rules.home import CLOSED
from throughgate.release.rules.journey import can_move
from throughgate.release.selectors.basics import Stood, current_basics, last_steps
from throughgate.release.selectors.day import Met, days_of, standing_stops
from throughgate.release.selectors.day_asked import MEETING
from throughgate.release.selectors.journeys import Looked, journeys_to_come
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.replanning_team import meetings_of
from throughgate.release.selectors.standing import Standing, standings_of


@dataclass(frozen=True)
class Rows:
    """The rows behind one person's facts, by their keys."""

    day: ReleaseDay | None = None
    met: Met | None = None
    stops: Mapping[str, DayStop] = field(default_factory=dict)
    beds: Mapping[str, HomeApplication] = field(default_factory=dict)
    journeys: Mapping[str, Looked] = field(default_factory=dict)
    basics: Mapping[str, tuple[Basic, Stood]] = field(default_factory=dict)
    bookings: Mapping[str, Booking] = field(default_factory=dict)
    hearings: Sequence[tuple[str, date]] = ()


def read_rows(user: User, ids: Sequence[int], today: date) -> dict[int, Rows]:
    """By the person’s id. Constant queries, however many."""
    standings = standings_of(ids, today)
    days = {row.person_id: row for row in days_of(ids) if row.spell == standings[row.person_id].spell}
    stops: dict[int, dict[str, DayStop]] = defaultdict(dict)
    for stop in standing_stops(DayStop.objects.filter(day__in=[day.pk for day in days.values()])):
        stops[stop.day_id][stop.thread] = stop
    met = meetings_of(days.values())
    beds = _applications(ids)
    journeys = journeys_to_come(ids, today)
    bookings = _bookings(user, ids, today)
    basics = _basics(user, ids, standings)
    hearings = _hearings(ids)
    found = {}
    for pk in ids:
        day = days.get(pk)
        found[pk] = Rows(
            day=day,
            met=met.get(day.pk) if day else None,
            stops=stops[day.pk] if day else {},
            beds=beds[pk],
            journeys={one.row.ref: one for one in journeys.get(pk, ()) if can_move(one.state)},
            basics=basics[pk],
            bookings=bookings[pk],
            hearings=hearings[pk],
        )
    return found


def _applications(ids: Sequence[int]) -> dict[int, dict[str, HomeApplication]]:
    """Those under way, each with its state and the day that points to."""
    last = HomeStep.objects.filter(application=OuterRef("pk")).order_by("-pk")
    rows: Any = HomeApplication.objects.filter(person__in=ids).annotate(
        state_now=Subquery(last.values("state")[:1]), day_now=Subquery(last.values("day")[:1])
    )
    found: dict[int, dict[str, HomeApplication]] = defaultdict(dict)
    for row in rows.exclude(state_now__in=CLOSED).select_related("provider", "person__site", "worker").order_by("pk"):
        found[row.person_id][row.ref] = row
    return found


def _bookings(user: User, ids: Sequence[int], today: date) -> dict[int, dict[str, Booking]]:
    """What is booked beside the gate, and the reader may move."""
    rows = Booking.objects.filter(person__in=ids, on__gte=today, cancelled_at=None, contact=None, superseded_by=None)
    mine = visible(user, rows.exclude(kind=MEETING), Action.RECORD)
    found: dict[int, dict[str, Booking]] = defaultdict(dict)
    joined = mine.select_related("person__site", "promise", "worker", "enrolment").prefetch_related("with_circle")
    for row in joined.order_by("on", "at", "pk"):
        found[row.person_id][row.ref] = row
    return found


def _hearings(ids: Sequence[int]) -> dict[int, list[tuple[str, date]]]:
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for row in ParoleHearing.objects.filter(person__in=ids).prefetch_related("steps"):
        steps = list(row.steps.all())
        if steps and is_open(steps) and steps[-1].on:
            found[row.person_id].append((row.ref, steps[-1].on))
    return found


def _basics(
    user: User, ids: Sequence[int], standings: dict[int, Standing]
) -> dict[int, dict[str, tuple[Basic, Stood]]]:
    rows = visible(user, current_basics(ids, standings)).order_by("pk")
    stood, known = last_steps(rows), known_basics().items
    found: dict[int, dict[str, tuple[Basic, Stood]]] = defaultdict(dict)
    for row in rows.select_related("promise"):
        if row.spell == standings[row.person_id].spell and row.code in known and not known[row.code].by_home:
            found[row.person_id][row.code] = (row, stood.get(row.pk, Stood()))
    return found
