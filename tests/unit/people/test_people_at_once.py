"""Two at the same moment, each with a connection of their own. SQLite lets one write after the other by itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from throughgate.people.models import Identifier, Person
from throughgate.people.rules.custody import MoveOrderError
from throughgate.people.services import (
    ChangedMeanwhileError,
    HeldElsewhereError,
    add_identifier,
    change_details,
    note_date,
    record_move,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]


def at_once(*writes: Callable[[], object]) -> list[object]:
    """What each write returned or raised."""
    barrier = Barrier(len(writes))

    def run(write: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return write()
        except Exception as trouble:
            return trouble
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(run, writes))


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_two_note_a_date(alice, mona, person):
    days = [(alice, date(2027, 1, 1)), (mona, date(2027, 2, 2))]
    at_once(
        *(
            lambda by=by, on=on: note_date(by=by, person=again(person), kind="crd", on=on, source="OMU")
            for by, on in days
        )
    )
    assert person.custody_dates.count() == 2
    assert person.custody_dates.filter(superseded_at__isnull=True).count() == 1


def test_two_keep_one_number_on_two_records(alice, send, person):
    other = Person.objects.create(given_name="Robin", family_name="Ash", site=send, created_by=alice)
    other.assignments.create(worker=alice, role="caseworker", from_on=date(2026, 1, 1), added_by=alice)
    done = at_once(
        *(
            lambda who=who: add_identifier(by=alice, person=again(who), kind="crn", text="X123456")
            for who in (person, other)
        )
    )
    assert sorted(type(one).__name__ for one in done) == ["HeldElsewhereError", "Identifier"]
    assert HeldElsewhereError in map(type, done)
    assert Identifier.objects.count() == 1


def test_two_change_the_details(alice, mona, person):
    done = at_once(
        *(
            lambda by=by, name=name: change_details(
                by=by, person=again(person), version=1, changes={"family_name": name}
            )
            for by, name in ((alice, "Reed"), (mona, "Ash"))
        )
    )
    assert sorted(map(type, done), key=str) == sorted([Person, ChangedMeanwhileError], key=str)
    assert again(person).version == 2


def test_two_release_the_same_person_on_different_days(alice, mona, person):
    days = [(alice, date(2026, 2, 2)), (mona, date(2026, 2, 3))]
    done = at_once(
        *(lambda by=by, on=on: record_move(by=by, person=again(person), kind="released", on=on) for by, on in days)
    )
    assert MoveOrderError in map(type, done)
    assert person.moves.count() == 1
