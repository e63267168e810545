"""The process is killed in the middle of saving a contact. Afterwards the database knows nothing of it."""

import signal

import pytest

from tests.functional.other_process import count_rows, shared_database, start
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson, FollowUp
from throughgate.people.models import Person
from throughgate.record.models import Draft, Entry
from throughgate.record.services import keep_draft

DRAFT = "contact:K7M429QX"

# Runs in a process of its own. The listener stands where somebody’s entry is written: contact and entry are there by
# then, and the second person's are still to come.
SAVES_AND_DIES = """
import os, signal, sys
import django
django.setup()
from throughgate.accounts.models import User
from django.db.models.signals import post_save
from throughgate.casework.models import Contact
from throughgate.casework.services import Attendance, Promise, record_contact
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.record.models import Entry

def die(sender, **kwargs):
    print("written:", Contact.objects.count(), Entry.objects.count(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "die":
    post_save.connect(die, sender=Entry, weak=False)
people = [Attendance(person=p, note="We talked") for p in Person.objects.order_by("pk")]
by = User.objects.get(email="alice@example.org")
record_contact(by=by, kind="one-to-one", on=today(), people=people, draft="contact:K7M429QX",
               follow_ups=[Promise(what="Ring", by_on=today())])
"""


def _run(how: str, address: str) -> tuple[int, str, str]:
    process = start(SAVES_AND_DIES, how, address=address)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def address(two_people, tmp_path) -> str:
    return shared_database(tmp_path)


@pytest.fixture
def two_people(transactional_db, alice, person, send):
    Person.objects.create(given_name="Robin", family_name="Reed", site=send, created_by=alice)
    keep_draft(by=alice, form=DRAFT, fields={"note": ["We talked"]})


def _all_rows(address: str) -> dict[str, int]:
    return {
        model.__name__: count_rows(address, model) for model in (Contact, ContactPerson, FollowUp, Entry, Event, Draft)
    }


def test_a_crash_in_the_middle_of_saving_leaves_nothing_of_it(address):
    before = _all_rows(address)
    code, out, err = _run("die", address)
    assert (code, out.split()) == (-signal.SIGKILL, ["written:", "1", "1"]), err
    assert _all_rows(address) == before


def test_after_the_crash_the_draft_is_there_and_the_contact_can_be_saved(address):
    assert _run("die", address)[0] == -signal.SIGKILL
    assert count_rows(address, Draft) == 1
    code, _, err = _run("live", address)
    assert code == 0, err
    rows = _all_rows(address)
    assert (rows["Contact"], rows["ContactPerson"], rows["Entry"], rows["FollowUp"], rows["Draft"]) == (1, 2, 2, 2, 0)
