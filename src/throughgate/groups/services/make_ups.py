"""A session that somebody missed is made up: with another group at the same number, or one-to-one."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Action, Sensitivity, check, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.services import Attendance, record_contact
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.groups.loading import plan_of
from throughgate.groups.models import GroupSession, MakeUp, Place
from throughgate.groups.rules.attendance import Mark
from throughgate.groups.rules.places import PlaceError, check_free
from throughgate.groups.selectors.cohorts import marks_of
from throughgate.groups.selectors.there import HOLDS
from throughgate.groups.services.absence import look_at_absences
from throughgate.groups.services.places import ask_of_session, lock_cohort
from throughgate.people.changes import announced_once
from throughgate.people.services.writing import lock_person


@act()
def make_up_elsewhere(*, by: User, place: Place, session: GroupSession, answer: str = "") -> MakeUp:
    """As a guest of another group's session of the same plan: it counts once, by its own register.

    Raises Hidden, Forbidden, PlaceError, NeverTogetherError, RestrictedError.
    """
    require(by, Ability.PLAN_GROUPS)
    place.person = lock_person(by, Action.RECORD, place.person)
    host = lock_cohort(by, session.cohort)
    number = _check_same_theme(place, session)
    _check_missed(place, number)
    holding = Place.objects.filter(HOLDS, cohort=host).select_related("person__site")
    guests = MakeUp.objects.filter(session=session, dropped_at__isnull=True).select_related("place__person__site")
    there = [*holding, *(one.place for one in guests)]
    check_free(host.capacity, there, "Make it up one-to-one, or ask again when somebody has left")
    others = sorted({one.person for one in there} - {place.person}, key=lambda one: one.pk)
    ask_of_session(by, place.person, [session], others, answer)
    row = MakeUp.objects.create(place=place, number=number, session=session, made_by=by)
    record_event(by=by, action="group_place.make_up_planned", person=place.person, subject=f"session {session.ref}")
    return row


@act()
def drop_make_up(*, by: User, make_up: MakeUp) -> MakeUp:
    """It was planned and will not be, or they did not come to it: another may be planned. Raises Hidden, Forbidden,
    PlaceError.
    """
    row = _locked(by, make_up)
    if row.dropped_at:
        return row
    marks, _, _ = marks_of(None, row.place.cohort, [_session(row.place, row.number)], [row.place])
    if row.session is None or marks.get((row.place_id, row.number)) is Mark.MADE_UP:
        raise PlaceError("They have made it up already. What was recorded stays")
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    _audit(by, row, "make_up_dropped")
    return row


@act()
def plan_make_up_again(*, by: User, make_up: MakeUp) -> MakeUp:
    """Undo of dropping it: asked of places and restrictions anew.

    Raises Hidden, Forbidden, PlaceError, RestrictedError.
    """
    row = _locked(by, make_up)
    if row.dropped_at is None or row.session is None:
        return row
    return make_up_elsewhere(by=by, place=row.place, session=row.session)


def _locked(by: User, make_up: MakeUp) -> MakeUp:
    require(by, Ability.PLAN_GROUPS)
    person = lock_person(by, Action.RECORD, make_up.place.person)
    rows = MakeUp.objects.select_related("place__cohort__site", "place__enrolment", "session__cohort__site")
    row = rows.get(pk=make_up.pk)
    row.place.person = person
    return check(by, Action.RECORD, row)


def _audit(by: User, row: MakeUp, verb: str) -> None:
    subject = f"session {row.session.ref}" if row.session else ""
    record_event(by=by, action=f"group_place.{verb}", person=row.place.person, subject=subject)


def make_up_alone(
    *,
    by: User,
    place: Place,
    number: int,
    on: date,
    minutes: int,
    note: str,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> MakeUp:
    """One-to-one, on a day that has been: a contact of the kind that the programme asks for, so that it counts once.

    Raises Hidden, Forbidden, PlaceError, ContactError, UnexplainedError.
    """
    check(by, Action.RECORD, place.person)
    with announced_once():
        lock_cohort(by, place.cohort)
        _check_missed(place, number)
        words = f"Session {number} made up one-to-one. {note.strip()}"
        one = Attendance(person=place.person, enrolment=place.enrolment, note=words.strip(), sensitivity=sensitivity)
        contact = record_contact(by=by, kind=plan_of(place.cohort.plan).kind, on=on, minutes=minutes, people=[one])
        row = MakeUp.objects.create(place=place, number=number, contact=contact, made_by=by)
        session = _session(place, number)
        look_at_absences(by=by, session=session, people=[place.person])
        record_event(by=by, action="group_place.made_up", person=place.person, subject=f"contact {contact.ref}")
    return row


def _check_same_theme(place: Place, session: GroupSession) -> int:
    """The number it has in the person's own group."""
    if session.cohort.plan != place.cohort.plan or session.cohort_id == place.cohort_id:
        raise PlaceError("Choose a session of another group that follows the same plan", "session")
    if session.on < today():
        raise PlaceError("That session has been", "session")
    return session.number


def _check_missed(place: Place, number: int) -> None:
    mine = list(GroupSession.objects.filter(cohort=place.cohort, number=number, superseded_at__isnull=True))
    marks, _, _ = marks_of(None, place.cohort, mine, [place])
    if marks.get((place.pk, number)) is not Mark.MISSED:
        raise PlaceError("Only a session that they missed can be made up, and only once", "number")
    if MakeUp.objects.filter(place=place, number=number, dropped_at__isnull=True).exists():
        raise PlaceError("This session is made up already, or is going to be", "number")


def _session(place: Place, number: int) -> GroupSession:
    row = GroupSession.objects.get(cohort=place.cohort, number=number, superseded_at__isnull=True)
    row.cohort = place.cohort
    return row
