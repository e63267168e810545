"""Groups are made, laid out further and closed; their sessions are moved and cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Ability, Hidden, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, GroupLeader, GroupSession, Place, Shut
from throughgate.groups.rules.calendar import Calendar, CalendarError, LaidOut, lay_out, take_listed, why_shut
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.calendar import calendar_of, coming_sessions, moves_of, shut_code
from throughgate.groups.selectors.there import HOLDS
from throughgate.groups.services.places import ask_of_session, leave_group, lock_cohort
from throughgate.sites.models import Site

AT_A_TIME = 8  # sessions of a group that goes on


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is said of a group when it is made. `every`: days between two sessions, also where one has to move; `days`:
    those that somebody listed instead.
    """

    title: str
    plan: str
    site: Site
    place: str
    capacity: int
    leaders: Sequence[User]
    starts_on: date
    at: time
    minutes: int
    every: int = 7
    days: Sequence[date] = ()

    @property
    def count(self) -> int:
        plan = plan_of(self.plan)
        return AT_A_TIME if plan.open_ended else plan.count


def preview(terms: Terms, calendar: Calendar) -> LaidOut:
    """The days it would have, and what is left out and why. Raises CalendarError."""
    if terms.days:
        count = None if plan_of(terms.plan).open_ended else terms.count
        return take_listed(calendar, terms.days, at=terms.at, minutes=terms.minutes, count=count)
    return lay_out(calendar, terms.starts_on, at=terms.at, minutes=terms.minutes, every=terms.every, count=terms.count)


@act()
def make_cohort(*, by: User, terms: Terms, token: UUID | None = None) -> Cohort:
    """With its sessions laid out. With the same `token` it stays one. Raises Hidden, Forbidden, CalendarError."""
    require(by, Ability.PLAN_GROUPS)
    if terms.site.pk not in reach_of(by).sites:
        raise Hidden()
    if token and (saved := Cohort.objects.filter(made_by=by, token=token).first()):
        return saved
    laid = preview(terms, calendar_of(terms.site))
    try:
        with transaction.atomic():
            cohort = _create(by, terms, token)
    except IntegrityError:
        if token and (saved := Cohort.objects.filter(made_by=by, token=token).first()):
            return saved
        raise
    GroupLeader.objects.bulk_create(GroupLeader(cohort=cohort, user=one, added_by=by) for one in terms.leaders)
    _lay(by, cohort, laid.days, first=1)
    record_event(by=by, action="group.made", subject=f"group {cohort.ref}", sessions=len(laid.days))
    return cohort


def _create(by: User, terms: Terms, token: UUID | None) -> Cohort:
    return Cohort.objects.create(
        title=terms.title.strip(),
        plan=terms.plan,
        site=terms.site,
        place=terms.place.strip(),
        capacity=terms.capacity,
        starts_on=terms.starts_on,
        at=terms.at,
        minutes=terms.minutes,
        every=terms.every,
        token=token,
        made_by=by,
    )


def _lay(by: User, cohort: Cohort, days: Sequence[date], *, first: int) -> list[GroupSession]:
    return GroupSession.objects.bulk_create(
        GroupSession(
            cohort=cohort,
            number=first + place,
            on=on,
            at=cohort.at,
            minutes=cohort.minutes,
            place=cohort.place,
            made_by=by,
        )
        for place, on in enumerate(days)
    )


@act()
def lay_out_more(*, by: User, cohort: Cohort) -> int:
    """The next sessions of a group that goes on; how many were added. Restrictions of all who come are asked.

    Raises PlaceError, CalendarError, RestrictedError.
    """
    cohort = lock_cohort(by, cohort)
    if not plan_of(cohort.plan).open_ended:
        raise PlaceError("This group has all the sessions of its plan.")
    last = GroupSession.objects.filter(cohort=cohort, superseded_at__isnull=True).order_by("-number").first()
    on = max(last.on + timedelta(days=cohort.every), today()) if last else cohort.starts_on
    while last and (on - last.on).days % cohort.every:
        on += timedelta(days=1)
    laid = lay_out(
        calendar_of(cohort.site), on, at=cohort.at, minutes=cohort.minutes, every=cohort.every, count=AT_A_TIME
    )
    laid_out = _lay(by, cohort, laid.days, first=last.number + 1 if last else 1)
    _ask_of_all(by, laid_out)
    record_event(by=by, action="group.laid_out", subject=f"group {cohort.ref}", sessions=len(laid.days))
    return len(laid.days)


@act()
def close_cohort(*, by: User, cohort: Cohort, because: str) -> Cohort:
    """No session of it is due any more; whoever still has or wants a place leaves. Raises PlaceError."""
    cohort = lock_cohort(by, cohort)
    if not because.strip():
        raise PlaceError("Say why it ends", "because")
    places = list(Place.objects.filter(cohort=cohort, left_on__isnull=True).select_related("person__site"))
    for place in sorted(places, key=lambda one: one.person_id):
        place.cohort = cohort
        leave_group(by=by, place=place, because=f"The group ended: {because.strip()}"[:200])
    cohort.closed_on, cohort.closed_by, cohort.closed_because = today(), by, because.strip()
    cohort.save(update_fields=["closed_on", "closed_by", "closed_because"])
    record_event(by=by, action="group.closed", subject=f"group {cohort.ref}")
    return cohort


@act()
def move_session(
    *, by: User, session: GroupSession, on: date, because: str, at: time | None = None, answer: str = ""
) -> GroupSession:
    """To another day, of which the restrictions of all who come are asked; `answer` to a doubt of theirs.

    Raises CalendarError, RestrictedError.
    """
    cohort = lock_cohort(by, session.cohort)
    row = _fresh(session, cohort)
    if why := why_shut(calendar_of(cohort.site), on, at or row.at, row.minutes):
        raise CalendarError("on", f"No group can run then. {why}")
    if on < today():
        raise CalendarError("on", "Choose today or a day to come")
    moved = _move(by, row, on, because, at)
    _ask_of_all(by, [moved], answer)
    return moved


@act()
def move_broken(*, by: User, cohort: Cohort) -> list[GroupSession]:
    """What no longer fits, and what comes after it, each to the next day that fits, in the same order."""
    cohort = lock_cohort(by, cohort)
    calendar = calendar_of(cohort.site)
    rows = list(coming_sessions(today()).filter(cohort=cohort))
    first = next((n for n, row in enumerate(rows) if why_shut(calendar, row.on, row.at, row.minutes)), None)
    if first is None:
        return []
    moves = moves_of(calendar, cohort, rows[first:])
    if not moves:
        raise CalendarError("", "There are not enough days on which the site lets a group run at that hour")
    because = shut_code(why_shut(calendar, rows[first].on, rows[first].at, rows[first].minutes))
    # From the last on: a day is free before another session moves onto it.
    moved = [_move(by, _fresh(row, cohort), on, because, None) for row, on in reversed(moves)]
    _ask_of_all(by, moved)
    return moved[::-1]


def _move(by: User, row: GroupSession, on: date, because: str, at: time | None) -> GroupSession:
    row.superseded_at = timezone.now()
    row.save(update_fields=["superseded_at"])
    later = GroupSession.objects.create(
        cohort=row.cohort,
        number=row.number,
        on=on,
        at=at or row.at,
        minutes=row.minutes,
        place=row.place,
        made_by=by,
        supersedes=row,
        moved_because=Shut(because),
    )
    row.guests.filter(dropped_at__isnull=True).update(session=later)
    record_event(by=by, action="group.session_moved", subject=f"session {row.ref}", now=later.ref, because=because)
    return later


def _ask_of_all(by: User, sessions: Sequence[GroupSession], answer: str = "") -> None:
    """On another day another restriction may hold between those who come. Each asked with all the others."""
    if not sessions:
        return
    holding = Place.objects.filter(HOLDS, cohort=sessions[0].cohort)
    people = [one.person for one in holding.select_related("person__site").order_by("person_id")]
    for person in people:
        ask_of_session(by, person, sessions, [other for other in people if other != person], answer)


@act()
def move_back(*, by: User, cohort: Cohort, sessions: Sequence[GroupSession]) -> list[GroupSession]:
    """Undo of a move, of several at once: each to the day and hour it had before, also where that no longer fits. What
    was moved stays as a row. Raises CalendarError, PlaceError, RestrictedError.
    """
    cohort = lock_cohort(by, cohort)
    moved = []
    for one in sorted(sessions, key=lambda one: one.number):
        row = _fresh(one, cohort)
        before = row.supersedes
        if before is None or before.on < today():
            raise CalendarError("", "The day it had before has passed. Move it by hand")
        moved.append(_move(by, row, before.on, row.moved_because, before.at))
    _ask_of_all(by, moved)
    return moved


@act()
def cancel_session(*, by: User, session: GroupSession, because: str) -> GroupSession:
    """It will not take place on any day. Raises CalendarError."""
    row = _fresh(session, lock_cohort(by, session.cohort))
    row.cancelled_at, row.cancelled_by, row.cancelled_because = timezone.now(), by, Shut(because)
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record_event(by=by, action="group.session_cancelled", subject=f"session {row.ref}", because=because)
    return row


@act()
def restore_session(*, by: User, session: GroupSession) -> GroupSession:
    """It takes place after all: undo of a cancelling. Restrictions are asked again.

    Raises PlaceError, RestrictedError.
    """
    cohort = lock_cohort(by, session.cohort)
    row = GroupSession.objects.select_for_update().get(pk=session.pk)
    row.cohort = cohort
    if row.cancelled_at is None:
        return row
    row.cancelled_at, row.cancelled_by, row.cancelled_because = None, None, ""
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    if row.on >= today():
        _ask_of_all(by, [row])
    record_event(by=by, action="group.session_restored", subject=f"session {row.ref}")
    return row


def _fresh(session: GroupSession, cohort: Cohort) -> GroupSession:
    row = GroupSession.objects.select_for_update().get(pk=session.pk)
    row.cohort = cohort
    if row.superseded_at or row.cancelled_at or row.registers.exists():
        raise CalendarError("", "This session was moved, cancelled or recorded meanwhile. Look at the group again")
    return row
