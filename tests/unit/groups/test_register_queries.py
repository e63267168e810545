"""Saving a register: what it asks of the database does not grow with those who come, but for what it writes."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_person
from throughgate.groups.services.registers import attendance_of, save_register


def what(sql: str) -> str:
    return " ".join(sql.split()[:1]) + " " + next((word for word in sql.split() if word.startswith('"') and "_" in word), "")


@pytest.mark.parametrize("n", [5, 20])
def test_probe(n, alice, send, terms, cohort, join, on_day):
    cohort.capacity = 30
    cohort.save()
    places = [join(cohort, add_person(send, alice)) for _ in range(n)]
    on_day(date(2026, 11, 23))
    session = cohort.sessions.get(number=1)
    with CaptureQueriesContext(connection) as asked:
        save_register(by=alice, session=session, people=[attendance_of(one, attended="yes", why="") for one in places])
    print("TOTAL", n, len(asked))
    for k, v in Counter(what(q["sql"])[:90] for q in asked).most_common():
        print(v, k)
