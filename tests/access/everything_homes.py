"""A provider with its vacancies, a place asked for, where somebody lives and whether they still do."""

from datetime import timedelta

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import (
    HomeApplication,
    HomeCheck,
    HomeStep,
    LivingAddress,
    LivingPlace,
    Provider,
    Vacancy,
)


def homes_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """Two levels are possible here; what would be clinical is sensitive."""
    today = timezone.localdate()
    level = Sensitivity.SENSITIVE if level is Sensitivity.CLINICAL else level
    provider, made = Provider.objects.get_or_create(
        name="Elm House", defaults={"kind": "supported", "town": "Guildford", "added_by": user}
    )
    if made:
        Vacancy.objects.create(provider=provider, places=2, said_on=today, noted_by=user)
    application = HomeApplication.objects.create(
        person=person,
        provider=provider,
        kind="supported",
        worker=user,
        made_by=user,
        sensitivity=level,
        promise=_promise(person, user, level),
    )
    HomeStep.objects.create(application=application, state="sent", on=today, noted_by=user)
    LivingAddress.objects.create(person=person, application=application, address="4 Station Road")
    place = LivingPlace.objects.create(
        person=person, kind="private", from_on=today - timedelta(weeks=4), sensitivity=level, noted_by=user
    )
    HomeCheck.objects.create(place=place, weeks=4, due_on=today, promise=_promise(person, user, level))


def _promise(person: Person, user: User, level: Sensitivity) -> Promise:
    return Promise.objects.create(
        person=person,
        source="home",
        title="Chase the answer",
        who="staff",
        worker=user,
        by_on=timezone.localdate(),
        sensitivity=level,
        made_by=user,
    )
