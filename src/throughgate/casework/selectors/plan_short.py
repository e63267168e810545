"""The plan in a few lines, for a person's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.casework.models import Goal, GoalState, GoalStatus, Plan, PlanVersion, Step
from throughgate.casework.selectors.plan import holder_words, plans_of
from throughgate.people.models import Person


@dataclass(frozen=True)
class PlanShort:
    """`next_…` is empty where nothing is open, `is_draft` says that nothing is agreed to yet."""

    title: str
    url: str
    is_draft: bool
    first_goal: str = ""
    more_goals: int = 0
    done: int = 0
    of: int = 0
    next_what: str = ""
    next_doer: str = ""
    next_by: date | None = None


@dataclass(frozen=True)
class PlansOnPerson:
    person: Person
    plans: Sequence[PlanShort]
    may_write: bool
    today: date


def plan_on_person_page(user: User, person: Person, today: date) -> PlansOnPerson:
    """Each plan the user may read in three lines with its next step. Five queries, however many plans and steps."""
    plans = plans_of(user, person)
    versions = _current_versions(plans)
    states = _states(plans)
    short = [_short(plan, versions.get(plan.pk), states.get(plan.pk, {}), person) for plan in plans]
    return PlansOnPerson(person, short, can(user, Action.RECORD, person), today)


def _current_versions(plans: Sequence[Plan]) -> dict[int, PlanVersion]:
    if not plans:
        return {}
    steps = Step.objects.select_related("worker", "promise__worker")
    goals = Goal.objects.prefetch_related(Prefetch("steps", steps))
    rows = PlanVersion.objects.filter(plan__in=plans, agreed_at__isnull=False).order_by("number")
    latest = {row.plan_id: row.pk for row in rows.only("plan_id", "number")}
    read = PlanVersion.objects.filter(pk__in=latest.values()).prefetch_related(Prefetch("goals", goals))
    return {row.plan_id: row for row in read}


def _states(plans: Sequence[Plan]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in GoalState.objects.filter(plan__in=plans).order_by("pk") if plans else ():
        found.setdefault(row.plan_id, {})[row.key] = row.status
    return found


def _short(plan: Plan, version: PlanVersion | None, states: dict[str, str], person: Person) -> PlanShort:
    url = f"{reverse('plan:person', kwargs={'ref': person.ref})}?plan={plan.ref}"
    if version is None:
        return PlanShort(plan.title, url, True)
    goals = [goal for goal in version.goals.all() if states.get(goal.key, GoalStatus.ACTIVE) == GoalStatus.ACTIVE]
    steps = [step for goal in goals for step in goal.steps.all()]
    undone = [step for step in steps if step.promise and not (step.promise.met_on or step.promise.withdrawn_on)]
    upcoming = min(undone, key=lambda step: (step.by_on, step.pk), default=None)
    return PlanShort(
        title=plan.title,
        url=url,
        is_draft=False,
        first_goal=goals[0].words if goals else "",
        more_goals=max(0, len(goals) - 1),
        done=sum(bool(step.promise and step.promise.met_on) for step in steps),
        of=len(steps),
        next_what=upcoming.what if upcoming else "",
        next_doer=holder_words(upcoming, person) if upcoming else "",
        next_by=upcoming.by_on if upcoming else None,
    )
