"""What is watched on the road: journeys, and gate meetings by one of us. For settling: sees everybody.

The number of queries grows neither with the journeys nor with the days.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from throughgate.accounts.models import Role, User
from throughgate.casework.models import Booking
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on
from throughgate.record.selectors import effective
from throughgate.release.models import (
    Alarm,
    DutyTurn,
    Found,
    GateMeeting,
    Journey,
    JourneyReport,
    MetBy,
    ReleaseDay,
    ReportKind,
)
from throughgate.release.rules import alarm as rules
from throughgate.release.rules.alarm import Awaited, Said
from throughgate.release.rules.journey import standing_reports
from throughgate.release.rules.minutes import DayClock
from throughgate.release.rules.reporting import expected_of
from throughgate.release.selectors.journeys import Looked, look_at_journey, look_at_journeys
from throughgate.release.selectors.standing import standings_of

LOOK_BACK = timedelta(days=7)
MEETING = "gate-meeting"


@dataclass(frozen=True)
class Watch:
    """`driver`: who drives, or who of us meets them; `awaited` is what still is, once what was told is known."""

    journey: Journey | None
    day: ReleaseDay | None
    person: Person
    driver: User | None
    planner: User
    expected: Sequence[Awaited]
    reports: Sequence[JourneyReport]
    is_over: bool = False  # somebody said what was found, or that it was called off

    @property
    def awaited(self) -> list[Awaited]:
        return [] if self.is_over else rules.still_awaited(self.expected, said_of(self.reports))

    @property
    def sensitivity(self) -> str:
        return self.journey.sensitivity if self.journey else "standard"

    @property
    def key(self) -> tuple[str, int]:
        return ("journey", self.journey.pk) if self.journey else ("day", self.day.pk if self.day else 0)


def said_of(reports: Iterable[JourneyReport]) -> list[Said]:
    return [Said(one.kind, one.at) for one in reports]


def heard(reports: Iterable[JourneyReport]) -> list[JourneyReport]:
    """What was told and not taken back, as it happened."""
    return sorted(standing_reports(reports), key=lambda one: (one.at, one.pk))


def driver_of(journey: Journey) -> User | None:
    driver = look_at_journey(journey).driver
    return driver.user if driver else None


def watch_of(look: Looked, is_over: bool = False) -> Watch:
    row = look.row
    stands = row.cancelled_at is None and not hasattr(row, "superseded_by")
    return Watch(
        journey=row,
        day=None,
        person=row.person,
        driver=look.driver.user if look.driver else None,
        planner=row.made_by,
        expected=_expected(row),
        reports=heard(look.reports),
        is_over=is_over or not stands,
    )


def _expected(row: Journey) -> list[Awaited]:
    """Whoever is none of ours and drives them tells nothing on the way: that they arrived is asked all the same."""
    expected = expected_of(row.on, row.leave_at, row.pick_up_at, row.arrive_by)
    return [one for one in expected if one.step == rules.ARRIVED] if row.other_driver else expected


def all_watches(today: date) -> list[Watch]:
    """Of today and of the last week: no word for days is no word."""
    within = (today - LOOK_BACK, today)
    journeys = Journey.objects.filter(on__range=within, cancelled_at__isnull=True, superseded_by__isnull=True)
    days = ReleaseDay.objects.filter(on__range=within, gate_to__isnull=False)
    return watches_of(journeys, days, today)


def watches_of(journeys: QuerySet[Journey], days: QuerySet[ReleaseDay], today: date) -> list[Watch]:
    """For journeys and days that somebody chose; those that were superseded or called off are over."""
    known = journeys.filter(person__merged_into__isnull=True)
    looks = look_at_journeys(known.select_related("person__site", "made_by", "release_day", "superseded_by"))
    planned = list(days.select_related("person__site", "made_by").filter(person__merged_into__isnull=True))
    over = _over_by_hand([one.row for one in looks], planned)
    found = [watch_of(one, ("journey", one.row.pk) in over) for one in looks]
    return found + _meetings(planned, over, today)


def _over_by_hand(journeys: Iterable[Journey], days: Iterable[ReleaseDay]) -> set[tuple[str, int]]:
    """For which somebody said what was found. That they arrived is told as a report, which may be taken back."""
    of = Q(journey__in=[one.pk for one in journeys], found__in=(Found.ELSEWHERE, Found.NOT_FOUND))
    of |= Q(day__in=[one.pk for one in days], found__in=(Found.SAFE, Found.ELSEWHERE, Found.NOT_FOUND))
    pairs = Alarm.objects.filter(of).order_by().values_list("journey_id", "day_id")
    return {("journey", journey) if journey else ("day", day) for journey, day in pairs}


def _meetings(days: Sequence[ReleaseDay], over: set[tuple[str, int]], today: date) -> list[Watch]:
    if not days:
        return []
    last: dict[int, GateMeeting] = {}
    rows = GateMeeting.objects.filter(day__in=[one.pk for one in days]).select_related("worker", "booking")
    for row in rows.order_by("pk"):
        last[row.day_id] = row
    people = [one.person_id for one in days]
    met = _words_of_meeting(people)
    standings = standings_of(people, today)
    found = []
    for day in days:
        meeting = last.get(day.pk)
        standing = standings[day.person_id]
        if meeting is None or meeting.met_by not in (MetBy.WORKER, MetBy.VOLUNTEER) or day.gate_to is None:
            continue
        # Planned for a day to which the release no longer belongs: whoever meets them is booked anew.
        is_over = ("day", day.pk) in over or not (standing.is_out or standing.release_on == day.on)
        is_over = is_over or (day.person_id, day.on) in met or _is_off(meeting)
        found.append(
            Watch(
                journey=None,
                day=day,
                person=day.person,
                driver=meeting.worker,
                planner=day.made_by,
                expected=[Awaited(DayClock(day.on).moment(DayClock(day.on).minute(day.gate_to)), rules.MET)],
                reports=[],
                is_over=is_over,
            )
        )
    return found


def _is_off(meeting: GateMeeting) -> bool:
    """Called off, and not because it was moved: the later booking holds the place of the one that was moved."""
    booking = meeting.booking
    if booking is None or booking.cancelled_at is None:
        return False
    return not Booking.objects.filter(supersedes=booking).exists()


def _words_of_meeting(people: Sequence[int]) -> set[tuple[int, date]]:
    """By person and day: that they were met, or that the meeting came to nothing, was recorded; or that a driver has
    picked them up.
    """
    entries = effective().filter(person__in=people, kind=MEETING).values_list("person_id", "on")
    picked_up = JourneyReport.objects.filter(
        journey__person__in=people, kind__in=(ReportKind.PICKED_UP, ReportKind.ARRIVED), taken_back_by__isnull=True
    )
    return {*entries, *picked_up.values_list("journey__person_id", "journey__on")}


def candidates_of(watches: Sequence[Watch], today: date) -> dict[tuple[str, int], dict[str, list[User]]]:
    """Who stands where in line for each, whether or not they may read of it."""
    if not watches:
        return {}
    people = {one.person.pk for one in watches}
    workers: dict[int, list[User]] = defaultdict(list)
    rows = Assignment.objects.filter(current_on(today), person__in=people, worker__is_active=True)
    for row in rows.select_related("worker").order_by("from_on", "pk"):
        workers[row.person_id].append(row.worker)
    managers: dict[int, list[User]] = defaultdict(list)
    sites = {one.person.site_id for one in watches}
    held = User.sites.through.objects.filter(site_id__in=sites, user__role=Role.MANAGER, user__is_active=True)
    for one in held.select_related("user").order_by("user_id"):
        managers[one.site_id].append(one.user)
    duty = on_duty(today)
    return {one.key: _line_of(one, workers, managers, duty) for one in watches}


def _line_of(
    watch: Watch, workers: Mapping[int, list[User]], managers: Mapping[int, list[User]], duty: list[User]
) -> dict[str, list[User]]:
    found: dict[str, Iterable[User | None]] = {
        rules.DRIVER: [watch.driver],
        rules.PLANNER: [watch.planner],
        rules.WORKERS: workers[watch.person.pk],
        rules.SITE_MANAGERS: managers[watch.person.site_id] if watch.person.site_id else [],
        rules.ON_DUTY: duty,
    }
    return {whom: [user for user in dict.fromkeys(users) if user and user.is_active] for whom, users in found.items()}


def on_duty(today: date) -> list[User]:
    turns = DutyTurn.objects.filter(
        from_on__lte=today, to_on__gte=today, taken_back_at__isnull=True, user__is_active=True
    )
    return list(dict.fromkeys(turn.user for turn in turns.select_related("user")))


def quiet_until(taken: Iterable[datetime]) -> datetime | None:
    return max(taken, default=None)
