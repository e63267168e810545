"""The one promise of a basic: what is next of it and by when. Within the act of another service, which has checked."""

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.programmes.services.promising import (
    keep_promise,
    move_promise,
    reopen_promise,
    reword_promise,
    withdraw_promise,
)
from throughgate.record.models import Entry
from throughgate.release.models import Basic
from throughgate.release.rules.basics import Next, next_step
from throughgate.release.selectors.basics import Stood, stands_of
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import Standing


def settle_promise(by: User, row: Basic, stood: Stood, standing: Standing, entry: Entry | None = None) -> None:
    """Its promise says what is next and by when, or that it was kept, or that nobody needs it."""
    basics = known_basics()
    item = basics.items[row.code]
    following = next_step(basics, item, stands_of(row, stood), standing.timing)
    promise = row.promise
    if promise is None:
        return
    if following is None:
        reopen_promise(by=by, promise=promise)
        if item.state(stood.state).stage == "done":
            keep_promise(by=by, promise=promise, on=stood.on or row.opened_on, entry=entry)
        else:
            withdraw_promise(by=by, promise=promise, because="Not needed")
        return
    say_next(by, row, following)


def say_next(by: User, row: Basic, following: Next) -> bool:
    promise = row.promise
    if promise is None:
        return False
    if promise.met_on or promise.withdrawn_on:
        reopen_promise(by=by, promise=promise)
    level = Sensitivity(row.sensitivity)
    said = (promise.title, promise.sensitivity, promise.by_on)
    if said == (following.title, level, following.by_on):
        return False
    if said[:2] != (following.title, level):
        reword_promise(
            by=by, promise=promise, title=following.title, who=promise.who, worker=promise.worker, sensitivity=level
        )
    move_promise(by=by, promise=promise, by_on=following.by_on)
    return True
