from datetime import date

import pytest

from throughgate.access.policy import Action, Forbidden, Hidden, can
from throughgate.people.models import Assignment
from throughgate.people.rules.around import UnsuitableWorkerError
from throughgate.people.services import (
    AlreadyAssignedError,
    AlreadyEndedError,
    EndsBeforeStartError,
    add_to_circle,
    assign_worker,
    end_assignment,
    end_circle_member,
)

FROM = date(2026, 11, 2)


def assign(by, person, worker, role="caseworker") -> Assignment:
    return assign_worker(by=by, person=person, worker=worker, role=role, from_on=FROM)


def test_assigning_opens_the_record(mona, charlie, person):
    assert not can(charlie, Action.VIEW, person)
    assign(mona, person, charlie)
    assert can(charlie, Action.EDIT, person)


def test_assigning_writes_one_entry_and_settles_once(mona, bob, person, settled):
    assign(mona, person, bob)
    assert person.entries.get().summary == "Bob Example became their caseworker"
    assert settled == [person]


def test_nobody_is_the_same_twice(mona, alice, person):
    with pytest.raises(AlreadyAssignedError):
        assign(mona, person, alice)


@pytest.mark.parametrize("who", ["eve", "ada", "victor"])
def test_who_cannot_be_a_caseworker(who, mona, person, request):
    with pytest.raises(UnsuitableWorkerError):
        assign(mona, person, request.getfixturevalue(who))


def test_a_closed_account_works_with_nobody(mona, bob, person):
    bob.is_active = False
    with pytest.raises(UnsuitableWorkerError):
        assign(mona, person, bob)


def test_a_volunteer_becomes_a_mentor(mona, victor, person):
    assert assign(mona, person, victor, "mentor").worker == victor


def test_ending_closes_the_record_to_a_worker_elsewhere(mona, charlie, person):
    assignment = assign(mona, person, charlie)
    end_assignment(by=mona, assignment=assignment, to_on=date(2026, 11, 5), because="Handed over")
    assert not can(charlie, Action.VIEW, person) or assignment.to_on == date(2026, 11, 5)


def test_ending_twice(mona, person):
    assignment = person.assignments.get()
    end_assignment(by=mona, assignment=assignment, to_on=FROM, because="Handed over")
    with pytest.raises(AlreadyEndedError):
        end_assignment(by=mona, assignment=assignment, to_on=FROM, because="Handed over")


def test_ending_before_the_start(mona, person):
    with pytest.raises(EndsBeforeStartError):
        end_assignment(by=mona, assignment=person.assignments.get(), to_on=date(2025, 1, 1), because="Error")


@pytest.mark.parametrize(("who", "refusal"), [("alice", Forbidden), ("bob", Forbidden), ("charlie", Hidden)])
def test_who_may_not_assign(who, refusal, person, carol, request):
    user = request.getfixturevalue(who)
    with pytest.raises(refusal):
        assign(user, person, carol, "counsellor")
    with pytest.raises(refusal):
        end_assignment(by=user, assignment=person.assignments.get(), to_on=FROM, because="Left")


def test_circle_keeps_names_out_of_the_ledger(alice, person, settled):
    add_to_circle(by=alice, person=person, kind="partner", name="Chris Oak", relation="my partner")
    assert "Chris" not in person.entries.get().summary
    assert settled == [person]


def test_circle_sent_twice_is_one(alice, person):
    first = add_to_circle(by=alice, person=person, kind="partner", name="Chris Oak")
    assert add_to_circle(by=alice, person=person, kind="partner", name="Chris Oak") == first


def test_leaving_the_circle(alice, person):
    member = add_to_circle(by=alice, person=person, kind="friend", name="Chris Oak", from_on=FROM)
    end_circle_member(by=alice, member=member, to_on=date(2026, 11, 9))
    assert person.circle.get().to_on == date(2026, 11, 9)
    with pytest.raises(AlreadyEndedError):
        end_circle_member(by=alice, member=member, to_on=date(2026, 11, 9))


@pytest.mark.parametrize(("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden)])
def test_who_may_not_change_the_circle(who, refusal, alice, person, request):
    member = add_to_circle(by=alice, person=person, kind="friend", name="Chris Oak", from_on=FROM)
    user = request.getfixturevalue(who)
    with pytest.raises(refusal):
        add_to_circle(by=user, person=person, kind="friend", name="Lee Elm")
    with pytest.raises(refusal):
        end_circle_member(by=user, member=member, to_on=FROM)
