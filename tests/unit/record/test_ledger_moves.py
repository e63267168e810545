"""An entry changes its person with a merge, in the merge's direction, and in no other way: raw SQL at the trigger."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from throughgate.people.models import Merge, Person
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.record.triggers import statements, step_aside_before_migrate


@pytest.fixture
def other(send, mona) -> Person:
    return Person.objects.create(given_name="Jo", family_name="Veil", site=send, created_by=mona)


@pytest.fixture
def entry(other, mona) -> Entry:
    return write_entry(by=mona, person=other, kind="one-to-one", on=date(2026, 5, 1), summary="As it was")


@pytest.fixture
def merge(mona, person, other, entry) -> Merge:
    """It stands, and its entry has moved to the person."""
    return merge_people(by=mona, kept=person, gone=other, why="One and the same")


def sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def move(entry: Entry, to: Person, also: str = "") -> None:
    sql(f"UPDATE record_entry SET person_id = %s{also} WHERE id = %s", to.pk, entry.pk)  # noqa: S608 – a test's own words


def person_of(entry: Entry) -> int:
    return Entry.objects.get(pk=entry.pk).person_id


def refused(entry: Entry, to: Person, also: str = "") -> None:
    before = person_of(entry)
    with pytest.raises(DatabaseError, match="append-only"):
        move(entry, to, also)
    assert person_of(entry) == before


def test_without_a_merge_no_entry_moves(entry, person):
    refused(entry, person)


def test_an_entry_of_a_standing_merge_may_go_over(merge, entry, person, other):
    assert person_of(entry) == person.pk
    undo_merge(by=merge.by, merge=merge, because="Two people")
    assert person_of(entry) == other.pk


def test_while_the_merge_stands_nothing_goes_back(merge, entry, other):
    refused(entry, other)


def test_once_undone_nothing_goes_over_again(merge, entry, person):
    undo_merge(by=merge.by, merge=merge, because="Two people")
    refused(entry, person)


def test_raw_sql_may_do_what_the_merge_says(merge, entry, person, other):
    sql("UPDATE people_merge SET undone_at = at, undone_by_id = by_id, undone_because = 'Two' WHERE id = %s", merge.pk)
    move(entry, other)
    sql("UPDATE people_merge SET undone_at = NULL, undone_by_id = NULL, undone_because = '' WHERE id = %s", merge.pk)
    move(entry, person)
    assert person_of(entry) == person.pk


def test_nothing_else_of_the_entry_changes_on_the_way(merge, entry, other):
    sql("UPDATE people_merge SET undone_at = at, undone_by_id = by_id, undone_because = 'Two' WHERE id = %s", merge.pk)
    for also in (", summary = 'Another'", ", minutes = 9", ", sensitivity = 'clinical'", ", corrects_id = id"):
        refused(entry, other, also)


def test_an_entry_that_the_merge_does_not_list_stays(merge, mona, person, other):
    later = write_entry(by=mona, person=person, kind="one-to-one", on=date(2026, 6, 1), summary="Since")
    undo_merge(by=mona, merge=merge, because="Two people")
    refused(later, other)


def test_it_goes_to_nobody_else(merge, entry, mona, send):
    third = Person.objects.create(given_name="Kit", family_name="Fell", site=send, created_by=mona)
    refused(entry, third)


def test_before_the_tables_of_merges_are_there_every_change_is_refused():
    for vendor in ("sqlite", "postgresql"):
        assert not any("people_merge" in statement for statement in statements(vendor, forward=True))
        assert any("people_merge" in part for part in statements(vendor, forward=True, moving=["id", "person_id"]))


class _Plan:
    def __init__(self, label: str) -> None:
        self.app_label = label


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite refuses to rebuild a table that a trigger reads")
def test_the_trigger_steps_aside_only_for_migrations_of_people(entry, person):
    step_aside_before_migrate(sender=None, using="default", plan=[(_Plan("casework"), False)])
    refused(entry, person)
    step_aside_before_migrate(sender=None, using="default", plan=[(_Plan("people"), False)])
    move(entry, person)
    assert person_of(entry) == person.pk
