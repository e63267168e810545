from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from throughgate.access.policy import Hidden, Sensitivity, visible
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson
from throughgate.casework.rules.contacts import ContactError, Meeting
from throughgate.casework.selectors.contacts import access_contact, effective_parts, latest_ref_of
from throughgate.casework.services import Attendance, Promise, correct_contact, finish_follow_up, void_contact
from throughgate.people.changes import facts_changed
from throughgate.people.models import Person
from throughgate.programmes.models import Commitment
from throughgate.record.models import Entry
from throughgate.record.selectors import effective, timeline_of
from throughgate.record.services import AlreadyCorrectedError, EmptyReasonError

MEETING = Meeting(kind="one-to-one", on=date(2026, 11, 19), minutes=60)


@pytest.fixture
def correct(alice, person):
    def _correct(contact, meeting=MEETING, **fields):
        part = {name: fields.pop(name) for name in ("note", "attended", "why", "sensitivity") if name in fields}
        people = fields.pop("people", None) or [Attendance(person=person, **part)]
        return correct_contact(
            **{"by": alice, "contact": contact, "meeting": meeting, "people": people, "reason": "Wrong"} | fields
        )

    return _correct


@pytest.fixture
def settled() -> Iterator[list[Person]]:
    """Of whom what is due was settled anew, once for each time."""
    found: list[Person] = []

    def note(sender, people, **kwargs):
        found.extend(people)

    facts_changed.connect(note, weak=False)
    yield found
    facts_changed.disconnect(note)


def test_the_later_wording_holds_and_the_earlier_is_kept(record, correct):
    contact = record("An hour", minutes=45)
    later = correct(contact, note="It was an hour")
    assert effective_parts().get().contact == later
    assert effective().get().summary == "1 hour. It was an hour"
    assert Contact.objects.get(pk=contact.pk).minutes == 45
    assert contact.people.get().note == "An hour"


def test_kind_and_day_can_be_corrected(record, correct):
    correct(record(), replace(MEETING, kind="phone-call", on=date(2026, 11, 17)))
    assert (effective().get().kind, effective().get().on) == ("phone-call", date(2026, 11, 17))


def test_one_who_did_not_come_after_all(record, correct):
    correct(record(), attended="no", why="not_acceptable")
    assert not effective().get().happened


def test_two_correct_the_same_contact_and_the_second_is_told(record, correct, bob):
    contact = record()
    correct(contact, note="First")
    with pytest.raises(AlreadyCorrectedError):
        correct(contact, by=bob, note="Second")
    assert Contact.objects.count() == 2
    assert effective().get().summary == "1 hour. First"


def test_a_correction_can_be_corrected(record, correct, alice):
    contact = record()
    last = correct(correct(contact, note="Second"), note="Third")
    assert effective_parts().get().note == "Third"
    assert latest_ref_of(alice, contact.ref) == last.ref


def test_a_correction_leaves_alone_the_part_that_the_corrector_may_not_know(record, correct, person, sam, bob):
    contact = record(people=[Attendance(person=person, note="On Jo"), Attendance(person=sam, note="On Samira")])
    correct(contact, by=bob, note="Better")
    assert {part.note for part in effective_parts()} == {"Better", "On Samira"}


def test_a_correction_cannot_reach_a_hidden_person(record, correct, person, sam, bob):
    contact = record(people=[Attendance(person=person), Attendance(person=sam)])
    with pytest.raises(Hidden):
        correct(contact, by=bob, people=[Attendance(person=sam)])


def test_a_correction_adds_nobody_and_says_why(record, correct, sam):
    contact = record()
    with pytest.raises(ContactError):
        correct(contact, people=[Attendance(person=sam)])
    with pytest.raises(EmptyReasonError):
        correct(contact, reason="")
    assert Contact.objects.count() == 1


def test_raising_the_level_closes_earlier_wordings_and_promises(record, correct, carol, carols, alice, person, today):
    contact = record("Said in therapy", by=carol, follow_ups=[Promise(what="Ring", by_on=today)])
    later = correct(contact, by=carol, note="Said in therapy", sensitivity=Sensitivity.CLINICAL)
    assert not timeline_of(alice, person).exists()
    for ref in (contact.ref, later.ref):
        with pytest.raises(Hidden):
            access_contact(alice, ref)
    assert latest_ref_of(alice, contact.ref) is None
    assert not visible(alice, Commitment.objects.all()).exists()
    assert visible(carol, Commitment.objects.all()).get().promise.follow_up.contact == later


def test_a_void_part_is_gone_from_sight_and_kept_in_the_ledger(record, alice, person, today):
    contact = record(follow_ups=[Promise(what="Ring", by_on=today)])
    void_contact(by=alice, part=contact.people.get(), reason="Another person")
    assert not timeline_of(alice, person).exists()
    assert not Commitment.objects.exists()
    assert Entry.objects.filter(voids=True, correction_reason="Another person").count() == 1
    assert ContactPerson.objects.count() == 1


def test_a_promise_kept_in_a_void_contact_no_longer_counts(record, alice, today):
    contact = record(follow_ups=[Promise(what="Ring", by_on=today)])
    finish_follow_up(by=alice, follow_up=contact.follow_ups.get())
    void_contact(by=alice, part=contact.people.get(), reason="Another person")
    promise = contact.follow_ups.get().promise
    assert (promise.met_on, promise.withdrawn_on, promise.withdrawn_by) == (None, today, alice)
    assert Event.objects.filter(action="follow_up.withdrawn").count() == 1


def test_a_correction_hands_on_what_was_promised_kept_or_not(record, correct, alice, today):
    contact = record(follow_ups=[Promise(what=what, by_on=today) for what in ("Ring", "Write")])
    finish_follow_up(by=alice, follow_up=contact.follow_ups.first())
    later = correct(contact, note="Again")
    assert [row.title for row in access_contact(alice, later.ref).promised] == ["Ring", "Write"]
    assert not contact.follow_ups.exists()


def test_a_correction_is_settled_once(record, correct, today, settled):
    contact = record(follow_ups=[Promise(what="Ring", by_on=today)])
    correct(contact, sensitivity=Sensitivity.SENSITIVE)
    assert len(settled) == 2


def test_voiding_one_part_leaves_its_promise_and_takes_the_other(record, alice, person, sam, today):
    parts = [Attendance(person=person), Attendance(person=sam)]
    contact = record(people=parts, follow_ups=[Promise(what="Ring", by_on=today)])
    void_contact(by=alice, part=contact.people.get(person=sam), reason="Was not there")
    assert [row.person for row in Commitment.objects.filter(is_next=True)] == [person]


def test_voiding_one_part_leaves_the_other(record, alice, person, sam):
    contact = record(people=[Attendance(person=person), Attendance(person=sam)])
    void_contact(by=alice, part=contact.people.get(person=sam), reason="Was not there")
    assert [part.person for part in access_contact(alice, contact.ref).parts] == [person]


def test_corrections_are_audited(record, correct, alice, person):
    contact = record()
    later = correct(contact)
    void_contact(by=alice, part=later.people.get(), reason="Twice")
    actions = Event.objects.filter(action__startswith="contact.").order_by("pk").values_list("action", "person_ref")
    assert list(actions) == [(f"contact.{verb}", person.ref) for verb in ("recorded", "corrected", "voided")]


def test_a_worker_elsewhere_corrects_and_voids_nothing(record, correct, charlie):
    contact = record()
    with pytest.raises(Hidden):
        correct(contact, by=charlie)
    with pytest.raises(Hidden):
        void_contact(by=charlie, part=contact.people.get(), reason="Mine")
