"""Handing over: roles move on a day, what is due follows, and all goes back as long as it may."""

from datetime import timedelta

import pytest

from throughgate.access.policy import Action, Forbidden, Hidden, can
from throughgate.accounts.models import User
from throughgate.audit.models import Event
from throughgate.handover.models import HandOver
from throughgate.handover.services import (
    DayRefusedError,
    Handing,
    HandOverRefusedError,
    TooLateToTakeBackError,
    acknowledge_hand_over,
    give_hand_overs,
    giving,
    take_back_hand_over,
    write_hand_over,
)
from throughgate.people.models import Assignment
from throughgate.people.selectors import list_unassigned, workers_around
from throughgate.programmes.models import Commitment, Promise
from throughgate.programmes.services.promising import make_promise
from throughgate.record.models import Entry


def who(person, day):
    return {row.worker.name for row in workers_around(person, day)}


def test_both_work_with_them_before_the_day_and_the_new_one_after(give, person, today):
    give(days=10, overlap=7)
    assert who(person, today) == {"Alice Example"}
    assert who(person, today + timedelta(days=3)) == {"Alice Example", "Bob Example"}
    assert who(person, today + timedelta(days=9)) == {"Alice Example", "Bob Example"}
    assert who(person, today + timedelta(days=10)) == {"Bob Example"}


def test_a_change_of_today_leaves_the_giver_this_day(give, person, today):
    give(days=0)
    assert who(person, today) == {"Alice Example", "Bob Example"}
    assert who(person, today + timedelta(days=1)) == {"Bob Example"}


def test_the_receiver_sees_what_is_sensitive_once_they_work_together(give, person, bob, later):
    give(days=10, overlap=7)
    sensitive = Entry(person=person, sensitivity="sensitive")
    assert not can(bob, Action.VIEW, sensitive)
    later(3)
    assert can(User.objects.get(pk=bob.pk), Action.VIEW, sensitive)


def test_every_role_of_the_giver_goes(give, person, alice, today):
    Assignment.objects.create(person=person, worker=alice, role="driver", from_on=today, added_by=alice)
    assert {row.role for row in give().roles.all()} == {"caseworker", "driver"}


def test_what_the_giver_does_in_somebodys_place_stays(give, person, alice, carol, today):
    Assignment.objects.create(
        person=person, worker=alice, role="driver", from_on=today, to_on=today, covers=carol, added_by=alice
    )
    assert [row.role for row in give(days=0).roles.all()] == ["caseworker"]


def test_a_role_that_the_receiver_has_already_is_not_given_twice(give, person, bob, alice, today):
    Assignment.objects.create(person=person, worker=bob, role="caseworker", from_on=today, added_by=alice)
    (role,) = give().roles.all()
    assert role.begins is None
    assert who(person, today + timedelta(days=10)) == {"Bob Example"}


def test_it_makes_due_to_read_to_tell_and_to_meet(give, person, bob, alice):
    give()
    rows = Commitment.objects.filter(person=person, is_next=True, promise__source="hand-over").order_by("by_on")
    assert [(row.promise.title, row.worker.name) for row in rows] == [
        ("Read what was handed over", bob.name),
        ("Tell them who their worker will be", alice.name),
        ("Meet them, with the worker they know if you can", bob.name),
    ]


def test_the_givers_promises_go_and_are_listed(give, person, alice, bob, today):
    soon, then = (
        make_promise(by=alice, person=person, source="step", title=t, worker=alice, by_on=today + timedelta(days=d))
        for t, d in (("Ring the council", 1), ("Go along to the college", 20))
    )
    handed = give(days=10, overlap=7).promises.all()
    assert [row.promise.title for row in handed] == ["Go along to the college"]
    soon.refresh_from_db()
    then.refresh_from_db()
    assert (soon.worker, then.worker) == (alice, bob)


def test_a_promise_that_the_receiver_may_not_read_stays(give, carols, carol, bob, today):
    make_promise(
        by=carol,
        person=carols,
        source="step",
        title="Speak of the funeral",
        worker=carol,
        by_on=today + timedelta(days=20),
        sensitivity="clinical",
    )
    carol.role = "manager"  # who may hand on a role that Bob can take
    carol.save()
    Assignment.objects.filter(worker=carol).update(role="caseworker")
    assert not give(giver=carol).promises.exists()
    assert Promise.objects.get(title="Speak of the funeral").worker == carol


def test_it_is_audited_and_in_the_record_without_a_word_of_the_document(give, person, mona):
    row = give()
    event = Event.objects.get(action="handover.given")
    assert (event.by, event.person_ref, event.subject) == (mona, person.ref, f"hand-over {row.ref}")
    assert Entry.objects.filter(person=person, kind="worker-assigned", summary__contains="takes over").count() == 1


def test_given_twice_it_is_one(give):
    assert give() == give()
    assert HandOver.objects.count() == 1


def test_what_the_giver_began_to_write_is_the_one_that_is_given(give, person, alice):
    begun = write_hand_over(by=alice, person=person, giver=alice, why="change")
    assert write_hand_over(by=alice, person=person, giver=alice, why="change") == begun
    assert give() == begun


def test_only_who_works_with_them_begins_one(person, alice, bob, mona):
    with pytest.raises(Forbidden):
        write_hand_over(by=bob, person=person, giver=bob, why="change")
    assert not HandOver.objects.exists()
    assert write_hand_over(by=mona, person=person, giver=alice, why="change").written_by == mona


def test_whoever_only_stands_in_begins_none(person, alice, bob, today):
    Assignment.objects.create(
        person=person, worker=bob, role="caseworker", from_on=today, to_on=today, covers=alice, added_by=alice
    )
    with pytest.raises(Forbidden):
        write_hand_over(by=bob, person=person, giver=bob, why="change")


def test_of_two_who_hand_on_the_same_person_today_one_is_refused(
    give, mona, person, caseload, alice, bob, today, monkeypatch, send
):
    """The other gives while this one waits for the person."""
    other = User.objects.create_user("erin@example.org", "correct horse", name="Erin Example", role="caseworker")
    other.sites.add(send)
    real, waited = giving.lock_person, []

    def wait_for_the_other(by, action, about):
        if not waited:
            waited.append(about)
            give(receiver=other, days=0, by=User.objects.get(pk=mona.pk))
        return real(by, action, about)

    monkeypatch.setattr(giving, "lock_person", wait_for_the_other)
    handings = [Handing(one, bob) for one in (caseload[0], person)]
    with pytest.raises(HandOverRefusedError, match="^1 of these"):
        give_hand_overs(by=mona, giver=alice, handings=handings, why="leaves", from_on=today)
    assert waited == [person]  # the first by number
    assert not HandOver.objects.filter(receiver=bob).exists()


def test_only_who_says_who_works_with_them_may_give(give, alice, charlie):
    with pytest.raises(Forbidden):
        give(by=alice)
    with pytest.raises(Hidden):
        give(by=charlie)
    assert not HandOver.objects.exists()


def test_a_day_that_was_or_is_far_off_is_refused(give):
    for days in (-1, 181):
        with pytest.raises(DayRefusedError):
            give(days=days)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("victor", "Victor Example cannot be a caseworker."),
        ("charlie", "Charlie Example does not work at their site."),
        ("alice", "Nobody is chosen to take over."),
    ],
)
def test_nobody_who_cannot_do_it_takes_over(give, request, name, words):
    with pytest.raises(HandOverRefusedError) as refused:
        give(request.getfixturevalue(name))
    assert [problem.words for problem in refused.value.checked[0].problems] == [words]


def test_nobody_whose_account_is_closed_takes_over(give, bob):
    bob.is_active = False
    bob.save()
    with pytest.raises(HandOverRefusedError) as refused:
        give(bob)
    assert refused.value.checked[0].problems[0].words == "Bob Example’s account is closed."


def test_a_caseload_goes_in_one_act(mona, alice, bob, carol, caseload, today):
    handings = [Handing(person, bob) for person in caseload]
    given = give_hand_overs(by=mona, giver=alice, handings=handings, why="leaves", from_on=today)
    assert [row.person for row in given] == caseload
    assert all(who(person, today + timedelta(days=1)) == {"Bob Example"} for person in caseload)


def test_half_moved_never(mona, alice, bob, caseload, today, monkeypatch):
    """The third of five fails in the middle of its writes: nothing has changed for any of them."""
    count = iter(range(10))
    real = giving.freeze

    def fail_on_the_third(pieces):
        if next(count) == 2:
            raise RuntimeError("the disk is full")
        return real(pieces)

    monkeypatch.setattr(giving, "freeze", fail_on_the_third)
    before = sorted(Assignment.objects.values_list("person", "worker", "from_on", "to_on"))
    with pytest.raises(RuntimeError):
        give_hand_overs(by=mona, giver=alice, handings=[Handing(p, bob) for p in caseload], why="leaves", from_on=today)
    assert sorted(Assignment.objects.values_list("person", "worker", "from_on", "to_on")) == before
    for model in (HandOver, Promise, Entry, Commitment):
        assert not model.objects.exists()
    assert not Event.objects.filter(action__startswith="handover").exists()


def test_one_that_cannot_go_keeps_all_of_them(mona, alice, bob, caseload, downview, today):
    caseload[3].site = downview
    caseload[3].save()
    mona.sites.add(downview)
    with pytest.raises(HandOverRefusedError) as refused:
        give_hand_overs(
            by=User.objects.get(pk=mona.pk),
            giver=alice,
            handings=[Handing(p, bob) for p in caseload],
            why="leaves",
            from_on=today,
        )
    assert [one.is_stopped for one in refused.value.checked].count(True) == 1
    assert not HandOver.objects.exists()


def test_taken_back_everything_is_as_it_was(give, mona, person, alice, today):
    promise = make_promise(
        by=alice, person=person, source="step", title="Ring", worker=alice, by_on=today + timedelta(days=20)
    )
    row = give()
    take_back_hand_over(by=mona, hand_over=row, because="She stays after all")
    assert list(Assignment.objects.values_list("worker__name", "to_on", "ended_because")) == [(alice.name, None, "")]
    promise.refresh_from_db()
    assert promise.worker == alice
    assert not Commitment.objects.filter(promise__source="hand-over").exists()
    assert take_back_hand_over(by=mona, hand_over=row, because="Again").undone_because == "She stays after all"


def test_what_had_begun_for_the_receiver_ends(give, mona, person, later, bob):
    row = give(days=10, overlap=7)
    day = later(5)
    take_back_hand_over(by=User.objects.get(pk=mona.pk), hand_over=row, because="She stays after all")
    assert who(person, day) == {"Alice Example"}
    assert Assignment.objects.get(worker=bob).to_on == day - timedelta(days=1)


def test_one_that_was_read_takes_its_entry_back(give, mona, bob):
    row = give(days=1)
    acknowledge_hand_over(by=bob, hand_over=row)
    take_back_hand_over(by=mona, hand_over=row, because="A mistake")
    assert Entry.objects.get(corrects=row.entry).voids


def test_after_the_day_it_cannot_be_taken_back(give, mona, later):
    row = give(days=3)
    later(4)
    with pytest.raises(TooLateToTakeBackError):
        take_back_hand_over(by=User.objects.get(pk=mona.pk), hand_over=row, because="Too late")


def test_nobody_is_without_a_worker_after_it(give, mona, later):
    give(days=3)
    for days in (0, 2, 3, 30):
        day = later(days)
        assert not list_unassigned(User.objects.get(pk=mona.pk), day).exists()


def test_what_is_due_today_the_giver_still_does(give, alice, bob, person, today):
    fields = {"by": alice, "person": person, "source": "step", "title": "Ring", "worker": alice}
    now, next_day = (make_promise(**fields, by_on=today + timedelta(days=n)) for n in (0, 1))
    give(days=10, overlap=14)
    now.refresh_from_db()
    next_day.refresh_from_db()
    assert (now.worker, next_day.worker) == (alice, bob)
