"""What the licence asks. What of it stands against bookings is a restriction, made in the same act."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from throughgate.access.policy import Action, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce
from throughgate.people.models import (
    ConditionKind,
    ContactRestriction,
    LicenceCondition,
    Person,
    RestrictionSource,
)
from throughgate.people.rules.day_sense import check_day
from throughgate.people.rules.licence import BARS
from throughgate.people.services.around import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.ending_restrictions import said_to_have_ended
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.writing import clean, lock_person


@act()
def add_licence_condition(
    *,
    by: User,
    person: Person,
    wording: str,
    kind: str = ConditionKind.OTHER,
    from_on: date | None = None,
    to_on: date | None = None,
    source: str = "",
    confidence: str = "",
    told_on: date | None = None,
    token: UUID | None = None,
    bars: Mapping[str, Any] | None = None,
    replaces: LicenceCondition | None = None,
) -> LicenceCondition:
    """`bars` are the terms of the restriction that it sets (see `restrictions.TERMS`, with `reason` and `sensitivity`);
    `token` was made when the form was opened: sent twice, it is added once. Raises Hidden, Forbidden, DaySenseError,
    ValidationError.
    """
    for name, day in (("from_on", from_on), ("to_on", to_on)):
        check_day(name, day, today())
    lock_person(by, Action.EDIT, person)
    if token and (same := LicenceCondition.objects.filter(added_by=by, token=token).first()):
        return check(by, Action.VIEW, same)
    condition = LicenceCondition(
        person=person,
        kind=kind,
        wording=wording.strip(),
        from_on=from_on,
        to_on=to_on,
        source=source.strip(),
        confidence=confidence,
        token=token,
        replaces=replaces,
        added_by=by,
    )
    clean(condition)
    condition.save()
    if bars is not None and kind in BARS:
        _bar(by, condition, bars)
    record_event(
        by=by,
        action="licence_condition.added",
        person=person,
        subject=f"licence condition {condition.pk}",
        kind=kind,
        replaces=replaces.pk if replaces else None,
    )
    words = "A licence condition was varied" if replaces else "A licence condition was added"
    announce(Happening(person, "licence-condition", told_on or today(), by, words, condition.pk))
    return condition


@act()
def end_licence_condition(
    *, by: User, condition: LicenceCondition, on: date, because: str, restrictions_too: bool = True
) -> LicenceCondition:
    """`on` is the last day on which it holds. The restrictions that it set are said to end with it, as far as
    `by` may say so: they bind until a manager confirms it.

    Raises Hidden, Forbidden, AlreadyEndedError, DaySenseError, EndsBeforeStartError, ValidationError.
    """
    check_day("on", on, today())
    row = _lock(by, condition)
    if row.from_on and on < row.from_on:
        raise EndsBeforeStartError(row.from_on)
    _end(by, row, on, because)
    if restrictions_too:
        _end_restrictions(by, row, on, because)
    announce(Happening(row.person, "licence-condition-ended", on, by, "A licence condition ended", row.pk))
    return row


@act()
def vary_licence_condition(
    *,
    by: User,
    condition: LicenceCondition,
    wording: str,
    from_on: date,
    because: str,
    to_on: date | None = None,
    source: str = "",
    confidence: str = "",
    token: UUID | None = None,
    bars: Mapping[str, Any] | None = None,
) -> LicenceCondition:
    """From that day it reads otherwise: the earlier one ends the day before, and this one takes its place.

    With `bars` the restrictions of the earlier one end too, and one with these terms is added; without, they stand as
    they are. Raises Hidden, Forbidden, AlreadyEndedError, ValidationError.
    """
    if token and (same := LicenceCondition.objects.filter(added_by=by, token=token).first()):
        return check(by, Action.VIEW, same)
    row = _lock(by, condition)
    last = from_on - timedelta(days=1)
    _end(by, row, last, because)
    if bars is not None:
        _end_restrictions(by, row, last, because)
    return add_licence_condition(
        by=by, person=row.person, kind=row.kind, wording=wording, from_on=from_on, to_on=to_on, source=source,
        confidence=confidence, token=token, bars=bars, replaces=row,
    )  # fmt: skip


def _lock(by: User, condition: LicenceCondition) -> LicenceCondition:
    check(by, Action.EDIT, condition)
    person = lock_person(by, Action.EDIT, condition.person)
    condition.refresh_from_db()
    condition.person = person
    if condition.ended_at is not None:
        raise AlreadyEndedError()
    return condition


def _end(by: User, row: LicenceCondition, on: date, because: str) -> None:
    row.ended_on, row.ended_at, row.ended_by, row.ended_because = on, timezone.now(), by, because.strip()
    clean(row)
    row.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_because"])
    record_event(
        by=by, action="licence_condition.ended", person=row.person, subject=f"licence condition {row.pk}", kind=row.kind
    )


def _end_restrictions(by: User, row: LicenceCondition, on: date, because: str) -> None:
    """Those of the condition as it read before count too: they were left standing when it was varied."""
    standing = ContactRestriction.objects.filter(condition__in=_chain(row), ended_at__isnull=True)
    for one in standing.select_related("person__site", "member", "site"):
        if can(by, Action.EDIT, one):
            said_to_have_ended(
                by=by,
                restriction=one,
                on=max(on, one.from_on),
                proof=f"The licence condition ended: {because.strip()}"[:200],
                office="As noted with the licence condition",
                seen_by=by.name,
                early_because=because.strip()[:200],
            )


def _chain(row: LicenceCondition) -> list[int]:
    found = [row.pk]
    while row.replaces_id is not None:
        row = LicenceCondition.objects.get(pk=row.replaces_id)
        found.append(row.pk)
    return found


def _bar(by: User, condition: LicenceCondition, terms: Mapping[str, Any]) -> None:
    add_restriction(
        by=by,
        person=condition.person,
        kind=BARS[condition.kind],
        source=RestrictionSource.LICENCE,
        from_on=condition.from_on or today(),
        to_on=condition.to_on,
        condition=condition,
        **terms,
    )
