"""Whom somebody can ring on the day they come out."""

from datetime import date

from django.conf import settings

from throughgate.people.models import Person
from throughgate.people.rules.around import LEADING
from throughgate.people.selectors.around import workers_around


def number_to_ring(person: Person, today: date) -> str:
    """Of whoever works with them, else of the office; empty where neither is known. One query."""
    rows = workers_around(person, today).filter(worker__is_active=True).exclude(worker__phone="")
    known = sorted(rows, key=lambda row: (LEADING.index(row.role), row.from_on, row.pk))
    return known[0].worker.phone if known else settings.OFFICE_PHONE
