"""A measure that is open, with an answer that has to be followed up, and one that is finished."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.measures.models import Given, Safeguard, SafeguardTold, Sitting
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry

DAY = date(2026, 3, 2)
OPEN, FINISHED = "phq-9", "gad-7"


def measures_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The second time under other names: one of a kind is open at a time."""
    again = Sitting.objects.filter(person=person).count()
    name = f"walk-{again}" if again else OPEN
    known = {"person": person, "version": 1, "title": "A walk", "how": "asked", "on": DAY, "opened_by": user}
    begun = Sitting.objects.create(**known, instrument=name, subject=name, sensitivity=level)
    Given.objects.create(
        sitting=begun, rater="person", item="better-off-dead", points=1, wording="?", said="!", by=user
    )
    promise = Promise.objects.create(
        person=person, source="measure", title="Follow up", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    guard = Safeguard.objects.create(sitting=begun, item="better-off-dead", promise=promise)
    SafeguardTold.objects.create(safeguard=guard, user=user)
    entry = Entry.objects.create(
        person=person, kind="measure", subject="worry", on=DAY, summary="A walk", sensitivity=level, by=user
    )
    Sitting.objects.create(
        **known, instrument=FINISHED, subject="worry", sensitivity=level, entry=entry, finished_by=user,
        finished_at=timezone.now(),
    )  # fmt: skip
