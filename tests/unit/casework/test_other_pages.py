"""Done by hand, correcting, taking out, reading, and promises: the pages."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson, ThingDone
from throughgate.casework.selectors.contacts import effective_parts
from throughgate.casework.services import Attendance, Promise, record_done, void_contact
from throughgate.people.models import Person
from throughgate.record.models import Draft, Entry
from throughgate.record.selectors import effective
from throughgate.record.services import write_entry

DONE = "/contacts/done/"


@pytest.fixture
def day(today) -> str:
    return today.isoformat()


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def promised(record):
    return record(follow_ups=[Promise(what="Ring OMU", by_on=timezone.localdate() + timedelta(days=1))])


def _correct(entry: Entry) -> str:
    return reverse("casework:correct", kwargs={"pk": entry.pk})


def _void(entry: Entry) -> str:
    return reverse("casework:void", kwargs={"pk": entry.pk})


# Done by hand


def test_what_a_programme_asks_for_is_one_tap(as_alice, person, enrolment, day):
    asked = f"{DONE}?person={person.ref}&kind=form&subject=their-story&enrolment={enrolment.ref}"
    assert "Their story" in as_alice.get(asked).content.decode()
    answer = as_alice.post(asked, {"on": day, "level": "standard", "programme": enrolment.ref})
    entry = effective().get()
    assert (entry.kind, entry.subject, entry.enrolment) == ("form", "their-story", enrolment)
    assert [str(m) for m in get_messages(answer.wsgi_request)] == ["Recorded. This meets: Their story."]


def test_without_a_kind_what_is_due_is_offered(as_alice, person, enrolment, day):
    page = as_alice.get(f"{DONE}?person={person.ref}").context["form"]
    assert [code for code, _ in page.fields["what"].choices] == [
        "measure:hope",
        "training:",
        "form:their-story",
        "other",
    ]
    as_alice.post(f"{DONE}?person={person.ref}", {"on": day, "level": "standard", "what": "form:their-story"})
    as_alice.post(
        f"{DONE}?person={person.ref}", {"on": day, "level": "standard", "what": "other", "other_what": "referral"}
    )
    assert {(e.kind, e.subject) for e in effective()} == {("form", "their-story"), ("referral", "")}


def test_what_a_room_has_a_page_for_is_not_recorded_as_something_else(as_alice, person, enrolment):
    page = as_alice.get(f"{DONE}?person={person.ref}").context["form"]
    offered = {code for _, group in page.fields["other_what"].choices[1:] for code, _ in group}
    assert "referral" in offered and not offered & {"training", "job-started", "feedback", "measure", "sponsor-found"}


def test_wrong_answers_about_something_done_are_told_and_kept(as_alice, person):
    answer = as_alice.post(
        f"{DONE}?person={person.ref}", {"on": "other", "level": "standard", "what": "other", "note": "A note"}
    )
    assert set(answer.context["form"].errors) == {"other_on", "other_what"}
    assert "A note" in answer.content.decode()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "on" in as_alice.post(f"{DONE}?person={person.ref}&kind=transport", {"on": tomorrow}).context["form"].errors


def test_a_kind_of_contact_leads_to_its_own_form(as_alice, person):
    answer = as_alice.get(f"{DONE}?person={person.ref}&kind=visit")
    assert answer.url == f"/contacts/record/?person={person.ref}&kind=visit"


@pytest.mark.parametrize("query", ["", "&kind=smoke-signal", "&kind=custody-move"])
def test_what_is_no_such_thing_is_not_found(as_alice, person, query):
    assert as_alice.get(f"{DONE}?person={person.ref if query else 'X'}{query}").status_code == 404


@pytest.mark.parametrize(
    ("user", "status"), [("bob", 200), ("mona", 200), ("charlie", 404), ("eve", 403), ("ada", 403)]
)
def test_who_may_record_something_done(client, user, status, person, request):
    client.force_login(request.getfixturevalue(user))
    assert client.get(f"{DONE}?person={person.ref}").status_code == status


def test_a_draft_of_something_done_is_kept_used_and_gone(as_alice, person, day):
    url, typed = (
        f"{DONE}?person={person.ref}&kind=transport",
        {"on": day, "level": "standard", "note": "A room", "draft": f"done:{person.ref}"},
    )
    as_alice.post("/contacts/draft/", typed | {"asked": "kind=transport"})
    again = as_alice.get(f"/contacts/draft/{Draft.objects.get().pk}/", follow=True)
    assert "A room" in again.content.decode()
    as_alice.post(url, typed)
    assert ThingDone.objects.get().note == "A room"
    assert not Draft.objects.exists()


# Reading


def test_a_contact_is_read_and_the_title_names_nobody(as_alice, promised, person):
    page = as_alice.get(f"/contacts/{promised.ref}/").content.decode()
    assert "Talked about home" in page
    assert "Ring OMU" in page
    assert "<title>\n" not in page
    assert "Contact – Throughgate" in page
    assert Event.objects.filter(action="contact.read", person_ref=person.ref).count() == 1


def test_a_reader_of_one_part_sees_no_word_of_the_other(client, bob, record, person, sam):
    contact = record(people=[Attendance(person=person, note="On Jo"), Attendance(person=sam, note="On Samira")])
    client.force_login(bob)
    page = client.get(f"/contacts/{contact.ref}/").content.decode()
    assert "On Jo" in page
    for word in ("Samira", "Okoro", sam.ref):
        assert word not in page


@pytest.mark.parametrize(
    ("user", "status"), [("carol", 200), ("mona", 200), ("alice", 404), ("charlie", 404), ("eve", 404), ("ada", 404)]
)
def test_who_may_read_therapy(client, therapy, user, status, request):
    client.force_login(request.getfixturevalue(user))
    assert client.get(f"/contacts/{therapy.ref}/").status_code == status


def test_reading_costs_the_same_however_many_were_there(as_alice, alice, record, send, person):
    def cost(number: int) -> int:
        people = [
            Person.objects.create(given_name="A", family_name="B", site=send, created_by=alice) for _ in range(number)
        ]
        day = timezone.localdate()
        contact = record(
            people=[Attendance(person=one) for one in people], follow_ups=[Promise(what="Ring", by_on=day)]
        )
        with CaptureQueriesContext(connection) as queries:
            assert as_alice.get(f"/contacts/{contact.ref}/").status_code == 200
        # One row of the audit trail for each person whose record is read.
        return len([q for q in queries if 'INTO "audit_event"' not in q["sql"]])

    assert cost(3) == cost(12)


# Correcting


@pytest.fixture
def again(person, day):
    first = {"person": person.ref, "kind": "one-to-one", "on": day, "happened": "yes", "minutes": "45"}
    return first | {"note": "Better words", "level": "standard", "reason": "Clearer"}


def test_a_contact_is_corrected_with_a_reason(as_alice, record, again):
    entry = record("First words", minutes=30, place="Hall").people.get().entry
    page = as_alice.get(_correct(entry)).content.decode()
    assert "First words" in page
    assert 'value="Hall"' in page
    answer = as_alice.post(_correct(entry), again)
    later = effective_parts().get()
    assert answer.url == f"/contacts/{later.contact.ref}/"
    assert (later.note, later.contact.minutes) == ("Better words", 45)
    history = as_alice.get(_correct(later.entry)).content.decode()
    assert "First words" in history
    assert "Clearer" in history


def test_without_a_reason_nothing_is_corrected(as_alice, record, again):
    entry = record().people.get().entry
    answer = as_alice.post(_correct(entry), again | {"reason": ""})
    assert "reason" in answer.context["form"].errors
    assert Contact.objects.count() == 1


def test_two_who_correct_at_once_lose_nothing(client, alice, bob, record, again):
    entry = record("First words").people.get().entry
    client.force_login(bob)
    client.post(_correct(entry), again | {"note": "Bob's words", "reason": "Bob's reason"})
    client.force_login(alice)
    answer = client.post(_correct(entry), again | {"note": "Alice's words"})
    page = answer.content.decode()
    assert "Bob Example changed this while you were writing" in page
    assert "Bob&#x27;s words" in page
    assert "Alice&#x27;s words" in page
    latest = effective().get()
    assert f'action="{_correct(latest)}"' in page
    client.post(_correct(latest), again | {"note": "Both"})
    assert effective_parts().get().note == "Both"


def test_an_address_of_an_earlier_wording_leads_to_the_latest(as_alice, record, again):
    contact = record()
    as_alice.post(_correct(contact.people.get().entry), again)
    later = effective_parts().get()
    assert as_alice.get(_correct(contact.people.get().entry)).url == _correct(later.entry)
    assert as_alice.get(f"/contacts/{contact.ref}/").url == f"/contacts/{later.contact.ref}/"


def test_a_level_that_is_not_open_for_all_of_them_is_left_as_it_is(client, carol, carols, record, again, send):
    """Carol may write something sensitive about one of the two and not about the other: no one level fits both."""
    other = Person.objects.create(given_name="Robin", family_name="Reed", site=send, created_by=carol)
    closed = Attendance(person=carols, note="On Jo", sensitivity=Sensitivity.SENSITIVE)
    contact = record(by=carol, people=[closed, Attendance(person=other, note="On Robin")])
    client.force_login(carol)
    entry = contact.people.get(person=carols).entry
    assert "level" not in client.get(_correct(entry)).context["form"].fields
    client.post(_correct(entry), again | {"person": [carols.ref, other.ref], "note": "Quiet", "level": "standard"})
    assert {part.person: part.sensitivity for part in effective_parts()} == {carols: "sensitive", other: "standard"}


def test_each_keeps_their_own_programme_when_several_are_corrected(as_alice, record, person, sam, enrolment, again):
    contact = record(people=[Attendance(person=sam), Attendance(person=person, enrolment=enrolment)])
    as_alice.post(_correct(contact.people.get(person=sam).entry), again | {"person": [person.ref, sam.ref]})
    assert {part.person: part.enrolment for part in effective_parts()} == {person: enrolment, sam: None}


def test_a_correction_may_wait_as_a_draft(as_alice, record, again):
    entry = record().people.get().entry
    as_alice.post(_correct(entry), again | {"draft": f"correct:{entry.pk}", "action": "draft"})
    assert effective().get() == entry
    page = as_alice.get(f"/contacts/draft/{Draft.objects.get().pk}/", follow=True).content.decode()
    assert "Better words" in page
    assert "Clearer" in page
    as_alice.post(_correct(entry), again | {"draft": f"correct:{entry.pk}"})
    assert not Draft.objects.exists()


def test_the_subject_and_an_ended_enrolment_survive_a_correction(as_alice, record, person, enrolment, again):
    contact = record(people=[Attendance(person=person, enrolment=enrolment)], subject="housing")
    type(enrolment).objects.filter(pk=enrolment.pk).update(left_on=timezone.localdate(), left_because="moved")
    as_alice.post(_correct(contact.people.get().entry), again | {"programme": "made-up"})
    entry = effective().get()
    assert (entry.subject, entry.enrolment) == ("housing", enrolment)


def test_something_done_is_corrected(as_alice, alice, person, day):
    entry = record_done(by=alice, person=person, kind="training", on=timezone.localdate(), note="A room").entry
    assert "A room" in as_alice.get(_correct(entry)).content.decode()
    as_alice.post(_correct(entry), {"on": day, "note": "A flat", "level": "standard", "reason": "Not a room"})
    assert effective().get().thing_done.note == "A flat"


def test_what_another_room_wrote_is_shown_and_not_corrected_here(as_alice, alice, person):
    entry = write_entry(by=alice, person=person, kind="custody-date", on=timezone.localdate(), summary="A date")
    page = as_alice.get(_correct(entry)).content.decode()
    assert "change it there" in page
    assert '<form method="post" action="/contacts' not in page
    assert as_alice.get(_void(entry)).url == _correct(entry)


@pytest.mark.parametrize(
    ("user", "status"), [("bob", 200), ("mona", 200), ("charlie", 404), ("eve", 404), ("ada", 404)]
)
def test_who_may_correct_and_take_out(client, user, status, record, request):
    entry = record().people.get().entry
    client.force_login(request.getfixturevalue(user))
    assert client.get(_correct(entry)).status_code == client.get(_void(entry)).status_code == status


def test_a_manager_reads_therapy_and_does_not_rewrite_it(client, mona, therapy, again):
    client.force_login(mona)
    entry = therapy.people.get().entry
    assert client.get(_correct(entry)).status_code == client.post(_correct(entry), again).status_code == 403
    assert client.post(_void(entry), {"reason": "No"}).status_code == 403


# Taking out


def test_a_contact_recorded_by_mistake_counts_no_more(as_alice, record, person):
    entry = record().people.get().entry
    assert "Talked about home" in as_alice.get(_void(entry)).content.decode()
    assert "reason" in as_alice.post(_void(entry), {"reason": ""}).context["form"].errors
    answer = as_alice.post(_void(entry), {"reason": "Another person"})
    assert answer.url == reverse("desk:person", kwargs={"ref": person.ref})
    assert not effective().exists()
    assert ContactPerson.objects.count() == 1
    history = as_alice.get(_correct(entry), follow=True).content.decode()
    assert "no longer counts" in history
    assert "Another person" in history


def test_taken_out_twice_the_second_is_told(as_alice, record, alice):
    entry = record().people.get().entry
    as_alice.post(_void(entry), {"reason": "Twice"})
    assert as_alice.post(_void(entry), {"reason": "Twice"}).status_code == 302
    assert Entry.objects.filter(voids=True).count() == 1


# Promises


def test_a_promise_is_ticked_and_unticked(as_alice, promised):
    row = promised.follow_ups.get().promise
    back = f"/contacts/{promised.ref}/"
    assert as_alice.post(reverse("casework:follow_up_done", kwargs={"ref": row.ref}), {"next": back}).url == back
    row.refresh_from_db()
    assert row.met_on
    undo = reverse("casework:follow_up_undone", kwargs={"ref": row.ref})
    assert f'action="{undo}"' in as_alice.get("/").content.decode()
    as_alice.post(undo)
    row.refresh_from_db()
    assert row.met_on is None


def test_a_promise_leads_to_the_contact_it_was_made_in(as_alice, promised):
    ref = promised.follow_ups.get().promise.ref
    assert as_alice.get(reverse("casework:follow_up", kwargs={"ref": ref})).url == f"/contacts/{promised.ref}/"


def test_a_promise_withdrawn_meanwhile_is_not_ticked(as_alice, alice, promised):
    ref = promised.follow_ups.get().promise.ref
    void_contact(by=alice, part=promised.people.get(), reason="Another person")
    assert as_alice.post(reverse("casework:follow_up_done", kwargs={"ref": ref})).status_code == 404


@pytest.mark.parametrize("name", ["follow_up_done", "follow_up_undone"])
def test_promises_are_ticked_by_those_who_may_and_not_by_a_link(client, alice, charlie, promised, name):
    url = reverse(f"casework:{name}", kwargs={"ref": promised.follow_ups.get().promise.ref})
    client.force_login(charlie)
    assert client.post(url).status_code == 404
    client.force_login(alice)
    assert client.get(url).status_code == 405
