"""What is done about an alarm: somebody deals with it, somebody says what was found; and who is on duty."""

from datetime import date, time, timedelta
from typing import Any, Final

from django.utils import timezone

from throughgate.access.policy import Ability, Action, check, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.crisis_file import OTHER
from throughgate.casework.models import Crisis
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.services.crisis import raise_crisis
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.services.writing import clean, refuse_moved
from throughgate.release.models import Alarm, AlarmTaken, DutyTurn, Found, Journey, ReleaseDay
from throughgate.release.models.alarm import SAID_BY_HAND
from throughgate.release.rules.alarm import ARRIVED, ON_DUTY_ROLES, AlarmError
from throughgate.release.rules.reporting import ReportError
from throughgate.release.selectors.known_alarms import known_alarms
from throughgate.release.services.alarm import end_alarm
from throughgate.release.services.reporting import report_journey

MISSING: Final = "missing"
LONGEST_DUTY: Final = timedelta(days=31)


@act()
def take_alarm(*, by: User, alarm: Alarm) -> AlarmTaken:
    """“I am dealing with it”: for a while nobody else is told. Raises Hidden, Forbidden, AlarmError."""
    row = _locked(by, alarm)
    now = timezone.now()
    taken = AlarmTaken.objects.create(alarm=row, by=by, at=now, until=now + timedelta(minutes=known_alarms().quiet))
    _audit(by, row, "taken")
    return taken


@act()
def let_go_of_alarm(*, by: User, alarm: Alarm) -> None:
    """They are not dealing with it after all: the ladder goes on at once. Raises Hidden, Forbidden, AlarmError."""
    row = _locked(by, alarm)
    if AlarmTaken.objects.filter(alarm=row, by=by, let_go_at__isnull=True).update(let_go_at=timezone.now()):
        _audit(by, row, "let_go")


@act()
def close_alarm(
    *, by: User, alarm: Alarm, found: str, words: str = "", at: time | None = None, crisis_link: str = ""
) -> Crisis | None:
    """What was found. Safe: it is told as a report, with the time. Nobody knows where they are: a crisis is raised in
    the same act, and given back.

    Raises Hidden, Forbidden, AlarmError, CrisisError.
    """
    if found not in SAID_BY_HAND:
        raise AlarmError("Choose what you found", "found")
    if found == Found.ELSEWHERE and not words.strip():
        raise AlarmError("Say where they are and who saw or spoke with them", "words")
    with announced_once():
        row = _locked(by, alarm)
        if found == Found.SAFE and row.journey:
            _arrived(by, row, row.journey, words, at)
            return None
        end_alarm(by=by, alarm=row, found=found, words=words)
        if found != Found.NOT_FOUND:
            return None
        kind = MISSING if MISSING in crisis_rules().kinds else OTHER
        return raise_crisis(by=by, person=row.person, kind=kind, what=words.strip()[:240], link=crisis_link)


def _arrived(by: User, row: Alarm, journey: Journey, words: str, at: time | None) -> None:
    """The report ends the alarm, as any word does."""
    try:
        report_journey(by=by, journey=journey, kind=ARRIVED, at=at, words=words)
    except ReportError as problem:
        raise AlarmError(str(problem), problem.field) from problem


def _locked(by: User, alarm: Alarm) -> Alarm:
    """Fresh, and the policy asked; the person and what it is about are locked first. Over, it raises AlarmError."""
    check(by, Action.RECORD, alarm)
    refuse_moved(by, alarm.person)
    model = Journey if alarm.journey_id else ReleaseDay
    list(model._default_manager.select_for_update(no_key=True, of=("self",)).filter(alarms=alarm.pk))
    rows = Alarm.objects.select_for_update(of=("self",)).select_related("person__site", "journey__person__site")
    row: Alarm = check(by, Action.RECORD, rows.get(pk=alarm.pk))
    if not row.is_open:
        raise AlarmError("This is over: word came, or somebody has said what was found")
    return row


@act()
def name_on_duty(*, by: User, user: User, from_on: date, to_on: date) -> DutyTurn:
    """The last to be told of an alarm, on those days. Raises Forbidden, AlarmError."""
    require(by, Ability.PLAN_JOURNEYS)
    if not user.is_active or user.role not in ON_DUTY_ROLES:
        raise AlarmError("Choose who is on duty", "user")
    if from_on < today():
        raise AlarmError("The first day is today or a day to come", "from_on")
    if not from_on <= to_on <= from_on + LONGEST_DUTY:
        raise AlarmError("The last day is within a month of the first", "to_on")
    row = DutyTurn(user=user, from_on=from_on, to_on=to_on, said_by=by)
    clean(row)
    row.save()
    record_event(by=by, action="duty.named", subject=f"duty {row.ref}")
    return row


@act()
def take_duty_back(*, by: User, turn: DutyTurn) -> DutyTurn:
    """Raises Forbidden."""
    require(by, Ability.PLAN_JOURNEYS)
    row = DutyTurn.objects.select_for_update(of=("self",)).get(pk=turn.pk)
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_by = timezone.now(), by
        row.save(update_fields=["taken_back_at", "taken_back_by"])
        record_event(by=by, action="duty.taken_back", subject=f"duty {row.ref}")
    return row


def _audit(by: User, alarm: Alarm, what: str, **details: Any) -> None:
    record_event(by=by, action=f"alarm.{what}", person=alarm.person, subject=f"alarm {alarm.ref}", **details)
