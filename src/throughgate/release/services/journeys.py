"""Journeys are planned, changed, moved and called off. Who is asked to drive is in `journey_asks`."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Ability, Action, Forbidden, Sensitivity, check, require, writable_levels
from throughgate.accounts.models import User
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.common.ground import Point
from throughgate.common.postcodes import point_of_postcode
from throughgate.common.references import new_reference
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.selectors.there import beside_each
from throughgate.people.services.restrictions import Asked, ask_restrictions_of_many
from throughgate.people.services.writing import clean, lock_person
from throughgate.release.models import AskEnd, Journey, JourneyAsk, ReleaseDay
from throughgate.release.rules.ground import crosses, is_inside
from throughgate.release.rules.journey import (
    JourneyError,
    SaidJourney,
    is_in_charge,
    journey_problems,
    moved_times,
)
from throughgate.release.selectors.against import planned_of_journey
from throughgate.release.selectors.day import zones_of
from throughgate.release.selectors.drivers import reasons_against
from throughgate.release.selectors.journeys import Looked, look_at_journey
from throughgate.release.services.journey_settling import (
    CHANGED,
    TO_ANSWER,
    audit_journey,
    planned_by,
    settle_journey,
    write_to_drivers,
)

LEVELS = (Sensitivity.STANDARD, Sensitivity.SENSITIVE)
THROUGH_ZONE = "The straight way leads through a place that they may not enter, or may. Say which way is taken"


@act()
def plan_journey(
    *,
    by: User,
    person: Person,
    said: SaidJourney,
    release_day: ReleaseDay | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> Journey:
    """Restrictions are asked first: of both places, the hour, and whoever of theirs drives. With the same `token` it
    stays one. A driver is to be found for it, unless somebody of theirs drives.

    Raises Hidden, Forbidden, JourneyError, RestrictedError.
    """
    require(by, Ability.PLAN_JOURNEYS)
    lock_person(by, Action.RECORD, person)
    if token and (saved := Journey.objects.filter(made_by=by, token=token).first()):
        return check(by, Action.VIEW, saved)
    if release_day and release_day.person_id != person.pk:
        raise JourneyError("That release day is somebody else’s")
    row = _new(by, person, said, sensitivity)
    row.release_day, row.token, row.thread = release_day, token, row.ref
    _ask(by, row, override)
    try:
        with transaction.atomic(), announced_once():
            row.save()
            audit_journey(by, row, "planned")
            settle_journey(by, row)
    except IntegrityError:
        # The other tap was faster: its journey stands, this one is undone.
        if token and (saved := Journey.objects.filter(made_by=by, token=token).first()):
            return saved
        raise
    return row


@act()
def change_journey(
    *,
    by: User,
    journey: Journey,
    said: SaidJourney,
    because: str = "",
    sensitivity: Sensitivity | None = None,
    override: str = "",
    link: str = "",
) -> Journey:
    """A later row takes its place, and all who were asked are asked anew. Whoever had said yes stays in charge, if they
    can, until they have answered again; whoever cannot is told.

    Raises Hidden, Forbidden, JourneyError, RestrictedError.
    """
    with announced_once():
        old = planned_by(by, journey)
        look = _not_begun(old)
        row = _new(by, old.person, said, sensitivity or Sensitivity(old.sensitivity))
        row.thread, row.supersedes, row.release_day = old.thread, old, old.release_day
        row.changed_because, row.made_by = because.strip()[:200], by
        _ask(by, row, override)
        row.promise, row.driving, row.arranged = old.promise, old.driving, old.arranged
        Journey.objects.filter(pk=old.pk).update(promise=None, driving=None, arranged=None)
        row.save()
        _carry_over(by, look, row, link)
        audit_journey(by, row, "changed", was=old.ref)
        settle_journey(by, row)
    return row


def move_journey(
    *, by: User, journey: Journey, on: date, pick_up_at: time | None = None, override: str = "", link: str = ""
) -> Journey:
    """To another day; with `pick_up_at`, all its times by as much. Whoever had said yes and can drive then stays in
    charge and is asked whether it suits them still; whoever cannot is asked no more. All of them are written to.

    Raises Hidden, Forbidden, JourneyError, RestrictedError.
    """
    said = replace(said_of(journey), on=on)
    if pick_up_at and pick_up_at != journey.pick_up_at:
        times = moved_times(journey.leave_at, journey.pick_up_at, journey.arrive_by, pick_up_at)
        if times is None:
            raise JourneyError("Moved by that much, the driver sets off the day before. Change its times", "pick_up_at")
        said = replace(said, leave_at=times[0], pick_up_at=times[1], arrive_by=times[2])
    return change_journey(
        by=by, journey=journey, said=said, because="Moved to another day", override=override, link=link
    )  # fmt: skip


@act()
def call_off_journey(*, by: User, journey: Journey, because: str, link: str = "") -> Journey:
    """Whoever was asked is told. Raises Hidden, Forbidden, JourneyError."""
    if not because.strip():
        raise JourneyError("Say why, in a few words", "because")
    with announced_once():
        row = planned_by(by, journey)
        look = _not_begun(row)
        row.cancelled_at, row.cancelled_by, row.cancelled_because = timezone.now(), by, because.strip()[:200]
        row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
        told = end_asks(by, look.asks, AskEnd.CALLED_OFF)
        audit_journey(by, row, "called_off")
        settle_journey(by, row)
        write_to_drivers(told, CHANGED, link)
    return row


def said_of(row: Journey) -> SaidJourney:
    """What was said of it, to be said again."""
    return SaidJourney(**{name: getattr(row, name) for name in SaidJourney.__dataclass_fields__})


def end_asks(by: User, asks: Iterable[JourneyAsk], ended: AskEnd) -> list[int]:
    """Those of them that are open; answers whom to tell."""
    still = [one for one in asks if not one.ended]
    now = timezone.now()
    JourneyAsk.objects.filter(pk__in=[one.pk for one in still]).update(ended=ended, ended_at=now, ended_by=by)
    return [one.driver.user_id for one in still]


def _not_begun(row: Journey) -> Looked:
    look = look_at_journey(row)
    if look.reports:
        raise JourneyError("They are on the way already, or were. Say how it went instead.")
    return look


def _carry_over(by: User, look: Looked, row: Journey, link: str) -> None:
    """The first asks come to an end with the row that they hang on; each still open has one like it on the later. What
    was answered holds where nothing changed that a driver had to think of.
    """
    still = [one for one in look.asks if not one.ended]
    end_asks(by, still, AskEnd.CHANGED)
    reasons = {one.pk: reasons_against(one.driver, row) for one in still}
    able = [] if row.other_driver else [one for one in still if not any(why.is_hard for why in reasons[one.pk])]
    same = _is_same_ride(look.row, row)
    later = [_asked_anew(by, one, row, same, fits=not reasons[one.pk]) for one in able]
    JourneyAsk.objects.bulk_create(later)
    gone = {one.driver.user_id for one in still} - {one.driver.user_id for one in able}
    kept = {one.driver.user_id for one in later if one.answer}
    write_to_drivers([one.driver.user_id for one in able if one.driver.user_id not in kept], TO_ANSWER, link)
    write_to_drivers(gone | kept, CHANGED, link)


# What a driver thinks of before they say yes.
THOUGHT_OF = (
    "on", "leave_at", "pick_up_at", "arrive_by", "passengers", "needs_wheelchair", "from_place", "from_postcode",
    "to_place", "to_postcode",
)  # fmt: skip


def _is_same_ride(old: Journey, row: Journey) -> bool:
    return all(getattr(old, name) == getattr(row, name) for name in THOUGHT_OF)


def _asked_anew(by: User, ask: JourneyAsk, row: Journey, same: bool, *, fits: bool) -> JourneyAsk:
    if same:
        return JourneyAsk(
            journey=row, driver=ask.driver, asked_by=ask.asked_by, said_before=ask.said_before, answer=ask.answer,
            words=ask.words, answered_at=ask.answered_at, answered_by=ask.answered_by,
        )  # fmt: skip
    return JourneyAsk(journey=row, driver=ask.driver, asked_by=by, said_before=fits and is_in_charge(ask))


def _new(by: User, person: Person, said: SaidJourney, level: Sensitivity) -> Journey:
    for problem in journey_problems(said, today()):
        raise problem
    if level not in LEVELS or level not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()}
    row = Journey(ref=new_reference(), person=person, sensitivity=level, made_by=by, **kept)
    if begins := point_of_postcode(row.from_postcode):
        row.from_latitude, row.from_longitude = begins
    if ends := point_of_postcode(row.to_postcode):
        row.to_latitude, row.to_longitude = ends
    _refuse_zones(row)
    clean(row)
    return row


def _refuse_zones(row: Journey) -> None:
    """A way that leads through a zone, or may, has to be said. Whoever is let out inside one can only leave it."""
    ends = _points(row)
    if row.way:
        return
    for zone in zones_of(row, None):
        if ends[0] and is_inside(ends[0], zone):
            continue
        if None in ends or crosses([one for one in ends if one], zone) is not False:
            raise JourneyError(THROUGH_ZONE, "way")


def _points(row: Journey) -> tuple[Point | None, Point | None]:
    return _point(row.from_latitude, row.from_longitude), _point(row.to_latitude, row.to_longitude)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def _ask(by: User, row: Journey, override: str) -> None:
    """Of both ends, where they are picked up and where they arrive, and of others of ours who are there then."""
    planned = list(planned_of_journey(row))
    together = beside_each(row.person, row.on, [one.occasions for one in planned])
    asked = [
        Asked(person=row.person, booking=one.booking, override=override, beside=there)
        for one, there in zip(planned, together, strict=True)
    ]
    ask_restrictions_of_many(by=by, asked=asked)
