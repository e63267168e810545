from datetime import timedelta
from uuid import uuid4

import pytest

from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import ThingDone
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.selectors.contacts import access_contact
from throughgate.casework.services import (
    Promise,
    correct_done,
    finish_follow_up,
    record_done,
    reopen_follow_up,
    void_done,
)
from throughgate.people.models import Person
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.programmes.models import Commitment
from throughgate.record.models import Entry
from throughgate.record.selectors import draft_of, effective
from throughgate.record.services import AlreadyCorrectedError, keep_draft


@pytest.fixture
def promise(record, today):
    return record(follow_ups=[Promise(what="Ring", by_on=today)]).follow_ups.get()


@pytest.fixture
def tick(alice, person, today):
    def _tick(**fields) -> ThingDone:
        return record_done(**{"by": alice, "person": person, "kind": "training", "on": today} | fields)

    return _tick


def test_a_promise_kept_says_when_and_by_whom(promise, bob, today):
    done = finish_follow_up(by=bob, follow_up=promise)
    assert done.met_on == today
    assert done.kept_by == bob


def test_a_promise_kept_twice_stays_as_it_was_first(promise, alice, bob):
    first = finish_follow_up(by=alice, follow_up=promise)
    again = finish_follow_up(by=bob, follow_up=promise)
    assert (again.kept_by, again.kept_at) == (alice, first.kept_at)
    assert Event.objects.filter(action="follow_up.done").count() == 1


def test_keeping_a_promise_can_be_undone(promise, alice, person):
    finish_follow_up(by=alice, follow_up=promise)
    again = reopen_follow_up(by=alice, follow_up=promise)
    assert (again.kept_at, again.kept_by) == (None, None)
    assert Event.objects.filter(action="follow_up.reopened", person_ref=person.ref).count() == 1


@pytest.mark.parametrize("act", [finish_follow_up, reopen_follow_up])
@pytest.mark.parametrize("outsider", ["charlie", "victor", "eve", "ada"])
def test_others_do_not_touch_a_promise(promise, act, outsider, request):
    with pytest.raises(Hidden):
        act(by=request.getfixturevalue(outsider), follow_up=promise)


def test_a_manager_may_see_a_clinical_promise_and_not_tick_it(record, carol, carols, mona, today):
    contact = record(by=carol, sensitivity=Sensitivity.CLINICAL, follow_ups=[Promise(what="Ring", by_on=today)])
    with pytest.raises(Forbidden):
        finish_follow_up(by=mona, follow_up=contact.follow_ups.get())


def test_a_promise_goes_with_a_merge_and_comes_back(record, promise, alice, mona, person, send):
    kept = Person.objects.create(given_name="Jo", family_name="Vale", site=send, created_by=alice)
    merge = merge_people(by=mona, kept=kept, gone=person, why="One person")
    due = Commitment.objects.filter(is_next=True)
    assert [(row.person, row.promise.follow_up) for row in due] == [(kept, promise)]
    assert access_contact(mona, promise.contact.ref).promised == [promise.promise]
    undo_merge(by=mona, merge=merge, because="Two people")
    assert [row.person for row in due.all()] == [person]


def test_a_thing_done_is_an_entry(tick, person, today, enrolment):
    tick(kind="form", subject="their-story", note="All of it.", enrolment=enrolment)
    entry = effective().get()
    assert (entry.person, entry.kind, entry.subject, entry.on, entry.enrolment) == (
        person,
        "form",
        "their-story",
        today,
        enrolment,
    )
    assert entry.summary == "All of it."


def test_a_thing_done_needs_no_note(tick):
    assert tick().entry.summary == "Training"


def test_a_thing_done_twice_by_a_double_tap_is_one(tick):
    token = uuid4()
    assert tick(token=token) == tick(token=token)
    assert Entry.objects.count() == 1


def test_the_draft_of_a_thing_done_goes_with_it(tick, alice):
    keep_draft(by=alice, form="done:1", fields={})
    tick(draft="done:1")
    assert draft_of(alice, "done:1") is None


def test_only_kinds_done_by_hand_and_days_that_have_been(tick, today):
    for wrong in ({"kind": "one-to-one"}, {"on": today + timedelta(days=1)}):
        with pytest.raises(ContactError):
            tick(**wrong)
    assert not Entry.objects.exists()


def test_the_enrolment_is_the_persons_own(tick, sam, enrolment):
    with pytest.raises(ContactError):
        tick(person=sam, enrolment=enrolment)


@pytest.mark.parametrize("outsider", ["charlie", "victor", "eve", "ada"])
def test_others_tick_nothing(tick, outsider, request):
    with pytest.raises(Hidden):
        tick(by=request.getfixturevalue(outsider))


def test_nobody_ticks_at_a_level_they_cannot_read(tick):
    with pytest.raises(Forbidden):
        tick(sensitivity=Sensitivity.CLINICAL)


def test_a_thing_done_is_corrected_and_voided_with_a_reason(tick, alice, today):
    first = tick(note="Passport")
    later = correct_done(
        by=alice, done=first, on=today - timedelta(days=1), note="Birth certificate", reason="Not a passport"
    )
    assert effective().get() == later.entry
    assert (later.note, later.entry.on) == ("Birth certificate", today - timedelta(days=1))
    with pytest.raises(AlreadyCorrectedError):
        correct_done(by=alice, done=first, on=today, reason="Again")
    void_done(by=alice, done=later, reason="Lost in the post")
    assert not effective().exists()
    assert [e.action for e in Event.objects.filter(action__startswith="done.").order_by("pk")] == [
        "done.recorded",
        "done.corrected",
        "done.voided",
    ]
