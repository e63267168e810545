"""You said, we did: what is ready to be told, and what was published."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from throughgate.access.policy import Ability, Hidden, has, reach_of, require
from throughgate.accounts.models import User
from throughgate.common.quarters import quarter_of
from throughgate.learning.models import WallLine, WallPage
from throughgate.sites.models import Site

Said = Mapping[str, Any]


def site_for(user: User, code: str) -> Site:
    """Raises Forbidden, Hidden."""
    require(user, Ability.READ_LEARNING)
    site = Site.objects.filter(pk__in=reach_of(user).sites, code=code).first()
    if site is None:
        raise Hidden()
    return site


def lines_of(site: Site, quarter: date) -> list[WallLine]:
    rows = WallLine.objects.filter(item__site=site, quarter=quarter, taken_off_at__isnull=True)
    return list(rows.select_related("item"))


def as_told(lines: Iterable[WallLine]) -> list[Said]:
    return [{"you_said": one.you_said, "could": one.could, "we_did": one.we_did} for one in lines]


def published_for(site: Site, quarter: date) -> WallPage | None:
    rows = WallPage.objects.filter(site=site, quarter=quarter, ended_at__isnull=True)
    return rows.select_related("site", "published_by").first()


def walls_for(user: User, today: date) -> list[dict[str, Any]]:
    """By site and quarter, newest first: those that are published, and for managers those with lines. Two queries."""
    require(user, Ability.READ_LEARNING)
    sites = {site.pk: site for site in Site.objects.filter(pk__in=reach_of(user).sites)}
    found: dict[tuple[date, int], dict[str, Any]] = {}
    for page in WallPage.objects.filter(site__in=sites, ended_at__isnull=True):
        found[page.quarter, page.site_id] = {"is_published": True, "lines": len(page.lines)}
    if has(user, Ability.KEEP_LEARNING):
        rows = WallLine.objects.filter(item__site__in=sites, taken_off_at__isnull=True)
        for quarter, site in rows.values_list("quarter", "item__site"):
            one = found.setdefault((quarter, site), {"is_published": False, "lines": 0})
            one["lines"] += not one["is_published"]
    order = sorted(found, key=lambda key: (-key[0].toordinal(), sites[key[1]].name))
    return [{"quarter": key[0], "words": quarter_words(key[0]), "site": sites[key[1]], **found[key]} for key in order]


def quarter_words(first: date) -> str:
    return f"{first:%B} to {date(first.year, first.month + 2, 1):%B %Y}"


def quarter_from(text: str) -> date:
    """Raises Hidden where it is the first day of no quarter."""
    try:
        day = date.fromisoformat(text)
    except ValueError as unreadable:
        raise Hidden() from unreadable
    if quarter_of(day) != day:
        raise Hidden()
    return day
