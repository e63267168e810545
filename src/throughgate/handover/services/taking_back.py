"""A hand-over that is taken back before its day: roles and promises are the giver's again."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.handover.models import HandedRole, HandOver
from throughgate.handover.rules.moving import can_take_back
from throughgate.handover.selectors.documents import hand_over_built_on
from throughgate.handover.services.giving import DOERS
from throughgate.handover.services.passing import take_back_promises
from throughgate.people.changes import announced_once
from throughgate.people.services.handing import HandedOn, take_back_roles
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, withdraw_promise
from throughgate.record.services import void_entry, write_entry

TO_TELL = timedelta(days=3)  # somebody who believes that their worker changes is not left with it


class TooLateToTakeBackError(Exception):
    def __init__(self) -> None:
        super().__init__("The day of change has passed. Hand the person over again instead.")


class LaterHandOverError(Exception):
    """The receiver has given the person on already; `later` is that hand-over."""

    def __init__(self, later: HandOver):
        self.later = later
        receiver = later.receiver.name if later.receiver else "somebody"
        super().__init__(f"{later.giver.name} has handed them on to {receiver} since. Take that hand-over back first.")


@transaction.atomic
def take_back_hand_over(*, by: User, hand_over: HandOver, because: str) -> HandOver:
    """As if it had not been given: roles and promises are the giver's again. Twice, it stays taken back.

    Raises Hidden, Forbidden, TooLateToTakeBackError, LaterHandOverError, ValueError.
    """
    on = today()
    if not because.strip():
        raise ValueError("Say why it is taken back.")
    lock_person(by, Action.ASSIGN, hand_over.person)
    hand_over.refresh_from_db(fields=["undone_at", "from_on", "given_at", "acknowledged_at", "told_on"])
    if hand_over.undone_at is not None:
        return hand_over
    given = hand_over.given_at is not None
    if given and not can_take_back(from_on=hand_over.from_on, given=True, undone=False, today=on):
        raise TooLateToTakeBackError()
    if later := hand_over_built_on(hand_over):
        raise LaterHandOverError(later)
    hand_over.undone_at, hand_over.undone_by, hand_over.undone_because = timezone.now(), by, because.strip()[:200]
    hand_over.save(update_fields=["undone_at", "undone_by", "undone_because"])
    with announced_once():
        if given:
            _take_back(by, hand_over, on)
    record_event(by=by, action="handover.taken_back", person=hand_over.person, subject=f"hand-over {hand_over.ref}")
    return hand_over


def _take_back(by: User, hand_over: HandOver, on: date) -> None:
    giver, receiver = hand_over.giver, hand_over.receiver
    if receiver is None:
        raise AssertionError("A hand-over that was given has a receiver.")
    rows = hand_over.roles.select_related("ends", "begins").order_by("pk")
    handed = [HandedOn(row.ends, row.ended_before, row.begins) for row in rows if row.ends]
    # What the receiver gave on and took back meanwhile rests on roles that will not have been.
    begun = [row.begins_id for row in rows if row.begins_id]
    HandedRole.objects.filter(ends__in=begun, hand_over__undone_at__isnull=False).update(ends=None)
    take_back_roles(by=by, person=hand_over.person, handed=handed, giver=giver, receiver=receiver, today=on)
    take_back_promises(by=by, hand_over=hand_over)
    for promise in (hand_over.promise_read, hand_over.promise_tell, hand_over.promise_meet):
        if promise:
            withdraw_promise(by=by, promise=promise, because="The hand-over was taken back")
    if hand_over.entry and can(by, Action.RECORD, hand_over.entry):
        void_entry(by=by, entry=hand_over.entry, reason="The hand-over was taken back")
    if hand_over.told_on:
        hand_over.promise_stays = _promise_to_tell(by, hand_over, on)
        hand_over.save(update_fields=["promise_stays"])


def _promise_to_tell(by: User, hand_over: HandOver, on: date) -> Promise:
    """The person has been told of a change that does not come."""
    giver, receiver = hand_over.giver, hand_over.receiver
    teller = giver if giver.is_active or receiver is None else receiver
    return make_promise(
        by=by,
        person=hand_over.person,
        source=PromiseSource.HANDOVER,
        title="Tell them that their worker stays the same",
        who=DOERS.get(teller.role, "staff"),
        worker=teller,
        by_on=on + TO_TELL,
    )


@transaction.atomic
def record_told_of_staying(*, by: User, hand_over: HandOver) -> HandOver:
    """They know by now that nothing changes. Said twice, the first stands. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, hand_over.person)
    check(by, Action.VIEW, hand_over)
    promise = hand_over.promise_stays
    if promise is None or promise.met_on or promise.withdrawn_on:
        return hand_over
    with announced_once():
        entry = write_entry(
            by=by,
            person=hand_over.person,
            kind="handover-told",
            on=today(),
            summary="Told that their worker stays the same",
            row_id=hand_over.pk,
        )
        keep_promise(by=by, promise=promise, on=today(), entry=entry)
    subject = f"hand-over {hand_over.ref}"
    record_event(by=by, action="handover.told_of_staying", person=hand_over.person, subject=subject)
    return hand_over
