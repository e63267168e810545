"""A bar that was recorded after somebody got their place is told to whoever leads the group, until it is solved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.groups.models import GroupLeader
from throughgate.groups.selectors.against import groups_to_look_at
from throughgate.groups.services.cohorts import make_cohort
from throughgate.groups.services.places import leave_group
from throughgate.people.services.restrictions import add_restriction


@pytest.fixture
def two(cohort, person, others, join):
    return [join(cohort, one) for one in (person, others[0])]


@pytest.fixture
def keep_apart(mona, today):
    def _apart(place, name):
        return add_restriction(
            by=mona, person=place.person, kind="no_contact", source="court", from_on=today, other_name=name,
            reach="any",
        )  # fmt: skip

    return _apart


def seen(user, today):
    return groups_to_look_at(user, today, today + timedelta(days=14))


def test_told_once_it_is_learnt_and_gone_once_one_leaves(two, keep_apart, alice, today):
    assert seen(alice, today) == []
    keep_apart(two[0], "Mila Stone")
    found = seen(alice, today)
    assert {who for who, _, _ in found} == {one.person for one in two}
    assert all(session.number == 1 and "Mila Stone" in " ".join(reasons) for _, session, reasons in found)
    leave_group(by=alice, place=two[1], because="Must not meet somebody")
    assert seen(alice, today) == []


def test_told_to_whoever_leads_it_and_to_nobody_else(two, keep_apart, alice, bob, cohort, today):
    keep_apart(two[0], "Mila Stone")
    assert seen(bob, today) == []
    GroupLeader.objects.create(cohort=cohort, user=bob)
    assert len(seen(bob, today)) == 2


def test_it_stands_on_today(client, two, keep_apart, alice):
    keep_apart(two[0], "Mila Stone")
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "Something stands against their place in Family course, winter" in page and "Look at these<" in page


def test_many_groups_ask_as_often_as_one(two, keep_apart, terms, others, join, alice, today):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert seen(alice, today)
        return len(queries)

    keep_apart(two[0], "Mila Stone")
    one = asked()
    for number in range(4):
        later = make_cohort(by=alice, terms=terms(title=f"Course {number}", starts_on=today + timedelta(days=4)))
        join(later, others[1])
        join(later, others[2])
    assert asked() == one
