from datetime import date, timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.rules import ProgrammeRuleError, StageError, WaiverError
from throughgate.programmes.services import (
    change_stage,
    enrol,
    leave_programme,
    move_to_version,
    publish_model,
    put_on_hold,
    resume,
    retire_model,
    waive,
    withdraw_waiver,
)
from throughgate.programmes.services.enrolling import AlreadyEnrolledError
from throughgate.record.models import Entry
from throughgate.record.services import write_entry

DAY = date(2026, 9, 1)


def due(enrolment, element, ordinal=1):
    return Commitment.objects.get(enrolment=enrolment, element=element, ordinal=ordinal)


def test_enrolling_lays_out_what_is_due(enrolment):
    assert due(enrolment, "assessment").by_on == date(2026, 9, 15)
    assert due(enrolment, "sessions", 6).by_on == date(2026, 10, 27)
    assert due(enrolment, "home-together").by_on is None


def test_enrolling_is_written_down_and_audited(enrolment, alice):
    entry = Entry.objects.get(kind="programme-enrolled")
    assert (entry.enrolment, entry.on, entry.by) == (enrolment, DAY, alice)
    assert Event.objects.get(action="enrolment.added").person_ref == enrolment.person.ref


@pytest.mark.parametrize(
    ("name", "refusal"), [("bob", Forbidden), ("charlie", Hidden), ("victor", Hidden), ("eve", Hidden)]
)
def test_only_their_worker_or_manager_enrols(request, person, family, name, refusal):
    with pytest.raises(refusal):
        enrol(by=request.getfixturevalue(name), person=person, model=family, enrolled_on=DAY)
    assert not Enrolment.objects.exists()


def test_their_manager_enrols(mona, person, family):
    assert enrol(by=mona, person=person, model=family, enrolled_on=DAY).site == person.site


def test_nobody_is_enrolled_twice(enrolment, alice, person, family):
    with pytest.raises(AlreadyEnrolledError) as refused:
        enrol(by=alice, person=person, model=family, enrolled_on=DAY)
    assert refused.value.enrolment == enrolment


def test_nobody_is_enrolled_in_a_retired_version(mona, alice, person, family):
    retire_model(by=mona, model=family)
    with pytest.raises(ProgrammeRuleError, match="not in use"):
        enrol(by=alice, person=person, model=family, enrolled_on=DAY)


def test_nobody_is_enrolled_tomorrow(alice, person, family, today):
    with pytest.raises(ProgrammeRuleError, match="future"):
        enrol(by=alice, person=person, model=family, enrolled_on=today + timedelta(1))


def test_nothing_is_due_while_they_wait(alice, person, family):
    enrolment = enrol(by=alice, person=person, model=family, enrolled_on=DAY, stage="waiting")
    assert not enrolment.commitments.exists()
    change_stage(by=alice, enrolment=enrolment, stage="enrolled", on=date(2026, 10, 1))
    assert due(enrolment, "assessment").by_on == date(2026, 10, 15)


@pytest.mark.parametrize("stage", ["completed", "on_hold", "waiting", "nonsense"])
def test_stages_are_not_jumped(enrolment, alice, stage):
    with pytest.raises(StageError):
        change_stage(by=alice, enrolment=enrolment, stage=stage, on=DAY)


def test_an_entry_meets_what_it_fits(enrolment, alice, person):
    entry = write_entry(
        by=alice, person=person, kind="form", subject="family-relationships", on=DAY, summary="Assessed"
    )
    met = due(enrolment, "assessment")
    assert (met.met_on, met.met_by_id, met.is_next) == (DAY, entry.pk, False)


def test_an_entry_of_another_enrolment_meets_nothing_here(enrolment, alice, person, models):
    other = enrol(by=alice, person=person, model=models["addiction-recovery"], enrolled_on=DAY)
    write_entry(
        by=alice, person=person, kind="form", subject="family-relationships", on=DAY, summary="Done", enrolment=other
    )
    assert due(enrolment, "assessment").met_on is None


def test_leaving_closes_what_was_due(enrolment, alice, today):
    leave_programme(by=alice, enrolment=enrolment, on=today, reason="moved")
    assert (enrolment.stage, enrolment.left_on) == ("withdrawn", today)
    assert due(enrolment, "assessment").closed_on == today
    assert not enrolment.commitments.filter(is_next=True).exists()


@pytest.mark.parametrize(
    ("reason", "stage"), [("completed", "completed"), ("work", "withdrawn"), ("mistaken", "deselected")]
)
def test_the_reason_says_how_it_ended(enrolment, alice, today, reason, stage):
    assert leave_programme(by=alice, enrolment=enrolment, on=today, reason=reason).stage == stage


def test_another_reason_needs_a_word(enrolment, alice, today):
    with pytest.raises(ProgrammeRuleError) as refused:
        leave_programme(by=alice, enrolment=enrolment, on=today, reason="other", note=" ")
    assert refused.value.field == "note"


def test_who_left_may_join_again(enrolment, alice, person, family, today):
    leave_programme(by=alice, enrolment=enrolment, on=today, reason="moved")
    assert enrol(by=alice, person=person, model=family, enrolled_on=today).pk != enrolment.pk


def test_a_hold_pauses_and_resuming_starts_afresh(enrolment, alice):
    put_on_hold(by=alice, enrolment=enrolment, from_on=date(2026, 9, 10), reason="In hospital")
    assert not enrolment.commitments.filter(element="assessment").exists()
    resume(by=alice, enrolment=enrolment, on=date(2026, 9, 20))
    assert enrolment.stage == "on_programme"
    assert due(enrolment, "assessment").by_on == date(2026, 9, 25)


def test_holding_twice_is_holding_once(enrolment, alice):
    first = put_on_hold(by=alice, enrolment=enrolment, from_on=DAY, reason="In hospital")
    assert put_on_hold(by=alice, enrolment=enrolment, from_on=DAY, reason="In hospital") == first


def test_leaving_ends_a_hold(enrolment, alice, today):
    put_on_hold(by=alice, enrolment=enrolment, from_on=DAY, reason="In hospital")
    leave_programme(by=alice, enrolment=enrolment, on=today, reason="serious_illness")
    assert enrolment.holds.get().to_on == today


def test_waiving_with_a_reason_of_the_model(enrolment, alice):
    waive(
        by=alice,
        enrolment=enrolment,
        element="family-workshop",
        spell=0,
        ordinal=1,
        reason="operational",
        note="Lockdown",
    )
    assert due(enrolment, "family-workshop").waived_on == date(2026, 11, 20)
    assert "waived" in Entry.objects.get(kind="commitment-waived").summary


@pytest.mark.parametrize(
    ("element", "reason"),
    [("family-workshop", "too-busy"), ("assessment", "operational"), ("nothing", "operational")],
)
def test_not_everything_may_be_waived(enrolment, alice, element, reason):
    with pytest.raises(WaiverError):
        waive(by=alice, enrolment=enrolment, element=element, spell=0, ordinal=1, reason=reason)


def test_a_waiver_can_be_withdrawn(enrolment, alice):
    waiver = waive(by=alice, enrolment=enrolment, element="family-workshop", spell=0, ordinal=1, reason="operational")
    withdraw_waiver(by=alice, waiver=waiver)
    assert due(enrolment, "family-workshop").waived_on is None
    waive(by=alice, enrolment=enrolment, element="family-workshop", spell=0, ordinal=1, reason="family-declined")


@pytest.fixture
def second(mona, family):
    text = family.source.replace("version: 1", "version: 2", 1).replace(
        "by: enrolment + 14 days", "by: enrolment + 28 days", 1
    )
    return publish_model(by=mona, text=text, filename="restorative-family.yaml")


def test_moving_to_a_new_version_is_recorded(enrolment, alice, second):
    move_to_version(by=alice, enrolment=enrolment, model=second, reason="More time to assess")
    assert due(enrolment, "assessment").by_on == date(2026, 9, 29)
    move = enrolment.version_moves.get()
    assert (move.from_model.version, move.to_model.version, move.moved_by) == (1, 2, alice)


def test_nobody_moves_to_another_programme(enrolment, alice, models):
    with pytest.raises(ProgrammeRuleError, match="same programme"):
        move_to_version(by=alice, enrolment=enrolment, model=models["addiction-recovery"], reason="Why not")


@pytest.mark.parametrize("name", ["bob", "charlie", "victor"])
def test_others_change_nothing(request, enrolment, second, today, name):
    who = request.getfixturevalue(name)
    acts = [
        lambda: change_stage(by=who, enrolment=enrolment, stage="on_programme", on=today),
        lambda: leave_programme(by=who, enrolment=enrolment, on=today, reason="moved"),
        lambda: put_on_hold(by=who, enrolment=enrolment, from_on=today, reason="x"),
        lambda: resume(by=who, enrolment=enrolment, on=today),
        lambda: waive(by=who, enrolment=enrolment, element="family-workshop", spell=0, ordinal=1, reason="operational"),
        lambda: move_to_version(by=who, enrolment=enrolment, model=second, reason="x"),
    ]
    for act in acts:
        with pytest.raises((Forbidden, Hidden)):
            act()
    assert Enrolment.objects.get().stage == "enrolled"
