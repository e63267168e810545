"""A plan of somebody: a version agreed by both sides, the draft of the next, and all that hangs on them."""

from datetime import date, timedelta

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Agreement, Goal, GoalState, Plan, PlanReview, PlanVersion, Step
from throughgate.people.models import Person
from throughgate.programmes.models import Commitment, Promise
from throughgate.record.models import Entry

DAY = date(2026, 3, 2)
GOAL = "GHOME"


def plan_of_everything(person: Person, user: User, level: Sensitivity) -> Plan:
    now = timezone.now()
    plan = Plan.objects.create(person=person, title="Home", sensitivity=level, begun_by=user)
    promise = Promise.objects.create(
        person=person,
        source="step",
        title="Ring",
        who="staff",
        by_on=DAY + timedelta(9),
        sensitivity=level,
        made_by=user,
    )
    Commitment.objects.create(
        person=person, promise=promise, element="promise", spell=0, ordinal=1, who="staff", sensitivity=level
    )
    for number in (1, 2):
        version = PlanVersion.objects.create(plan=plan, number=number, written_by=user)
        goal = Goal.objects.create(version=version, key=GOAL, words="A place of my own")
        Step.objects.create(goal=goal, key="SRING", what="Ring", who="staff", by_on=promise.by_on, promise=promise)
        Agreement.objects.create(version=version, side="person", how="phone", agreed_at=now, by=user)
        if number == 1:
            version.agreed_at = now
            version.save()
    GoalState.objects.create(plan=plan, key=GOAL, status="active", on=DAY, by=user)
    entry = Entry.objects.create(
        person=person, kind="plan-review", on=DAY, summary="Looked at", sensitivity=level, by=user
    )
    PlanReview.objects.create(plan=plan, version=version, outcome="same", on=DAY, entry=entry, by=user)
    return plan
