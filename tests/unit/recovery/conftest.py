from datetime import timedelta

import pytest

from throughgate.casework.rules.plan import StepText
from throughgate.common.clock import today
from throughgate.recovery.rules.treatment import Treatment
from throughgate.recovery.selectors.treatment import treatment_plan
from throughgate.recovery.services.sessions import Aim, Met, Wording, record_session, stamp_of

SAID = Treatment(
    link="I stole to pay for it",
    triggers=(("Payday", "Ring Sam first"),),
    strengths="I can ask",
    craving="Walk, ring, wait",
    lapse="Ring Carol the same day",
    work=("one-to-one", "in-cell"),
)


def step(key="s1", what="Read the first pages", days=7):
    return StepText(key, what, "person", today() + timedelta(days=days))


def wording(**more):
    given = {"opening": "I want to be clean", "said": SAID, "aims": [Aim("a1", "A quiet evening", [step()])]}
    return Wording(**given | {"agreed": "in_person"} | more)


@pytest.fixture
def meet(carol, carols):
    """One session with the plan that is given; None confirms it."""

    def meet(says=None, ago=0, by=carol, person=carols, seen=None, explained="", **more):
        met = Met(on=today() - timedelta(days=ago), minutes=50, note="He spoke of his brother", explained=explained)
        stamp = stamp_of(treatment_plan(by, person)) if seen is None else seen
        return record_session(by=by, person=person, met=met, wording=says, seen=stamp, **more)

    return meet
