"""One transaction for an act, and what its services share until its end."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from throughgate.audit.models import Event
from throughgate.audit.services import record_event
from throughgate.common.acts import act, hold, is_held
from throughgate.people.models import Person


@act()
def do(by, *names: str) -> None:
    for name in names:
        record_event(by=by, action=name)


@act()
def do_and_fail(by) -> None:
    do(by, "within.done")
    raise ZeroDivisionError


def written() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def test_services_within_an_act_have_no_savepoint_and_one_trail(alice):
    with CaptureQueriesContext(connection) as seen, act():
        do(alice, "a.done")
        do(alice, "b.done", "c.done")
    assert [one["sql"].split()[0] for one in seen] == ["SAVEPOINT", "INSERT", "RELEASE"]
    assert written() == ["a.done", "b.done", "c.done"]


def test_what_fails_within_fails_the_whole_act(alice):
    with pytest.raises(ZeroDivisionError), act():
        do(alice, "before.done")
        do_and_fail(alice)
    assert written() == []


def test_a_failure_that_was_caught_without_a_savepoint_stops_the_act(alice):
    with pytest.raises(transaction.TransactionManagementError), act():
        with pytest.raises(ZeroDivisionError):
            do_and_fail(alice)
        Event.objects.exists()
    assert written() == []


def test_a_savepoint_takes_its_own_trail_back_and_no_other(alice):
    with act():
        do(alice, "before.done")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            do_and_fail(alice)
        with transaction.atomic():
            do(alice, "after.done")
    assert sorted(written()) == ["after.done", "before.done"]


def test_outside_an_act_the_trail_is_written_at_once(alice):
    assert record_event(by=alice, action="alone.done").pk


def test_what_an_act_holds_it_holds_to_its_end(person):
    hold(person)
    assert not is_held(person)
    with act():
        hold(person)
        with act():
            assert is_held(person)
        assert not is_held(person, "unmoved") and not is_held(Person.objects.get(pk=person.pk))
    with act():
        assert not is_held(person)
