"""Reads of plans. A plan is as closed as its sensitivity says; of needs and strengths a reader sees those they may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.crypto import salted_hmac

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.casework.models import (
    Agreement,
    Doer,
    Goal,
    GoalState,
    GoalStatus,
    Plan,
    PlanReview,
    PlanVersion,
    Step,
)
from throughgate.casework.rules.plan import GoalText, StepText, VersionText, missing_sides
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.programmes.settling import State, state_on

DOER_WORDS = {Doer.STAFF: "One of us", Doer.FAMILY: "The family", Doer.PARTNER: "Their partner"}


def plans_of(user: User, person: Person) -> list[Plan]:
    """Those of a person that the user may read, the first begun first."""
    rows = Plan.objects.filter(person=person).select_related("person__site", "enrolment", "review_promise")
    return list(visible(user, rows))


def access_plan(user: User, person: Person, ref: str, *, action: Action = Action.VIEW) -> Plan:
    """Raises Hidden, Forbidden."""
    rows = Plan.objects.select_related("person__site", "enrolment", "review_promise")
    plan = rows.filter(person=person, ref=ref).first()
    if plan is None:
        raise Hidden()
    return check(user, action, plan)


def plan_of_promise(promise: Promise) -> Plan | None:
    """The plan that a promise is a step of, or the looking again."""
    rows = Plan.objects.select_related("person__site", "enrolment", "review_promise")
    step = Step.objects.filter(promise=promise).values("goal__version__plan")[:1]
    return rows.filter(pk__in=step).first() or rows.filter(review_promise=promise).first()


def access_promise(user: User, ref: str, *, action: Action = Action.VIEW) -> tuple[Plan, Promise]:
    """Raises Hidden, Forbidden."""
    promise = Promise.objects.select_related("person__site", "met_by").filter(ref=ref).first()
    plan = plan_of_promise(promise) if promise else None
    if promise is None or plan is None:
        raise Hidden()
    return check(user, action, plan), promise


# -- versions -----------------------------------------------------------------------------------------------------


def versions_of(plan: Plan) -> list[PlanVersion]:
    """The latest first, each with its agreements."""
    rows = PlanVersion.objects.filter(plan=plan).select_related("written_by", "saved_by")
    return list(rows.prefetch_related(_agreements()).order_by("-number"))


def _agreements() -> Prefetch[str]:
    return Prefetch("agreements", Agreement.objects.select_related("by"))


def current_version(plan: Plan) -> PlanVersion | None:
    """The one in force: the latest that both sides agreed to."""
    return _versions(plan).filter(agreed_at__isnull=False).first()


def draft_version(plan: Plan) -> PlanVersion | None:
    return _versions(plan).filter(agreed_at__isnull=True).first()


@dataclass(frozen=True)
class Stand:
    """Where a plan stands: what is being written, and what is in force."""

    draft: PlanVersion | None
    current: PlanVersion | None


def stand_of(plan: Plan) -> Stand:
    """For the services, which do not ask who wrote it: the draft is always the latest version. One query."""
    latest = list(PlanVersion.objects.filter(plan=plan).order_by("-number")[:2])
    for version in latest:
        version.plan = plan
    return Stand(
        draft=next((version for version in latest if version.agreed_at is None), None),
        current=next((version for version in latest if version.agreed_at), None),
    )


def _versions(plan: Plan) -> QuerySet[PlanVersion]:
    rows = PlanVersion.objects.filter(plan=plan).select_related("written_by", "saved_by")
    return rows.prefetch_related(_agreements()).order_by("-number")


def goals_of(version: PlanVersion) -> list[Goal]:
    """With their steps, each with who does it and its promise. Two queries, and one each for needs and strengths."""
    return _goals_with(version, Step.objects.select_related("worker", "promise__kept_by", "promise__worker"))


def _goals_with(version: PlanVersion, steps: QuerySet[Step]) -> list[Goal]:
    rows = Goal.objects.filter(version=version)
    goals = list(rows.prefetch_related("need", "strength", Prefetch("steps", steps)))
    for goal in goals:
        goal.version = version
    return goals


def goal_of(version: PlanVersion, key: str) -> Goal | None:
    steps = Step.objects.select_related("worker", "promise")
    rows = Goal.objects.filter(version=version, key=key)
    goal = rows.prefetch_related("need", "strength", Prefetch("steps", steps)).first()
    if goal:
        goal.version = version
    return goal


def text_of(version: PlanVersion, person: Person, user: User | None = None) -> VersionText:
    """What a version says. With `user`, the need or strength that a goal rests on only where they may know of it."""
    goals = _goals_with(version, Step.objects.select_related("worker"))
    return VersionText(version.number, version.opening, [goal_text(goal, person, user) for goal in goals])


def goal_text(goal: Goal, person: Person, user: User | None = None) -> GoalText:
    return GoalText(
        goal.key, goal.words, [step_text(step, person) for step in goal.steps.all()], about_words(goal, user)
    )


def fingerprint(goal: Goal | None) -> str:
    """Of what a goal says, so that whoever saves it can tell whether it is what they read; empty for none.

    It stands on a page, also before readers who may not know of the need that the goal rests on: so it is keyed, and is
    taken of which need it is, not of its words. Nobody can try words until one fits.
    """
    if goal is None:
        return ""
    steps = [(s.key, s.what, s.who, s.worker_id, s.by_on.isoformat()) for s in goal.steps.all()]
    said = [goal.version.plan_id, goal.key, goal.words, goal.need_id, goal.strength_id, *steps]
    return salted_hmac("throughgate.casework.goal", repr(said), algorithm="sha256").hexdigest()[:32]


def step_text(step: Step, person: Person) -> StepText:
    return StepText(
        step.key, step.what, step.who, step.by_on, step.worker_id, step.promise_id, doer_words(step, person)
    )


def about_words(goal: Goal, user: User | None) -> str:
    linked = [row for row in (goal.need, goal.strength) if row is not None]
    for row in linked:
        row.person = goal.version.plan.person  # already read: the policy asks for it
    return ", ".join(row.words for row in linked if user is None or can(user, Action.VIEW, row))


def doer_words(step: Step, person: Person) -> str:
    if step.who == Doer.PERSON:
        return person.first_name
    if step.worker is not None:
        return step.worker.name
    return DOER_WORDS.get(Doer(step.who), "Another service")


def holder_words(step: Step, person: Person) -> str:
    """Who has a step that was agreed to now: the version keeps whom both sides named, its promise may be handed on."""
    holder = holder_of(step)
    return holder.name if holder else doer_words(step, person)


def holder_of(step: Step) -> User | None:
    return step.promise.worker if step.promise and step.promise.worker else step.worker


def goal_states(plan: Plan) -> Mapping[str, GoalState]:
    """By key, the last said of each goal; a goal of which nothing was said is being worked on."""
    return {row.key: row for row in GoalState.objects.filter(plan=plan).select_related("by").order_by("pk")}


def reviews_of(plan: Plan) -> list[PlanReview]:
    return list(PlanReview.objects.filter(plan=plan).select_related("by", "version"))


# -- a plan as it is shown ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepLine:
    step: Step
    doer: str
    state: State | None  # None: it was given up with its goal, or nobody has agreed to it yet
    today: date

    @property
    def is_done(self) -> bool:
        return self.state in (State.MET, State.MET_LATE)

    @property
    def is_open(self) -> bool:
        return self.state is not None and not self.is_done

    @property
    def done_on(self) -> date | None:
        return self.step.promise.met_on if self.step.promise else None

    @property
    def tone(self) -> str:
        return {State.OVERDUE: "overdue", State.DUE: "due"}.get(self.state or State.UPCOMING, "quiet")


@dataclass(frozen=True)
class GoalLine:
    goal: Goal
    about: str
    status: GoalStatus
    said: GoalState | None
    steps: Sequence[StepLine]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.steps)

    @property
    def of(self) -> int:
        return len(self.steps)

    @property
    def is_all_done(self) -> bool:
        return bool(self.steps) and self.done == self.of

    @property
    def ahead(self) -> Sequence[StepLine]:
        return [line for line in self.steps if not line.is_done]

    @property
    def behind(self) -> Sequence[StepLine]:
        return [line for line in self.steps if line.is_done]


@dataclass(frozen=True)
class ShownVersion:
    """One version with how far each goal is."""

    version: PlanVersion
    goals: Sequence[GoalLine]

    @property
    def active(self) -> list[GoalLine]:
        return [line for line in self.goals if line.status is GoalStatus.ACTIVE]

    @property
    def reached(self) -> list[GoalLine]:
        return [line for line in self.goals if line.status is GoalStatus.COMPLETED]

    @property
    def aside(self) -> list[GoalLine]:
        return [line for line in self.goals if line.status is GoalStatus.ARCHIVED]

    @property
    def next_step(self) -> StepLine | None:
        return next_of(step for line in self.active for step in line.steps)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.goals)

    @property
    def of(self) -> int:
        return sum(line.of for line in self.goals)

    @property
    def agreements(self) -> list[Agreement]:
        return list(self.version.agreements.all())

    @property
    def missing(self) -> list[str]:
        return missing_sides(row.side for row in self.agreements)


def next_of(steps: Iterable[StepLine]) -> StepLine | None:
    """The open step whose day comes first."""
    return min((line for line in steps if line.is_open), key=lambda line: (line.step.by_on, line.step.pk), default=None)


def show_version(user: User, plan: Plan, version: PlanVersion, today: date) -> ShownVersion:
    states = goal_states(plan)
    lines = []
    for goal in goals_of(version):
        goal.version = version
        version.plan = plan
        said = states.get(goal.key)
        lines.append(
            GoalLine(
                goal,
                about_words(goal, user),
                GoalStatus(said.status) if said else GoalStatus.ACTIVE,
                said,
                [_step_line(step, plan.person, version, today) for step in goal.steps.all()],
            )
        )
    return ShownVersion(version, lines)


def _step_line(step: Step, person: Person, version: PlanVersion, today: date) -> StepLine:
    promise = step.promise
    state = None
    if promise and promise.withdrawn_on is None:
        state = state_on(today, by_on=promise.by_on, met_on=promise.met_on, waived_on=None, closed_on=None)
    doer = holder_words(step, person) if version.agreed_at else doer_words(step, person)
    return StepLine(step, doer, state, today)
