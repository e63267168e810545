from uuid import uuid4

import pytest

from throughgate.access.policy import Action, Hidden, Sensitivity, can, visible
from throughgate.audit.models import Event
from throughgate.casework.models import ContactPerson, FollowUp, ThingDone
from throughgate.casework.selectors.contacts import (
    access_contact,
    access_follow_up,
    contact_refs_of,
    is_recorded,
    likely_kinds,
    open_enrolments,
    people_by_refs,
    suggested_people,
)
from throughgate.casework.services import Attendance, Promise, record_done
from throughgate.programmes.models import Commitment
from throughgate.record.selectors import effective

CAST = ("alice", "bob", "charlie", "carol", "victor", "mona", "eve", "ada")


@pytest.fixture
def both(record, person, sam, today):
    parts = [Attendance(person=person, note="On Jo"), Attendance(person=sam, note="On Samira")]
    return record(people=parts, follow_ups=[Promise(what="Ring", by_on=today)])


def test_one_who_may_see_both_reads_both(both, alice, person, sam):
    read = access_contact(alice, both.ref)
    assert {part.person for part in read.parts} == {row.person for row in read.promised} == {person, sam}


@pytest.mark.parametrize(("reader", "seen"), [("bob", "person"), ("mona", "person"), ("charlie", "sam")])
def test_one_who_may_see_one_of_two_learns_nothing_of_the_other(both, reader, seen, request):
    read = access_contact(request.getfixturevalue(reader), both.ref)
    assert (
        [part.person for part in read.parts] == [row.person for row in read.promised] == [request.getfixturevalue(seen)]
    )


@pytest.mark.parametrize("outsider", ["charlie", "victor", "eve", "ada"])
def test_others_do_not_know_that_the_contact_is(record, outsider, request):
    with pytest.raises(Hidden):
        access_contact(request.getfixturevalue(outsider), record().ref)


def test_a_reference_of_nothing_is_as_hidden(alice):
    with pytest.raises(Hidden):
        access_contact(alice, "00000000")


def test_therapy_is_the_counsellors_and_their_managers(therapy, alice, bob, carol, mona):
    for reader in (carol, mona):
        assert access_contact(reader, therapy.ref).parts[0].note == "Said in therapy"
    for outsider in (alice, bob):
        with pytest.raises(Hidden):
            access_contact(outsider, therapy.ref)


def test_reading_is_audited_for_each_person_read(both, bob, person):
    access_contact(bob, both.ref)
    assert [e.person_ref for e in Event.objects.filter(action="contact.read", by=bob)] == [person.ref]


@pytest.mark.parametrize("action", [Action.VIEW, Action.RECORD])
@pytest.mark.parametrize("model", [ContactPerson, FollowUp, ThingDone])
def test_filter_and_check_agree(model, action, both, therapy, record, carol, alice, person, today, request):
    record(sensitivity=Sensitivity.SENSITIVE, follow_ups=[Promise(what="Ring", by_on=today)])
    record(by=carol, sensitivity=Sensitivity.CLINICAL, follow_ups=[Promise(what="Ring", by_on=today)])
    record_done(by=alice, person=person, kind="training", on=today)
    record_done(
        by=carol, person=person, kind="form", subject="of-another-service", on=today, sensitivity=Sensitivity.CLINICAL
    )
    assert model.objects.count() > 1
    for name in CAST:
        user = request.getfixturevalue(name)
        assert set(visible(user, model.objects.all(), action)) == {
            r for r in model.objects.all() if can(user, action, r)
        }


def test_a_promise_is_due_like_everything_else(record, alice, bob, charlie, today):
    """One row of what is due, for the same readers as the note."""
    record(follow_ups=[Promise(what="Ring", by_on=today)])
    record(sensitivity=Sensitivity.SENSITIVE, follow_ups=[Promise(what="Ask", by_on=today)])
    due = {
        user.name[:3]: {row.promise.title for row in visible(user, Commitment.objects.filter(worker=alice))}
        for user in (alice, bob, charlie)
    }
    assert due == {"Ali": {"Ring", "Ask"}, "Bob": {"Ring"}, "Cha": set()}


def test_a_promise_is_had_only_by_those_who_may(record, alice, charlie, today):
    row = record(follow_ups=[Promise(what="Ring", by_on=today)]).follow_ups.get()
    assert access_follow_up(alice, row.promise.ref) == row
    for ref in (row.promise.ref, "00000000"):
        with pytest.raises(Hidden):
            access_follow_up(charlie, ref)


def test_the_likely_kinds_are_the_one_asked_for_and_those_used_most(record, alice, carol):
    assert [kind.code for kind in likely_kinds(alice)][:2] == ["one-to-one", "phone-call"]
    assert likely_kinds(carol)[0].code == "individual-therapy"
    for _ in range(2):
        record(kind="visit")
    record(kind="job-check")
    assert [kind.code for kind in likely_kinds(alice, "gate-meeting")][:3] == ["gate-meeting", "visit", "job-check"]


def test_people_are_suggested_from_the_own_caseload_last_met_first(record, alice, bob, person, sam):
    record(people=[Attendance(person=sam)])
    assert suggested_people(alice) == [sam, person]
    assert suggested_people(bob) == []


def test_people_come_by_reference_only_where_one_may_record(alice, bob, eve, person, sam):
    assert people_by_refs(alice, [sam.ref, person.ref, sam.ref, "00000000"]) == [sam, person]
    assert people_by_refs(bob, [sam.ref, person.ref]) == [person]
    assert people_by_refs(eve, [person.ref]) == []


def test_open_enrolments_are_those_one_may_see(enrolment, alice, charlie, person):
    assert open_enrolments(alice, [person]) == [enrolment]
    assert open_enrolments(charlie, [person]) == []


def test_a_form_that_was_saved_is_known(record, alice, bob):
    token = uuid4()
    assert not is_recorded(alice, str(token))
    record(token=token)
    assert is_recorded(alice, str(token))
    assert not is_recorded(bob, str(token))


def test_the_entries_of_a_timeline_lead_to_their_contacts(both, django_assert_num_queries):
    entries = list(effective())
    with django_assert_num_queries(1):
        assert contact_refs_of(entries) == {entry.pk: both.ref for entry in entries}
