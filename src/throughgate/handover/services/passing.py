"""What the giver promised goes to the receiver, as far as the receiver may read it. Parts of a hand-over."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from throughgate.access.policy import Action, Sensitivity, can
from throughgate.accounts.models import User
from throughgate.casework.services.handing_on import hand_on_booking
from throughgate.handover.models import HandedPromise, HandOver
from throughgate.handover.selectors.documents import open_promises
from throughgate.programmes.models import Promise
from throughgate.programmes.services.promising import reword_promise

DAY = timedelta(days=1)


@transaction.atomic
def hand_on_promises(*, by: User, hand_over: HandOver, reader: User, today: date) -> list[HandedPromise]:
    """Those that fall due once both work with the person, and on the day of change all: what is due before then or
    today, the giver can still do. `reader` is the receiver as the policy will see them.
    """
    start, from_on = hand_over.together_from, hand_over.from_on
    if start is None or from_on is None:
        raise AssertionError("A hand-over that is given has its days.")
    # To tell the person stays with whoever was asked to.
    rows = [row for row in open_promises(hand_over.person, hand_over.giver) if row.pk != hand_over.promise_tell_id]
    now = [row for row in rows if row.by_on >= max(start, today + DAY) or from_on <= today]
    return _pass(by, hand_over, [row for row in now if can(reader, Action.VIEW, row)])


@transaction.atomic
def take_over_what_is_left(*, by: User, hand_over: HandOver, reader: User) -> list[HandedPromise]:
    """Once the day of change has come: what the giver has not done is the receiver's too."""
    rows = open_promises(hand_over.person, hand_over.giver)
    return _pass(by, hand_over, [row for row in rows if can(reader, Action.VIEW, row)])


def _pass(by: User, hand_over: HandOver, rows: Iterable[Promise]) -> list[HandedPromise]:
    receiver = hand_over.receiver
    if receiver is None:
        raise AssertionError("A hand-over that is given has a receiver.")
    passed = []
    for row in rows:
        _give_to(by, row, receiver)
        passed.append(HandedPromise(hand_over=hand_over, sensitivity=row.sensitivity, promise=row))
    return HandedPromise.objects.bulk_create(passed)


def _give_to(by: User, row: Promise, worker: User) -> None:
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
    for row in hand_over.promises.select_related("promise__person__site", "promise__booking"):
        if row.promise.worker_id == hand_over.receiver_id and row.promise.met_on is None:
            _give_to(by, row.promise, hand_over.giver)
