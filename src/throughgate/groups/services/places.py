"""Places: asked for, offered, taken, left. Writers of one group take turns, so that nobody is given a place that is not
there.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Action, Forbidden, check, require
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.common.acts import act, hold, is_held
from throughgate.common.clock import today
from throughgate.groups.kinds import JOINED, LEFT
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, GroupSession, Place
from throughgate.groups.rules.leading import leading_now_or_later
from throughgate.groups.rules.places import PlaceError, State, check_free, state_of
from throughgate.groups.selectors.against import answered_in, booking_of
from throughgate.groups.selectors.cohorts import access_cohort
from throughgate.groups.selectors.leading import leaders_of
from throughgate.groups.selectors.there import HOLDS, occasions_of, standing_sessions
from throughgate.people.models import Person
from throughgate.people.selectors.barred_workers import barred_workers_words
from throughgate.people.selectors.beside import Beside, findings_together
from throughgate.people.selectors.there import beside_all
from throughgate.people.services.restrictions import Asked, RestrictedError, ask_restrictions_of_many
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Enrolment
from throughgate.record.services import void_written_of, write_entry

MOST_DAYS = 30  # of coming sessions that are looked at


class NeverTogetherError(RestrictedError):
    """Two of a group must be kept apart: no reason opens that door, whoever gives it."""


@act()
def ask_for_place(*, by: User, cohort: Cohort, person: Person) -> Place:
    """At the end of those who wait. Asked twice, it is one place. Raises Hidden, Forbidden, PlaceError."""
    require(by, Ability.PLAN_GROUPS)
    lock_person(by, Action.RECORD, person)
    cohort = lock_cohort(by, cohort)
    if there := Place.objects.filter(cohort=cohort, person=person, left_on__isnull=True).first():
        return there
    place = Place.objects.create(
        cohort=cohort, person=person, enrolment=_enrolment(cohort, person), asked_on=today(), asked_by=by
    )
    _audit(by, place, "asked")
    return place


def _enrolment(cohort: Cohort, person: Person) -> Enrolment | None:
    rows = Enrolment.objects.filter(person=person, left_on__isnull=True, model__slug=plan_of(cohort.plan).model)
    return rows.order_by("-enrolled_on", "-pk").first()


@act()
def move_to_front(*, by: User, place: Place, because: str) -> Place:
    """A manager's, with a reason. Raises Hidden, Forbidden, PlaceError."""
    place = _locked(by, place, State.WAITING)
    if by.role != Role.MANAGER:
        raise Forbidden(Ability.PLAN_GROUPS)
    if not because.strip():
        raise PlaceError("Say why they come before those who asked earlier", "because")
    place.first_at, place.first_by, place.first_because = timezone.now(), by, because.strip()
    place.save(update_fields=["first_at", "first_by", "first_because"])
    _audit(by, place, "moved_to_front")
    return place


@act()
def offer_place(*, by: User, place: Place, answer: str = "") -> Place:
    """The seat is kept for them from now on. `answer` to a doubt of the restrictions.

    Raises Hidden, Forbidden, PlaceError, NeverTogetherError, RestrictedError.
    """
    place = _locked(by, place, State.WAITING)
    check_free(place.cohort.capacity, Place.objects.filter(cohort=place.cohort))
    _ask_restrictions(by, place, answer)
    place.offered_on, place.offered_by = today(), by
    place.save(update_fields=["offered_on", "offered_by"])
    _audit(by, place, "offered")
    return place


@act()
def take_place(*, by: User, place: Place, answer: str = "") -> Place:
    """They said yes. Asked of the restrictions anew: something may have been added since the offer."""
    place = _locked(by, place, State.OFFERED)
    _ask_restrictions(by, place, answer)
    place.taken_on, place.taken_by = today(), by
    place.save(update_fields=["taken_on", "taken_by"])
    _write(by, place, JOINED, f"Joined {place.cohort.title}")
    _audit(by, place, "taken")
    return place


@act()
def step_back(*, by: User, place: Place) -> Place:
    """Undo of one tap: in the group, offered again; offered, waiting again in the same turn."""
    place = _locked(by, place, State.OFFERED, State.TAKEN)
    if place.taken_on:
        place.taken_on = place.taken_by = None
        void_written_of(by=by, person=place.person, kind=JOINED, row_id=place.pk, reason="Taken back")
    else:
        place.offered_on = place.offered_by = None
    place.save(update_fields=["taken_on", "taken_by", "offered_on", "offered_by"])
    _audit(by, place, "stepped_back")
    return place


@act()
def leave_group(*, by: User, place: Place, because: str) -> Place:
    """Also whoever waits no longer. The seat is free from now on. Raises Hidden, Forbidden, PlaceError."""
    place = _locked(by, place, State.WAITING, State.OFFERED, State.TAKEN)
    if not because.strip():
        raise PlaceError("Say why they leave", "because")
    was = state_of(place)
    place.left_on, place.left_by, place.left_because = today(), by, because.strip()
    place.save(update_fields=["left_on", "left_by", "left_because"])
    if was is State.TAKEN:
        _write(by, place, LEFT, f"Left {place.cohort.title}: {place.left_because}")
    _audit(by, place, "left")
    return place


def lock_cohort(by: User, cohort: Cohort) -> Cohort:
    """Locked until the act ends, if the user may plan it and it still runs. Once in an act."""
    if not is_held(cohort):
        cohort = access_cohort(by, cohort.ref, to_plan=True)
        Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
        hold(cohort)
    if cohort.closed_on:
        raise PlaceError("This group is closed.")
    return cohort


def _locked(by: User, place: Place, *states: State) -> Place:
    person = lock_person(by, Action.RECORD, place.person)
    cohort = lock_cohort(by, place.cohort)
    fresh = Place.objects.select_related("enrolment").get(pk=place.pk)
    fresh.person, fresh.cohort = person, cohort
    check(by, Action.RECORD, fresh)
    if state_of(fresh) not in states:
        raise PlaceError("Somebody changed this place meanwhile. Look at the group again.")
    return fresh


def ask_of_session(
    by: User, person: Person, sessions: Sequence[GroupSession], others: Sequence[Person], answer: str = ""
) -> None:
    """Whether the person may be at these sessions of one group with these others; what was answered for the group
    stays answered. In the caller's transaction.

    Raises NeverTogetherError, RestrictedError.
    """
    beside = [Beside(one) for one in others]
    around = beside_all([(person, row.on, occasions_of(row)) for row in sessions])
    asked = []
    for row, there in zip(sessions, around, strict=True):
        booking = booking_of(row)
        known = {one.person for one in beside}
        asked.append((person, booking, [*beside, *(one for one in there if one.person not in known)]))
    together = findings_together(by, asked)
    if not any(together):
        return
    alone = findings_together(by, [(person, booking, ()) for _, booking, _ in asked])
    said: set[int] = set()
    left: list[Asked] = []
    is_answered = answered_in([sessions[0].cohort_id])
    for row, (_, booking, company), found, by_itself in zip(sessions, asked, together, alone, strict=True):
        apart = {one.restriction_id for one in found if one.refuses} - {one.restriction_id for one in by_itself}
        if apart:
            raise NeverTogetherError(tuple(one for one in found if one.restriction_id in apart))
        new = {one.restriction_id for one in found if not is_answered(row, one)} - said
        if new:
            left.append(Asked(person=person, booking=booking, override=answer, beside=company))
            said |= new
    if left:
        ask_restrictions_of_many(by=by, asked=left)


def _ask_restrictions(by: User, place: Place, answer: str) -> None:
    _refuse_barred_leaders(by, place)
    rows = standing_sessions().filter(cohort=place.cohort, on__gte=today()).select_related("cohort__site")
    sessions = list(rows.order_by("on", "pk")[:MOST_DAYS]) or [_some_day(place.cohort, today())]
    holding = Place.objects.filter(HOLDS, cohort=place.cohort).exclude(person=place.person_id)
    others = [one.person for one in holding.select_related("person__site").order_by("person_id")]
    ask_of_session(by, place.person, sessions, others, answer)


def _refuse_barred_leaders(by: User, place: Place) -> None:
    """Somebody who leads the group, or will, must be kept apart from them: then another leads, or no place."""
    rows = leading_now_or_later(leaders_of(place.cohort), today())
    barred = barred_workers_words(by, [place.person_id], {one.user_id: one.user.name for one in rows}, today())
    if barred:
        raise PlaceError(next(iter(barred.values())))


def _some_day(cohort: Cohort, on: date) -> GroupSession:
    """Where nothing is laid out any more: as if there were one on that day."""
    return GroupSession(cohort=cohort, on=on, at=cohort.at, minutes=cohort.minutes, place=cohort.place)


def _write(by: User, place: Place, kind: str, summary: str) -> None:
    write_entry(
        by=by,
        person=place.person,
        kind=kind,
        on=today(),
        summary=summary,
        enrolment=place.enrolment,
        row_id=place.pk,
    )


def _audit(by: User, place: Place, verb: str) -> None:
    record_event(by=by, action=f"group_place.{verb}", person=place.person, subject=f"group {place.cohort.ref}")
