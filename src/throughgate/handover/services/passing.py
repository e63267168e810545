"""What the giver promised goes to the receiver, as far as the receiver may read it. Parts of a hand-over."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from throughgate.access.policy import Action, Sensitivity, can
from throughgate.accounts.models import User
from throughgate.casework.models import FollowUp
from throughgate.casework.services.handing_on import hand_on_booking, hand_on_follow_up
from throughgate.handover.models import HandedPromise, HandOver
from throughgate.handover.selectors.documents import open_promises
from throughgate.programmes.models import Promise
from throughgate.programmes.services.promising import reword_promise


@transaction.atomic
def hand_on_promises(*, by: User, hand_over: HandOver, reader: User, today: date) -> list[HandedPromise]:
    """Those that fall due once both work with the person, and on the day of change all: what is due before then, the
    giver can still do. `reader` is the receiver as the policy will see them.
    """
    start, from_on = hand_over.together_from, hand_over.from_on
    if start is None or from_on is None:
        raise AssertionError("A hand-over that is given has its days.")
    rows = open_promises(hand_over.person, hand_over.giver)
    now = [row for row in rows if (row.by_on >= start or from_on <= today) and row.pk not in _own(hand_over, row)]
    return _pass(by, hand_over, [row for row in now if can(reader, Action.VIEW, row)], reader)


@transaction.atomic
def take_over_what_is_left(*, by: User, hand_over: HandOver, reader: User) -> list[HandedPromise]:
    """Once the day of change has come: what the giver has not done is the receiver's too."""
    rows = open_promises(hand_over.person, hand_over.giver)
    return _pass(by, hand_over, [row for row in rows if can(reader, Action.VIEW, row)], reader)


def _own(hand_over: HandOver, row: Promise | FollowUp) -> set[int | None]:
    """To tell the person stays with whoever was asked to."""
    return {hand_over.promise_tell_id} if isinstance(row, Promise) else set()


def _pass(by: User, hand_over: HandOver, rows: Iterable[Promise | FollowUp], reader: User) -> list[HandedPromise]:
    receiver = hand_over.receiver
    if receiver is None:
        raise AssertionError("A hand-over that is given has a receiver.")
    passed = []
    for row in rows:
        _give_to(by, row, receiver, reader)
        named = {"promise": row} if isinstance(row, Promise) else {"follow_up": row}
        passed.append(HandedPromise(hand_over=hand_over, sensitivity=row.sensitivity, **named))
    return HandedPromise.objects.bulk_create(passed)


def _give_to(by: User, row: Promise | FollowUp, worker: User, reader: User | None = None) -> None:
    if isinstance(row, FollowUp):
        hand_on_follow_up(by=by, follow_up=row, to=worker, reader=reader)
        return
    reword_promise(
        by=by,
        promise=row,
        title=row.title,
        who=row.who,
        worker=worker,
        sensitivity=Sensitivity(row.sensitivity),
    )
    if booking := getattr(row, "booking", None):
        booking.person = row.person
        hand_on_booking(by=by, booking=booking, to=worker)


@transaction.atomic
def take_back_promises(*, by: User, hand_over: HandOver) -> None:
    """What the receiver has not done yet is the giver's again."""
    for row in hand_over.promises.select_related(
        "promise__person__site", "promise__booking", "follow_up__person__site"
    ):
        if row.promise and row.promise.worker_id == hand_over.receiver_id and row.promise.met_on is None:
            _give_to(by, row.promise, hand_over.giver)
        if row.follow_up and row.follow_up.who_id == hand_over.receiver_id:
            _give_to(by, row.follow_up, hand_over.giver)
