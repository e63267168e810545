"""Whoever will have nobody is seen before the day comes, and an account on which that day rests stays open."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.accounts.rules import PeopleLeftAloneError
from throughgate.accounts.services import close_account
from throughgate.people.models import Assignment
from throughgate.people.rules.around import first_day_alone
from throughgate.people.selectors import list_alone_soon
from throughgate.people.services import end_assignment

D = date(2026, 11, 20)


def days(n: int) -> date:
    return D + timedelta(days=n)


@pytest.mark.parametrize(
    ("spans", "alone"),
    [
        ([(-9, None)], None),
        ([(-9, 5)], 6),
        ([(-9, 5), (6, None)], None),
        ([(-9, 5), (8, None)], 6),
        ([(-9, 5), (-9, 9), (6, 8)], 10),
        ([(-9, 13)], None),
        ([(-9, 3), (2, 4), (5, None)], None),
    ],
)
def test_the_first_day_on_which_nobody_is_there(spans, alone):
    said = [(days(a), None if b is None else days(b)) for a, b in spans]
    assert first_day_alone(said, D, days(14)) == (alone and days(alone))


def test_who_will_be_without_is_listed_with_the_day(mona, person, today):
    end_assignment(by=mona, assignment=person.assignments.get(), to_on=today + timedelta(days=4), because="Leaves")
    assert [(one.person, one.from_on) for one in list_alone_soon(mona, today)] == [(person, today + timedelta(days=5))]


def test_support_that_will_end_is_no_gap(mona, person, today):
    row = person.assignments.get()
    end_assignment(by=mona, assignment=row, to_on=today + timedelta(days=4), because="Done", support_ended=True)
    assert not list_alone_soon(mona, today)


def test_somebody_elsewhere_is_not_shown_them(charlie, mona, person, today):
    end_assignment(by=mona, assignment=person.assignments.get(), to_on=today, because="Leaves")
    assert not list_alone_soon(charlie, today)


def test_who_is_to_take_over_cannot_be_closed(give, ada, bob):
    give(days=6, overlap=0)
    with pytest.raises(PeopleLeftAloneError):
        close_account(by=ada, account=bob)


def test_a_receiver_whose_account_is_closed_all_the_same_is_seen(give, bob, mona, person, today):
    give(days=6, overlap=0)
    bob.is_active = False
    bob.save()
    assert [one.from_on for one in list_alone_soon(mona, today)] == [today + timedelta(days=6)]


def test_one_who_leaves_after_the_other_cannot_be_closed(ada, alice, carols, today):
    carols.assignments.exclude(worker=alice).update(to_on=today + timedelta(days=3))
    with pytest.raises(PeopleLeftAloneError):
        close_account(by=ada, account=alice)


@pytest.mark.parametrize("name", ["handover:board", "people:unassigned", "desk:today"])
def test_every_list_says_it(as_user, mona, person, today, name):
    end_assignment(by=mona, assignment=person.assignments.get(), to_on=today + timedelta(days=4), because="Leaves")
    page = as_user(mona).get(reverse(name)).content.decode()
    assert "25 Nov" in page and person.name in page


def test_ending_the_last_one_says_from_when_there_is_nobody(as_user, mona, person, today):
    row, last = person.assignments.get(), today + timedelta(days=4)
    said = {"to_on_day": last.day, "to_on_month": last.month, "to_on_year": last.year, "because": "Leaves"}
    page = as_user(mona).post(reverse("people:end_assignment", args=[person.ref, row.pk]), said, follow=True)
    assert "nobody works with them. Assign somebody" in page.content.decode()


def test_as_many_queries_for_many(mona, caseload, today):
    Assignment.objects.filter(person__in=caseload[1:]).update(to_on=today + timedelta(days=90))
    Assignment.objects.filter(person=caseload[0]).update(to_on=today + timedelta(days=2))
    list_alone_soon(mona, today)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            list_alone_soon(mona, today)
        return len(caught)

    one = asked()
    Assignment.objects.filter(person__in=caseload).update(to_on=today + timedelta(days=2))
    assert asked() == one and len(list_alone_soon(mona, today)) == len(caseload)
