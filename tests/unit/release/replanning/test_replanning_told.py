"""A release is moved, and somebody at the gate may not be told of us any more."""

import pytest

from tests.sharing import may_be_told
from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.replanning.test_replanning_services import LATER, MONDAY, fields, rings
from throughgate.people.models import CircleMember
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.services.sharing import withdraw_consent
from throughgate.release.models import GateMeeting
from throughgate.release.services.day import change_day
from throughgate.release.services.telling import GateNotToldError

ASK = "Ask Jo whether Ada Vale may be told"


@pytest.fixture
def nan(alice, person, gate, meet) -> CircleMember:
    """Who was to meet them, and may not be told any more."""
    row = CircleMember.objects.create(
        person=person, kind="family", name="Ada Vale", relation="my nan", from_on=TODAY, added_by=alice
    )
    may_be_told(alice, row, "plan")
    meet("family", member=row.pk)
    withdraw_consent(by=alice, person=person, recipient=recipient_of(row, TODAY), purpose=FAMILY, how="spoken")
    return row


@pytest.mark.parametrize("on", [MONDAY, LATER])
def test_who_may_not_be_told_any_more_is_broken_and_not_asked(plan, person, nan, on):
    found = fields(plan(person, on))["meeting"]
    assert found.barred == "Jo was not asked, or took it back." and found.default == "consent"
    assert not {"ask", "keep"} & {each.code for each in found.proposals}


def test_typed_out_in_full_it_is_the_same(alice, plan, person, nan):
    GateMeeting.objects.update(member=None, name="ADA VALE")
    assert fields(plan(person, LATER))["meeting"].default == "consent"


def test_nobody_meets_them_until_they_have_been_asked(move, person, nan):
    move(person, MONDAY)
    assert GateMeeting.objects.filter(day__person=person).last().met_by == "nobody"
    assert (f"{ASK}, then say who meets them", TODAY) in rings(person)


def test_it_is_done_once_they_said_yes_and_it_is_noted(alice, move, meet, person, nan):
    move(person, MONDAY)
    may_be_told(alice, nan, "plan")
    meet("family", member=nan.pk)
    assert not [title for title, _ in rings(person) if title.startswith(ASK)]


def test_who_has_left_the_circle_is_not_to_be_asked_about(plan, person, nan):
    nan.from_on, nan.to_on = TODAY.replace(day=1), TODAY.replace(day=2)
    nan.save()
    found = fields(plan(person, LATER))["meeting"]
    assert found.default == "find" and "consent" not in {each.code for each in found.proposals}


def test_moved_by_hand_nobody_is_told_either(alice, day, gate, nan):
    with pytest.raises(GateNotToldError):
        change_day(by=alice, day=day, on=LATER, gate_from=gate.gate_from, gate_to=gate.gate_to)
    assert GateMeeting.objects.count() == 1 and RELEASE < LATER
