"""Where those are whose release is planned, and who lives where somebody is to live, whoever may know of them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from throughgate.people.models import Person
from throughgate.people.rules.beside import Spot, spot_match
from throughgate.people.rules.same_words import Match
from throughgate.people.selectors.beside import Beside
from throughgate.people.selectors.homes import Home
from throughgate.people.selectors.there import Plans, There, matters
from throughgate.release.models import (
    DayStop,
    EndReason,
    GateMeeting,
    HomeApplication,
    HomeState,
    HomeStep,
    Journey,
    LivingPlace,
    MetBy,
    Provider,
    ReleaseDay,
)
from throughgate.release.rules.beside import SHARED, at_gate, at_pick_up, at_stop, on_arrival
from throughgate.release.rules.home import CLOSED
from throughgate.release.selectors.day import standing_stops
from throughgate.release.selectors.journeys import standing_journeys


def _people(days: Collection[date]) -> list[QuerySet[Any]]:
    return [model.objects.filter(on__in=days).order_by().values("person") for model in (ReleaseDay, Journey)]


def _there(ids: Collection[int], days: Collection[date]) -> list[There]:
    """Three queries, of no more than says who is where and when."""
    stops = standing_stops(DayStop.objects.filter(day__person__in=ids, day__on=F("on"), on__in=days))
    stops = stops.select_related(None).select_related("day__person")
    rides = standing_journeys(Journey.objects.filter(person__in=ids, on__in=days))
    rides = rides.select_related(None).select_related("person")
    met = GateMeeting.objects.filter(pk__in=_last_meetings(ids, days)).exclude(met_by=MetBy.NOBODY)
    return [
        *((one.on, _with(one.day.person, one.member_id, one.ref), at_stop(one)) for one in stops),
        *((one.on, Beside(one.person, ref=one.ref), [*at_pick_up(one), *on_arrival(one)]) for one in rides),
        *(
            (one.day.on, _with(one.day.person, one.member_id, one.ref), at_gate(one.day))
            for one in met.select_related("day__person__site")
        ),
    ]


RELEASES = Plans(_people, _there)


def living_beside(person: Person, provider: Provider | None, spot: Spot | None) -> list[Beside]:
    """Who lives there, or is to: in one house of the directory, or at one address. Two queries, none where nobody
    wrote down where it is.
    """
    if spot is None:
        return []
    state = HomeStep.objects.filter(application=OuterRef("pk")).order_by("-pk").values("state")[:1]
    asked = HomeApplication.objects.annotate(state=Subquery(state)).exclude(state__in=CLOSED)
    rows: list[HomeApplication | LivingPlace] = [
        *asked.filter(matters(person)).select_related("person__site", "provider", "where"),
        *LivingPlace.objects.filter(matters(person), to_on__isnull=True).select_related(
            "person__site", "provider", "where"
        ),
    ]
    found = [(one, _same_home(one, provider, spot)) for one in rows]
    return [
        replace(_with(one.person, getattr(one, "host_id", None)), is_sure=match is Match.YES)
        for one, match in found
        if match is not Match.NO
    ]


def homes_of(people: Collection[int]) -> list[Home]:
    """Where they live or lived, and what is kept for them from a day on. Two queries."""
    last = HomeStep.objects.filter(application=OuterRef("pk")).order_by("-pk")
    kept = HomeApplication.objects.filter(person__in=people).annotate(
        state_now=Subquery(last.values("state")[:1]), day_now=Subquery(last.values("day")[:1])
    )
    kept = kept.filter(state_now=HomeState.CONFIRMED, day_now__isnull=False).select_related("provider", "where")
    lived = LivingPlace.objects.filter(person__in=people).exclude(ended_because=EndReason.MISTAKE)
    lived = lived.select_related("provider", "where")
    found: list[tuple[LivingPlace | HomeApplication, date, date | None]] = [
        *((row, row.from_on, row.to_on) for row in lived.order_by("pk")),
        *((row, row.day_now, None) for row in kept.order_by("pk")),
    ]
    return [
        Home(row.person_id, spot, first, last_day)
        for row, first, last_day in found
        if (spot := spot_of_home(row.provider, row))
    ]


def _same_home(row: HomeApplication | LivingPlace, provider: Provider | None, spot: Spot) -> Match:
    if provider and row.provider_id == provider.pk:
        return Match.YES if provider.kind in SHARED else Match.NO
    theirs = spot_of_home(row.provider, row)
    return spot_match(spot, theirs) if theirs else Match.NO


def spot_of_home(provider: Provider | None, row: HomeApplication | LivingPlace) -> Spot | None:
    if provider:
        return spot_of_house(provider)
    where = getattr(row, "where", None)
    return Spot(where.address, postcode=where.postcode) if where else None


def spot_of_house(provider: Provider) -> Spot | None:
    return Spot(provider.name, provider.address, provider.postcode) if provider.kind in SHARED else None


def _last_meetings(ids: Collection[int], days: Collection[date]) -> Any:
    last = GateMeeting.objects.filter(day=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return ReleaseDay.objects.filter(person__in=ids, on__in=days).annotate(last=Subquery(last)).values("last")


def _with(person: Person, member: int | None, ref: str = "") -> Beside:
    return Beside(person, (member,) if member else (), ref)
