"""Who leads a group changes: on a day, for some days, or with a caseload that is handed over. Part of whichever act
calls it, so that a caseload is never handed over without its groups.
"""

from datetime import date, timedelta

from throughgate.access.policy import colleagues
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.groups.models import Cohort, GroupLeader
from throughgate.groups.rules.leading import LEADS, LeadingError, first_without, last_day, leading_now_or_later
from throughgate.groups.selectors.leading import barred_leaders, leaders_of, sessions_days
from throughgate.groups.services.places import lock_cohort

DAY = timedelta(days=1)


@act()
def add_leader(*, by: User, cohort: Cohort, user: User, from_on: date, to_on: date | None = None) -> GroupLeader:
    """From that day on, or for these days. Said twice, it stands once. Raises Hidden, Forbidden, LeadingError."""
    cohort = lock_cohort(by, cohort)
    if from_on < today():
        raise LeadingError("Choose today or a day to come", "from_on")
    return _begin(by, cohort, user, from_on, to_on) or _open_of(leaders_of(cohort), user)


@act()
def end_leader(*, by: User, row: GroupLeader, last_on: date) -> GroupLeader:
    """They lead it for the last time by that day. Refused where nobody would lead a session after it."""
    cohort = lock_cohort(by, row.cohort)
    if last_on < today() - DAY:
        raise LeadingError("Choose yesterday, today or a day to come", "last_on")
    others = [one for one in leaders_of(cohort) if one.pk != row.pk and one.user.is_active]
    if alone := first_without(others, [day for day in sessions_days(cohort, today()) if day > last_on]):
        raise LeadingError(
            f"Nobody would lead the session of {_day(alone)}. Choose first who else leads it.", "last_on"
        )
    if row.from_on and row.from_on > last_on:
        row.delete()
    else:
        row.to_on = last_on
        row.save(update_fields=["to_on"])
    record_event(by=by, action="group.leader_ended", subject=f"group {cohort.ref}", worker=row.user.ref)
    return row


@act()
def hand_on_group(
    *, by: User, cohort: Cohort, giver: User, receiver: User, from_on: date, together_from: date
) -> GroupLeader | None:
    """What `giver` leads goes to `receiver` on `from_on`; from `together_from` both lead it. None where the receiver
    led it anyway. Raises Hidden, Forbidden, LeadingError.
    """
    cohort = lock_cohort(by, cohort)
    rows = leaders_of(cohort)
    theirs = next((one for one in rows if one.user_id == giver.pk and one.to_on is None and not one.covers_id), None)
    if theirs is None:
        raise LeadingError(f"{giver.name} does not lead {cohort.title} any more.")
    begun = _begin(by, cohort, receiver, together_from, None, takes_over=theirs)
    theirs.to_on = max(last_day(from_on, today()), theirs.from_on or today())
    theirs.save(update_fields=["to_on"])
    record_event(
        by=by, action="group.handed_on", subject=f"group {cohort.ref}", worker=giver.ref, receiver=receiver.ref
    )
    return begun


@act()
def take_back_group(*, by: User, row: GroupLeader) -> GroupLeader:
    """Whose part was to end leads on; whoever was to take over does not. Raises Hidden, Forbidden, LeadingError."""
    cohort = lock_cohort(by, row.cohort)
    row = GroupLeader.objects.select_related("user").get(pk=row.pk)
    if row.to_on is None:
        return row
    if row.covers_id or row.to_on < today():
        raise LeadingError("That day has passed. Add them again as somebody who leads it.")
    for later in GroupLeader.objects.filter(takes_over=row):
        _end_or_remove(later, today() - DAY)
    row.to_on = None
    row.save(update_fields=["to_on"])
    record_event(by=by, action="group.leader_stays", subject=f"group {cohort.ref}", worker=row.user.ref)
    return row


@act()
def stand_in_as_leader(*, by: User, cohort: Cohort, user: User, covers: User, from_on: date, to_on: date) -> None:
    """For the days on which somebody who leads it is away. Raises Hidden, Forbidden, LeadingError."""
    _begin(by, lock_cohort(by, cohort), user, max(from_on, today()), to_on, covers=covers)


@act()
def end_standing_in(*, by: User, covers: User, from_on: date, to_on: date) -> None:
    """They are back: nobody leads in their place after yesterday. Whether `by` may, the caller has asked."""
    rows = GroupLeader.objects.filter(covers=covers, from_on__lte=to_on, to_on__gte=max(from_on, today()))
    for row in rows.select_related("cohort"):
        _end_or_remove(row, today() - DAY)
        record_event(by=by, action="group.leader_ended", subject=f"group {row.cohort.ref}", worker=covers.ref)


def check_leader(by: User, cohort: Cohort, user: User, from_on: date) -> None:
    """Raises LeadingError where they cannot lead it."""
    if wrong := why_not_lead(by, cohort, user, from_on):
        raise LeadingError(wrong, "user")


def why_not_lead(by: User, cohort: Cohort, user: User, from_on: date) -> str:
    """In words that the user may read; empty where nothing is against it."""
    if not user.is_active:
        return f"{user.name}’s account is closed."
    if user.role not in LEADS:
        return f"{user.name} cannot lead a group: their role does not work with people."
    if not colleagues(by).filter(pk=user.pk).exists():
        return f"{user.name} does not work where you do."
    return barred_leaders(by, [cohort], {user.pk: user.name}, from_on).get((cohort.pk, user.pk), "")


def _begin(
    by: User,
    cohort: Cohort,
    user: User,
    from_on: date,
    to_on: date | None,
    takes_over: GroupLeader | None = None,
    covers: User | None = None,
) -> GroupLeader | None:
    check_leader(by, cohort, user, from_on)
    for one in leaders_of(cohort):
        begun = one.from_on is None or one.from_on <= from_on
        if one.user_id == user.pk and begun and (one.to_on is None or (to_on is not None and one.to_on >= to_on)):
            return None
    row = GroupLeader.objects.create(
        cohort=cohort, user=user, from_on=from_on, to_on=to_on, takes_over=takes_over, covers=covers, added_by=by
    )
    record_event(by=by, action="group.leader_added", subject=f"group {cohort.ref}", worker=user.ref)
    return row


def _open_of(rows: list[GroupLeader], user: User) -> GroupLeader:
    return next(one for one in leading_now_or_later(rows, today()) if one.user_id == user.pk)


def _end_or_remove(row: GroupLeader, last_on: date) -> None:
    """One without a day left goes: a row must not say that it held."""
    if row.from_on and row.from_on > last_on:
        row.delete()
        return
    row.to_on = last_on
    row.save(update_fields=["to_on"])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
