"""A plan begun, written, agreed to by both sides, changed, looked at again; its steps done."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, can, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Agreement, Goal, How, Plan, PlanVersion, Side, Step
from throughgate.casework.rules.plan import (
    AgreedMeanwhileError,
    PlanError,
    StepText,
    WrittenMeanwhileError,
    check_agreement,
    check_goal,
    check_step,
    missing_sides,
)
from throughgate.casework.selectors.plan import (
    current_version,
    draft_version,
    fingerprint,
    goal_of,
    goal_states,
    goals_of,
    text_of,
)
from throughgate.casework.services.plan_closing import close_version
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.record.services import discard_draft
from throughgate.story.models import PersonNeed, PersonStrength


@transaction.atomic
def begin_plan(
    *,
    by: User,
    person: Person,
    title: str,
    subject: str = "",
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    enrolment: Enrolment | None = None,
    opening: str = "",
) -> Plan:
    """A plan with its first draft; the one there is, where one of this subject and as open as this was begun before.

    Raises Hidden, Forbidden, PlanError.
    """
    check(by, Action.RECORD, person)
    if sensitivity not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    if not title.strip():
        raise PlanError("Say what the plan is for", "title")
    if enrolment and enrolment.person_id != person.pk:
        raise PlanError("That enrolment is somebody else’s")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    there = Plan.objects.filter(person=person, subject=subject, sensitivity=sensitivity)
    if begun := there.filter(**{} if subject else {"title": title.strip()}).first():
        return begun
    plan = Plan.objects.create(
        person=person, title=title.strip(), subject=subject, sensitivity=sensitivity, enrolment=enrolment, begun_by=by
    )
    PlanVersion.objects.create(plan=plan, number=1, opening=opening.strip(), written_by=by)
    _audit(by, plan, "plan.begun")
    return plan


@transaction.atomic
def begin_change(*, by: User, plan: Plan) -> PlanVersion:
    """The draft of the next version, which begins as a copy; the one there is, if somebody has begun it.

    Goals that were put aside are left behind. Raises Hidden, Forbidden.
    """
    _lock(by, plan)
    if draft := draft_version(plan):
        return draft
    earlier = current_version(plan)
    if earlier is None:
        raise PlanError("There is nothing to change yet")
    review_by = earlier.review_by if earlier.review_by and earlier.review_by >= today() else None
    draft = PlanVersion.objects.create(
        plan=plan, number=earlier.number + 1, opening=earlier.opening, review_by=review_by, written_by=by
    )
    aside = {key for key, state in goal_states(plan).items() if state.status == "archived"}
    for goal in goals_of(earlier):
        if goal.key not in aside:
            _copy(goal, draft)
    _audit(by, plan, "plan.change_begun", version=draft.number)
    return draft


def _copy(goal: Goal, to: PlanVersion) -> None:
    copy = Goal.objects.create(
        version=to, key=goal.key, words=goal.words, need=goal.need, strength=goal.strength, order=goal.order
    )
    for step in goal.steps.all():
        Step.objects.create(
            goal=copy,
            key=step.key,
            what=step.what,
            who=step.who,
            worker=step.worker,
            by_on=step.by_on,
            order=step.order,
            promise=step.promise,
        )


@transaction.atomic
def give_up_change(*, by: User, plan: Plan) -> None:
    """Throws the draft of a change away; what was agreed before stays. Raises Hidden, Forbidden, PlanError."""
    _lock(by, plan)
    draft = draft_version(plan)
    if draft is None:
        return
    if current_version(plan) is None:
        raise PlanError("This is the first version: there is none to go back to")
    number = draft.number
    draft.delete()
    _audit(by, plan, "plan.change_given_up", version=number)


@transaction.atomic
def save_words(
    *, by: User, plan: Plan, opening: str, review_by: date | None, seen: str | None = None, draft: str = ""
) -> PlanVersion:
    """Where they want to get to, and when to look again. `seen`: the words that the writer had before them.

    Raises Hidden, Forbidden, AgreedMeanwhileError, WrittenMeanwhileError.
    """
    version = _draft_to_write(by, plan)
    discard_draft(by=by, form=draft)
    if (version.opening, version.review_by) == (opening.strip(), review_by):
        return version
    if seen is not None and seen != version.opening:
        raise WrittenMeanwhileError()
    version.opening, version.review_by = opening.strip(), review_by
    _saved(by, plan, version, "opening", "review_by")
    return version


@transaction.atomic
def save_goal(
    *,
    by: User,
    plan: Plan,
    key: str,
    words: str,
    steps: Sequence[StepText],
    need: PersonNeed | None = None,
    strength: PersonStrength | None = None,
    seen: str | None = None,
    draft: str = "",
) -> Goal:
    """One goal of the draft with all its steps; a `key` that is not there yet is a new goal. Saved twice it stays one.

    `seen`: the fingerprint of what the writer had before them. `draft` names the typing that is used up.
    Raises Hidden, Forbidden, PlanError, AgreedMeanwhileError, WrittenMeanwhileError.
    """
    version = _draft_to_write(by, plan)
    check_goal(words)
    for step in steps:
        check_step(step)
    discard_draft(by=by, form=draft)
    there = goal_of(version, key)
    if there and _says(there, plan, words, steps, need, strength):
        return there
    if seen is not None and seen != fingerprint(there):
        raise WrittenMeanwhileError()
    _check_workers(plan, steps, there)
    _check_link(by, plan, need, there.need if there else None)
    _check_link(by, plan, strength, there.strength if there else None)
    goal = there or Goal(version=version, key=key, order=version.goals.count())
    goal.words, goal.need, goal.strength = words.strip(), need, strength
    goal.save()
    _write_steps(goal, steps)
    _saved(by, plan, version)
    return goal


def _says(
    goal: Goal,
    plan: Plan,
    words: str,
    steps: Sequence[StepText],
    need: PersonNeed | None,
    strength: PersonStrength | None,
) -> bool:
    """Whether the goal says just this already."""
    there = [(s.key, s.what, s.who, s.worker_id, s.by_on) for s in goal.steps.all()]
    wanted = [(s.key, s.what.strip(), s.who, s.worker, s.by_on) for s in steps]
    return (goal.words, goal.need, goal.strength, there) == (words.strip(), need, strength, wanted)


def _check_workers(plan: Plan, steps: Sequence[StepText], there: Goal | None) -> None:
    """Whoever takes a step newly must be able to see it and to say that it is done."""
    before = {step.worker_id for step in there.steps.all()} if there else set()
    named = {step.worker for step in steps if step.worker} - before
    for worker in User.objects.filter(pk__in=named):
        if not can(worker, Action.RECORD, plan):
            raise PlanError("Whoever takes a step must be able to see the plan", "who")


def _check_link(
    by: User, plan: Plan, link: PersonNeed | PersonStrength | None, standing: PersonNeed | PersonStrength | None
) -> None:
    """What the goal rests on is this person's own, and the writer may know of it, unless it stood there before them."""
    if link is None or link == standing:
        return
    check(by, Action.VIEW, link)
    if link.person_id != plan.person_id:
        raise PlanError("That need or strength is somebody else’s")


def _write_steps(goal: Goal, steps: Sequence[StepText]) -> None:
    """Rows that stay keep their promise, whatever they say now."""
    there = {step.key: step for step in goal.steps.all()} if goal.pk else {}
    for gone in there.keys() - {step.key for step in steps}:
        there[gone].delete()
    for place, said in enumerate(steps):
        step = there.get(said.key) or Step(goal=goal, key=said.key)
        step.what, step.who, step.worker_id = said.what.strip(), said.who, said.worker
        step.by_on, step.order = said.by_on, place
        step.save()


@transaction.atomic
def remove_goal(*, by: User, plan: Plan, key: str) -> None:
    """Out of the draft. Its promises are withdrawn once the version without it is agreed to.

    Raises Hidden, Forbidden, AgreedMeanwhileError.
    """
    version = _draft_to_write(by, plan)
    if goal := goal_of(version, key):
        goal.delete()
        _saved(by, plan, version)


@transaction.atomic
def agree(*, by: User, plan: Plan, side: Side, how: How, agreed_at: datetime, revision: int) -> PlanVersion:
    """One side's yes to the draft as it stood at `revision`. With the second one the version is closed and its steps
    are promises. Said twice it stays as it was said first.

    Raises Hidden, Forbidden, PlanError, AgreedMeanwhileError, WrittenMeanwhileError.
    """
    _lock(by, plan)
    draft = draft_version(plan)
    if draft is None:
        closed = current_version(plan)
        if closed and closed.revision == revision:
            return closed  # the second tap
        raise AgreedMeanwhileError()
    if draft.revision != revision:
        raise WrittenMeanwhileError()
    text = text_of(draft, plan.person)
    check_agreement(text, agreed_at=agreed_at, now=timezone.localtime())
    _, is_new = Agreement.objects.get_or_create(
        version=draft, side=side, defaults={"agreed_at": agreed_at, "how": how, "by": by}
    )
    if not is_new:
        return draft
    _audit(by, plan, "plan.agreed_by_one_side", side=side.value, version=draft.number)
    agreements = list(Agreement.objects.filter(version=draft))
    if not missing_sides(row.side for row in agreements):
        close_version(by, plan, draft, text, max(row.agreed_at for row in agreements))
        _audit(by, plan, "plan.agreed", version=draft.number)
    return draft


@transaction.atomic
def take_back_agreement(*, by: User, plan: Plan, side: Side) -> None:
    """It was noted by mistake; the other side has not agreed yet. Raises Hidden, Forbidden, AgreedMeanwhileError."""
    version = _draft_to_write(by, plan)
    gone, _ = Agreement.objects.filter(version=version, side=side).delete()
    if gone:
        _audit(by, plan, "plan.agreement_taken_back", side=side.value, version=version.number)


def _lock(by: User, plan: Plan) -> None:
    """The same object, fresh and locked until the transaction ends, if `by` may write it."""
    check(by, Action.RECORD, plan)
    rows = Plan.objects.select_for_update(of=("self",), no_key=True).select_related(
        "person__site", "enrolment", "review_promise"
    )
    plan.refresh_from_db(from_queryset=rows)


def _draft_to_write(by: User, plan: Plan) -> PlanVersion:
    _lock(by, plan)
    draft = draft_version(plan)
    if draft is None:
        raise AgreedMeanwhileError()
    return draft


def _saved(by: User, plan: Plan, version: PlanVersion, *fields: str) -> None:
    """A draft that says something else is another one: whoever agreed to it is asked again."""
    version.revision, version.saved_at, version.saved_by = version.revision + 1, timezone.now(), by
    version.save(update_fields=["revision", "saved_at", "saved_by", *fields])
    lapsed = Agreement.objects.filter(version=version)
    sides = sorted(lapsed.values_list("side", flat=True))
    lapsed.delete()
    details = {"agreements_lapsed": sides} if sides else {}
    _audit(by, plan, "plan.written", version=version.number, **details)


def _audit(by: User, plan: Plan, action: str, **details: object) -> None:
    record_event(by=by, action=action, person=plan.person, subject=f"plan {plan.ref}", **details)
