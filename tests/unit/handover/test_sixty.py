"""A whole caseload of sixty: each clause of a hand-over, in one act."""

from datetime import date, timedelta

import pytest

from tests.cast import add_user
from throughgate.access.policy import Hidden
from throughgate.accounts.models import Role, User
from throughgate.handover.models import HandOver
from throughgate.handover.selectors.board import without_worker, without_worker_soon
from throughgate.handover.services import (
    Handing,
    HandOverRefusedError,
    StandIn,
    acknowledge_hand_over,
    arrange_cover,
    give_hand_overs,
)
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import workers_around
from throughgate.programmes.models import Promise

MANY = 60


@pytest.fixture
def sixty(send, alice) -> list[Person]:
    people = [
        Person.objects.create(given_name=f"Robin{n}", family_name="Ash", site=send, created_by=alice)
        for n in range(MANY)
    ]
    Assignment.objects.bulk_create(
        Assignment(person=one, worker=alice, role="caseworker", from_on=date(2026, 2, 2), added_by=alice)
        for one in people
    )
    return people


@pytest.fixture
def dana(mona, send) -> User:
    return add_user("Dana", Role.CASEWORKER, send, line_manager=mona)


@pytest.fixture
def give_all(mona, alice, bob, dana, sixty, today):
    """To two colleagues, from tomorrow on."""

    def _give_all(people=sixty) -> list[HandOver]:
        handings = [Handing(one, (bob, dana)[n % 2]) for n, one in enumerate(people)]
        return give_hand_overs(
            by=mona, giver=alice, handings=handings, why="leaves", from_on=today + timedelta(1), overlap=0
        )

    return _give_all


def who(person, day) -> set[str]:
    return {row.worker.name for row in workers_around(person, day)}


def test_every_one_goes_to_who_was_chosen_with_a_document_and_what_is_due(give_all, sixty, bob, dana):
    given = give_all()
    assert [row.person for row in given] == sixty
    assert [row.receiver for row in given] == [bob, dana] * (MANY // 2)
    assert all(row.sections.exists() for row in given)
    promised = Promise.objects.filter(person__in=sixty)
    assert {promised.filter(person=one).count() for one in sixty} == {3}  # to read, to tell, to meet


def test_nobody_is_without_a_worker_on_any_day(give_all, sixty, mona, later, today):
    give_all()
    for ahead in (0, 1, 2, 30):
        day = today + timedelta(ahead)
        assert all(who(one, day) for one in sixty)
        assert without_worker_soon(mona, later(ahead)) == [] and without_worker(mona, day)[1] == 0
    assert who(sixty[0], today) == {"Alice Example"} and who(sixty[0], today + timedelta(2)) == {"Bob Example"}


def test_one_that_cannot_go_keeps_all_sixty(give_all, sixty, downview):
    sixty[-1].site = downview
    sixty[-1].save()
    with pytest.raises((HandOverRefusedError, Hidden)):
        give_all()
    assert not HandOver.objects.exists() and not Promise.objects.exists()


def test_left_behind_the_manager_sees_who(give_all, sixty, alice, mona, later):
    give_all(sixty[:-1])
    alice.is_active = False
    alice.save()
    people, count = without_worker(mona, later(3))
    assert people == [sixty[-1]] and count == 1


def test_all_are_read_by_who_has_them_now(give_all):
    for row in give_all():
        acknowledge_hand_over(by=row.receiver, hand_over=row)
    assert not HandOver.objects.filter(acknowledged_at__isnull=True).exists()


def test_cover_while_away_opens_sixty_and_closes_by_itself(sixty, mona, alice, bob, today):
    arrange_cover(
        by=mona, worker=alice, from_on=today, to_on=today + timedelta(6), stand_ins=[StandIn(one, bob) for one in sixty]
    )
    assert all("Bob Example" in who(one, today + timedelta(6)) for one in sixty)
    assert all(who(one, today + timedelta(7)) == {"Alice Example"} for one in sixty)
