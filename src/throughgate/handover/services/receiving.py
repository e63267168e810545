"""What follows on a hand-over that was given: it is read, the person is told, they meet, and notes are added."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, can, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.handover.models import HandOver, HandOverNote, HowTold, Prompt
from throughgate.handover.rules.moving import subject_of
from throughgate.handover.rules.telling import wrong_day
from throughgate.handover.selectors.documents import written_on
from throughgate.handover.services.passing import take_over_what_is_left
from throughgate.people.changes import announced_once
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise
from throughgate.programmes.services.promising import keep_promise, reword_promise
from throughgate.record.models import Entry
from throughgate.record.services import write_entry


class HandOverStateError(Exception):
    """What was asked does not fit where the hand-over stands; the message says why."""


class DayError(ValueError):
    """The day cannot be that one."""


@transaction.atomic
def acknowledge_hand_over(*, by: User, hand_over: HandOver) -> HandOver:
    """The receiver has read it, and says so. The entry in the record is what programme models ask for. Twice, it stays
    as it was read first. Raises Hidden, Forbidden, HandOverStateError.
    """
    _lock(by, hand_over)
    if by.pk != hand_over.receiver_id:
        raise Forbidden(Action.RECORD, "Only whoever takes over can do this.")
    if hand_over.acknowledged_at is not None:
        return hand_over
    roles = list(hand_over.roles.values_list("role", flat=True))
    with announced_once():
        hand_over.entry = _write(by, hand_over, "handover", f"{by.name} took over from {hand_over.giver.name}", roles)
        hand_over.acknowledged_at = timezone.now()
        hand_over.save(update_fields=["acknowledged_at", "entry"])
        _keep(by, hand_over.promise_read, today(), hand_over.entry)
        _tell_is_now_the_receivers(by, hand_over)
    record_event(by=by, action="handover.acknowledged", person=hand_over.person, subject=f"hand-over {hand_over.ref}")
    return hand_over


def _tell_is_now_the_receivers(by: User, hand_over: HandOver) -> None:
    """Once the day of change has come, the giver is not there to do it."""
    promise = hand_over.promise_tell
    if promise and promise.met_on is None and hand_over.from_on and hand_over.from_on <= today():
        reword_promise(
            by=by,
            promise=promise,
            title=promise.title,
            who=promise.who,
            worker=hand_over.receiver,
            sensitivity=Sensitivity(promise.sensitivity),
        )


@transaction.atomic
def record_telling(
    *,
    by: User,
    hand_over: HandOver,
    on: date,
    how: str,
    words: str = "",
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> HandOver:
    """The person was told who their worker will be; `words` are what they said. Told again, the later day stands.

    Raises Hidden, Forbidden, HandOverStateError, DayError.
    """
    _lock(by, hand_over)
    _check_day(hand_over, on)
    same = hand_over.told_on == on and hand_over.told_how == how and hand_over.told_by_id == by.pk
    with announced_once():
        if not same:
            hand_over.told_on, hand_over.told_how, hand_over.told_by = on, HowTold(how), by
            hand_over.save(update_fields=["told_on", "told_how", "told_by"])
            entry = _write(by, hand_over, "handover-told", "Told who their worker will be", (), on)
            _keep(by, hand_over.promise_tell, on, entry)
            record_event(
                by=by, action="handover.told", person=hand_over.person, subject=f"hand-over {hand_over.ref}", how=how
            )
        if words.strip():
            _add(by, hand_over, Prompt.SAID, words, sensitivity)
    return hand_over


@transaction.atomic
def record_meeting(*, by: User, hand_over: HandOver, on: date) -> HandOver:
    """The person and their new worker have met. Raises Hidden, Forbidden, HandOverStateError, DayError."""
    _lock(by, hand_over)
    if hand_over.met_on is not None:
        return hand_over
    _check_day(hand_over, on)
    receiver = hand_over.receiver.name if hand_over.receiver else ""
    with announced_once():
        hand_over.met_on, hand_over.met_by = on, by
        hand_over.save(update_fields=["met_on", "met_by"])
        entry = _write(by, hand_over, "handover-met", f"Met {receiver}, who takes over", (), on)
        _keep(by, hand_over.promise_meet, on, entry)
    record_event(by=by, action="handover.met", person=hand_over.person, subject=f"hand-over {hand_over.ref}")
    return hand_over


@transaction.atomic
def add_note(
    *, by: User, hand_over: HandOver, prompt: str, words: str, sensitivity: Sensitivity = Sensitivity.STANDARD
) -> HandOverNote:
    """What the giver adds in their own words, before it is given or after. Sent twice, it stands once.

    The giver may, and whoever says who works with the person. Raises Hidden, Forbidden, HandOverStateError, ValueError.
    """
    lock_person(by, Action.RECORD, hand_over.person)
    if hand_over.undone_at is not None:
        raise HandOverStateError("This hand-over was taken back.")
    if by.pk != hand_over.giver_id and not can(by, Action.ASSIGN, hand_over.person):
        raise Forbidden(Action.RECORD, "Only whoever hands over, or a manager, can do this.")
    if prompt == Prompt.SAID:
        raise ValueError("What the person said is noted when they are told.")
    return _add(by, hand_over, Prompt(prompt), words, sensitivity)


@transaction.atomic
def take_over_promises(*, by: User, hand_over: HandOver) -> int:
    """What the giver promised and did not do by the day of change. Returns how many. Raises as the others do."""
    _lock(by, hand_over)
    if by.pk != hand_over.receiver_id:
        raise Forbidden(Action.RECORD, "Only whoever takes over can do this.")
    if hand_over.from_on is None or today() < hand_over.from_on:
        raise HandOverStateError("Until the day of change these are still the other worker’s.")
    with announced_once():
        passed = take_over_what_is_left(by=by, hand_over=hand_over, reader=by)
    record_event(
        by=by,
        action="handover.promises_taken_over",
        person=hand_over.person,
        subject=f"hand-over {hand_over.ref}",
        promises=len(passed),
    )
    return len(passed)


def _lock(by: User, hand_over: HandOver) -> None:
    """Given and not taken back, and nobody else writes about the person until this is done."""
    lock_person(by, Action.RECORD, hand_over.person)
    fields = ["given_at", "undone_at", "acknowledged_at", "told_on", "told_how", "told_by", "met_on"]
    hand_over.refresh_from_db(fields=fields)
    check(by, Action.VIEW, hand_over)
    if hand_over.given_at is None:
        raise HandOverStateError("This hand-over has not been given yet.")
    if hand_over.undone_at is not None:
        raise HandOverStateError("This hand-over was taken back.")


def _check_day(hand_over: HandOver, on: date) -> None:
    if wrong := wrong_day(on, written_on(hand_over), today()):
        raise DayError(f"{wrong}.")


def _write(
    by: User, hand_over: HandOver, kind: str, summary: str, roles: list[str] | tuple[str, ...], on: date | None = None
) -> Entry:
    return write_entry(
        by=by,
        person=hand_over.person,
        kind=kind,
        subject=subject_of(roles),
        on=on or today(),
        summary=summary[:240],
        row_id=hand_over.pk,
    )


def _keep(by: User, promise: Promise | None, on: date, entry: Entry) -> None:
    if promise and promise.withdrawn_on is None:
        keep_promise(by=by, promise=promise, on=on, entry=entry)


def _add(by: User, hand_over: HandOver, prompt: Prompt, words: str, sensitivity: Sensitivity) -> HandOverNote:
    text = words.strip()
    if not text:
        raise ValueError("Write something to add.")
    if sensitivity not in writable_levels(by, hand_over.person):
        raise Forbidden(Action.RECORD)
    same = {"hand_over": hand_over, "prompt": prompt, "words": text, "sensitivity": sensitivity, "by": by}
    if found := HandOverNote.objects.filter(**same).first():
        return found
    note = HandOverNote.objects.create(**same)
    record_event(
        by=by, action="handover.added_to", person=hand_over.person, subject=f"hand-over {hand_over.ref}", prompt=prompt
    )
    return note
