"""Who drives: kept by whoever plans journeys. Every change stays in the history of the row and in the audit trail."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from throughgate.access.policy import Ability, Action, Hidden, colleagues, require, role_may
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.people.services.writing import clean
from throughgate.release.models import Driver, DriverHours, Vehicle
from throughgate.release.rules.journey import Hours, JourneyError

MOST_SPANS = 3  # in a day


@act()
def add_driver(*, by: User, user: User, phone: str = "", notes: str = "", minutes_from: int | None = None) -> Driver:
    """One of us or a volunteer, at a site of whoever adds them; who was one before is one again.

    Raises Hidden, Forbidden, JourneyError, ValidationError.
    """
    require(by, Ability.PLAN_JOURNEYS)
    _beside(by, user)
    if not user.is_active or not role_may(user, Action.RECORD):
        raise JourneyError("Choose somebody who works with people here", "user")
    row = Driver.objects.select_for_update().filter(user=user).first() or Driver(user=user, added_by=by)
    if row.pk and row.is_active:
        raise JourneyError("They are a driver already", "user")
    row.phone, row.notes, row.minutes_from, row.is_active = phone.strip(), notes.strip(), minutes_from, True
    clean(row)
    row.save()
    _audit(by, row, "added")
    return row


@act()
def change_driver(
    *, by: User, driver: Driver, phone: str, notes: str, minutes_from: int | None, is_active: bool = True
) -> Driver:
    """Raises Hidden, Forbidden, ValidationError."""
    row = _locked(by, driver)
    row.phone, row.notes, row.minutes_from, row.is_active = phone.strip(), notes.strip(), minutes_from, is_active
    clean(row)
    row.save()
    _audit(by, row, "changed")
    return row


@act()
def pause_driver(*, by: User, driver: Driver, paused_from: date | None, paused_to: date | None = None) -> Driver:
    """A break, or its end where no first day is given. By whoever plans, or the driver.

    Raises Hidden, Forbidden, JourneyError, ValidationError.
    """
    row = _locked(by, driver)
    if paused_to and (paused_from is None or paused_to < paused_from):
        raise JourneyError("The last day cannot be before the first", "paused_to")
    row.paused_from, row.paused_to = paused_from, paused_to
    clean(row)
    row.save()
    _audit(by, row, "paused" if paused_from else "back")
    return row


@act()
def set_hours(*, by: User, driver: Driver, hours: Sequence[Hours]) -> Driver:
    """Their whole week anew. By whoever plans, or the driver. Raises Hidden, Forbidden, JourneyError."""
    row = _locked(by, driver)
    for one in hours:
        if one.to_at <= one.from_at:
            raise JourneyError("The end must be after the beginning", f"to_{one.weekday}")
        if sum(other.weekday == one.weekday for other in hours) > MOST_SPANS:
            raise JourneyError(f"At most {MOST_SPANS} spans in a day", f"from_{one.weekday}")
    DriverHours.objects.filter(driver=row).delete()
    DriverHours.objects.bulk_create(
        DriverHours(driver=row, weekday=one.weekday, from_at=one.from_at, to_at=one.to_at) for one in hours
    )
    _audit(by, row, "hours_set", days=len({one.weekday for one in hours}))
    return row


@act()
def save_vehicle(*, by: User, driver: Driver, vehicle: Vehicle | None = None, **said: Any) -> Vehicle:
    """`said`: words, seats, registration, takes_wheelchair, is_active. Raises Hidden, Forbidden, ValidationError."""
    row = _locked(by, driver)
    kept = vehicle or Vehicle(driver=row)
    if kept.driver_id != row.pk:
        raise JourneyError("That vehicle is somebody else’s", "words")
    for name in ("words", "seats", "registration", "takes_wheelchair", "is_active"):
        if name in said:
            setattr(kept, name, said[name].strip() if isinstance(said[name], str) else said[name])
    clean(kept)
    kept.save()
    _audit(by, row, "vehicle_changed" if vehicle else "vehicle_added")
    return kept


def _locked(by: User, driver: Driver) -> Driver:
    if driver.user_id != by.pk:
        require(by, Ability.PLAN_JOURNEYS)
        _beside(by, driver.user)
    return Driver.objects.select_for_update(of=("self",)).select_related("user").get(pk=driver.pk)


def _beside(by: User, user: User) -> None:
    """Nobody keeps the drivers of a site where they do not work."""
    if not colleagues(by).filter(pk=user.pk).exists():
        raise Hidden()


def _audit(by: User, row: Driver, what: str, **details: Any) -> None:
    record_event(by=by, action=f"driver.{what}", subject=f"driver {row.ref}", **details)
