"""Merges and writes at the same moment, each with a connection of their own."""

from datetime import date

import pytest
from django.db import connection

from tests.unit.people.merging_people import make_person
from tests.unit.people.test_people_at_once import at_once
from throughgate.people.models import Merge, Person
from throughgate.people.selectors import RecordMovedError
from throughgate.people.services.merging import CannotMergeError, merge_people, undo_merge
from throughgate.record.models import Entry
from throughgate.record.services import write_entry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]
WHY = "One and the same"


def again(person: Person) -> Person:
    return Person.everyone.get(pk=person.pk)


def test_of_two_merges_of_one_record_one_holds(mona, send, person):
    other, third = make_person(mona, send), make_person(mona, send)
    done = at_once(
        *(
            lambda kept=kept: merge_people(by=mona, kept=again(kept), gone=again(other), why=WHY)
            for kept in (person, third)
        )
    )
    assert sorted(type(one).__name__ for one in done) == ["CannotMergeError", "Merge"]
    assert Merge.objects.count() == 1


def test_two_records_merged_into_each_other_leave_one(mona, send, person):
    other = make_person(mona, send)
    done = at_once(
        lambda: merge_people(by=mona, kept=again(person), gone=again(other), why=WHY),
        lambda: merge_people(by=mona, kept=again(other), gone=again(person), why=WHY),
    )
    assert CannotMergeError in map(type, done)
    assert Person.objects.count() == 1


def test_what_is_written_during_a_merge_moves_or_is_refused(mona, send, person):
    other = make_person(mona, send)
    stale = [again(other) for _ in range(3)]
    done = at_once(
        lambda: merge_people(by=mona, kept=again(person), gone=again(other), why=WHY),
        *(
            lambda one=one: write_entry(
                by=mona, person=one, kind="one-to-one", on=date(2026, 1, 1), summary="Meanwhile"
            )
            for one in stale
        ),
    )
    assert {type(one) for one in done} <= {Merge, Entry, RecordMovedError}, done
    assert not Entry.objects.filter(person=other).exists()
    written = sum(isinstance(one, Entry) for one in done)
    assert Entry.objects.filter(person=person, summary="Meanwhile").count() == written


def test_of_two_undos_one_holds(mona, send, person):
    merge = merge_people(by=mona, kept=person, gone=make_person(mona, send), why=WHY)
    done = at_once(*[lambda: undo_merge(by=mona, merge=merge, because="Two")] * 2)
    assert sorted(type(one).__name__ for one in done) == ["CannotUndoError", "Merge"]
