"""Steps and follow-ups that are still to be done, as they were typed."""

from django.urls import reverse

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.people.selectors.words_to_do import ToDo
from throughgate.programmes.models import Promise, PromiseSource

DOORS = {PromiseSource.STEP: ("plan:promise", "promise"), PromiseSource.FOLLOW_UP: ("casework:follow_up", "ref")}


def typed_to_do(user: User, person: Person) -> list[ToDo]:
    """One query."""
    rows = Promise.objects.filter(person=person, source__in=DOORS, met_on=None, withdrawn_on=None)
    return [ToDo(row.title, row.by_on, _door(row)) for row in visible(user, rows) if row.by_on]


def _door(row: Promise) -> str:
    page, name = DOORS[PromiseSource(row.source)]
    return reverse(page, kwargs={name: row.ref})
