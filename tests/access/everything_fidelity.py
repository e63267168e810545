"""A programme that is delivered at the person's site, with one thing done otherwise."""

from datetime import date

from throughgate.accounts.models import User
from throughgate.fidelity.models import Adaptation, Rollout
from throughgate.people.models import Person

DAY = date(2026, 3, 2)


def fidelity_of_everything(person: Person, user: User) -> None:
    known = {"begins_on": DAY, "added_by": user}
    rollout, _ = Rollout.objects.get_or_create(
        slug="restorative-family", site=person.site, ended_on=None, defaults=known
    )
    Adaptation.objects.create(
        rollout=rollout, element="sessions", change="timing", what="Twice a week", because="Short stays", from_on=DAY,
        declared_by=user,
    )  # fmt: skip
