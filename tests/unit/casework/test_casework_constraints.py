"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

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


def test_a_follow_up_is_of_one_promise(record, today):
    rows = record(follow_ups=[Promise(what=what, by_on=today) for what in ("Ring", "Write")]).follow_ups
    _refused(FollowUp, rows.first().pk, promise=rows.last().promise)
    _refused(FollowUp, rows.first().pk, promise=None)


def test_things_done(alice, person, today):
    done = record_done(by=alice, person=person, kind="training", on=today)
    _refused(ThingDone, done.pk, sensitivity="secret")


def test_erasing_a_person_takes_their_part_and_leaves_the_others(record, alice, person, sam, today, enrolment):
    from throughgate.casework.services import Attendance

    parts = [Attendance(person=person, enrolment=enrolment), Attendance(person=sam)]
    contact = record(people=parts, follow_ups=[Promise(what="Ring", by_on=today)])
    record_done(by=alice, person=person, kind="training", on=today)
    person.delete()
    assert [part.person for part in contact.people.all()] == [sam]
    assert [row.promise.person for row in FollowUp.objects.all()] == [sam]
    assert not ThingDone.objects.exists()
