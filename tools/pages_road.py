"""The road of today, an alarm and what is done about it: of a gate meeting where nothing else is late."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.release.models import Alarm, AlarmTold, Journey, ReleaseDay


def road_pages(person: Person, worker: User) -> list[tuple[str, str]]:
    alarm = _alarm_of_today(worker) or _alarm(person, worker)
    listed = [("road", reverse("release:road")), ("duty", reverse("release:duty"))]
    listed.append(("no signal", reverse("release:road_no_signal")))
    listed += [(f"alarm {name}", reverse(f"release:{name}", args=[alarm.ref])) for name in ("alarm", "close_alarm")]
    journey = Journey.objects.filter(
        person__assignments__worker=worker, superseded_by=None, cancelled_at=None, on__lte=today()
    ).last()
    if journey:
        listed.append(("journey report", reverse("release:report_journey", args=[journey.ref])))
    return listed


def _alarm_of_today(worker: User) -> Alarm | None:
    return Alarm.objects.filter(ended_at__isnull=True, person__assignments__worker=worker).first()


def _alarm(person: Person, worker: User) -> Alarm:
    """Of a day that has come: nobody waits for word of one that is still ahead."""
    now = timezone.now()
    days = ReleaseDay.objects.filter(person__assignments__worker=worker, on__lte=today())
    day = days.order_by("-on", "pk").first()
    day = day or ReleaseDay.objects.create(person=person, spell=99, on=today(), made_by=worker)
    since = now - timedelta(hours=1)
    raised_at = now - timedelta(minutes=15)
    alarm = Alarm.objects.create(person=day.person, day=day, waits_for="met", since=since, raised_at=raised_at)
    if worker.line_manager:  # not the one whose pages these are: a bar would stand at the top of each
        AlarmTold.objects.create(alarm=alarm, user=worker.line_manager, whom="site-managers", told_at=now, by_mail=True)
    return alarm
