"""How a plan goes: steps done and undone, goals reached or put aside, the plan looked at again."""

from datetime import date

from django.db.models import Q

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import GoalState, GoalStatus, Outcome, Plan, PlanReview, Step
from throughgate.casework.plan_kinds import GOAL_REACHED, STEP_DONE
from throughgate.casework.rules.plan import PlanError, check_done_on, check_goal_state
from throughgate.casework.selectors.plan import goal_of, goal_states, stand_of
from throughgate.casework.services.plan_closing import (
    lock_plan,
    note_review,
    promise_review,
    write_plan_entry,
)
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.programmes.models import Promise
from throughgate.programmes.services.promising import (
    keep_promise,
    lock_promise,
    lock_promises,
    reopen_promise,
    withdraw_promise,
)
from throughgate.record.services import void_entry

GIVEN_UP = {GoalStatus.COMPLETED: "The goal was reached", GoalStatus.ARCHIVED: "The goal was put aside"}


@act()
def do_step(*, by: User, promise: Promise, on: date) -> Promise:
    """A step was done, whoever’s it was. Done twice it stays as first done. Raises Hidden, Forbidden, PlanError."""
    plan = _plan_of(by, promise)
    check_done_on(on, today())
    if promise.withdrawn_on:
        raise PlanError("This step is no longer in the plan")
    if promise.met_on:
        return promise
    with announced_once():
        entry = write_plan_entry(by, plan, STEP_DONE, on, promise.title, promise.pk)
        keep_promise(by=by, promise=promise, on=on, entry=entry)
    _audit(by, plan, "plan.step_done")
    return promise


@act()
def undo_step(*, by: User, promise: Promise) -> Promise:
    """Undo of `do_step`: the entry is voided, the step is due again. Raises Hidden, Forbidden."""
    plan = _plan_of(by, promise)
    if promise.met_on is None:
        return promise
    entry = promise.met_by
    with announced_once():
        reopen_promise(by=by, promise=promise)
        if entry:
            void_entry(by=by, entry=entry, reason="It was not done yet")
    _audit(by, plan, "plan.step_reopened")
    return promise


def _plan_of(by: User, promise: Promise) -> Plan:
    steps = Step.objects.filter(promise=promise).values("goal__version__plan")
    rows = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("enrolment")
    plan = rows.filter(Q(pk__in=steps) | Q(review_promise=promise)).order_by().first()
    if plan is None:
        raise PlanError("This is no step of a plan")
    plan.person = promise.person
    check(by, Action.RECORD, plan)
    lock_promise(promise)
    return plan


@act()
def set_goal_state(*, by: User, plan: Plan, key: str, status: GoalStatus, on: date, because: str = "") -> GoalState:
    """A goal of the agreed version reached, put aside, or taken up again. Its open steps go and come with it.

    Raises Hidden, Forbidden, PlanError.
    """
    lock_plan(by, plan)
    check_goal_state(status, because, on, today())
    version = stand_of(plan).current
    goal = goal_of(version, key) if version else None
    if version is None or goal is None:
        raise PlanError("This goal is not in the plan that both sides agreed to")
    said = goal_states(plan).get(key)
    if said and said.status == status:
        return said
    with announced_once():
        promised = [step.promise_id for step in goal.steps.all() if step.promise_id]
        for promise in lock_promises(plan.person, Promise.objects.filter(pk__in=promised)).values():
            _follow(by, promise, status)
        if status is GoalStatus.COMPLETED:
            write_plan_entry(by, plan, GOAL_REACHED, on, goal.words, version.pk)
    state = GoalState.objects.create(plan=plan, key=key, status=status, because=because.strip(), on=on, by=by)
    _audit(by, plan, f"plan.goal_{status.value}")
    return state


def _follow(by: User, promise: Promise, status: GoalStatus) -> None:
    if status in GIVEN_UP:
        withdraw_promise(by=by, promise=promise, because=GIVEN_UP[status])
    elif promise.withdrawn_because in GIVEN_UP.values():
        reopen_promise(by=by, promise=promise)


@act()
def review_plan(*, by: User, plan: Plan, on: date, note: str = "", next_on: date | None = None) -> PlanReview:
    """The plan was looked at again and nothing changed. Said twice for one day it stays one.

    `next_on`: when to look again, where no programme model says so. Raises Hidden, Forbidden, PlanError.
    """
    lock_plan(by, plan)
    check_done_on(on, today())
    version = stand_of(plan).current
    if version is None:
        raise PlanError("Both sides must have agreed to a plan before it can be looked at again")
    if there := PlanReview.objects.filter(version=version, outcome=Outcome.SAME, on=on).first():
        return there
    with announced_once():
        review = note_review(by, plan, version, Outcome.SAME, on, note or "Looked at together; nothing changed", note)
        if next_on:
            promise_review(by, plan, next_on)
    _audit(by, plan, "plan.reviewed")
    return review


def _audit(by: User, plan: Plan, action: str) -> None:
    record_event(by=by, action=action, person=plan.person, subject=f"plan {plan.ref}")
