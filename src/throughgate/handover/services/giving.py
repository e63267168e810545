"""One worker gives people on to others, one or a whole caseload, in one transaction: all or nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, as_if_working_with, can, check
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.groups.models import Cohort
from throughgate.groups.services.leaders import hand_on_group
from throughgate.handover.models import HandedRole, HandOver, HandOverSection, Why
from throughgate.handover.rules.document import LIVE, freeze
from throughgate.handover.rules.moving import (
    OVERLAP_DAYS,
    TO_MEET,
    TO_READ,
    Checked,
    check_day,
    check_one,
    together_from,
)
from throughgate.handover.selectors.caseload import Caseload, caseload_to_hand_on
from throughgate.handover.selectors.pieces import pieces_for
from throughgate.handover.services.passing import hand_on_promises
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.selectors import workers_around
from throughgate.people.services.handing import HandedOn, hand_on_roles
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import make_promise

# As a programme model says who does something.
DOERS: Mapping[str, str] = {Role.COUNSELLOR: "counsellor", Role.VOLUNTEER: "volunteer"}


class DayRefusedError(ValueError):
    """The day of change cannot be that one; the message says why."""


class HandOverRefusedError(Exception):
    """Something stands against one of the hand-overs, so none was made. `checked` says what, for the page."""

    def __init__(self, checked: Sequence[Checked], gone: int = 0):
        """`gone`: people who are not on the caseload any more, since somebody handed them on meanwhile."""
        self.checked = checked
        count = sum(one.is_stopped for one in checked) + gone
        super().__init__(f"{count} of these hand-overs cannot be made like this, so none was made.")


@dataclass(frozen=True)
class Handing:
    person: Person
    receiver: User


@dataclass(frozen=True)
class GroupHanding:
    cohort: Cohort
    receiver: User


@transaction.atomic
def write_hand_over(*, by: User, person: Person, giver: User, why: str) -> HandOver:
    """Begin one, so that the giver can add to it before it is given. One that is begun already is gone on with.

    The giver may, while they work with the person, and whoever says who does. Raises Hidden, Forbidden.
    """
    lock_person(by, Action.RECORD if by.pk == giver.pk else Action.ASSIGN, person)
    theirs = workers_around(person, today()).filter(worker=giver, covers=None)
    if not can(by, Action.ASSIGN, person) and not theirs.exists():
        raise Forbidden(Action.RECORD)
    begun = _begun(person, giver)
    if begun:
        return begun
    hand_over = HandOver.objects.create(person=person, giver=giver, why=Why(why), written_by=by)
    record_event(by=by, action="handover.written", person=person, subject=f"hand-over {hand_over.ref}")
    return hand_over


def check_hand_overs(
    caseload: Caseload, receivers: Mapping[int, int | None], from_on: date, meets_there: Collection[int] = ()
) -> list[Checked]:
    """Each person of the caseload with whatever stands against it. `receivers`: person → who takes over; `meets_there`:
    whom it would bring together with somebody whom they must not meet.
    """
    giver = caseload.worker.pk
    found = []
    for person in caseload.people:
        receiver = caseload.candidate(receivers.get(person.pk))
        has = caseload.has.get((person.pk, receiver.pk), frozenset()) if receiver else frozenset()
        handed = caseload.handed[person.pk]
        checked = check_one(
            handed,
            receiver,
            giver_id=giver,
            from_on=from_on,
            has=has & set(handed.roles),
            kept_apart=caseload.kept_apart.get(person.pk, ()),
            brings_together=person.pk in meets_there,
            barred=caseload.barred.get((person.pk, receiver.pk), "") if receiver else "",
        )
        found.append(checked)
    return found


@transaction.atomic
def give_hand_overs(
    *,
    by: User,
    giver: User,
    handings: Sequence[Handing],
    why: str,
    from_on: date,
    overlap: int = OVERLAP_DAYS,
    groups: Sequence[GroupHanding] = (),
) -> list[HandOver]:
    """Every one of these people, and of the groups that the giver leads, goes to their receiver on `from_on`, or none
    does. `overlap` days before it both work with them. A hand-over that was given like this already is given back as
    it stands.

    Raises DayRefusedError, HandOverRefusedError, LeadingError, PlaceError, Hidden, Forbidden.
    """
    on = today()
    if wrong := check_day(from_on, on):
        raise DayRefusedError(wrong)
    for one in handings:
        check(by, Action.ASSIGN, one.person)
    # By number, so that of two who hand on the same people at once one waits for the other and neither for itself.
    # Locked before anything else is read: whoever waited finds what the other did, and is refused.
    ordered = sorted(handings, key=lambda one: one.person.pk)
    for one in ordered:
        lock_person(by, Action.ASSIGN, one.person)
    given = {
        row.person_id: row
        for row in HandOver.objects.select_for_update(of=("self",)).filter(
            giver=giver, from_on=from_on, undone_at=None, person__in=[one.person for one in ordered]
        )
    }
    to_do = [one for one in ordered if not _is_given(given.get(one.person.pk), one)]
    _refuse_problems(by, giver, to_do, from_on, on)
    readers = _readers(to_do)
    start = together_from(from_on, overlap, on)
    with announced_once():
        for one in to_do:
            given[one.person.pk] = _give(by, giver, one, readers[one.receiver.pk], why, from_on, start, on)
        for each in sorted(groups, key=lambda one: one.cohort.pk):
            hand_on_group(
                by=by, cohort=each.cohort, giver=giver, receiver=each.receiver, from_on=from_on, together_from=start
            )
    return [given[one.person.pk] for one in handings]


def _is_given(row: HandOver | None, one: Handing) -> bool:
    return row is not None and row.given_at is not None and row.receiver_id == one.receiver.pk


def _refuse_problems(by: User, giver: User, handings: Sequence[Handing], from_on: date, on: date) -> None:
    if not handings:
        return
    refs = [one.person.ref for one in handings]
    receivers = {one.person.pk: one.receiver.pk for one in handings}
    caseload = caseload_to_hand_on(by, giver, on, from_on=from_on, refs=refs, also=receivers.values())
    checked = check_hand_overs(caseload, receivers, from_on)
    if len(checked) < len(handings) or any(one.is_stopped for one in checked):
        raise HandOverRefusedError(checked, len(handings) - len(checked))


def _readers(handings: Collection[Handing]) -> dict[int, User]:
    """Each receiver as the policy will see them once these people are theirs."""
    people: dict[int, set[int]] = {}
    receivers: dict[int, User] = {}
    for one in handings:
        receivers[one.receiver.pk] = one.receiver
        people.setdefault(one.receiver.pk, set()).add(one.person.pk)
    return {pk: as_if_working_with(receiver, people[pk]) for pk, receiver in receivers.items()}


def _give(
    by: User, giver: User, one: Handing, reader: User, why: str, from_on: date, start: date, on: date
) -> HandOver:
    person, receiver = one.person, one.receiver
    handed = hand_on_roles(
        by=by, person=person, giver=giver, receiver=receiver, from_on=from_on, together_from=start, today=on
    )
    hand_over = _begun(person, giver) or HandOver(person=person, giver=giver, written_by=by)
    hand_over.person = person
    hand_over.receiver, hand_over.why = receiver, Why(why)
    hand_over.given_at, hand_over.given_by = timezone.now(), by
    hand_over.from_on, hand_over.together_from = from_on, start
    _make_promises(by, hand_over, reader, on)
    hand_over.save()
    HandedRole.objects.bulk_create(_role(hand_over, row) for row in handed)
    # The document says what was open before it was handed on, so it is frozen first.
    # Of what binds on the day of reading nothing is kept.
    parts = freeze(piece for piece in pieces_for(reader, person, on) if piece.section not in LIVE)
    HandOverSection.objects.bulk_create(
        HandOverSection(
            hand_over=hand_over, place=part.place, code=part.code, sensitivity=part.sensitivity, lines=list(part.lines)
        )
        for part in parts
    )
    passed = hand_on_promises(by=by, hand_over=hand_over, reader=reader, today=on)
    record_event(
        by=by,
        action="handover.given",
        person=person,
        subject=f"hand-over {hand_over.ref}",
        roles=[row.ends.role for row in handed],
        receiver=receiver.ref,
        promises=len(passed),
    )
    return hand_over


def _role(hand_over: HandOver, row: HandedOn) -> HandedRole:
    return HandedRole(
        hand_over=hand_over, role=row.ends.role, ends=row.ends, ended_before=row.ended_before, begins=row.begins
    )


def _begun(person: Person, giver: User) -> HandOver | None:
    return HandOver.objects.filter(person=person, giver=giver, given_at__isnull=True, undone_at__isnull=True).first()


def _make_promises(by: User, hand_over: HandOver, reader: User, on: date) -> None:
    """What is due from now on: the receiver reads, somebody tells the person, the receiver and the person meet."""
    receiver, start, from_on = hand_over.receiver, hand_over.together_from, hand_over.from_on
    if receiver is None or start is None or from_on is None:
        raise AssertionError("A hand-over that is given has a receiver and its days.")
    teller = hand_over.giver if from_on > on and hand_over.giver.is_active else receiver
    hand_over.promise_read = _promise(by, hand_over, "Read what was handed over", receiver, start + TO_READ)
    hand_over.promise_tell = _promise(by, hand_over, "Tell them who their worker will be", teller, from_on)
    hand_over.promise_meet = _promise(
        by, hand_over, "Meet them, with the worker they know if you can", receiver, from_on + TO_MEET, start
    )


def _promise(
    by: User, hand_over: HandOver, title: str, worker: User, by_on: date, from_on: date | None = None
) -> Promise:
    return make_promise(
        by=by,
        person=hand_over.person,
        source=PromiseSource.HANDOVER,
        title=title,
        who=DOERS.get(worker.role, "staff"),
        worker=worker,
        from_on=from_on,
        by_on=by_on,
    )
