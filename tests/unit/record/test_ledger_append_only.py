"""Nothing changes an entry: not the ORM, not SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from throughgate.common.append_only import AppendOnlyError
from throughgate.people.models import Person
from throughgate.record.models import Entry
from throughgate.record.services import correct_entry
from throughgate.record.triggers import UnguardedDatabaseError, install_after_migrate, statements


def test_an_entry_cannot_be_saved_again(write):
    entry = write()
    entry.summary = "Something else"
    with pytest.raises(AppendOnlyError):
        entry.save()


def test_a_queryset_of_entries_refuses_update_and_delete(write):
    write()
    with pytest.raises(AppendOnlyError):
        Entry.objects.update(summary="Something else")
    with pytest.raises(AppendOnlyError):
        Entry.objects.all().delete()


def test_an_entry_cannot_be_deleted_by_itself(write):
    with pytest.raises(AppendOnlyError):
        write().delete()


def _change_in_sql(entry: Entry) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE record_entry SET summary = %s WHERE id = %s", ["Something else", entry.pk])


def test_the_database_refuses_an_update_in_sql(write):
    entry = write("As it was")
    with pytest.raises(DatabaseError, match="append-only"):
        _change_in_sql(entry)
    assert Entry.objects.get(pk=entry.pk).summary == "As it was"


def _take_the_trigger_away() -> None:
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, forward=False):
            cursor.execute(statement)


def test_it_is_the_trigger_that_refuses(write):
    entry = write("As it was")
    _take_the_trigger_away()
    _change_in_sql(entry)
    assert Entry.objects.get(pk=entry.pk).summary == "Something else"


def test_the_trigger_comes_back_after_a_migration(write):
    entry = write()
    _take_the_trigger_away()
    install_after_migrate(sender=None, using="default")
    install_after_migrate(sender=None, using="default")
    with pytest.raises(DatabaseError, match="append-only"):
        _change_in_sql(entry)


def test_other_databases_are_refused():
    with pytest.raises(UnguardedDatabaseError, match="SQLite or PostgreSQL"):
        statements("mysql", forward=True)


def test_erasing_a_person_takes_their_entries_and_corrections(write, alice, person):
    correct_entry(by=alice, entry=write(), reason="Wrong day")
    Person.objects.get(pk=person.pk).delete()
    assert Entry.objects.count() == 0
