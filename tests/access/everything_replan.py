"""A release that was moved, with somebody to be rung about it."""

from datetime import date

from django.utils import timezone

from tests.access.rows_release_replan import BATCH
from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import MovedRelease, MovedThing


def replan_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """One move, however often it is called; its things have all levels, the first one anybody may read."""
    today = timezone.localdate()
    move = MovedRelease.objects.filter(person=person).first()
    if move is None:
        move = MovedRelease.objects.create(person=person, was=today, becomes=today, batch=BATCH, made_by=user)
        _thing(move, user, Sensitivity.STANDARD, today)
    _thing(move, user, level, today)


def _thing(move: MovedRelease, user: User, level: Sensitivity, today: date) -> None:
    promise = Promise.objects.create(
        person=move.person,
        source="release-day",
        title="Ring",
        who="staff",
        by_on=today,
        made_by=user,
        sensitivity=level,
    )
    MovedThing.objects.create(
        move=move, kind="gate", effect="ask", title="The gate", promise=promise, sensitivity=level
    )
