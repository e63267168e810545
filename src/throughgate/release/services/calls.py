"""What somebody is to be rung about since a release was moved: done by itself where what they said is noted elsewhere.

Within the act of another service, which has checked.
"""

from collections.abc import Iterable

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.programmes.services.promising import keep_promise
from throughgate.release.models import DayStop, GateMeeting, HomeState, HomeStep, MetBy, MovedThing, ReleaseDay
from throughgate.release.rules.broken import Effect, Kind
from throughgate.release.rules.home import CLOSED

ANSWERED = frozenset({*CLOSED, HomeState.CONFIRMED})


def open_calls(*people: int) -> list[MovedThing]:
    """Those that nobody has made yet. One query."""
    rows = MovedThing.objects.filter(move__person__in=people, promise__met_on=None, promise__withdrawn_on=None)
    return list(rows.exclude(promise=None).select_related("move", "promise__person", "promise__worker", "stop"))


def keep_calls(by: User, day: ReleaseDay) -> None:
    """One query where nothing is open."""
    calls = open_calls(day.person_id)
    if not calls or by is None:
        return
    answered = {*_stops(day, calls), *_beds(calls), *_meeting(day, calls)}
    for call in calls:
        if call.pk in answered and call.promise:
            keep_promise(by=by, promise=call.promise, on=today())


def _stops(day: ReleaseDay, calls: Iterable[MovedThing]) -> Iterable[int]:
    """Their times were said for the day as it is now, or they are called off."""
    asked = {call.stop.thread: call.pk for call in calls if call.stop}
    if not asked:
        return []
    rows = DayStop.objects.filter(day=day, thread__in=asked, superseded_by__isnull=True)
    return [asked[row.thread] for row in rows if row.cancelled_at or row.on == day.on]


def _beds(calls: Iterable[MovedThing]) -> Iterable[int]:
    """Somebody has noted since what the provider says."""
    asked = {call.application_id: call for call in calls if call.application_id and call.effect == Effect.ASK}
    if not asked:
        return []
    steps = HomeStep.objects.filter(application__in=asked, state__in=ANSWERED)
    return [asked[row.application_id].pk for row in steps if row.noted_at > asked[row.application_id].move.made_at]


def _meeting(day: ReleaseDay, calls: Iterable[MovedThing]) -> Iterable[int]:
    """Somebody has said since who meets them."""
    asked = [call for call in calls if call.kind == Kind.MEETING]
    said = GateMeeting.objects.filter(day=day).last() if asked else None
    if said is None or said.met_by == MetBy.NOBODY:
        return []
    return [call.pk for call in asked if said.said_at > call.move.made_at]
