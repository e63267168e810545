"""A plan begun, written, agreed to by both sides, changed, looked at again; its steps done."""

from collections.abc import Sequence
from datetime import date, datetime

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
    fingerprint,
    goal_of,
    goal_states,
    goals_of,
    holder_of,
    stand_of,
    text_of,
)
from throughgate.casework.services.plan_closing import close_version, lock_plan
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.restrictions import ask_words
from throughgate.programmes.models import Enrolment
from throughgate.record.services import discard_draft
from throughgate.story.models import PersonNeed, PersonStrength


@act()
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


@act()
def begin_change(*, by: User, plan: Plan) -> PlanVersion:
    """The draft of the next version, which begins as a copy; the one there is, if somebody has begun it.

    Goals that were put aside are left behind. Raises Hidden, Forbidden.
    """
    lock_plan(by, plan)
    stand = stand_of(plan)
    if stand.draft:
        return stand.draft
    earlier = stand.current
    if earlier is None:
        raise PlanError("There is nothing to change yet")
    review_by = earlier.review_by if earlier.review_by and earlier.review_by >= today() else None
    draft = PlanVersion.objects.create(
        plan=plan, number=earlier.number + 1, opening=earlier.opening, review_by=review_by, written_by=by
    )
    aside = {key for key, state in goal_states(plan).items() if state.status == "archived"}
    _copy([goal for goal in goals_of(earlier) if goal.key not in aside], draft)
    _audit(by, plan, "plan.change_begun", version=draft.number)
    return draft


def _copy(goals: Sequence[Goal], to: PlanVersion) -> None:
    copies = Goal.objects.bulk_create(
        Goal(version=to, key=goal.key, words=goal.words, need=goal.need, strength=goal.strength, order=goal.order)
        for goal in goals
    )
    Step.objects.bulk_create(
        Step(
            goal=copy,
            key=step.key,
            what=step.what,
            who=step.who,
            worker=holder_of(step),
            by_on=step.by_on,
            order=step.order,
            promise=step.promise,
        )
        for goal, copy in zip(goals, copies, strict=True)
        for step in goal.steps.all()
    )


@act()
def give_up_change(*, by: User, plan: Plan) -> None:
    """Throws the draft of a change away; what was agreed before stays. Raises Hidden, Forbidden, PlanError."""
    lock_plan(by, plan)
    stand = stand_of(plan)
    if stand.draft is None:
        return
    if stand.current is None:
        raise PlanError("This is the first version: there is none to go back to")
    number = stand.draft.number
    stand.draft.delete()
    _audit(by, plan, "plan.change_given_up", version=number)


@act()
def save_words(
    *, by: User, plan: Plan, opening: str, review_by: date | None, seen: str | None = None, draft: str = ""
) -> PlanVersion:
    """Where they want to get to, and when to look again. `seen`: the words that the writer had before them.

    Raises Hidden, Forbidden, AgreedMeanwhileError, WrittenMeanwhileError.
    """
    version = _draft_to_write(by, plan)
    if draft:
        discard_draft(by=by, form=draft)
    if (version.opening, version.review_by) == (opening.strip(), review_by):
        return version
    if seen is not None and seen != version.opening:
        raise WrittenMeanwhileError()
    version.opening, version.review_by = opening.strip(), review_by
    _saved(by, plan, version, "opening", "review_by")
    return version


@act()
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
    override: str = "",
) -> Goal:
    """One goal of the draft with all its steps; a `key` that is not there yet is a new goal. Saved twice it stays one.

    `seen`: the fingerprint of what the writer had before them. `draft` names the typing that is used up. `override`:
    why a step that may mean somebody or somewhere barred is no such thing.
    Raises Hidden, Forbidden, PlanError, AgreedMeanwhileError, WrittenMeanwhileError, RestrictedError.
    """
    version = _draft_to_write(by, plan)
    check_goal(words)
    for step in steps:
        check_step(step)
    if draft:
        discard_draft(by=by, form=draft)
    there = goal_of(version, key)
    if there and _says(there, plan, words, steps, need, strength):
        return there
    if seen is not None and seen != fingerprint(there):
        raise WrittenMeanwhileError()
    _check_workers(by, plan, steps, there)
    _check_link(by, plan, need, there.need if there else None)
    _check_link(by, plan, strength, there.strength if there else None)
    _ask_steps(by, plan, steps, there, override)
    goal = _write_goal(there, Goal(version=version, key=key, words=words.strip(), need=need, strength=strength))
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


def _check_workers(by: User, plan: Plan, steps: Sequence[StepText], there: Goal | None) -> None:
    """Whoever takes a step newly must be able to see it and to say that it is done, as the writer is."""
    before = {step.worker_id for step in there.steps.all()} if there else set()
    named = {step.worker for step in steps if step.worker} - before - {by.pk}
    for worker in User.objects.filter(pk__in=named) if named else ():
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


def _ask_steps(by: User, plan: Plan, steps: Sequence[StepText], there: Goal | None, override: str) -> None:
    """Of those that are new, say something new, or are to be done later than they were."""
    before = {(step.what, step.by_on) for step in there.steps.all()} if there else set()
    if new := [step for step in steps if (step.what.strip(), step.by_on) not in before]:
        ask_words(
            by=by,
            person=plan.person,
            words=[step.what for step in new],
            until=max(step.by_on for step in new),
            title="Step of the plan",
            ref=plan.ref,
            override=override,
        )


def _write_goal(there: Goal | None, wanted: Goal) -> Goal:
    """The caller has locked the plan and read that this is its draft: nothing is asked again row by row."""
    if there is None:
        wanted.order = Goal.objects.filter(version=wanted.version).count()
        return Goal.objects.bulk_create([wanted])[0]
    if (there.words, there.need, there.strength) != (wanted.words, wanted.need, wanted.strength):
        there.words, there.need, there.strength = wanted.words, wanted.need, wanted.strength
        Goal.objects.bulk_update([there], ["words", "need", "strength"])
    return there


def _write_steps(goal: Goal, steps: Sequence[StepText]) -> None:
    """Rows that stay keep their promise, whatever they say now."""
    there = {step.key: step for step in goal.steps.all()}
    if gone := [there[key].pk for key in there.keys() - {step.key for step in steps}]:
        Step.objects.filter(pk__in=gone).delete()
    rows = [there.get(said.key) or Step(goal=goal, key=said.key) for said in steps]
    for place, (step, said) in enumerate(zip(rows, steps, strict=True)):
        step.what, step.who, step.worker_id = said.what.strip(), said.who, said.worker
        step.by_on, step.order = said.by_on, place
    Step.objects.bulk_update([step for step in rows if step.pk], ["what", "who", "worker", "by_on", "order"])
    Step.objects.bulk_create(step for step in rows if step.pk is None)


@act()
def remove_goal(*, by: User, plan: Plan, key: str) -> None:
    """Out of the draft. Its promises are withdrawn once the version without it is agreed to.

    Raises Hidden, Forbidden, AgreedMeanwhileError.
    """
    version = _draft_to_write(by, plan)
    if goal := goal_of(version, key):
        goal.delete()
        _saved(by, plan, version)


@act()
def agree(
    *, by: User, plan: Plan, side: Side, how: How, agreed_at: datetime, revision: int, together_on: date | None = None
) -> PlanVersion:
    """One side's yes to the draft as it stood at `revision`. With the second one the version is closed and its steps
    are promises. Said twice it stays as it was said first. `together_on`: the day of the meeting in which the version
    was written, where that is typed in later.

    Raises Hidden, Forbidden, PlanError, AgreedMeanwhileError, WrittenMeanwhileError.
    """
    lock_plan(by, plan)
    stand = stand_of(plan)
    draft = stand.draft
    if draft is None:
        if stand.current and stand.current.revision == revision:
            return stand.current  # the second tap
        raise AgreedMeanwhileError()
    if draft.revision != revision:
        raise WrittenMeanwhileError()
    text = text_of(draft, plan.person)
    written_on = min(timezone.localdate(draft.written_at), together_on or date.max)
    on_paper = how == How.PAPER
    check_agreement(text, agreed_at=agreed_at, now=timezone.localtime(), written_on=written_on, on_paper=on_paper)
    agreed = dict(Agreement.objects.filter(version=draft).values_list("side", "agreed_at"))
    if side in agreed:
        return draft
    # Added through the draft, which then no longer shows the agreements that it had read before.
    draft.agreements.add(Agreement(side=side, agreed_at=agreed_at, how=how, by=by), bulk=False)
    agreed[side] = agreed_at
    _audit(by, plan, "plan.agreed_by_one_side", side=side.value, version=draft.number)
    if not missing_sides(agreed):
        close_version(by, plan, draft, stand.current, text, max(agreed.values()))
        _audit(by, plan, "plan.agreed", version=draft.number)
    return draft


@act()
def take_back_agreement(*, by: User, plan: Plan, side: Side) -> None:
    """It was noted by mistake; the other side has not agreed yet. Raises Hidden, Forbidden, AgreedMeanwhileError."""
    version = _draft_to_write(by, plan)
    gone, _ = Agreement.objects.filter(version=version, side=side).delete()
    if gone:
        _audit(by, plan, "plan.agreement_taken_back", side=side.value, version=version.number)


def _draft_to_write(by: User, plan: Plan) -> PlanVersion:
    lock_plan(by, plan)
    draft = stand_of(plan).draft
    if draft is None:
        raise AgreedMeanwhileError()
    return draft


def _saved(by: User, plan: Plan, version: PlanVersion, *fields: str) -> None:
    """A draft that says something else is another one: whoever agreed to it is asked again."""
    version.revision, version.saved_at, version.saved_by = version.revision + 1, timezone.now(), by
    said = {name: getattr(version, name) for name in ("revision", "saved_at", "saved_by", *fields)}
    PlanVersion.objects.filter(pk=version.pk).update(**said)
    lapsed = Agreement.objects.filter(version=version)
    sides = sorted(lapsed.values_list("side", flat=True))
    if sides:
        lapsed.delete()
    details = {"agreements_lapsed": sides} if sides else {}
    _audit(by, plan, "plan.written", version=version.number, **details)


def _audit(by: User, plan: Plan, action: str, **details: object) -> None:
    record_event(by=by, action=action, person=plan.person, subject=f"plan {plan.ref}", **details)
