"""A worker is away and others stand in: the record is open to them for these days, and closes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, check, reach_of
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.groups.services.leaders import end_standing_in, stand_in_as_leader
from throughgate.handover.models import Cover, CoverPerson, WhyAway
from throughgate.handover.selectors.caseload import caseload_to_hand_on, manages_workers
from throughgate.handover.services.giving import GroupHanding
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.handing import end_stand_in, stand_in

LONGEST = timedelta(days=180)


class AwayAlreadyError(Exception):
    def __init__(self, cover: Cover):
        self.cover = cover
        super().__init__("They are away on some of these days already. Add to that time away, or end it first.")


class StandInRefusedError(ValueError):
    """Who or which days cannot be; the message says why."""


@dataclass(frozen=True)
class StandIn:
    person: Person
    worker: User


@transaction.atomic
def arrange_cover(
    *,
    by: User,
    worker: User,
    from_on: date,
    to_on: date,
    why: str = WhyAway.OTHER,
    stand_ins: Sequence[StandIn] = (),
    groups: Sequence[GroupHanding] = (),
) -> Cover:
    """`worker` is away on these days, the last included, and others stand in with their people and lead their groups.
    Sent twice it is arranged once.

    Raises Hidden, Forbidden, StandInRefusedError, AwayAlreadyError, UnsuitableWorkerError, LeadingError.
    """
    _check_manages(by, worker)
    if wrong := wrong_days(from_on, to_on, today()):
        raise StandInRefusedError(wrong)
    User.objects.select_for_update().get(pk=worker.pk)
    times = Cover.objects.filter(worker=worker, ended_at__isnull=True, from_on__lte=to_on, to_on__gte=from_on)
    cover = times.first()
    if cover and (cover.from_on, cover.to_on) != (from_on, to_on):
        raise AwayAlreadyError(cover)
    if cover is None:
        cover = Cover.objects.create(worker=worker, from_on=from_on, to_on=to_on, why=WhyAway(why), arranged_by=by)
        record_event(by=by, action="cover.arranged", subject=f"user {worker.ref}", people=len(stand_ins))
    return add_stand_ins(by=by, cover=cover, stand_ins=stand_ins, groups=groups)


@transaction.atomic
def add_stand_ins(
    *, by: User, cover: Cover, stand_ins: Sequence[StandIn], groups: Sequence[GroupHanding] = ()
) -> Cover:
    """Raises Hidden, Forbidden, StandInRefusedError, UnsuitableWorkerError, LeadingError."""
    on = today()
    if cover.ended_at is not None or cover.to_on < on:
        raise StandInRefusedError("This time away is over.")
    for one in stand_ins:
        check(by, Action.ASSIGN, one.person)
    caseload = caseload_to_hand_on(by, cover.worker, on, refs=[one.person.ref for one in stand_ins], handed_on=True)
    covered = set(CoverPerson.objects.filter(cover=cover).values_list("person_id", "role"))
    near = {candidate.pk for candidate in caseload.candidates}
    with announced_once():
        for one in sorted(stand_ins, key=lambda each: each.person.pk):
            handed = caseload.handed.get(one.person.pk)
            if handed is None:
                raise StandInRefusedError(f"{cover.worker.name} does not work with one of these people any more.")
            if one.worker.pk not in near:
                raise StandInRefusedError(f"{one.worker.name} does not work where these people are.")
            for role in handed.roles:
                if (one.person.pk, role) not in covered:
                    _stand_in(by, cover, one, role, on)
    for each in sorted(groups, key=lambda one: one.cohort.pk):
        stand_in_as_leader(
            by=by,
            cohort=each.cohort,
            user=each.receiver,
            covers=cover.worker,
            from_on=cover.from_on,
            to_on=cover.to_on,
        )
    return cover


def _stand_in(by: User, cover: Cover, one: StandIn, role: str, on: date) -> None:
    row = stand_in(
        by=by,
        person=one.person,
        role=role,
        worker=one.worker,
        covers=cover.worker,
        from_on=max(cover.from_on, on),
        to_on=cover.to_on,
    )
    CoverPerson.objects.create(cover=cover, person=one.person, covered_by=one.worker, role=role, assignment=row)


@transaction.atomic
def end_cover(*, by: User, cover: Cover) -> Cover:
    """The worker is back, or does not go: nobody stands in after yesterday. Ended twice it stays as it was ended first.

    Who manages the worker ends it for everybody, also for people who have moved out of their reach since: a record must
    not stay open because nobody here can see it any more. Raises Forbidden.
    """
    _check_manages(by, cover.worker)
    cover = Cover.objects.select_for_update(of=("self",)).select_related("worker").get(pk=cover.pk)
    if cover.ended_at is not None:
        return cover
    yesterday = today() - timedelta(days=1)
    rows = list(cover.people.select_related("assignment__person__site", "assignment__worker").order_by("person_id"))
    with announced_once():
        for row in rows:
            if row.assignment and row.assignment.to_on and row.assignment.to_on > yesterday:
                end_stand_in(by=by, assignment=row.assignment, last_on=yesterday)
    end_standing_in(by=by, covers=cover.worker, from_on=cover.from_on, to_on=cover.to_on)
    cover.ended_at, cover.ended_by = timezone.now(), by
    cover.save(update_fields=["ended_at", "ended_by"])
    record_event(by=by, action="cover.ended", subject=f"user {cover.worker.ref}", people=len(rows))
    return cover


def wrong_days(from_on: date, to_on: date, on: date) -> str:
    """What is wrong with the days away, or nothing."""
    if to_on < from_on:
        return "The last day away cannot be before the first."
    if to_on < on:
        return "These days have passed. Record them as contacts of whoever stood in."
    if to_on - from_on > LONGEST:
        return "That is more than six months. Hand the people over instead."
    return ""


def _check_manages(by: User, worker: User) -> None:
    """Whoever decides who works with whom, at one of the worker's sites."""
    if not manages_workers(by):
        raise Forbidden(Action.ASSIGN)
    if not worker.sites.filter(pk__in=reach_of(by).sites).exists():
        raise Forbidden(Action.ASSIGN)
