"""Plans written for tests of them."""

from datetime import date, timedelta

from django.utils import timezone

from throughgate.casework.models import How, Plan, Side
from throughgate.casework.rules.plan import StepText
from throughgate.casework.selectors.plan import draft_version
from throughgate.casework.services.plan import agree, begin_plan, save_goal

HOME = "GHOME"
CALL, VISIT = "SCALL", "SVISIT"


def step(key: str, what: str, who: str, by_on: date, worker=None) -> StepText:
    return StepText(key, what, who, by_on, worker.pk if worker else None)


def home_steps(by, today: date) -> list[StepText]:
    return [
        step(CALL, "Ring the housing office", "staff", today + timedelta(3), by),
        step(VISIT, "Look at the room", "person", today + timedelta(10)),
    ]


def write_plan(by, person, today: date, **fields) -> Plan:
    """A draft with one goal and two steps."""
    plan = begin_plan(**{"by": by, "person": person, "title": "Plan for home", "subject": "treatment"} | fields)
    save_goal(by=by, plan=plan, key=HOME, words="A place of my own", steps=home_steps(by, today))
    return plan


def agree_both(by, plan: Plan, *, days_ago: int = 0):
    draft = draft_version(plan)
    at = timezone.localtime() - timedelta(days=days_ago)
    how = How.PAPER if days_ago else How.IN_PERSON
    for side in Side:
        version = agree(by=by, plan=plan, side=side, how=how, agreed_at=at, revision=draft.revision)
    return version
