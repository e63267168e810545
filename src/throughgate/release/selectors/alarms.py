"""Alarms and the road as one reader may know them. The number of queries does not grow with what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.release.models import Alarm, AlarmTaken, AlarmTold, DutyTurn, Journey, JourneyReport, ReleaseDay
from throughgate.release.rules.alarm import DRIVER, ON_DUTY_ROLES
from throughgate.release.selectors.watching import Watch, watches_of

SHOWN = 100


def _whole(rows: QuerySet[Alarm]) -> QuerySet[Alarm]:
    told = AlarmTold.objects.select_related("user").order_by("told_at", "pk")
    taken = AlarmTaken.objects.select_related("by").order_by("at", "pk")
    return rows.select_related("person__site", "journey", "day", "ended_by").prefetch_related(
        Prefetch("told", told), Prefetch("taken", taken)
    )


def access_alarm(user: User, ref: str, *, action: Action = Action.VIEW) -> Alarm:
    """Raises Hidden, Forbidden; audited as a read."""
    row = _whole(Alarm.objects.filter(ref=ref)).first()
    if row is None:
        raise Hidden()
    found: Alarm = check(user, action, row)
    record_event(by=user, action="alarm.read", person=row.person, subject=f"alarm {ref}")
    return found


def open_alarm_of(user: User, journey: Journey) -> Alarm | None:
    """That no word has come of this journey, or none that is good, as far as the reader may know of it."""
    return _whole(visible(user, Alarm.objects.filter(journey=journey, ended_at__isnull=True))).first()


def access_report(user: User, token: UUID) -> JourneyReport:
    """To take it back. Raises Hidden, Forbidden."""
    rows = JourneyReport.objects.filter(token=token).select_related("journey__person__site", "entry", "said_by")
    row = rows.first()
    if row is None:
        raise Hidden()
    found: JourneyReport = check(user, Action.RECORD, row)
    return found


def _waiting_for(user: User, now: datetime) -> QuerySet[AlarmTold]:
    """Their moment has come, it is not over, and nobody is dealing with it."""
    since = Coalesce("alarm__worse_at", "alarm__raised_at")
    dealt_with = AlarmTaken.objects.filter(
        alarm=OuterRef("alarm"), let_go_at__isnull=True, until__gt=now, at__gte=OuterRef("since")
    )
    rows = AlarmTold.objects.filter(user=user, told_at__lte=now, alarm__ended_at__isnull=True)
    return rows.annotate(since=since).filter(~Exists(dealt_with))


def marks_of_waiting(user: User, now: datetime) -> QuerySet[AlarmTold, str]:
    """`alarm` for each that may wait for this user: to be asked in one query with what else may."""
    return _waiting_for(user, now).order_by().annotate(mark=Value("alarm")).values_list("mark", flat=True)


def waiting_for(user: User, now: datetime) -> list[AlarmTold]:
    """What this user is told of now, as far as they may know of it. One query where nothing is."""
    rows = _waiting_for(user, now)
    found = list(rows.select_related("alarm__person__site", "alarm__journey__person__site").order_by("told_at", "pk"))
    return [one for one in found if may_know(user, one)]


def may_know(user: User, told: AlarmTold) -> bool:
    """Whoever drives knows their journey, and not the alarm."""
    alarm = told.alarm
    if told.whom == DRIVER and alarm.journey and can(user, Action.RECORD, alarm.journey):
        return True
    return can(user, Action.VIEW, alarm)


def watch_of_alarm(alarm: Alarm, today: date) -> Watch | None:
    journeys = Journey.objects.filter(pk=alarm.journey_id or 0)
    days = ReleaseDay.objects.filter(pk=alarm.day_id or 0, gate_to__isnull=False)
    return next(iter(watches_of(journeys, days, today)), None)


@dataclass(frozen=True)
class OnTheRoad:
    watch: Watch
    alarm: Alarm | None


def road_of(user: User, today: date) -> list[OnTheRoad]:
    """Everything of today that the reader may know of, and what nobody has word of since; what is late first."""
    alarms = list(_whole(visible(user, Alarm.objects.filter(ended_at__isnull=True)))[:SHOWN])
    mine = Journey.objects.filter(cancelled_at__isnull=True, superseded_by__isnull=True)
    journeys = visible(user, mine.filter(Q(on=today) | Q(pk__in=[one.journey_id for one in alarms if one.journey_id])))
    planned = ReleaseDay.objects.filter(gate_to__isnull=False)
    days = visible(user, planned.filter(Q(on=today) | Q(pk__in=[one.day_id for one in alarms if one.day_id])))
    watches = watches_of(journeys, days, today)
    by_key = {("journey", one.journey_id) if one.journey_id else ("day", one.day_id): one for one in alarms}
    found = [OnTheRoad(one, by_key.get(one.key)) for one in watches]
    record_event(by=user, action="alarm.listed", journeys=len(found))
    return sorted(found, key=lambda one: (one.alarm is None, one.watch.expected[0].at, one.watch.key))


def duty_to_come(today: date) -> list[DutyTurn]:
    rows = DutyTurn.objects.filter(to_on__gte=today, taken_back_at__isnull=True, user__is_active=True)
    return list(rows.select_related("user")[:SHOWN])


def access_duty(ref: str) -> DutyTurn:
    row = DutyTurn.objects.filter(ref=ref).first()
    if row is None:
        raise Hidden()
    return row


def who_may_be_on_duty(user: User) -> Sequence[User]:
    """Colleagues at the sites of whoever asks."""
    rows = User.objects.filter(is_active=True, role__in=ON_DUTY_ROLES, sites__in=user.sites.all())
    return list(rows.distinct().order_by("name"))
