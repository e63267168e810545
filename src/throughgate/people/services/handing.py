"""Assignments that go on to another worker, for good or for some days, and come back. Parts of acts of upper rooms,
which audit the whole of it; the policy is asked here too, but for the end of standing in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from throughgate.access.policy import Action, forget_reach
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common import clock
from throughgate.people.changes import Happening, announce
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.rules.around import check_worker
from throughgate.people.services.around import check_not_kept_apart
from throughgate.people.services.writing import lock_person

DAY = timedelta(days=1)


class NothingToHandOnError(Exception):
    def __init__(self, worker: User):
        super().__init__(f"{worker.name} has no part with this person on that day that could go on to somebody.")


class BeginsLaterError(Exception):
    def __init__(self, worker: User, on: date):
        super().__init__(f"{worker.name} only begins with this person on {on.day} {on:%B %Y}. Choose a later day.")


@dataclass(frozen=True)
class HandedOn:
    """One role: `ends` with the last day it had before, and what begins (None: the receiver had the role already)."""

    ends: Assignment
    ended_before: date | None
    begins: Assignment | None


def last_day(*, began_on: date, from_on: date, today: date) -> date:
    """The day before the change; a change today leaves the giver this day."""
    return max(from_on - DAY, today, began_on)


def roles_to_hand_on(rows: Sequence[Assignment], from_on: date) -> list[Assignment]:
    """Of a worker's assignments with one person, those that would still run on the day of change.

    Not what they do in somebody else's place, nor what ends the person's support.
    """
    return [
        row
        for row in rows
        if row.covers_id is None and not row.support_ended and (row.to_on is None or row.to_on >= from_on)
    ]


@transaction.atomic
def hand_on_roles(
    *, by: User, person: Person, giver: User, receiver: User, from_on: date, together_from: date, today: date
) -> list[HandedOn]:
    """Every role that `giver` has with the person goes to `receiver` on `from_on`; from `together_from` both work with
    them. At no time is there nobody.

    Raises Hidden, Forbidden, UnsuitableWorkerError, NothingToHandOnError, BeginsLaterError.
    """
    lock_person(by, Action.ASSIGN, person)
    theirs = list(Assignment.objects.filter(Q(worker=giver) | Q(worker=receiver), person=person).order_by("pk"))
    roles = roles_to_hand_on([row for row in theirs if row.worker_id == giver.pk], from_on)
    if not roles:
        raise NothingToHandOnError(giver)
    check_not_kept_apart(by, person, receiver, min(together_from, from_on))
    has = {row.role for row in theirs if row.worker_id == receiver.pk and row.to_on is None and row.from_on <= from_on}
    for row in roles:
        row.person = person
    handed = [_hand_on(by, row, giver, receiver, from_on, together_from, today, row.role in has) for row in roles]
    for user in (by, giver, receiver):
        forget_reach(user)
    words = " and ".join(AssignmentRole(row.role).label.lower() for row in roles)
    summary = f"{receiver.name} takes over from {giver.name} as their {words} on {_day(from_on)}"
    announce(Happening(person, "worker-assigned", today, by, summary, handed[0].ends.pk))
    return handed


def _hand_on(
    by: User,
    row: Assignment,
    giver: User,
    receiver: User,
    from_on: date,
    together_from: date,
    today: date,
    has_it: bool,
) -> HandedOn:
    check_worker(receiver.role, row.role, is_active=receiver.is_active)
    if row.from_on > from_on:
        raise BeginsLaterError(giver, row.from_on)
    before = row.to_on
    begins = None
    if not has_it:
        begins = Assignment.objects.create(
            person=row.person, worker=receiver, role=row.role, from_on=together_from, to_on=before, added_by=by
        )
    row.to_on = last_day(began_on=row.from_on, from_on=from_on, today=today)
    row.ended_because = f"Handed over to {receiver.name}"[:200]
    row.save(update_fields=["to_on", "ended_because"])
    return HandedOn(row, before, begins)


@transaction.atomic
def take_back_roles(
    *, by: User, person: Person, handed: Sequence[HandedOn], giver: User, receiver: User, today: date
) -> None:
    """As it was before. What the receiver has had for days ends yesterday; anything later is taken away.

    Raises Hidden, Forbidden.
    """
    lock_person(by, Action.ASSIGN, person)
    again = Assignment.objects.filter(person=person, worker=giver, to_on__isnull=True)
    has = set(again.values_list("role", flat=True))  # assigned anew in the meantime
    for one in handed:
        if one.ended_before is not None or one.ends.role not in has:
            one.ends.to_on, one.ends.ended_because = one.ended_before, ""
            one.ends.save(update_fields=["to_on", "ended_because"])
        if one.begins:
            _end_or_remove(one.begins, today - DAY, "The hand-over was taken back")
    for user in (by, giver, receiver):
        forget_reach(user)
    summary = f"{giver.name} stays: the hand-over to {receiver.name} was taken back"
    announce(Happening(person, "worker-assigned", today, by, summary, handed[0].ends.pk if handed else None))


@transaction.atomic
def stand_in(
    *, by: User, person: Person, role: str, worker: User, covers: User, from_on: date, to_on: date
) -> Assignment | None:
    """`worker` does for these days what `covers` does with the person. None where they do it anyway.

    Raises Hidden, Forbidden, UnsuitableWorkerError.
    """
    lock_person(by, Action.ASSIGN, person)
    check_worker(worker.role, role, is_active=worker.is_active)
    check_not_kept_apart(by, person, worker, from_on)
    same = Assignment.objects.filter(person=person, worker=worker, role=role, from_on__lte=from_on)
    if same.filter(Q(to_on__isnull=True) | Q(to_on__gte=to_on)).exists():
        return None
    row = Assignment.objects.create(
        person=person, worker=worker, role=role, from_on=from_on, to_on=to_on, covers=covers, added_by=by
    )
    forget_reach(by)
    forget_reach(worker)
    record_event(by=by, action="worker.stands_in", person=person, subject=f"user {worker.ref}", role=role)
    summary = f"{worker.name} stands in for {covers.name} from {_day(from_on)} to {_day(to_on)}"
    announce(Happening(person, "worker-assigned", clock.today(), by, summary, row.pk))
    return row


@transaction.atomic
def end_stand_in(*, by: User, assignment: Assignment, last_on: date) -> None:
    """Whether `by` may, the caller has asked of the worker who was away: the person may be out of their reach."""
    person = Person.everyone.select_for_update(of=("self",)).get(pk=assignment.person_id)
    worker = assignment.worker
    if assignment.to_on is not None and assignment.to_on <= last_on:
        return
    _end_or_remove(assignment, last_on, "The worker is back")
    forget_reach(by)
    forget_reach(worker)
    record_event(by=by, action="worker.stood_in", person=person, subject=f"user {worker.ref}", role=assignment.role)


def _end_or_remove(row: Assignment, last_on: date, because: str) -> None:
    """One without a day left goes: a row must not say that it held. Who read what meanwhile is in the audit trail."""
    if row.from_on > last_on:
        row.delete()
        return
    row.to_on, row.ended_because = last_on, because
    row.save(update_fields=["to_on", "ended_because"])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
