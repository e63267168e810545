"""The first week and the figures at the gate: of somebody with a stop whose day has come."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Assignment
from throughgate.release.models import DayStop

Listed = list[tuple[str, str]]


def first_week_pages(worker: User) -> Listed:
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    stops = DayStop.objects.filter(day__person__in=mine, day__on__lt=today(), cancelled_at=None, superseded_by=None)
    listed = [
        ("first week", reverse("release:first_week")),
        ("first week site", reverse("release:first_week") + "?scope=site&days=28"),
        *figures_pages(),
        ("figures by programme", reverse("release:gate_figures") + "?by=programme"),
        ("figures between", reverse("release:gate_figures") + "?period=between"),
    ]
    if stop := stops.last():
        person = stop.day.person
        listed += [
            ("stop outcome", reverse("release:stop_outcome", args=[stop.ref]) + "?became=missed"),
            ("not seen why", reverse("release:not_seen_why", args=[person.ref])),
            ("day gone by", reverse("release:day", args=[person.ref])),
        ]
    return listed


def figures_pages() -> Listed:
    return [("figures", reverse("release:gate_figures"))]
