"""The page that planning a release day is due on, and what the days listen to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from throughgate.programmes.doors import register_promise_door
from throughgate.programmes.models import PromiseSource
from throughgate.release.basic_kinds import OF_DATES

if TYPE_CHECKING:
    from throughgate.people.changes import Happening
    from throughgate.people.models import ContactRestriction
    from throughgate.programmes.models import Promise


def register_days() -> None:
    from django.core.checks import register as register_check

    from throughgate.people.changes import happened, many_happened, restriction_added
    from throughgate.people.selectors.homes import register_homes
    from throughgate.people.selectors.there import register_plans
    from throughgate.release.day_merging import register_day_merging
    from throughgate.release.routing_check import check_routing_service
    from throughgate.release.selectors.beside import RELEASES, homes_of

    register_promise_door(PromiseSource.RELEASE_DAY, _promised, icon="gate")
    register_check(check_routing_service)
    register_day_merging()
    register_plans(RELEASES)
    register_homes(homes_of)
    happened.connect(_date_happened, dispatch_uid="release.follow_release_dates", weak=False)
    happened.connect(_restriction_ended, dispatch_uid="release.restriction_ended", weak=False)
    many_happened.connect(_many_happened, dispatch_uid="release.follow_many_release_dates", weak=False)
    restriction_added.connect(_restricted, dispatch_uid="release.restriction_stands", weak=False)


def _promised(promise: "Promise") -> str:
    return reverse("release:day_promised", args=[promise.ref])


def _restriction_ended(sender: object, happening: "Happening", **kwargs: object) -> None:
    from throughgate.release.services.day import look_at_days_anew

    if happening.kind == "restriction-ended":
        look_at_days_anew(happening.by, happening.person)


def _date_happened(sender: object, happening: "Happening", **kwargs: object) -> None:
    from throughgate.release.services.day import follow_release_dates

    if happening.kind in OF_DATES:
        follow_release_dates(happening.by, [happening.person])


def _many_happened(sender: object, happenings: "Sequence[Happening]", **kwargs: object) -> None:
    from throughgate.release.services.day import follow_release_dates

    dated = [one for one in happenings if one.kind in OF_DATES]
    if dated:
        follow_release_dates(dated[0].by, list({one.person.pk: one.person for one in dated}.values()))


def _restricted(sender: object, restriction: "ContactRestriction", **kwargs: object) -> None:
    from throughgate.release.services.day import look_at_days_anew

    look_at_days_anew(restriction.added_by, restriction.person)
