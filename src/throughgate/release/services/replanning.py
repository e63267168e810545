"""Releases are moved: the new day noted, and all that rested on the one before carried along. All of it or nothing,
for one person or for many.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import BookingError
from throughgate.casework.services.letters import post_letters
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.people.selectors import current_on
from throughgate.people.services.custody import UNSEEN, DateMovedMeanwhileError, note_date
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.promising import PromiseError
from throughgate.programmes.rules import ProgrammeRuleError
from throughgate.programmes.services.promising import make_promises, new_promise, withdraw_promise
from throughgate.release.models import MovedRelease, MovedThing
from throughgate.release.rules.broken import (
    AtGate,
    Broken,
    Effect,
    Kind,
    Proposal,
    ReplanError,
    chosen,
    clashes,
)
from throughgate.release.rules.home import HomeError
from throughgate.release.rules.journey import JourneyError
from throughgate.release.rules.release_day import DayError
from throughgate.release.rules.replanning import crosses
from throughgate.release.selectors.day_asked import MEETING
from throughgate.release.selectors.replanning import Plan, Wanted, plan_moves
from throughgate.release.services.calls import open_calls
from throughgate.release.services.replanning_carrying import Going, Result, carry, move_day, thing_of

SUBJECT: Final = "A release date has moved"
LETTER: Final = "release/email/moved_dates.txt"
AGAIN: Final = "The release was moved again"
PROBLEMS: Final = (
    ReplanError, DateMovedMeanwhileError, RestrictedError, DayError, BookingError, HomeError, JourneyError,
    PromiseError, ProgrammeRuleError, ValidationError,
)  # fmt: skip


class PlanChangedError(ReplanError):
    """Something that rests on the day changed after the page was opened: it has to be looked at again."""

    def __init__(self) -> None:
        super().__init__("Something changed while you were looking. Look at it again; nothing was saved.")


class NotMovedError(Exception):
    """Nobody was moved: `causes` say of whom what stands against it, by the person's id."""

    def __init__(self, causes: Mapping[int, Exception]) -> None:
        super().__init__("Nothing was saved.")
        self.causes = causes


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who told us of the new day, how sure it is, and why it changed."""

    source: str
    confidence: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One person's new day, with what was chosen about each thing, by its field; what is not chosen goes as proposed.

    `seen`: the id of the date that it takes the place of, as in `note_date`. `mark`: of the plan that was looked at.
    `is_sure`: somebody said of an unlikely day that it is right.
    """

    person: Person
    kind: str
    on: date
    told: Told
    seen: int | None = UNSEEN
    mark: str = ""
    is_sure: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


def move_releases(
    *, by: User, orders: Sequence[Order], batch: UUID, override: str = "", links: Mapping[str, str] | None = None
) -> list[MovedRelease]:
    """With the same `batch` it stays one act. `links` are for the letters: `today`, `journeys`.

    Raises Hidden, Forbidden; NotMovedError, which names what stands against it of everybody, once nothing is written.
    """
    if saved := _saved(by, batch):
        return saved
    try:
        with transaction.atomic(), act():
            return _move(by, orders, batch, override, links or {})
    except IntegrityError:
        # The other tap was faster: what it moved stands, this one is undone.
        if saved := _saved(by, batch):
            return saved
        raise
    except _StoppedError as stop:
        causes = _what_stands_against(by, orders, override) if len(orders) > 1 else stop.causes
        raise NotMovedError(causes or stop.causes) from stop


class _StoppedError(Exception):
    def __init__(self, cause: Exception, *people: int) -> None:
        super().__init__()
        self.causes = dict.fromkeys(people, cause)


class _TriedError(Exception):
    """It would go; what was written to see that is taken back."""


def _saved(by: User, batch: UUID) -> list[MovedRelease]:
    return list(MovedRelease.objects.filter(made_by=by, batch=batch).select_related("person", "date"))


@dataclass(frozen=True)
class _Moved:
    """One person's move, done but for the promises to ring, which are made together."""

    row: MovedRelease
    plan: Plan
    things: Sequence[tuple[MovedThing, Promise | None]]


def _move(
    by: User, orders: Sequence[Order], batch: UUID, override: str, links: Mapping[str, str]
) -> list[MovedRelease]:
    with announced_once():
        for order in sorted(orders, key=lambda one: one.person.pk):
            lock_person(by, Action.EDIT, order.person)
        if saved := _saved(by, batch):
            return saved
        plans, picked = _looked_at(by, orders)
        around = _around(orders)
        bookings = _crossing(plans)
        calls: dict[int, list[MovedThing]] = defaultdict(list)
        for call in open_calls(*(order.person.pk for order in orders)):
            calls[call.move.person_id].append(call)
        done = []
        for order, plan in zip(orders, plans, strict=True):
            going = _going(by, plan, around, override, links)
            try:
                done.append(_move_one(going, order, plan, picked[order.person.pk], calls[order.person.pk], batch))
            except PROBLEMS as problem:
                raise _StoppedError(problem, order.person.pk) from problem
        _write(done)
        _tell(by, done, around, bookings, links)
    return [one.row for one in done]


def _looked_at(by: User, orders: Sequence[Order]) -> tuple[list[Plan], dict[int, dict[str, Proposal]]]:
    """As it stands now, under the lock: what was chosen holds for what was looked at, and for nothing else."""
    plans = plan_moves(by, [Wanted(one.person, one.kind, one.on) for one in orders], today())
    picked = {}
    for order, plan in zip(orders, plans, strict=True):
        try:
            picked[order.person.pk] = _check(order, plan)
        except PROBLEMS as problem:
            raise _StoppedError(problem, order.person.pk) from problem
    for clash in clashes(at_gates(plans, picked)):
        raise _StoppedError(clash, *clash.people)
    return plans, picked


def _check(order: Order, plan: Plan) -> dict[str, Proposal]:
    if order.kind not in RELEASE_KINDS:
        raise ReplanError("Choose which date it is", "kind")
    if plan.problems:
        raise ReplanError(plan.problems[0], "on")
    held = plan.now.holding.get(order.kind)
    if order.seen != UNSEEN and order.seen != (held.pk if held else None):
        raise DateMovedMeanwhileError(held)
    if plan.doubts and not order.is_sure:
        raise ReplanError(f"{plan.doubts[0].words} Tick that it is right, or change the day.", "sure")
    if order.mark and order.mark != plan.mark:
        raise PlanChangedError()
    return chosen(plan.broken, order.choices)


def at_gates(plans: Iterable[Plan], picked: Mapping[int, Mapping[str, Proposal]]) -> list[AtGate]:
    """Who of ours would be at which gate, of those who are moved together."""
    found = []
    for plan in plans:
        met, becomes = plan.rows.met, plan.move.becomes
        for one in plan.broken:
            proposal = picked[plan.person.pk][one.field]
            if one.kind is not Kind.MEETING or becomes is None:
                continue
            same = met.worker.ref if met and met.worker else ""
            worker = {Effect.MOVE: same, Effect.OTHER: proposal.arg}.get(proposal.effect, "")
            if worker:
                found.append(AtGate(plan.person.pk, plan.person.name, worker, becomes, plan.person.site.name))
    return found


def _around(orders: Iterable[Order]) -> dict[int, list[User]]:
    """Who works with each of them today. One query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = Assignment.objects.filter(current_on(today()), person__in=[one.person.pk for one in orders])
    for row in rows.filter(worker__is_active=True).select_related("worker").order_by("pk"):
        found[row.person_id].append(row.worker)
    return found


def _crossing(plans: Iterable[Plan]) -> dict[int, set[int]]:
    """Who has something booked that the move puts on the other side of the gate, whoever may read of it. One query."""
    by_person = {plan.person.pk: plan.move for plan in plans}
    rows = Booking.objects.filter(person__in=by_person, on__gte=today(), cancelled_at=None, contact=None)
    found: dict[int, set[int]] = defaultdict(set)
    for person, on, worker, kind in rows.filter(superseded_by=None).values_list("person_id", "on", "worker_id", "kind"):
        move = by_person[person]
        if kind == MEETING or (move.becomes and crosses(on, move.was, move.becomes)):
            found[person].add(worker)
    return found


def _going(by: User, plan: Plan, around: Mapping[int, list[User]], override: str, links: Mapping[str, str]) -> Going:
    workers = around.get(plan.person.pk, [])
    ringer = by if by in workers or not workers else workers[0]
    becomes = plan.move.becomes or plan.on
    return Going(by, plan.person, becomes, plan.rows, plan.parts, ringer, override, links.get("journeys", ""))


def _move_one(
    going: Going,
    order: Order,
    plan: Plan,
    picked: Mapping[str, Proposal],
    calls: Iterable[MovedThing],
    batch: UUID,
) -> _Moved:
    by, person = going.by, going.person
    told = order.told
    for call in calls:
        if plan.broken and call.promise:
            withdraw_promise(by=by, promise=call.promise, because=AGAIN)
    date_row = note_date(
        by=by, person=person, kind=order.kind, on=order.on, source=told.source, confidence=told.confidence,
        reason=told.reason, seen=order.seen,
    )  # fmt: skip
    if plan.move.was != plan.move.becomes and plan.move.becomes:
        move_day(going, _meeting(plan.broken, picked))
    things = [_thing(going, one, picked[one.field]) for one in plan.broken]
    row = MovedRelease(
        person=person, date=date_row, was=plan.move.was, becomes=plan.move.becomes, batch=batch, made_by=by
    )
    return _Moved(row, plan, things)


def _meeting(broken: Iterable[Broken], picked: Mapping[str, Proposal]) -> Effect | None:
    return next((picked[one.field].effect for one in broken if one.kind is Kind.MEETING), None)


def _thing(going: Going, broken: Broken, proposal: Proposal) -> tuple[MovedThing, Promise | None]:
    result = carry(going, broken, proposal)
    return thing_of(broken, proposal, result), _promise(going, broken, result)


def _promise(going: Going, broken: Broken, result: Result) -> Promise | None:
    if not result.title:
        return None
    return new_promise(
        by=going.by,
        person=going.person,
        source=PromiseSource.RELEASE_DAY,
        title=result.title[:240],
        by_on=broken.by_on,
        worker=result.worker or going.ringer,
        sensitivity=result.level,
    )


def _write(done: Sequence[_Moved]) -> None:
    """Last, so that whatever is said of them later is later. Three statements, however many people."""
    promises = [promise for one in done for _, promise in one.things if promise]
    if promises:
        make_promises(promises)
    for one in done:
        one.row.save()
        for thing, promise in one.things:
            thing.move, thing.promise = one.row, promise
        record_event(
            by=one.row.made_by, action="moved_release.made", person=one.row.person,
            subject=f"moved release {one.row.ref}", things=len(one.things),
        )  # fmt: skip
    MovedThing.objects.bulk_create([thing for one in done for thing, _ in one.things])


def _tell(
    by: User, done: Sequence[_Moved], around: Mapping[int, list[User]], bookings: Mapping[int, set[int]],
    links: Mapping[str, str],
) -> None:  # fmt: skip
    """One letter to each of ours whom any of it concerns, however many people were moved; of whom, it does not say."""
    told = set()
    for one in done:
        person = one.row.person_id
        told |= {worker.pk for worker in around.get(person, [])} | bookings.get(person, set())
        told |= {promise.worker_id for _, promise in one.things if promise and promise.worker_id}
    told |= set(
        Booking.objects.filter(person__in=[one.row.person_id for one in done], kind=MEETING, on__gte=today())
        .filter(cancelled_at=None, contact=None, superseded_by=None)
        .values_list("worker_id", flat=True)
    )
    post_letters(sorted(told - {by.pk}), SUBJECT, LETTER, link=links.get("today", ""))


def _what_stands_against(by: User, orders: Sequence[Order], override: str) -> dict[int, Exception]:
    """Tried one by one and taken back, so that everybody’s problem is named and not only the first."""
    found: dict[int, Exception] = {}
    for order in orders:
        try:
            with transaction.atomic(), act():
                _move(by, [order], UUID(int=0), override, {})
                raise _TriedError()
        except _StoppedError as stop:
            found |= stop.causes
        except _TriedError:
            continue
    return found
