"""What was typed and not saved follows a merge and comes back with its undo; what counts twice afterwards is named."""

from datetime import date

import pytest
from django.urls import reverse

from tests.unit.people.merging_people import make_person
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.merge_followers import written_twice
from throughgate.people.models import Merge, MergedRow, Person
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.record.models import Draft, Entry
from throughgate.record.selectors import draft_of
from throughgate.record.services import discard_draft, keep_draft
from throughgate.story.models import Unfinished
from throughgate.story.services.answering import keep_unfinished
from throughgate.story.services.forms import open_form

pytestmark = pytest.mark.django_db
WHY = "The same date of birth and the same mother"


@pytest.fixture
def other(send, mona) -> Person:
    return make_person(mona, send, "Jo", "Veil")


def merge(by, kept: Person, gone: Person) -> Merge:
    return merge_people(by=by, kept=kept, gone=gone, why=WHY)


def type_about(by, person: Person, *, number: str = "", note: str = "Half a sentence") -> str:
    form = f"contact:{person.ref}{number}"
    keep_draft(by=by, form=form, fields={"person": [person.ref], f"{person.ref}-note": [note], "kind": ["one-to-one"]})
    return form


def test_a_draft_follows_with_what_was_typed_of_whom(mona, alice, person, other):
    type_about(alice, other)
    merge(mona, person, other)
    kept = Draft.objects.get()
    assert kept.form == f"contact:{person.ref}"
    assert kept.fields == {"person": [person.ref], f"{person.ref}-note": ["Half a sentence"], "kind": ["one-to-one"]}


def test_it_comes_back_with_the_undo(mona, alice, person, other):
    type_about(alice, other)
    before = Draft.objects.values_list("form", "fields").get()
    undo_merge(by=mona, merge=merge(mona, person, other), because="Two sisters")
    assert Draft.objects.values_list("form", "fields").get() == before


def test_beside_a_draft_of_the_kept_record_it_gets_a_name_of_its_own(mona, alice, person, other):
    type_about(alice, person, note="Mine")
    type_about(alice, other, note="Theirs")
    merge(mona, person, other)
    notes = {draft.form: draft.fields[f"{person.ref}-note"] for draft in Draft.objects.all()}
    assert notes == {f"contact:{person.ref}": ["Mine"], f"contact:{person.ref}+1": ["Theirs"]}


def test_a_draft_of_a_goal_follows_its_plan(mona, alice, person, other):
    keep_draft(by=alice, form=f"plan:{other.ref}+PLAN2345-GOAL2345", fields={"words": ["A room"]})
    merge(mona, person, other)
    assert draft_of(alice, f"plan:{person.ref}+PLAN2345-GOAL2345")


def test_a_draft_about_several_knows_the_one_by_the_kept_reference(mona, alice, person, other, send):
    third = make_person(mona, send, "Robin", "Ash")
    fields = {"person": [third.ref, other.ref], f"{other.ref}-note": ["Was late"]}
    keep_draft(by=alice, form=f"contact:{third.ref}", fields=fields)
    held = merge(mona, person, other)
    assert Draft.objects.get().fields == {"person": [third.ref, person.ref], f"{person.ref}-note": ["Was late"]}
    undo_merge(by=mona, merge=held, because="Two sisters")
    assert Draft.objects.get().fields == fields


def test_a_draft_saved_since_is_not_brought_back(mona, alice, person, other):
    type_about(alice, other)
    held = merge(mona, person, other)
    discard_draft(by=alice, form=f"contact:{person.ref}")
    undo_merge(by=mona, merge=held, because="Two sisters")
    assert not Draft.objects.exists()


def test_what_is_kept_for_the_undo_holds_no_word_that_was_typed(mona, alice, person, other):
    type_about(alice, other)
    held = merge(mona, person, other)
    row = MergedRow.objects.get(merge=held, model="record.Draft")
    assert row.changes == {"form": [f"contact:{other.ref}", f"contact:{person.ref}"]}


def half_a_form(by, person: Person, item: str) -> Unfinished:
    run = open_form(by=by, person=person, form="first-meeting")
    keep_unfinished(by=by, run=run, item=item, fields={item: ["Half a sentence"]})
    return Unfinished.objects.get(run=run)


def test_words_typed_into_a_form_go_where_the_form_stays_open(mona, alice, person, other):
    stays = half_a_form(alice, person, "what-brings-you").run
    moved = half_a_form(mona, other, "what-matters-most")
    held = merge(mona, person, other)
    assert set(Unfinished.objects.values_list("run", flat=True)) == {stays.pk}
    undo_merge(by=mona, merge=held, because="Two sisters")
    assert Unfinished.objects.get(pk=moved.pk).run.person == other


def contact(by, person: Person, on: date = date(2026, 2, 2), kind: str = "one-to-one") -> Entry:
    record_contact(by=by, kind=kind, on=on, people=[Attendance(person=person)])
    return Entry.objects.filter(person=person, kind=kind).latest("pk")


def test_what_one_worker_did_with_both_on_one_day_counts_twice(mona, alice, person, other):
    contact(alice, person), contact(alice, person, date(2026, 2, 9)), contact(mona, other, date(2026, 2, 9))
    came = contact(mona, other)
    contact(mona, person)
    assert [one.entry for one in written_twice.read(mona, person, other, None)] == [came.pk]
    held = merge(mona, person, other)
    assert [one.entry for one in written_twice.read(mona, person, other, held)] == [came.pk]


def test_the_pages_name_it_and_lead_to_saying_that_it_happened_once(client, mona, person, other):
    contact(mona, person), contact(mona, other)
    client.force_login(mona)
    before = client.get(reverse("people:merge", args=[person.ref, other.ref])).content.decode()
    assert "Would count twice" in before and "2 Feb" in before
    held = merge(mona, person, other)
    entry = Entry.objects.filter(person=person, kind="one-to-one").latest("pk")
    merged = reverse("people:merged", args=[held.ref])
    link = reverse("casework:void", args=[entry.pk])
    assert link in client.get(merged).content.decode()
    client.post(link, {"reason": "It was one meeting"})
    assert "Counts twice now" not in client.get(merged).content.decode()


def test_one_contact_with_both_records_can_be_put_right(client, mona, person, other):
    record_contact(
        by=mona, kind="one-to-one", on=date(2026, 2, 2), people=[Attendance(person=p) for p in (person, other)]
    )
    held = merge(mona, person, other)
    client.force_login(mona)
    [twice] = written_twice.read(mona, person, other, held)
    client.post(reverse("casework:void", args=[twice.entry]), {"reason": "It was one meeting"})
    assert not written_twice.read(mona, person, other, held)
