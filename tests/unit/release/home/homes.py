"""What the tests of homes share, beside the fixtures."""

from datetime import date

from throughgate.programmes.models import Commitment
from throughgate.record.selectors import effective
from throughgate.release.models import HomeState
from throughgate.release.rules.home import Said

TODAY = date(2026, 11, 20)
RELEASE = date(2026, 12, 10)


def said(state=HomeState.SENT, **fields) -> Said:
    return Said(**{"state": HomeState(state), "on": TODAY} | fields)


def due(person):
    rows = Commitment.objects.filter(person=person, is_next=True, promise__isnull=False)
    return list(rows.order_by("by_on").values_list("promise__title", "by_on"))


def told(person):
    return [(entry.kind, entry.on) for entry in effective().filter(person=person).order_by("pk") if entry.kind in KINDS]


KINDS = {"home", "supported-housing", "moved-in", "home-check", "home-lost", "no-home"}
