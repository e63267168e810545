"""Two processes do the same thing at the same moment. One of them wins, and the other is told."""

from datetime import date

import pytest

from tests.functional.other_process import count_rows, shared_database, start
from throughgate.casework.models import Contact, ContactPerson
from throughgate.casework.services import Attendance, record_contact
from throughgate.record.models import Entry

START = """
import sys
import django
django.setup()
from django.db import connection
from throughgate.accounts.models import User
from throughgate.casework.models import ContactPerson
from throughgate.casework.services import Attendance, record_contact
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.record.services import AlreadyCorrectedError, correct_entry

by = User.objects.get(email="alice@example.org")
person = Person.objects.get()
print("ready", flush=True)
sys.stdin.readline()
"""
CORRECTS = (
    START
    + """
entry = ContactPerson.objects.get().entry
try:
    correct_entry(by=by, entry=entry, reason=sys.argv[1], changes={"summary": sys.argv[1]})
    print("corrected")
except AlreadyCorrectedError:
    print("told")
"""
)
TAPS = (
    START
    + """
from uuid import UUID
token = UUID("0c5d9f5e-5a0f-4a4e-9d4b-0a6f7a8d1e11")
print(record_contact(by=by, kind="one-to-one", on=today(), people=[Attendance(person=person)], token=token).ref)
"""
)


@pytest.fixture
def address(transactional_db, alice, person, tmp_path) -> str:
    record_contact(by=alice, kind="one-to-one", on=date(2026, 1, 9), people=[Attendance(person=person)])
    return shared_database(tmp_path)


def _race(script: str, address: str) -> list[str]:
    """What both said, once both were ready and let go together."""
    both = [start(script, name, address=address) for name in ("First", "Second")]
    for process in both:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    return sorted(out.strip() for out, _ in said)


def test_of_two_corrections_at_once_one_holds_and_the_other_is_told(address):
    assert _race(CORRECTS, address) == ["corrected", "told"]
    assert count_rows(address, Entry) == 2


def test_of_two_taps_at_once_one_contact_comes(address):
    first, second = _race(TAPS, address)
    assert first == second
    assert (count_rows(address, Contact), count_rows(address, ContactPerson), count_rows(address, Entry)) == (2, 2, 2)
