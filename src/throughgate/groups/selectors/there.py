"""That a group is a place where people of ours will be: for the restrictions between them, whichever room asks."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from throughgate.groups.models import GroupSession, MakeUp, Place
from throughgate.people.rules.beside import Occasion, Spot
from throughgate.people.rules.restrictions import span_of
from throughgate.people.selectors.beside import Beside
from throughgate.people.selectors.there import Plans, There

HOLDS = Q(left_on__isnull=True, offered_on__isnull=False)


def standing_sessions() -> QuerySet[GroupSession]:
    """Neither moved nor cancelled, of groups that run."""
    return GroupSession.objects.filter(
        superseded_at__isnull=True, cancelled_at__isnull=True, cohort__closed_on__isnull=True
    )


def occasions_of(row: GroupSession) -> list[Occasion]:
    """In the room, and in each other's company whatever the room is called. Needs the cohort's site at hand."""
    minutes = span_of(row.at, row.minutes)
    spot = Spot(f"{row.place}, {row.cohort.site.name}")
    return [Occasion(minutes, spot), Occasion(minutes, company=("group", row.cohort.ref))]


def _people(days: Collection[date]) -> list[QuerySet[Any]]:
    sessions = standing_sessions().filter(on__in=days)
    guests = MakeUp.objects.filter(dropped_at__isnull=True, session__in=sessions)
    return [
        Place.objects.filter(HOLDS, cohort__in=sessions.order_by().values("cohort")).order_by().values("person"),
        guests.order_by().annotate(person=F("place__person")).values("person"),
    ]


def _there(ids: Collection[int], days: Collection[date]) -> list[There]:
    """Three queries."""
    sessions = standing_sessions().filter(on__in=days).select_related("cohort__site").order_by("pk")
    by_cohort: dict[int, list[GroupSession]] = {}
    for row in sessions:
        by_cohort.setdefault(row.cohort_id, []).append(row)
    places = Place.objects.filter(HOLDS, cohort__in=by_cohort, person__in=ids).select_related("person__site")
    guests = MakeUp.objects.filter(dropped_at__isnull=True, session__in=[row.pk for row in sessions])
    guests = guests.filter(place__person__in=ids).select_related("place__person__site", "session__cohort__site")
    found = [
        (row.on, Beside(place.person, (), row.ref), occasions_of(row))
        for place in places.order_by("pk")
        for row in by_cohort[place.cohort_id]
    ]
    for guest in guests.order_by("pk"):
        if (at := guest.session) is not None:
            found.append((at.on, Beside(guest.place.person, (), at.ref), occasions_of(at)))
    return found


GROUPS = Plans(_people, _there)
