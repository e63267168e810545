"""Somebody was rung about what rested on the day before, and said something."""

from collections.abc import Sequence

from django.db import transaction

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.services.writing import lock_person
from throughgate.programmes.services.promising import keep_promise, reopen_promise
from throughgate.release.models import DayStop, HomeState, MovedThing
from throughgate.release.rules.broken import Effect, Kind, ReplanError
from throughgate.release.rules.home import HomeError, Said
from throughgate.release.rules.release_day import DayError
from throughgate.release.selectors.day import standing_stops
from throughgate.release.services.day_stops import hold_stop
from throughgate.release.services.home import take_step


def may_hold(call: MovedThing) -> bool:
    """Whether it is a yes or no: the same time, the place from the new day."""
    return call.effect == Effect.ASK and bool(call.stop_id or (call.kind == Kind.BED and call.application_id))


@act()
def say_it_holds(*, by: User, call: MovedThing, override: str = "") -> None:
    """They said yes: noted where it belongs, and nobody rings any more.

    Raises Hidden, Forbidden, ReplanError, DayError, HomeError, RestrictedError.
    """
    with announced_once():
        _locked(by, call)
        if call.kind == Kind.BED and call.application and call.move.becomes:
            check(by, Action.RECORD, call.application)
            said = Said(state=HomeState.CONFIRMED, on=today(), day=call.move.becomes)
            take_step(by=by, application=call.application, said=said, override=override)
        elif call.stop:
            rows = DayStop.objects.filter(thread=call.stop.thread, day=call.stop.day_id)
            stop = standing_stops(rows).first()
            if stop is None:
                raise ReplanError("It was called off in the meantime.")
            hold_stop(by=by, stop=stop, override=override)
        _keep(by, call)


@act()
def say_rung(*, by: User, call: MovedThing) -> None:
    """Rung, or seen to. Raises Hidden, Forbidden."""
    with announced_once():
        _locked(by, call)
        _keep(by, call)


@act()
def say_all_rung(*, by: User, calls: Sequence[MovedThing]) -> list[MovedThing]:
    """One call about several people: what is a yes or no holds, the rest is rung about. Returns those that have to be
    looked at one by one, of which nothing was noted. Raises Hidden, Forbidden.
    """
    left = []
    with announced_once():
        for call in sorted(calls, key=lambda one: one.move.person_id):
            try:
                with transaction.atomic():
                    say_it_holds(by=by, call=call) if may_hold(call) else say_rung(by=by, call=call)
            except (ReplanError, DayError, HomeError, RestrictedError):
                left.append(call)
    return left


@act()
def take_all_back(*, by: User, calls: Sequence[MovedThing]) -> None:
    """Undo of `say_all_rung`, of those that were rung about. Raises Hidden, Forbidden, ReplanError."""
    with announced_once():
        for call in sorted(calls, key=lambda one: one.move.person_id):
            take_ring_back(by=by, call=call)


@act()
def take_ring_back(*, by: User, call: MovedThing) -> None:
    """Undo of `say_rung`. Raises Hidden, Forbidden."""
    with announced_once():
        _locked(by, call)
        if call.promise and call.promise.met_on:
            reopen_promise(by=by, promise=call.promise)
            _audit(by, call, "ring_taken_back")


def _locked(by: User, call: MovedThing) -> None:
    lock_person(by, Action.RECORD, call.move.person)
    check(by, Action.RECORD, call)
    if call.promise and call.promise.withdrawn_on:
        raise ReplanError("The release has been moved again since. Look at it again.")


def _keep(by: User, call: MovedThing) -> None:
    if call.promise and not call.promise.met_on:
        keep_promise(by=by, promise=call.promise, on=today())
        _audit(by, call, "rung")


def _audit(by: User, call: MovedThing, what: str) -> None:
    subject = f"moved release {call.move.ref}"
    record_event(by=by, action=f"moved_release.{what}", person=call.move.person, subject=subject, kind=call.kind)
