"""Saving a register: what it asks of the database does not grow with those who come; what it writes is an entry each,
since other rooms listen to entries one by one, and everything else together.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_person
from throughgate.access.policy import Hidden, forget_reach
from throughgate.audit.models import Event
from throughgate.casework.models import ContactPerson
from throughgate.groups.services.registers import attendance_of, save_register
from throughgate.people.models import RestrictionOverride
from throughgate.people.rules.restrictions import Booking
from throughgate.people.services.restrictions import (
    Asked,
    ManyRestrictedError,
    ShortReasonError,
    add_restriction,
    ask_restrictions_of_many,
)

MONDAY = date(2026, 11, 23)
ENTRY = 'INSERT INTO "record_entry"'
WHY = "Agreed with probation, who will be there"


@pytest.fixture
def make(send, alice):
    """So many people, every other of whom must not meet a stranger."""

    def _make(count):
        people = [add_person(send, alice) for _ in range(count)]
        forget_reach(alice)
        for one in people[::2]:
            known = {"kind": "no_contact", "source": "wish", "from_on": date(2026, 1, 5), "reach": "any"}
            add_restriction(by=alice, person=one, other_name="Kim Doe", **known)
        return people

    return _make


def saved(by, session, places):
    with CaptureQueriesContext(connection) as asked:
        save_register(by=by, session=session, people=[attendance_of(one, attended="yes", why="") for one in places])
    return [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]


def test_what_is_asked_for_twenty_is_what_is_asked_for_five(alice, cohort, make, join, on_day):
    cohort.capacity = 60
    cohort.save()
    few, many = ([join(cohort, one) for one in make(count)] for count in (5, 20))
    on_day(MONDAY + timedelta(days=14))
    saved(alice, cohort.sessions.get(number=1), few)  # what is read once and kept
    first = saved(alice, cohort.sessions.get(number=2), few)
    again = saved(alice, cohort.sessions.get(number=3), many)
    assert [sum(sql.startswith(ENTRY) for sql in each) for each in (first, again)] == [5, 20]
    assert len(again) - 20 == len(first) - 5 <= 25
    assert ContactPerson.objects.filter(contact__register__session__cohort=cohort).count() == 30


def named(people, today, **more):
    return [Asked(person=one, booking=Booking("one-to-one", today, other_names="Kim Doe"), **more) for one in people]


def test_many_are_asked_in_as_many_queries_as_one(alice, make, today):
    counts = []
    for count in (1, 9):
        people = make(count)
        with CaptureQueriesContext(connection) as asked, pytest.raises(ManyRestrictedError) as refused:
            ask_restrictions_of_many(by=alice, asked=named(people, today))
        assert set(refused.value.refused) == {one.pk for one in people[::2]}
        counts.append(sum("SAVEPOINT" not in one["sql"] for one in asked))
    assert counts[0] == counts[1]


def test_nothing_is_written_of_any_where_one_is_refused(mona, make, today):
    people = make(3)
    asked = [*named(people[:1], today, override=WHY), *named(people[2:], today, override="so")]
    with pytest.raises(ManyRestrictedError) as refused:
        ask_restrictions_of_many(by=mona, asked=asked)
    assert isinstance(refused.value.refused[people[2].pk], ShortReasonError)
    assert not RestrictionOverride.objects.exists()
    assert not Event.objects.filter(action__startswith="restriction.overridden").exists()


def test_each_answer_is_kept_with_its_own_person(mona, make, today):
    people = make(3)
    found = ask_restrictions_of_many(by=mona, asked=named(people, today, override=WHY))
    assert [len(one) for one in found] == [1, 0, 1]
    kept = RestrictionOverride.objects.values_list("restriction__person", flat=True)
    assert set(kept) == {people[0].pk, people[2].pk}


def test_somebody_unseen_among_many_stays_unseen(charlie, make, today):
    with pytest.raises(Hidden):
        ask_restrictions_of_many(by=charlie, asked=named(make(2), today))
