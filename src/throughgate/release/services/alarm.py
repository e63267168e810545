"""Alarms are raised where word is late, told to one after the other, and end when it comes. Nobody has to be signed in.

Each is settled in a short transaction of its own, on rows read anew under a lock: run twice, late or beside somebody
who reports, it comes to the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.services.letters import post_letters
from throughgate.common.acts import act
from throughgate.people.models import Person
from throughgate.release.models import Alarm, AlarmTaken, AlarmTold, Found, Journey, ReleaseDay
from throughgate.release.rules import alarm as rules
from throughgate.release.rules.alarm import ACT_ON, Awaited, Telling, Told, due_letters, late_among, tellings
from throughgate.release.selectors.known_alarms import known_alarms
from throughgate.release.selectors.watching import Watch, all_watches, candidates_of, quiet_until, watches_of

SUBJECT: Final = "Word is waited for"
LETTER: Final = "release/email/alarm.txt"
Key = tuple[str, int]


@dataclass(frozen=True)
class Looked:
    """What one look came to."""

    raised: int = 0
    written_to: int = 0
    ended: int = 0

    def __add__(self, other: "Looked") -> "Looked":
        return Looked(self.raised + other.raised, self.written_to + other.written_to, self.ended + other.ended)


def raise_alarms(*, now: datetime | None = None, link: str = "") -> Looked:
    """Looks at everything that is on the road. Where nothing is new it only reads, and the number of queries does not
    grow with what there is.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    alarms = {_key(one): one for one in Alarm.objects.filter(ended_at__isnull=True)}
    watches = {one.key: one for one in all_watches(today)}
    forgotten = alarms.keys() - watches.keys()
    if forgotten:  # called off, changed, moved to another day, or of long ago
        watches |= {one.key: one for one in _watches_at(forgotten, now)}
    due = _letters_due(alarms.values(), now)
    keys = [key for key, one in watches.items() if _is_news(one, alarms.get(key), now) or key in due]
    keys += [key for key in forgotten if key not in watches]
    return sum((settle_alarm(key=key, now=now, link=link) for key in keys), Looked())


def _key(alarm: Alarm) -> Key:
    return ("journey", alarm.journey_id) if alarm.journey_id else ("day", alarm.day_id or 0)


def _watches_at(keys: Iterable[Key], now: datetime) -> list[Watch]:
    ids: dict[str, list[int]] = {"journey": [], "day": []}
    for what, pk in keys:
        ids[what].append(pk)
    journeys = Journey.objects.filter(pk__in=ids["journey"])
    days = ReleaseDay.objects.filter(pk__in=ids["day"], gate_to__isnull=False)
    return watches_of(journeys, days, timezone.localtime(now).date())


def _is_news(watch: Watch, alarm: Alarm | None, now: datetime) -> bool:
    late = late_among(watch.awaited, known_alarms(), now)
    return bool(late) != bool(alarm) or (alarm is not None and bool(late) and late[0].step != alarm.waits_for)


def _letters_due(alarms: Iterable[Alarm], now: datetime) -> set[Key]:
    """Which alarms have somebody to write to. Two queries."""
    opened = {one.pk: one for one in alarms}
    told = AlarmTold.objects.filter(alarm__in=opened, by_mail=False, told_at__lte=now)
    waiting = set(told.values_list("alarm_id", flat=True))
    taken: dict[int, list[datetime]] = {pk: [] for pk in waiting}
    for row in AlarmTaken.objects.filter(alarm__in=waiting, let_go_at__isnull=True):
        if row.at >= opened[row.alarm_id].told_since:
            taken[row.alarm_id].append(row.until)
    return {_key(opened[pk]) for pk in waiting if not rules.is_quiet(quiet_until(taken[pk]), now)}


@act()
def settle_alarm(*, key: Key, now: datetime, by: User | None = None, link: str = "") -> Looked:
    """Raised, told further or ended, as it stands at this moment. Part of a report, or of a look at everything.

    `by` is whoever told something, if anybody did.
    """
    what, pk = key
    of = {"journeys": pk} if what == "journey" else {"release_days": pk}
    list(Person.everyone.select_for_update(no_key=True, of=("self",)).filter(**of))  # the person first, as everywhere
    locked = (Journey if what == "journey" else ReleaseDay).objects.select_for_update(no_key=True, of=("self",))
    if not locked.filter(pk=pk).exists():
        return Looked()
    watch = next(iter(_watches_at([key], now)), None)
    alarm = Alarm.objects.select_for_update(of=("self",)).filter(**{what: pk}, ended_at__isnull=True).first()
    late = late_among(watch.awaited, known_alarms(), now) if watch else []
    if watch and late:
        return _tell(watch, late, alarm, now, link)
    if alarm:
        end_alarm(by=by, alarm=alarm, found=Found.CHANGED if watch is None or watch.is_over else Found.REPORTED)
        return Looked(ended=1)
    return Looked()


def _tell(watch: Watch, late: Sequence[Awaited], alarm: Alarm | None, now: datetime, link: str) -> Looked:
    is_new = alarm is None
    if alarm is None:
        alarm = _raise(watch, late, now)
    elif late[0].step != alarm.waits_for:
        _turn(watch, late, alarm, now)
    return Looked(raised=int(is_new), written_to=_write_letters(watch, alarm, now, link))


def _raise(watch: Watch, late: Sequence[Awaited], now: datetime) -> Alarm:
    alarm = Alarm(
        person=watch.person,
        journey=watch.journey,
        day=watch.day,
        waits_for=late[0].step,
        since=late[0].at,
        raised_at=now,
        sensitivity=watch.sensitivity,
    )
    alarm.save()
    plan = _plan(watch, alarm, now)
    AlarmTold.objects.bulk_create(_told(alarm, one) for one in plan)
    _audit(None, alarm, "raised", told=len(plan))
    return alarm


def _turn(watch: Watch, late: Sequence[Awaited], alarm: Alarm, now: datetime) -> None:
    """It waits for something else now: nobody is told later than they would have been. Where it is something to act
    on, those who know of it are told again.
    """
    alarm.waits_for, alarm.since = late[0].step, late[0].at
    is_worse = late[0].step in ACT_ON
    if is_worse:
        alarm.worse_at = now
    alarm.save(update_fields=["waits_for", "since", "worse_at"])
    known = {one.user_id: one for one in alarm.told.all()}
    for one in _plan(watch, alarm, now):
        row = known.get(one.user_id) or _told(alarm, one)
        row.told_at, row.whom = min(row.told_at, one.at), one.whom
        row.by_mail = row.by_mail and not is_worse
        row.save()
    _audit(None, alarm, "turned", waits_for=alarm.waits_for)


def _plan(watch: Watch, alarm: Alarm, now: datetime) -> list[Telling]:
    lines = candidates_of([watch], timezone.localtime(now).date())[watch.key]
    may = {whom: [user.pk for user in users if _may_read(user, whom, watch, alarm)] for whom, users in lines.items()}
    return tellings(watch.awaited, known_alarms(), may)


def _may_read(user: User, whom: str, watch: Watch, alarm: Alarm) -> bool:
    """Nobody is told of what they may not read. Whoever drives is led to their journey and to nothing else."""
    if whom == rules.DRIVER and watch.journey:
        return can(user, Action.VIEW, watch.journey)
    return can(user, Action.VIEW, alarm)


def _told(alarm: Alarm, one: Telling) -> AlarmTold:
    return AlarmTold(alarm=alarm, user_id=one.user_id, whom=one.whom, told_at=one.at)


def _write_letters(watch: Watch, alarm: Alarm, now: datetime, link: str) -> int:
    """To those whose moment has come, while nobody is dealing with it. Nobody who left, or may no longer read of it."""
    rows = list(alarm.told.select_related("user"))
    taken = alarm.taken.filter(at__gte=alarm.told_since, let_go_at__isnull=True).values_list("until", flat=True)
    ids = due_letters([Told(one.pk, one.told_at, one.by_mail) for one in rows], quiet_until(taken), now)
    due = [one for one in rows if one.pk in ids and _may_read(one.user, one.whom, watch, alarm)]
    if due:
        AlarmTold.objects.filter(pk__in=[one.pk for one in due]).update(by_mail=True)
        _audit(None, alarm, "told", told=len(due))
        post_letters([one.user_id for one in due], SUBJECT, LETTER, link=link)
    return len(due)


def end_alarm(*, by: User | None, alarm: Alarm, found: str, words: str = "") -> None:
    """Part of another write, which has asked the policy and holds the row."""
    alarm.ended_at, alarm.ended_by, alarm.found, alarm.words = timezone.now(), by, found, words.strip()
    alarm.save(update_fields=["ended_at", "ended_by", "found", "words"])
    _audit(by, alarm, "ended", found=found)


def _audit(by: User | None, alarm: Alarm, what: str, **details: object) -> None:
    record_event(by=by, action=f"alarm.{what}", person=alarm.person, subject=f"alarm {alarm.ref}", **details)
