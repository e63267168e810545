from datetime import date

import pytest

from throughgate.programmes.rules import (
    BEFORE,
    LEAVING,
    STAGES,
    STARTING_STAGES,
    TRANSITIONS,
    ProgrammeRuleError,
    StageError,
    WaiverError,
    check_day,
    check_waiver,
    ending_stage,
    has_ended,
    is_active,
)

OPEN = {"met": False, "closed": False, "waived": False}
ALLOWED = {"operational": "The prison could not"}


def test_every_stage_has_its_transitions_and_its_word():
    assert set(TRANSITIONS) == set(STAGES)
    assert {to for tos in TRANSITIONS.values() for to in tos} | set(STARTING_STAGES) == set(STAGES)


def test_every_stage_can_come_to_an_end():
    assert all(any(has_ended(to) for to in tos) for tos in TRANSITIONS.values() if tos)


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_due_before_somebody_joins(stage):
    assert is_active(stage) == (stage not in {*BEFORE, "not_suitable"})


@pytest.mark.parametrize(("reason", "to"), [(reason, to) for reason, (_, to) in LEAVING.items()])
def test_leaving_ends_where_the_reason_says(reason, to):
    assert ending_stage("on_programme", reason, "A word more") == to


@pytest.mark.parametrize(("reason", "to"), [("moved", "withdrawn"), ("ineligible", "not_suitable")])
def test_leaving_while_waiting(reason, to):
    assert ending_stage("waiting", reason, "A word more") == to


@pytest.mark.parametrize("stage", ["waiting", "completed"])
def test_nobody_completes_what_they_were_not_on(stage):
    with pytest.raises(StageError):
        ending_stage(stage, "completed", "")


@pytest.mark.parametrize(("on", "text"), [(date(2026, 11, 21), "future"), (date(2026, 8, 31), "before they joined")])
def test_days_are_days_that_were(on, text):
    with pytest.raises(ProgrammeRuleError, match=text):
        check_day(on, not_before=date(2026, 9, 1), today=date(2026, 11, 20), field="on")


@pytest.mark.parametrize(
    ("changed", "reason", "allowed", "text"),
    [
        ({"met": True}, "operational", ALLOWED, "done already"),
        ({"waived": True}, "operational", ALLOWED, "waived already"),
        ({"closed": True}, "operational", ALLOWED, "closed"),
        ({}, "operational", {}, "does not let"),
        ({}, "weather", ALLOWED, "one of the reasons"),
    ],
)
def test_what_may_not_be_waived(changed, reason, allowed, text):
    with pytest.raises(WaiverError, match=text):
        check_waiver(reason=reason, allowed=allowed, **{**OPEN, **changed})


def test_what_the_model_allows_may_be_waived():
    check_waiver(reason="operational", allowed=ALLOWED, **OPEN)
