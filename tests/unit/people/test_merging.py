"""Two records of one person become one, and can become two again."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import UniqueConstraint
from django.utils import timezone

from tests.unit.people.merging_people import live_a_little, make_person
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.changes import merge_rule_of
from throughgate.people.hanging import APART, hanging_models
from throughgate.people.models import CustodyDate, Merge, Person, SearchWord
from throughgate.people.selectors import RecordMovedError, access_person, list_people_for, search_people
from throughgate.people.services import add_to_circle, assign_worker, change_details, note_date, record_move
from throughgate.people.services.merging import CannotMergeError, CannotUndoError, merge_people, undo_merge
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.record.services import correct_entry, write_entry

ON = date(2026, 11, 20)
WHY = "The same date of birth and the same mother"


@pytest.fixture
def other(send, mona, bob) -> Person:
    """A second record of the person."""
    other = make_person(mona, send, "Jo", "Veil", phone="07700 900123")
    live_a_little(other, mona, crn="X222222", on=date(2027, 2, 2), worker=bob)
    return other


@pytest.fixture
def merge(mona, person, other) -> Merge:
    live_a_little(person, mona, crn="X111111", on=date(2027, 1, 1))
    return merge_people(by=mona, kept=person, gone=other, why=WHY)


def hanging_on(person: Person) -> dict[str, set[int]]:
    found = {one.label: set(one.of(person.pk).values_list("pk", flat=True)) for one in hanging_models()}
    return {label: pks for label, pks in found.items() if pks}


def snapshot(*people: Person) -> list[dict[str, set[int]]]:
    return [hanging_on(person) for person in people]


# Both acts stand in the ledger, and what is due is settled anew, in rows of its own.
WRITTEN_ANEW = {"record.Entry", "programmes.Commitment"}


def test_every_row_moves_and_none_is_lost(mona, person, other):
    live_a_little(person, mona, crn="X111111", on=date(2027, 1, 1))
    kept, gone = snapshot(person, other)
    merge_people(by=mona, kept=person, gone=other, why=WHY)
    after = hanging_on(person)
    assert hanging_on(other) == {}
    moved = {*kept, *gone} - WRITTEN_ANEW
    assert all(kept.get(label, set()) | gone.get(label, set()) <= after[label] for label in moved)


def test_the_record_that_went_is_in_no_list(merge, mona, person, other):
    assert list(list_people_for(mona)) == [person]
    assert Person.objects.count() == 1 and Person.everyone.count() == 2
    assert not SearchWord.objects.filter(person=other).exists()


@pytest.mark.parametrize("typed", ["Veil", "Vale", "X222222", "x111111"])
def test_the_person_is_found_by_both_names_and_numbers(typed, merge, mona, person):
    assert list(search_people(mona, typed)) == [person]


def test_the_old_reference_is_found_too(merge, mona, person, other):
    assert list(search_people(mona, other.ref)) == [person]


def test_the_old_reference_leads_to_the_kept_record_and_the_trail_says_so(merge, alice, person, other):
    with pytest.raises(RecordMovedError) as moved:
        access_person(alice, other.ref)
    assert moved.value.to == person
    assert Event.objects.filter(action="person.led_on", person_ref=person.ref, by=alice).count() == 1


def test_the_old_reference_is_hidden_from_who_may_not_see_the_kept_record(merge, charlie, other):
    with pytest.raises(Hidden):
        access_person(charlie, other.ref)


def test_two_current_dates_of_a_kind_leave_the_one_noted_last(merge, person):
    standing = CustodyDate.objects.get(person=person, kind="crd", superseded_at=None)
    assert standing.on == date(2027, 1, 1)  # noted after the other


def test_a_worker_assigned_to_both_stays_once(mona, alice, person, other):
    assign_worker(by=mona, person=other, worker=alice, role="caseworker", from_on=date(2026, 6, 1))
    merge_people(by=mona, kept=person, gone=other, why=WHY)
    hers = person.assignments.filter(worker=alice)
    assert hers.count() == 2
    assert hers.get(to_on=None).from_on == date(2026, 1, 5)


def test_a_second_reception_stays_behind_so_that_a_release_can_be_recorded(mona, person, other, send):
    for one, day in ((person, 5), (other, 9)):
        record_move(by=mona, person=one, kind="received", on=date(2025, 1, day), site=send)
    merge_people(by=mona, kept=person, gone=other, why=WHY)
    assert person.moves.count() == other.moves.count() == 1
    record_move(by=mona, person=person, kind="released", on=date(2026, 1, 5))


def test_details_are_taken_field_by_field(mona, person, other):
    merge_people(by=mona, kept=person, gone=other, why=WHY, from_gone=["phone", "family_name"])
    person.refresh_from_db()
    assert (person.given_name, person.family_name, person.phone) == ("Jordan", "Veil", "07700 900123")
    assert person.version == 2


def test_the_ledger_and_both_trails_say_it(merge, mona, person, other):
    assert Entry.objects.get(kind="records-merged").person_id == person.pk
    assert set(Event.objects.filter(action="person.merged").values_list("person_ref", flat=True)) == {
        person.ref,
        other.ref,
    }


def test_who_worked_with_the_record_that_went_reaches_the_kept_one(merge, bob, person):
    assert person.assignments.filter(worker=bob, to_on=None).exists()


def test_what_is_due_is_settled_for_both(mona, person, other, settled):
    settled.clear()
    merge_people(by=mona, kept=person, gone=other, why=WHY)
    assert sorted(one.pk for one in settled) == sorted([person.pk, other.pk])


@pytest.mark.parametrize("who", ["alice", "carol", "victor"])
def test_only_a_manager_merges(who, person, other, request):
    with pytest.raises((Forbidden, Hidden)):
        merge_people(by=request.getfixturevalue(who), kept=person, gone=other, why=WHY)


def test_a_manager_must_see_both(mona, charlie, downview, person):
    hidden = make_person(charlie, downview)
    with pytest.raises(Hidden):
        merge_people(by=mona, kept=person, gone=hidden, why=WHY)


def test_a_record_that_went_already_is_refused(merge, mona, person, other, send):
    third = make_person(mona, send)
    for kept, gone in ((third, other), (other, third), (person, person)):
        with pytest.raises(CannotMergeError):
            merge_people(by=mona, kept=kept, gone=gone, why=WHY)


def test_links_follow_over_several_merges(merge, mona, person, other, send):
    third = make_person(mona, send)
    merge_people(by=mona, kept=third, gone=person, why=WHY)
    with pytest.raises(RecordMovedError) as moved:
        access_person(mona, other.ref)
    assert moved.value.to == third


# Undoing.


def test_undo_gives_everything_back(mona, person, other):
    live_a_little(person, mona, crn="X111111", on=date(2027, 1, 1))
    before = snapshot(person, other)
    dates = list(CustodyDate.objects.order_by("pk").values_list("superseded_at", flat=True))
    merge = merge_people(by=mona, kept=person, gone=other, why=WHY, from_gone=["phone", "given_name"])
    undo_merge(by=mona, merge=merge, because="Two cousins")
    after = snapshot(person, other)
    for was, now in zip(before, after, strict=True):
        assert {label: pks for label, pks in now.items() if label not in WRITTEN_ANEW} == {
            label: pks for label, pks in was.items() if label not in WRITTEN_ANEW
        }
        assert was["record.Entry"] <= now["record.Entry"]
    assert list(CustodyDate.objects.order_by("pk").values_list("superseded_at", flat=True)) == dates
    person.refresh_from_db()
    assert (person.given_name, person.phone) == ("Jordan", "")
    assert set(Person.objects.all()) == {person, other}


def test_an_assignment_that_the_merge_ended_runs_again(mona, alice, person, other):
    assign_worker(by=mona, person=other, worker=alice, role="caseworker", from_on=date(2026, 6, 1))
    merge = merge_people(by=mona, kept=person, gone=other, why=WHY)
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert other.assignments.get(worker=alice).to_on is None


def test_what_was_written_since_stays_with_the_kept_record(merge, mona, person, other):
    record_contact(by=mona, kind="one-to-one", on=date(2026, 5, 5), people=[Attendance(person=person)])
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert Entry.objects.get(kind="one-to-one", on=date(2026, 5, 5)).person_id == person.pk


def test_a_correction_of_what_goes_back_goes_with_it(merge, mona, other):
    entry = Entry.objects.get(kind="one-to-one", contact_person__person=merge.kept, pk__in=_moved_entries(merge))
    later = correct_entry(by=mona, entry=entry, reason="Another day", on=date(2026, 2, 3))
    undo_merge(by=mona, merge=merge, because="Two cousins")
    later.refresh_from_db()
    assert later.person_id == other.pk


def _moved_entries(merge: Merge) -> list[int]:
    return list(merge.rows.filter(model="record.Entry", moved=True).values_list("row_id", flat=True))


def test_a_date_superseded_since_stands_again_where_it_came_from(mona, person, other):
    merge = merge_people(by=mona, kept=person, gone=other, why=WHY)
    note_date(by=mona, person=person, kind="crd", on=date(2028, 1, 1), source="OMU")
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert other.custody_dates.get(superseded_at=None).on == date(2027, 2, 2)
    assert person.custody_dates.get(superseded_at=None).on == date(2028, 1, 1)


def test_details_changed_since_by_a_person_are_left(merge, mona, person, other, send):
    undo_merge(by=mona, merge=merge, because="Two cousins")
    again = merge_people(by=mona, kept=person, gone=other, why=WHY, from_gone=["phone"])
    person.refresh_from_db()
    change_details(by=mona, person=person, version=person.version, changes={"phone": "07700 900999"})
    undo_merge(by=mona, merge=again, because="Two cousins")
    person.refresh_from_db()
    assert person.phone == "07700 900999"


def test_only_the_last_merge_of_a_person_can_be_undone(merge, mona, person, send):
    third = make_person(mona, send)
    last = merge_people(by=mona, kept=third, gone=person, why=WHY)
    with pytest.raises(CannotUndoError, match="third"):
        undo_merge(by=mona, merge=merge, because="Two cousins")
    undo_merge(by=mona, merge=last, because="Not them")
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert Person.objects.count() == 3


def test_a_merge_is_undone_once(merge, mona):
    undo_merge(by=mona, merge=merge, because="Two cousins")
    with pytest.raises(CannotUndoError, match="already"):
        undo_merge(by=mona, merge=merge, because="Two cousins")


def test_a_merge_says_why(mona, person, other):
    with pytest.raises(Exception, match="merge_says_why"):
        merge_people(by=mona, kept=person, gone=other, why=" ")


# Whoever comes too late.


def test_a_write_to_a_record_that_went_meanwhile_is_refused(merge, mona, other):
    stale = Person.everyone.get(pk=other.pk)
    stale.merged_into = None  # as it was when the form was opened
    with pytest.raises(RecordMovedError):
        write_entry(by=mona, person=stale, kind="one-to-one", on=date(2026, 1, 1), summary="Late")
    with pytest.raises(RecordMovedError):
        add_to_circle(by=mona, person=stale, kind="friend", name="Kim Fell")
    assert hanging_on(other) == {}


# The house.


def points_at_person() -> set[tuple[type, str]]:
    return {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person and not hasattr(model, "history_object")
    }


def test_no_model_that_points_at_a_person_is_forgotten():
    moved = {(one.model, one.person) for one in hanging_models()}
    apart = {(model, name) for model, name in points_at_person() if model in {*APART, Person}}
    assert points_at_person() - apart == moved


def test_every_model_whose_rows_may_clash_says_how_that_is_settled():
    forgotten = [
        one.label
        for one in hanging_models()
        for constraint in one.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and one.person in constraint.fields and not merge_rule_of(one.model)
    ]
    assert not forgotten, "register_merge_rule (people.changes) in the room's AppConfig.ready for: " + ", ".join(
        forgotten
    )


def test_a_promise_of_ones_own_that_the_others_entry_met_stays(mona, person, other):
    entry = Entry.objects.filter(person=other).first()
    own = Promise.objects.create(person=person, source="step", title="Ring home", who="staff", by_on=ON, made_by=mona)
    merge = merge_people(by=mona, kept=person, gone=other, why=WHY)
    Promise.objects.filter(pk=own.pk).update(met_by=entry, met_on=ON, kept_at=timezone.now(), kept_by=mona)
    undo_merge(by=mona, merge=merge, because="Two people")
    own.refresh_from_db()
    assert own.person == person
