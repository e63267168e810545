"""Who writes what is due of one person takes turns here, always in the same order: enrolments, then promises.

One that held a promise while it waited for an enrolment would stand in the way of another that holds the enrolment and
waits for the promise, and neither could go on.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from throughgate.programmes.models import Enrolment, Promise


def locked_enrolments(people: Collection[int]) -> QuerySet[Enrolment]:
    """The lock leaves the key alone: entries that point at an enrolment do not wait for it."""
    rows = Enrolment.objects.filter(person__in=people)
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def locked_promises(people: Collection[int]) -> QuerySet[Promise]:
    rows = Promise.objects.filter(person__in=people)
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def take_turns(people: Collection[int]) -> None:
    """Until the transaction ends nobody else settles these people. SQLite lets one writer in at a time anyway."""
    if connection.features.has_select_for_update:
        list(locked_enrolments(people).values_list("pk"))
        list(locked_promises(people).values_list("pk"))
