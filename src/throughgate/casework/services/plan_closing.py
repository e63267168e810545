"""What follows when both sides have agreed to a version of a plan: its steps are promises, the record tells of it."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.casework.models import Outcome, Plan, PlanReview, PlanVersion, Step
from throughgate.casework.plan_kinds import PLAN, REVIEW
from throughgate.casework.rules.contacts import shorten
from throughgate.casework.rules.plan import NO_LONGER, Carried, StepText, VersionText, carry_promises
from throughgate.casework.selectors.plan import text_of
from throughgate.common.acts import hold, is_held
from throughgate.people.changes import announced_once
from throughgate.programmes.models import Enrolment, Promise, PromiseSource
from throughgate.programmes.services.promising import (
    keep_promise,
    lock_promises,
    make_promise,
    make_promises,
    move_promise,
    new_promise,
    reword_promise,
    withdraw_promise,
)
from throughgate.record.models import Entry
from throughgate.record.services import write_entry

LOOK_AGAIN = "Look at the plan again"


def lock_plan(by: User, plan: Plan) -> None:
    """The same object, fresh and locked until the transaction ends, if `by` may write it. Once in an act."""
    check(by, Action.RECORD, plan)
    if not is_held(plan):
        # The lock leaves the key alone: entries that point at a plan do not wait for it.
        rows = Plan.objects.select_for_update(of=("self",), no_key=True)
        plan.refresh_from_db(from_queryset=rows.select_related("person__site", "enrolment", "review_promise"))
        hold(plan)


def close_version(
    by: User, plan: Plan, draft: PlanVersion, earlier: PlanVersion | None, text: VersionText, agreed_at: datetime
) -> None:
    """In the caller's transaction, the plan locked. One settling of what is due, at the end."""
    on = timezone.localdate(agreed_at)
    before = text_of(earlier, plan.person) if earlier else None
    promises = lock_promises(plan.person, Promise.objects.filter(pk__in=_promised_in(plan))) if earlier else {}
    closed = {pk for pk, row in promises.items() if row.met_on or row.withdrawn_on}
    with announced_once():
        _carry(by, plan, draft, carry_promises(before, text, closed), promises, before)
        draft.agreed_at = agreed_at
        PlanVersion.objects.filter(pk=draft.pk).update(agreed_at=agreed_at)
        write_plan_entry(by, plan, PLAN, on, _agreed_words(draft, text), draft.pk)
        if earlier:
            note_review(by, plan, draft, Outcome.CHANGED, on, f"Changed: version {draft.number} agreed by both sides")
        if draft.review_by:
            promise_review(by, plan, draft.review_by)


def _promised_in(plan: Plan) -> QuerySet[Step, int | None]:
    """Ids of what the steps of any version are promised by."""
    steps = Step.objects.filter(goal__version__plan=plan, promise__isnull=False)
    return steps.order_by().values_list("promise", flat=True)


def _carry(
    by: User,
    plan: Plan,
    draft: PlanVersion,
    carried: Carried,
    promises: dict[int, Promise],
    before: VersionText | None,
) -> None:
    level = Sensitivity(plan.sensitivity)
    named = {step.key: step.worker for step in before.steps} if before else {}
    for old in carried.withdraw:
        withdraw_promise(by=by, promise=promises[_id(old)], because=NO_LONGER)
    rows = {step.key: step for step in Step.objects.filter(goal__version=draft).select_related("worker")}
    for said in carried.reword:
        step = rows[said.key]
        promise = promises[_id(said)]
        # Handed on while the change was being written, it stays with whoever has it unless the change names another.
        same = step.who == promise.who and named[said.key] == step.worker_id
        worker = promise.worker if same else step.worker
        reword_promise(by=by, promise=promise, title=step.what, who=step.who, worker=worker, sensitivity=level)
    for said in carried.move:
        move_promise(by=by, promise=promises[_id(said)], by_on=said.by_on)
    _promise_all(by, plan, [rows[said.key] for said in carried.make])


def _promise_all(by: User, plan: Plan, steps: list[Step]) -> None:
    promises = [
        new_promise(
            by=by,
            person=plan.person,
            source=PromiseSource.STEP,
            title=step.what,
            who=step.who,
            worker=step.worker,
            enrolment=running(plan),
            by_on=step.by_on,
            sensitivity=Sensitivity(plan.sensitivity),
        )
        for step in steps
    ]
    for step, promise in zip(steps, make_promises(promises), strict=True):
        step.promise = promise
    Step.objects.bulk_update(steps, ["promise"])


def _id(step: StepText) -> int:
    if step.promise is None:
        raise ValueError("A step that is carried over has a promise.")
    return step.promise


def promise_review(by: User, plan: Plan, review_by: date) -> None:
    """When to look again, where no programme model says so."""
    plan.review_promise = make_promise(
        by=by,
        person=plan.person,
        source=PromiseSource.STEP,
        title=LOOK_AGAIN,
        enrolment=running(plan),
        by_on=review_by,
        sensitivity=Sensitivity(plan.sensitivity),
    )
    plan.save(update_fields=["review_promise"])


def note_review(
    by: User, plan: Plan, version: PlanVersion, outcome: Outcome, on: date, words: str, note: str = ""
) -> PlanReview:
    """The looking again, as a row and an entry; the promise to do so is kept by it."""
    entry = write_plan_entry(by, plan, REVIEW, on, words, version.pk)
    if plan.review_promise and not plan.review_promise.withdrawn_on:
        keep_promise(by=by, promise=plan.review_promise, on=on, entry=entry)
    return PlanReview.objects.create(
        plan=plan, version=version, outcome=outcome, on=on, note=note.strip(), entry=entry, by=by
    )


def write_plan_entry(by: User, plan: Plan, kind: str, on: date, words: str, row_id: int) -> Entry:
    return write_entry(
        by=by,
        person=plan.person,
        kind=kind,
        subject=plan.subject,
        on=on,
        summary=shorten(words),
        enrolment=running(plan),
        sensitivity=Sensitivity(plan.sensitivity),
        row_id=row_id,
    )


def running(plan: Plan) -> Enrolment | None:
    """The enrolment a plan was begun for, while it lasts; later entries count for whatever they are on then."""
    return plan.enrolment if plan.enrolment and plan.enrolment.left_on is None else None


def _agreed_words(version: PlanVersion, text: VersionText) -> str:
    goals, steps = len(text.goals), sum(1 for _ in text.steps)
    return (
        f"Version {version.number}, agreed by both sides: {goals} goal{'s' if goals != 1 else ''}, "
        f"{steps} step{'s' if steps != 1 else ''}"
    )
