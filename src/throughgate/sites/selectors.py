from typing import Any

from django.db.models import Q, QuerySet

from throughgate.sites.models import Site


def prisons(*, closed: bool = False) -> QuerySet[Site]:
    """The prisons people are moved to and from, by name; with `closed` the ones that have shut as well."""
    rows = Site.objects.filter(is_prison=True)
    return rows if closed else rows.filter(is_active=True)


def served_sites(*, and_also: Site | None = None) -> QuerySet[Site]:
    """Where the organisation works: prisons and places of its own; `and_also` the one a record stands at already."""
    served = Q(is_served=True, is_active=True)
    return Site.objects.filter(served | Q(pk=and_also.pk) if and_also else served)


def list_sites_of(user: Any) -> QuerySet[Site]:
    """The sites somebody works at."""
    return Site.objects.filter(workers=user, is_active=True)
