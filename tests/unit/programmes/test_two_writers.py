"""Two workers writing about one person at once: the projection holds what both wrote."""

import threading
from datetime import date

import pytest
from django.db import connection, connections, transaction

from throughgate.programmes.models import Commitment
from throughgate.record.services import write_entry


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time, by itself")
def test_the_later_one_settles_what_both_wrote(enrolment, alice, person):
    first_has_settled, second_has_begun = threading.Event(), threading.Event()
    failures = []

    def write_second():
        try:
            first_has_settled.wait(5)
            second_has_begun.set()
            write_entry(by=alice, person=person, kind="group-session", on=date(2026, 9, 20), summary="Two")
        except Exception as failure:  # a thread's failure must fail the test, whatever it is
            failures.append(failure)
        finally:
            connections.close_all()

    other = threading.Thread(target=write_second)
    other.start()
    with transaction.atomic():
        write_entry(by=alice, person=person, kind="group-session", on=date(2026, 9, 16), summary="One")
        first_has_settled.set()
        second_has_begun.wait(5)
        other.join(0.5)  # it waits for this transaction, or has read without it and is wrong
    other.join(10)
    assert not failures
    met = Commitment.objects.filter(enrolment=enrolment, element="sessions", met_on__isnull=False)
    assert [row.met_on.day for row in met.order_by("ordinal")] == [16, 20]
