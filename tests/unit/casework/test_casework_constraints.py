"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.casework.models import Contact, ContactPerson, FollowUp, ThingDone
from throughgate.casework.services import Promise, record_done


def _refused(model, pk: int, **fields) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=pk).update(**fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"happened": False},
        {"happened": False, "why_not": "rain"},
        {"happened": True, "why_not": "logistics"},
        {"medium": "pigeon"},
        {"minutes": 0},
        {"minutes": 1441},
    ],
)
def test_contacts(record, wrong):
    _refused(Contact, record().pk, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"attended": "no"},
        {"attended": "yes", "why": "acceptable"},
        {"attended": "late"},
        {"attended": "may"},
        {"sensitivity": "secret"},
    ],
)
def test_parts_of_a_contact(record, wrong):
    _refused(ContactPerson, record().people.get().pk, **wrong)


@pytest.mark.parametrize("wrong", [{"done_at": timezone.now()}, {"what": ""}, {"sensitivity": "secret"}])
def test_promises(record, today, wrong):
    _refused(FollowUp, record(follow_ups=[Promise(what="Ring", by_on=today)]).follow_ups.get().pk, **wrong)


def test_things_done(alice, person, today):
    done = record_done(by=alice, person=person, kind="id-documents", on=today)
    _refused(ThingDone, done.pk, sensitivity="secret")


def test_erasing_a_person_takes_their_part_and_leaves_the_others(record, alice, person, sam, today, enrolment):
    from throughgate.casework.services import Attendance

    parts = [Attendance(person=person, enrolment=enrolment), Attendance(person=sam)]
    contact = record(people=parts, follow_ups=[Promise(what="Ring", by_on=today)])
    record_done(by=alice, person=person, kind="id-documents", on=today)
    person.delete()
    assert [part.person for part in contact.people.all()] == [sam]
    assert [row.person for row in FollowUp.objects.all()] == [sam]
    assert not ThingDone.objects.exists()
