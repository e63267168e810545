"""Nobody who must be kept apart from a person is made their worker: at assigning, standing in and handing over."""

from datetime import timedelta

import pytest

from throughgate.handover.services import HandOverRefusedError, StandIn, arrange_cover
from throughgate.people.models import Assignment, ContactRestriction
from throughgate.people.rules.around import UnsuitableWorkerError
from throughgate.people.services import assign_worker
from throughgate.people.services.restrictions import add_restriction


@pytest.fixture
def bob_is_barred(alice, person, today) -> ContactRestriction:
    return add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today, other_name="Bob Example", reach="any"
    )


def test_who_must_be_kept_apart_is_not_assigned(mona, bob, person, today, bob_is_barred):
    with pytest.raises(UnsuitableWorkerError, match="no contact with Bob Example"):
        assign_worker(by=mona, person=person, worker=bob, role="caseworker", from_on=today)
    assert not Assignment.objects.filter(worker=bob).exists()


def test_nor_by_an_earlier_day_than_the_bar_begins(mona, bob, person, today, bob_is_barred):
    ContactRestriction.objects.update(from_on=today + timedelta(days=30))
    with pytest.raises(UnsuitableWorkerError):
        assign_worker(by=mona, person=person, worker=bob, role="caseworker", from_on=today)


def test_somebody_else_is_and_so_are_they_once_it_is_over(mona, bob, victor, person, today, bob_is_barred):
    assert assign_worker(by=mona, person=person, worker=victor, role="mentor", from_on=today)
    ContactRestriction.objects.update(to_on=today)
    assert assign_worker(by=mona, person=person, worker=bob, role="driver", from_on=today + timedelta(days=1))


def test_they_do_not_stand_in(mona, alice, bob, person, today, bob_is_barred):
    with pytest.raises(UnsuitableWorkerError):
        arrange_cover(
            by=mona, worker=alice, from_on=today, to_on=today + timedelta(days=5), stand_ins=[StandIn(person, bob)]
        )
    assert not Assignment.objects.filter(worker=bob).exists()


def test_the_person_is_not_handed_over_to_them(give, bob, person, bob_is_barred):
    with pytest.raises(HandOverRefusedError) as refused:
        give()
    (checked,) = refused.value.checked
    (problem,) = [one for one in checked.problems if one.stops]
    assert "no contact with Bob Example" in problem.words


def test_the_page_says_why_and_does_not_suggest_them(as_user, mona, bob, person, today, bob_is_barred):
    page = as_user(mona).post(
        f"/people/{person.ref}/around/assign/",
        {
            "worker": bob.pk, "role": "caseworker",
            "from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year,
        },
    )  # fmt: skip
    assert "Bob Example cannot work with them" in page.content.decode()
