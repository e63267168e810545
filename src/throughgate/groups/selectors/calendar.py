"""When a site lets groups run, and which sessions no longer fit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from django.db.models import Q, QuerySet

from throughgate.access.policy import Ability, Hidden, has, reach_of, require
from throughgate.accounts.models import User
from throughgate.common.bank_holidays import bank_holiday, nation_of
from throughgate.groups.models import Closure, Cohort, GroupSession, RegimeHours, Shut
from throughgate.groups.rules.calendar import Calendar, CalendarError, Closed, lay_anew, why_shut
from throughgate.groups.selectors.leading import led_by
from throughgate.groups.selectors.there import standing_sessions
from throughgate.sites.models import Site


@dataclass(frozen=True)
class Broken:
    """Sessions of one group that no longer fit, the first with why, and the days the rest would get: in their order."""

    cohort: Cohort
    because: str
    first: GroupSession
    moves: Sequence[tuple[GroupSession, date]]


def sites_for(user: User) -> list[Site]:
    """Those whose calendar the user may see: their own."""
    require(user, Ability.SEE_PEOPLE)
    return list(Site.objects.filter(pk__in=reach_of(user).sites, is_active=True))


def access_site(user: User, code: str) -> Site:
    """Raises Forbidden, Hidden."""
    found = next((one for one in sites_for(user) if one.code == code), None)
    if found is None:
        raise Hidden()
    return found


def hours_of(site: Site) -> list[RegimeHours]:
    return list(RegimeHours.objects.filter(site=site, ended_at__isnull=True))


def closures_of(site: Site, today: date) -> list[Closure]:
    """Those that last or are to come."""
    return [one for one in Closure.objects.filter(site=site, to_on__gte=today) if _days(one)]


def calendar_of(site: Site) -> Calendar:
    """Two queries."""
    return calendars_of([site])[site.pk]


def calendars_of(sites: Iterable[Site]) -> dict[int, Calendar]:
    """By id of the site. Two queries for many as for one."""
    wanted = {site.pk: site for site in sites}
    hours: dict[int, dict[int, list[tuple[time, time]]]] = defaultdict(lambda: defaultdict(list))
    for row in RegimeHours.objects.filter(site__in=wanted, ended_at__isnull=True):
        hours[row.site_id][row.weekday].append((row.from_at, row.to_at))
    closed: dict[int, list[Closed]] = defaultdict(list)
    for one in Closure.objects.filter(site__in=wanted):
        closed[one.site_id] += _days(one)
    return {
        pk: Calendar(
            hours=dict(hours[pk]),
            closed=tuple(closed[pk]),
            holiday=partial(_holiday, site.country),
        )
        for pk, site in wanted.items()
    }


def _holiday(country: str, on: date) -> str:
    return bank_holiday(on, nation_of(country))


def _days(one: Closure) -> list[Closed]:
    last = min(one.to_on, one.lifted_on - timedelta(days=1)) if one.lifted_on else one.to_on
    return [Closed(one.from_on, last, one.get_because_display())] if last >= one.from_on else []


def coming_sessions(today: date) -> QuerySet[GroupSession]:
    """To come and not yet recorded, by day."""
    rows = standing_sessions().filter(on__gte=today, registers__isnull=True)
    return rows.select_related("cohort__site").order_by("on", "at", "pk")


def broken_for(user: User, today: date, *, site: Site | None = None, cohort: Cohort | None = None) -> list[Broken]:
    """What of the sessions to come no longer fits, with what would mend it. Three queries."""
    asked = Q(cohort__site__in=reach_of(user).sites) | Q(cohort__in=led_by(user, today).values("cohort"))
    rows = coming_sessions(today).filter(asked)
    if site:
        rows = rows.filter(cohort__site=site)
    if cohort:
        rows = rows.filter(cohort=cohort)
    by_cohort: dict[int, list[GroupSession]] = defaultdict(list)
    for row in rows:
        by_cohort[row.cohort_id].append(row)
    calendars = calendars_of(
        {row.cohort.site_id: row.cohort.site for each in by_cohort.values() for row in each}.values()
    )
    found = (_broken(calendars[each[0].cohort.site_id], each) for each in by_cohort.values())
    return [one for one in found if one]


def _broken(calendar: Calendar, sessions: Sequence[GroupSession]) -> Broken | None:
    cohort = sessions[0].cohort
    shut = [(row, why) for row in sessions if (why := why_shut(calendar, row.on, row.at, row.minutes))]
    if not shut:
        return None
    first, because = shut[0]
    rest = sessions[list(sessions).index(first) :]
    return Broken(cohort, because, first, moves_of(calendar, cohort, rest))


def moves_of(calendar: Calendar, cohort: Cohort, sessions: Sequence[GroupSession]) -> list[tuple[GroupSession, date]]:
    """The sessions that get another day, with it; none where there are not enough days."""
    try:
        laid = lay_anew(
            calendar, [row.on for row in sessions], at=cohort.at, minutes=cohort.minutes, every=cohort.every
        )
    except CalendarError:
        return []
    return [(row, on) for row, on in zip(sessions, laid, strict=True) if row.on != on]


def shut_code(why: str) -> str:
    """The reason of a move, from the words of `why_shut`."""
    named = {words: code for code, words in Shut.choices}
    return named.get(why) or (Shut.BANK_HOLIDAY if why.startswith(Shut.BANK_HOLIDAY.label) else Shut.REGIME).value


def may_plan(user: User) -> bool:
    return has(user, Ability.PLAN_GROUPS)


def coming_at(user: User, site: Site, first: date, last: date) -> list[GroupSession]:
    """What is on at the site in these days; groups are no secret among those who work there."""
    rows = standing_sessions().filter(cohort__site=site, on__range=(first, last)).select_related("cohort__site")
    return list(rows.order_by("on", "at", "pk")) if site.pk in reach_of(user).sites else []
