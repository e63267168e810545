"""Somebody is away and others stand in for these days."""

from datetime import timedelta

import pytest

from throughgate.access.policy import Action, Forbidden, Hidden, can
from throughgate.accounts.models import User
from throughgate.accounts.rules import PeopleLeftAloneError
from throughgate.accounts.services import close_account
from throughgate.audit.models import Event
from throughgate.handover.models import Cover
from throughgate.handover.selectors.board import times_away
from throughgate.handover.services import (
    AwayAlreadyError,
    StandIn,
    StandInRefusedError,
    add_stand_ins,
    arrange_cover,
    end_cover,
)
from throughgate.people.models import Assignment
from throughgate.people.rules.around import UnsuitableWorkerError
from throughgate.people.selectors import list_unassigned, workers_around
from throughgate.people.services import end_assignment
from throughgate.record.models import Entry


@pytest.fixture
def away(mona, alice, today):
    def _away(*stand_ins, first=1, last=8, by=mona):
        return arrange_cover(
            by=by,
            worker=alice,
            from_on=today + timedelta(days=first),
            to_on=today + timedelta(days=last),
            why="leave",
            stand_ins=stand_ins,
        )

    return _away


def who(person, day):
    return {row.worker.name for row in workers_around(person, day)}


def test_the_record_is_open_for_these_days_and_closes_by_itself(away, person, bob, later, today):
    away(StandIn(person, bob))
    for days, sees in ((0, False), (1, True), (8, True), (9, False)):
        later(days)
        fresh = User.objects.get(pk=bob.pk)
        assert can(fresh, Action.VIEW, Entry(person=person, sensitivity="sensitive")) is sees
    assert who(person, today + timedelta(days=9)) == {"Alice Example"}


def test_it_flags_itself(away, person, bob, alice):
    away(StandIn(person, bob))
    row = Assignment.objects.get(worker=bob)
    assert (row.role, row.covers) == ("caseworker", alice)


def test_arranged_twice_it_is_one(away, person, bob):
    assert away(StandIn(person, bob)) == away(StandIn(person, bob))
    assert Assignment.objects.filter(worker=bob).count() == 1


def test_days_that_overlap_are_refused(away):
    cover = away()
    with pytest.raises(AwayAlreadyError) as clash:
        away(first=8, last=20)
    assert clash.value.cover == cover


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-9, -2), (0, 190)])
def test_days_that_cannot_be(away, first, last):
    with pytest.raises(StandInRefusedError):
        away(first=first, last=last)


def test_who_cannot_do_it_cannot_stand_in(away, person, victor, charlie):
    with pytest.raises(UnsuitableWorkerError):
        away(StandIn(person, victor))
    with pytest.raises(StandInRefusedError):
        away(StandIn(person, charlie))
    assert not Cover.objects.exists()


def test_only_who_says_who_works_with_them_arranges(away, person, bob, alice, charlie):
    with pytest.raises(Forbidden):
        away(StandIn(person, bob), by=alice)
    charlie.role = "manager"
    charlie.save()
    with pytest.raises(Forbidden):
        away(by=charlie)
    assert not Cover.objects.exists()


def test_the_manager_sees_who_is_not_covered(away, person, caseload, bob, mona, today, later):
    cover = away(StandIn(person, bob))
    (row,) = times_away(mona, today)
    assert (row.covered, set(row.uncovered)) == ([person], set(caseload))
    add_stand_ins(by=mona, cover=cover, stand_ins=[StandIn(one, bob) for one in caseload])
    assert times_away(mona, today)[0].uncovered == []
    bob.is_active = False
    bob.save()
    assert len(times_away(mona, today)[0].uncovered) == 6
    assert times_away(mona, later(9)) == []


def test_back_sooner(away, person, bob, mona, later):
    cover = away(StandIn(person, bob))
    day = later(4)
    end_cover(by=User.objects.get(pk=mona.pk), cover=cover)
    assert who(person, day) == {"Alice Example"}
    assert Assignment.objects.get(worker=bob).to_on == day - timedelta(days=1)
    ended = Cover.objects.get().ended_at
    assert end_cover(by=User.objects.get(pk=mona.pk), cover=cover).ended_at == ended


def test_called_off_before_it_began_leaves_nothing_open(away, person, bob, mona):
    end_cover(by=mona, cover=away(StandIn(person, bob)))
    assert not Assignment.objects.filter(worker=bob).exists()


def test_somebody_elsewhere_does_not_know_of_it(away, charlie):
    from throughgate.handover.selectors.board import access_cover

    with pytest.raises(Hidden):
        access_cover(charlie, away().ref)


def test_somebody_standing_in_is_nobody_to_leave_people_with(away, person, bob, ada, alice):
    away(StandIn(person, bob), first=0)
    with pytest.raises(PeopleLeftAloneError):
        close_account(by=ada, account=alice)


def test_support_that_ended_stays_ended_after_somebody_stood_in(away, person, bob, mona, alice, today, later):
    away(StandIn(person, bob), first=0, last=5)
    row = Assignment.objects.get(worker=alice)
    end_assignment(by=mona, assignment=row, to_on=today, because="Settled", support_ended=True)
    day = later(10)
    assert not list_unassigned(User.objects.get(pk=mona.pk), day).exists()


def test_it_ends_also_for_whoever_has_moved_where_the_manager_does_not_reach(
    away, person, caseload, bob, mona, downview, later
):
    cover = away(StandIn(person, bob), StandIn(caseload[0], bob))
    later(4)
    person.site = downview
    person.save()
    mona = User.objects.get(pk=mona.pk)
    assert not can(mona, Action.VIEW, person)
    end_cover(by=mona, cover=cover)
    assert not can(User.objects.get(pk=bob.pk), Action.VIEW, person)
    ended = Event.objects.filter(action="worker.stood_in").values_list("person_ref", flat=True)
    assert set(ended) == {person.ref, caseload[0].ref}


def test_ending_it_is_for_whoever_manages_the_worker(away, person, bob, alice, charlie):
    cover = away(StandIn(person, bob))
    charlie.role = "manager"
    charlie.save()
    for user in (alice, charlie):
        with pytest.raises(Forbidden):
            end_cover(by=user, cover=cover)
    assert Assignment.objects.filter(worker=bob).exists()
