"""The stops of a release day, in which order they are gone to, and what somebody looked up about the ways."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.common.acts import act
from throughgate.common.postcodes import point_of_postcode
from throughgate.common.references import new_reference
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.restrictions import LEAST_REASON
from throughgate.people.selectors.there import beside_on
from throughgate.people.services.restrictions import NotTheirCircleError, ask_restrictions
from throughgate.people.services.writing import clean
from throughgate.release.models import DayOrder, DayStop, GetsAbout, ReleaseDay, TypedWay, ZonesLookedAt
from throughgate.release.models.day import LONGEST_STOP
from throughgate.release.rules.beside import at_stop
from throughgate.release.rules.release_day import MOST, DayError, SaidStop, moved_in_order, stop_problems
from throughgate.release.selectors.day import look_at_day, mark_of, standing_stops
from throughgate.release.selectors.day_asked import asked_of_stop
from throughgate.release.services.day import audit_day, locked_day, settle

LEVELS = (Sensitivity.STANDARD, Sensitivity.SENSITIVE)


@act()
def add_stop(
    *,
    by: User,
    day: ReleaseDay,
    said: SaidStop,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> DayStop:
    """Restrictions are asked first: of the place, the people and the hour. With the same `token` it stays one.

    Raises Hidden, Forbidden, DayError, RestrictedError, NotTheirCircleError.
    """
    with announced_once():
        row = locked_day(by, day)
        if token and (saved := DayStop.objects.filter(added_by=by, token=token).first()):
            found: DayStop = check(by, Action.VIEW, saved)
            return found
        if standing_stops(DayStop.objects.filter(day=row)).count() >= MOST:
            raise DayError(f"A day holds {MOST} stops at most. Leave something for the days after it")
        stop = _new(by, row, said, sensitivity)
        stop.token, stop.thread = token, stop.ref
        _save(by, row, stop, override)
        audit_day(by, row, "stop_added", kind=stop.kind)
        settle(by, row)
    return stop


@act()
def change_stop(
    *, by: User, stop: DayStop, said: SaidStop, sensitivity: Sensitivity | None = None, override: str = ""
) -> DayStop:
    """A later row takes its place. Also says that its times hold for the day as it is now.

    Raises Hidden, Forbidden, DayError, RestrictedError, NotTheirCircleError.
    """
    with announced_once():
        row = locked_day(by, stop.day)
        old = _standing(by, stop)
        later = _new(by, row, said, sensitivity or Sensitivity(old.sensitivity))
        later.thread, later.supersedes = old.thread, old
        _save(by, row, later, override)
        audit_day(by, row, "stop_changed", kind=later.kind)
        settle(by, row)
    return later


def hold_stop(*, by: User, stop: DayStop, override: str = "") -> DayStop:
    """They said that the same times hold on the day to which the release was moved."""
    return change_stop(by=by, stop=stop, said=said_of(stop), override=override)


@act()
def cancel_stop(*, by: User, stop: DayStop, because: str) -> DayStop:
    """Raises Hidden, Forbidden, DayError."""
    if not because.strip():
        raise DayError("Say why, in a few words", "because")
    with announced_once():
        row = locked_day(by, stop.day)
        old = _standing(by, stop)
        old.cancelled_at, old.cancelled_by, old.cancelled_because = timezone.now(), by, because.strip()[:200]
        old.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
        audit_day(by, row, "stop_cancelled", kind=old.kind)
        settle(by, row)
    return old


@act()
def put_best_order(*, by: User, day: ReleaseDay) -> DayOrder | None:
    """The best order there is; what fits in none comes last. What is missed even straight from the gate comes first:
    behind another stop its reason would be that one, and the time to ask for too late. None where there is nothing
    to put in order.
    """
    with announced_once():
        row = locked_day(by, day)
        look = look_at_day(row)
        if look.best is None:
            return None
        best = look.best
        first = [stop.thread for stop in look.stops if stop.thread in best.out_of_reach]
        rest = [stop.thread for stop in look.stops if stop.thread not in (*first, *best.order)]
        return _put(by, row, [*first, *best.order, *rest])


@act()
def move_in_order(*, by: User, stop: DayStop, places: int) -> DayOrder:
    """Earlier (-1) or later (1). Raises Hidden, Forbidden."""
    with announced_once():
        row = locked_day(by, stop.day)
        old = _standing(by, stop)
        threads = [one.thread for one in look_at_day(row).stops]
        return _put(by, row, moved_in_order(threads, old.thread, places))


@act()
def take_order_back(*, by: User, day: ReleaseDay) -> bool:
    """The order before the last, by whoever put it. False where somebody else has put another since."""
    with announced_once():
        row = locked_day(by, day)
        last = list(DayOrder.objects.filter(day=row).order_by("-pk")[:2])
        if not last or last[0].put_by_id != by.pk:
            return False
        _put(by, row, last[1].threads if len(last) > 1 else [])
    return True


def _put(by: User, row: ReleaseDay, threads: list[str]) -> DayOrder:
    order = DayOrder.objects.create(day=row, threads=threads, put_by=by)
    audit_day(by, row, "ordered", stops=len(threads))
    settle(by, row)
    return order


@act()
def type_way(
    *, by: User, day: ReleaseDay, here: str, there: str, mode: str, minutes: int | None, keeps_clear: bool = False
) -> TypedWay:
    """How long a way takes, as somebody looked it up; no minutes: there is none. `here` and `there` are keys of the
    day's spots. Raises Hidden, Forbidden, DayError.
    """
    with announced_once():
        row = locked_day(by, day)
        known = set(look_at_day(row).names)
        if here not in known or there not in known or here == there:
            raise DayError("Choose two different places of this day", "there")
        if mode not in GetsAbout.values:
            raise DayError("Choose how they get there", "mode")
        if minutes is not None and not 0 <= minutes <= LONGEST_STOP:
            raise DayError("How long it takes must be between 0 minutes and 12 hours", "minutes")
        way = TypedWay.objects.create(
            day=row, here=here, there=there, mode=mode, minutes=minutes, keeps_clear=keeps_clear, typed_by=by
        )
        audit_day(by, row, "way_typed")
        settle(by, row)
    return way


@act()
def take_way_back(*, by: User, way: TypedWay, whole: bool = False) -> None:
    """What was typed in was a slip: what was typed before it holds again, else the estimate; `whole`: the estimate at
    once. What was taken back stays as a row that is reckoned with no more.

    Raises Hidden, Forbidden.
    """
    with announced_once():
        row = locked_day(by, way.day)
        check(by, Action.RECORD, way)
        same = TypedWay.objects.filter(
            day=row, here=way.here, there=way.there, mode=way.mode, withdrawn_at__isnull=True
        )
        (same if whole else same.filter(pk=way.pk)).update(withdrawn_at=timezone.now(), withdrawn_by=by)
        audit_day(by, row, "way_taken_back")
        settle(by, row)


@act()
def say_zones_clear(*, by: User, day: ReleaseDay, because: str) -> ZonesLookedAt:
    """Somebody made sure that the day as it is planned keeps out of places that no map can tell; said with a reason,
    and only until the plan changes. Raises Hidden, Forbidden, DayError.
    """
    if len(because.strip()) < LEAST_REASON:
        raise DayError(f"Say how you made sure, in at least {LEAST_REASON} letters", "because")
    with announced_once():
        row = locked_day(by, day)
        looked = ZonesLookedAt.objects.create(day=row, because=because.strip()[:400], plan=mark_of(row), by=by)
        audit_day(by, row, "zones_looked_at")
        settle(by, row)
    return looked


def said_of(stop: DayStop) -> SaidStop:
    """What was said of it, to be said again."""
    same = {name: getattr(stop, name) for name in SAME}
    return SaidStop(**same, member=stop.member_id)


SAME = (
    "kind", "place", "minutes", "title", "address", "postcode", "latitude", "longitude", "phone", "at", "opens",
    "closes", "opens_again", "closes_again", "is_mandatory", "with_whom",
)  # fmt: skip


def _standing(by: User, stop: DayStop) -> DayStop:
    row = standing_stops(DayStop.objects.filter(pk=stop.pk)).first()
    if row is None:
        raise DayError("Somebody was faster: this stop was changed or called off. Look at it again.")
    found: DayStop = check(by, Action.RECORD, row)
    return found


def _new(by: User, row: ReleaseDay, said: SaidStop, level: Sensitivity) -> DayStop:
    for problem in stop_problems(said):
        raise problem
    if level not in LEVELS or level not in writable_levels(by, row.person):
        raise Forbidden(Action.RECORD)
    kept: dict[str, Any] = {name: value for name, value in asdict(said).items() if name not in ("member", "title")}
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in kept.items()}
    stop = DayStop(
        ref=new_reference(), day=row, on=row.on, title=said.called, sensitivity=level, added_by=by, **kept
    )  # fmt: skip
    if stop.latitude is None and (point := point_of_postcode(stop.postcode)):
        stop.latitude, stop.longitude = point
    stop.member = _member(row.person, said)
    return stop


def _member(person: Person, said: SaidStop) -> CircleMember | None:
    if said.member is None:
        return None
    member = CircleMember.objects.filter(person=person, pk=said.member).first()
    if member is None:
        raise NotTheirCircleError("Choose somebody from this person’s circle.")
    return member


def _save(by: User, row: ReleaseDay, stop: DayStop, override: str) -> None:
    beside = beside_on(row.person, row.on, at_stop(stop))
    asked = asked_of_stop(stop, row.on)
    ask_restrictions(by=by, person=row.person, booking=asked, override=override, beside=beside)
    clean(stop)
    stop.save()
