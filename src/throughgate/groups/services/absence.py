"""Too many sessions missed in a row: somebody of those who lead the group calls them."""

from collections.abc import Sequence
from datetime import timedelta

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact
from throughgate.casework.services import Attendance, record_contact
from throughgate.common.clock import today
from throughgate.groups.models import AbsenceCall, GroupSession, MakeUp, Place
from throughgate.groups.rules.attendance import CALL_WITHIN, Mark, asks_for_a_call
from throughgate.groups.selectors.cohorts import marks_of, parts_of
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, withdraw_promise

TITLE = "Call: two sessions of the group missed in a row"
NOT_SO = "They did not miss two in a row after all"


def look_at_absences(*, by: User, session: GroupSession, people: Sequence[Person]) -> None:
    """In the caller's act, after something about who came was saved: what is due follows from what holds now."""
    cohort = session.cohort
    places = list(
        Place.objects.filter(cohort=cohort, person__in=people, taken_on__isnull=False, left_on__isnull=True)
        .select_related("person__site", "enrolment")
        .order_by("person_id")
    )
    sessions = list(GroupSession.objects.filter(cohort=cohort, superseded_at__isnull=True).order_by("number"))
    marks, recorded, _ = marks_of(None, cohort, sessions, places)
    done = [one for one in sessions if one.pk in recorded]
    open_calls = {
        call.place_id: call
        for call in AbsenceCall.objects.select_related("promise__person__site").filter(
            place__in=places, promise__met_on__isnull=True, promise__withdrawn_on__isnull=True
        )
    }
    for place in places:
        run = [marks.get((place.pk, one.number), Mark.NONE) for one in done]
        call = open_calls.get(place.pk)
        if asks_for_a_call(run) and call is None and not _called(place, done[-1]):
            _ask_for_call(by, place, done[-1])
        elif call is not None and not asks_for_a_call(run):
            withdraw_promise(by=by, promise=call.promise, because=NOT_SO)


def look_at_guests(*, by: User, session: GroupSession) -> None:
    """Who made up a session here may have missed fewer in their own group now."""
    guests = MakeUp.objects.filter(session=session, dropped_at__isnull=True).select_related("place__person__site")
    for guest in guests.order_by("place__person_id"):
        rows = GroupSession.objects.filter(cohort=guest.place.cohort_id, superseded_at__isnull=True)
        own = rows.select_related("cohort__site").get(number=guest.number)
        look_at_absences(by=by, session=own, people=[guest.place.person])


def _called(place: Place, session: GroupSession) -> bool:
    """They were called about this very absence already."""
    return AbsenceCall.objects.filter(place=place, session=session).exists()


def _ask_for_call(by: User, place: Place, session: GroupSession) -> None:
    promise = make_promise(
        by=by,
        person=place.person,
        source=PromiseSource.GROUP,
        title=TITLE,
        sensitivity=_level(place, session),
        by_on=today() + timedelta(days=CALL_WITHIN),
        worker=by,
        enrolment=place.enrolment,
    )
    AbsenceCall.objects.create(place=place, session=session, promise=promise)
    record_event(by=by, action="group.call_asked_for", person=place.person, subject=f"session {session.ref}")


def _level(place: Place, session: GroupSession) -> Sensitivity:
    """Whoever may not read that they were absent is not told by what is due."""
    part = next((one for one in parts_of(session) if one.person_id == place.person_id), None)
    return Sensitivity(part.sensitivity) if part else Sensitivity.STANDARD


def record_call(*, by: User, call: AbsenceCall, reached: bool, kind: str, note: str) -> Contact:
    """They were called, or seen: a contact, which keeps the promise. Where nobody was reached, the promise stands.

    Raises Hidden, Forbidden, ContactError, UnexplainedError.
    """
    check(by, Action.RECORD, call)
    place = call.place
    one = Attendance(person=place.person, enrolment=place.enrolment, note=note)
    with announced_once():
        contact = record_contact(
            by=by,
            kind=kind,
            on=today(),
            people=[one],
            happened=reached,
            why_not="" if reached else "logistics",
        )
        if reached:
            entry = contact.people.get(person=place.person).entry
            keep_promise(by=by, promise=call.promise, on=contact.on, entry=entry)
        record_event(by=by, action="group.called", person=place.person, subject=f"contact {contact.ref}")
    return contact
