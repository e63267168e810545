"""When a site lets groups run: its hours, and the days on which it is shut."""

from datetime import date, time

from django.utils import timezone

from throughgate.access.policy import Ability, Hidden, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.groups.models import Closure, RegimeHours, Shut
from throughgate.groups.rules.calendar import CalendarError
from throughgate.sites.models import Site


@act()
def add_hours(*, by: User, site: Site, weekday: int, from_at: time, to_at: time) -> RegimeHours:
    """A manager's. Raises Forbidden, Hidden, CalendarError."""
    _check(by, site, Ability.KEEP_REGIME)
    if to_at <= from_at:
        raise CalendarError("to_at", "It has to end after it begins")
    row = RegimeHours.objects.create(site=site, weekday=weekday, from_at=from_at, to_at=to_at, added_by=by)
    record_event(by=by, action="group_calendar.hours_added", subject=f"site {site.code}", weekday=weekday)
    return row


@act()
def end_hours(*, by: User, hours: RegimeHours) -> None:
    _check(by, hours.site, Ability.KEEP_REGIME)
    hours.ended_at, hours.ended_by = timezone.now(), by
    hours.save(update_fields=["ended_at", "ended_by"])
    record_event(by=by, action="group_calendar.hours_ended", subject=f"site {hours.site.code}", weekday=hours.weekday)


@act()
def close_site(*, by: User, site: Site, from_on: date, to_on: date, because: str) -> Closure:
    """No group runs there from the one day to the other. Raises Forbidden, Hidden, CalendarError."""
    _check(by, site, Ability.PLAN_GROUPS)
    if to_on < from_on:
        raise CalendarError("to_on", "The last day cannot be before the first")
    row = Closure.objects.create(site=site, from_on=from_on, to_on=to_on, because=Shut(because), added_by=by)
    record_event(by=by, action="group_calendar.closed", subject=f"closure {row.ref}", because=because)
    return row


@act()
def open_again(*, by: User, closure: Closure) -> Closure:
    """From today on, or not at all where it had not begun."""
    _check(by, closure.site, Ability.PLAN_GROUPS)
    closure.lifted_on, closure.lifted_by = max(today(), closure.from_on), by
    closure.save(update_fields=["lifted_on", "lifted_by"])
    record_event(by=by, action="group_calendar.opened", subject=f"closure {closure.ref}")
    return closure


def _check(by: User, site: Site, ability: Ability) -> None:
    require(by, ability)
    if site.pk not in reach_of(by).sites:
        raise Hidden()
