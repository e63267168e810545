from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson, FollowUp
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.services import Attendance, Promise, record_contact
from throughgate.people.changes import facts_changed
from throughgate.record.models import Draft, Entry
from throughgate.record.selectors import effective
from throughgate.record.services import keep_draft


def test_a_contact_writes_one_entry(record, person, alice):
    contact = record("Talked about home.", minutes=45, place="Visits hall")
    entry = effective().get()
    assert (entry.person, entry.by, entry.kind, entry.happened) == (person, alice, "one-to-one", True)
    assert (entry.minutes, entry.summary, entry.row_id) == (45, "45 minutes. Talked about home", contact.pk)


def test_one_contact_with_two_people_writes_an_entry_for_each(record, person, sam):
    contact = record(people=[Attendance(person=sam, note="On Samira"), Attendance(person=person, note="On Jo")])
    assert Contact.objects.count() == 1
    assert {e.person: e.summary for e in effective()} == {person: "On Jo", sam: "On Samira"}
    assert {part.note for part in contact.people.all()} == {"On Jo", "On Samira"}


def test_it_is_for_the_enrolment_it_says(record, person, enrolment):
    record(people=[Attendance(person=person, enrolment=enrolment)])
    assert effective().get().enrolment == enrolment


def test_an_enrolment_of_somebody_else_is_refused(record, sam, enrolment):
    with pytest.raises(ContactError):
        record(people=[Attendance(person=sam, enrolment=enrolment)])


def test_who_did_not_come_met_nothing(record):
    record("", attended="no", why="acceptable", minutes=60)
    entry = effective().get()
    assert (entry.happened, entry.minutes) == (False, None)
    assert entry.summary == "Did not come: for a good reason"


def test_who_came_late_was_there_and_the_reason_is_kept(record):
    record("Short", attended="late", reason="Held on the wing", minutes=20)
    entry = effective().get()
    assert entry.happened
    assert entry.summary == "Came late. 20 minutes. Held on the wing. Short"


def test_of_one_that_did_not_happen_nobody_is_absent(record):
    contact = record("Lock-down", happened=False, why_not="logistics", attended="yes", minutes=60)
    assert not effective().get().happened
    assert contact.minutes is None
    assert contact.people.get().attended == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": date(2026, 11, 21)}, "on"),
        ({"on": date(26, 11, 20)}, "on"),
        ({"kind": "id-documents"}, "kind"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"happened": False}, "why_not"),
        ({"why_not": "logistics"}, "why_not"),
        ({"attended": "no"}, "why"),
        ({"attended": "yes", "why": "acceptable"}, "why"),
        ({"attended": "late", "reason": " "}, "reason"),
        ({"attended": "maybe"}, "attended"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_nothing_is_written(record, wrong, field):
    with pytest.raises(ContactError) as refused:
        record(**wrong)
    assert refused.value.field == field
    assert not Contact.objects.exists()
    assert not Entry.objects.exists()


def test_a_contact_is_with_somebody_and_with_each_once(record, alice, person):
    with pytest.raises(ContactError):
        record(people=[Attendance(person=person), Attendance(person=person)])
    with pytest.raises(ContactError):
        record_contact(by=alice, kind="one-to-one", on=date(2026, 11, 19), people=[])


def test_a_second_tap_saves_nothing_new(record):
    token = uuid4()
    first, second = record(token=token, follow_ups=[]), record(token=token)
    assert first == second
    assert (Contact.objects.count(), Entry.objects.count(), ContactPerson.objects.count()) == (1, 1, 1)


def test_the_token_of_somebody_else_means_nothing(record, bob):
    token = uuid4()
    assert record(token=token) != record(token=token, by=bob)


def test_the_draft_goes_with_the_save_and_only_then(record, alice):
    keep_draft(by=alice, form="contact", fields={"note": "Talked"})
    with pytest.raises(ContactError):
        record(minutes=0, draft="contact")
    assert Draft.objects.exists()
    record(draft="contact")
    assert not Draft.objects.exists()


def test_it_is_audited_for_each_person_without_the_words(record, alice, person, sam):
    record("Said in confidence", people=[Attendance(person=p, note="Said in confidence") for p in (person, sam)])
    events = Event.objects.filter(action="contact.recorded")
    assert {(e.by, e.person_ref) for e in events} == {(alice, person.ref), (alice, sam.ref)}
    assert not any("confidence" in f"{e.details}{e.subject}" for e in Event.objects.all())


def test_what_is_due_is_settled_in_the_same_transaction(record, person):
    heard = []

    def listener(sender, people, **kwargs):
        heard.extend(people)
        raise RuntimeError("Could not settle")

    facts_changed.connect(listener)
    try:
        with pytest.raises(RuntimeError):
            record()
    finally:
        facts_changed.disconnect(listener)
    assert heard == [person]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("outsider", ["charlie", "victor", "eve", "ada"])
def test_nobody_records_about_people_they_may_not_know(record, outsider, request):
    with pytest.raises(Hidden):
        record(by=request.getfixturevalue(outsider))


def test_one_person_who_is_hidden_stops_the_whole_contact(record, bob, person, sam):
    with pytest.raises(Hidden):
        record(by=bob, people=[Attendance(person=person), Attendance(person=sam)])
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("user", "level"), [("alice", "clinical"), ("bob", "sensitive"), ("mona", "clinical")])
def test_nobody_writes_what_they_may_not_read(record, user, level, request):
    with pytest.raises(Forbidden):
        record(by=request.getfixturevalue(user), sensitivity=Sensitivity(level))


def test_the_entry_is_as_closed_as_the_note(therapy):
    assert effective().get().sensitivity == therapy.people.get().sensitivity == Sensitivity.CLINICAL


def test_a_promise_is_kept_for_each_person_it_is_to(record, alice, person, sam, today):
    both = Promise(what="Ring the housing team", by_on=today)
    one = Promise(what="Bring the form", by_on=today + timedelta(days=2), person=sam)
    record(people=[Attendance(person=person), Attendance(person=sam)], follow_ups=[both, one])
    rows = {(f.promise.person, f.promise.title, f.promise.worker) for f in FollowUp.objects.all()}
    assert rows == {(person, both.what, alice), (sam, both.what, alice), (sam, one.what, alice)}


def test_a_promise_is_as_closed_as_the_note(record, carol, carols, today):
    record(by=carol, sensitivity=Sensitivity.CLINICAL, follow_ups=[Promise(what="Send the worksheet", by_on=today)])
    assert FollowUp.objects.get().promise.sensitivity == Sensitivity.CLINICAL


def test_a_promise_says_what_and_by_a_day_after_the_contact(record, today):
    promise = Promise(what="Ring", by_on=today)
    for wrong in (replace(promise, what=" "), replace(promise, by_on=today - timedelta(days=2))):
        with pytest.raises(ContactError):
            record(follow_ups=[wrong])
    assert not FollowUp.objects.exists()


def test_nobody_is_promised_for_who_may_not_see_it(record, charlie, today):
    with pytest.raises(ContactError):
        record(follow_ups=[Promise(what="Ring", by_on=today, who=charlie)])
