"""Reads of the trail.

Whoever sees no people (the administrator) reads all of it, with references only. Whoever sees people (the manager)
reads what was done about people at their sites, and what they themselves, their team and their sites' workers did that
is about nobody: signing in, searching, accounts. What was done about people elsewhere stays unseen, since it would tell
that they exist.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from throughgate.audit.models import Event
from throughgate.audit.people_source import people_source
from throughgate.common.abilities import abilities

PAGE_SIZE = 50
SEE_PEOPLE = "see people"


@dataclass(frozen=True)
class Filters:
    """What of the trail to show; what is empty does not narrow it. Both days count."""

    person_ref: str = ""
    worker: Any = None
    noun: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def names(self) -> list[str]:
        """Names of the filters in use: what of a reading is written down."""
        return [name for name in self.__dataclass_fields__ if getattr(self, name)]


@dataclass(frozen=True)
class Page:
    events: list[Event]
    before: int | None  # the id to go on from, when there are older ones


def list_events(user: Any) -> QuerySet[Event]:
    events = Event.objects.select_related("by")
    if not abilities.has(user, SEE_PEOPLE):
        return events
    about_nobody = Q(person_ref="", by__in=list_staff_of(user).values("pk"))
    return events.filter(Exists(people_source.refs_for(user).filter(ref=OuterRef("person_ref"))) | about_nobody)


def list_staff_of(user: Any) -> QuerySet[Any]:
    """Whose doings a reader of the trail may look up."""
    accounts = get_user_model()._default_manager.all()
    if not abilities.has(user, SEE_PEOPLE):
        return accounts
    own_sites = user.sites.values("pk")
    return accounts.filter(Q(pk=user.pk) | Q(line_manager=user) | Q(sites__in=own_sites)).distinct()


def narrow(events: QuerySet[Event], filters: Filters) -> QuerySet[Event]:
    if filters.person_ref:
        events = events.filter(person_ref__in=people_source.all_refs_of(filters.person_ref))
    if filters.worker:
        events = events.filter(by=filters.worker)
    if filters.noun:
        events = events.filter(action__startswith=f"{filters.noun}.")
    if filters.from_on:
        events = events.filter(at__gte=_start_of(filters.from_on))
    if filters.to_on:
        events = events.filter(at__lt=_start_of(filters.to_on + timedelta(days=1)))
    return events


def page_of(events: QuerySet[Event], before: int | None = None) -> Page:
    """The newest events, or those older than the one with the id `before`: the last page is as quick as the first."""
    last = Event.objects.filter(pk=before).values_list("at", flat=True).first() if before else None
    if last is not None:
        events = events.filter(Q(at__lt=last) | Q(at=last, pk__lt=before))
    found = list(events.order_by("-at", "-pk")[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if more else None)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
