"""A release day is planned: when the gate opens, who meets them. Its stops are in `day_stops`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from throughgate.access.policy import Action, check
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.casework.models import AskedBy, Booking
from throughgate.casework.services.bookings import book_contact, cancel_booking
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleMember, Person
from throughgate.people.selectors.there import beside_on
from throughgate.people.services.restrictions import NotTheirCircleError, ask_restrictions
from throughgate.people.services.writing import clean, lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import (
    keep_promise,
    make_promise,
    move_promise,
    reopen_promise,
    withdraw_promise,
)
from throughgate.release.models import GateMeeting, GetsAbout, MetBy, ReleaseDay
from throughgate.release.rules.beside import at_gate
from throughgate.release.rules.release_day import (
    PLAN_TITLE,
    DayError,
    SaidMeeting,
    due_on,
    gate_problems,
    meeting_problems,
)
from throughgate.release.selectors.against import against_day, people_beside
from throughgate.release.selectors.day import days_of, look_at_day, meeting_of
from throughgate.release.selectors.day_asked import asked_of_meeting, gate_arrangement
from throughgate.release.selectors.standing import Standing, standings_of
from throughgate.release.services.basics import is_near, who_noted
from throughgate.release.services.calls import keep_calls
from throughgate.release.services.gate_asked import follow_gate
from throughgate.release.services.telling import ask_gate_sharing

RETURNED: Final = "They returned to custody: the next release has a day of its own"
COME: Final = "The day has come"


@act()
def plan_day(*, by: User, person: Person, on: date | None = None) -> ReleaseDay:
    """The day of this release, as it stands if there is one. Without `on`, the release date that is shown.

    Raises Hidden, Forbidden, DayError.
    """
    lock_person(by, Action.RECORD, person)
    standing = standings_of([person.pk], today())[person.pk]
    if row := days_of([person.pk]).filter(spell=standing.spell).first():
        return row
    day = on or standing.release_on
    if day is None:
        raise DayError("Note the release date first, or say for which day you plan", "on")
    with announced_once():
        return _open(by, person, standing, day)


def _open(by: User, person: Person, standing: Standing, on: date, *, nightly: bool = False) -> ReleaseDay:
    """Opened by the nightly command it is in the name of whoever noted the day, who is no actor in the trail."""
    row = ReleaseDay(person=person, spell=standing.spell, on=on, made_by=by)
    if on >= today():
        row.promise = make_promise(
            by=by, person=person, source=PromiseSource.RELEASE_DAY, title=PLAN_TITLE, by_on=due_on(on, today())
        )
    row.save()
    audit_day(None if nightly else by, row, "opened")
    return row


@act()
def change_day(
    *,
    by: User,
    day: ReleaseDay,
    on: date | None = None,
    gate_from: time | None = None,
    gate_to: time | None = None,
    gets_about: str = "",
    override: str = "",
    meets_anew: bool = True,
) -> ReleaseDay:
    """Another date, other times of the gate, another way of getting about. Whoever meets them is booked anew where
    that moves them, unless the caller says who meets them now; the stops' times wait until somebody has asked again.

    Raises Hidden, Forbidden, DayError, GateNotToldError, RestrictedError, BookingError.
    """
    with announced_once():
        row = locked_day(by, day)
        before = row.on, row.gate_from
        for problem in gate_problems(gate_from, gate_to):
            raise problem
        if gets_about and gets_about not in GetsAbout.values:
            raise DayError("Choose how they get about", "gets_about")
        row.on, row.gate_from, row.gate_to = on or row.on, gate_from, gate_to
        row.gets_about = gets_about or row.gets_about
        clean(row)
        row.save()
        audit_day(by, row, "changed", on=row.on.isoformat())
        if meets_anew and (row.on, row.gate_from) != before:
            _meet_anew(by, row, override)
        _move_promise(by, row)
        settle(by, row)
    return row


@act()
def say_who_meets(*, by: User, day: ReleaseDay, said: SaidMeeting, override: str = "") -> GateMeeting:
    """Who meets them, or why nobody does. One of ours is booked for it, so that it is due and recorded like any other
    contact; of anybody else, and of what is said where nobody does, the restrictions are asked all the same.

    Raises Hidden, Forbidden, DayError, GateNotToldError, BookingError, RestrictedError, NotTheirCircleError.
    """
    with announced_once():
        row = locked_day(by, day)
        for problem in meeting_problems(said):
            raise problem
        before = meeting_of(row)
        meeting = GateMeeting(day=row, met_by=said.met_by, said_by=by)
        for name in ("name", "phone", "words"):
            setattr(meeting, name, getattr(said, name).strip())
        meeting.reason = said.reason if said.met_by == MetBy.NOBODY else ""
        meeting.member = _member(row.person, said)
        _call_off(by, before.booking if before else None, "Somebody else meets them, or nobody does")
        if said.met_by in (MetBy.WORKER, MetBy.VOLUNTEER):
            meeting.worker = _worker(said)
            meeting.booking = _book(by, row, meeting.worker, meeting.words, override)
        else:
            _ask(by, row, meeting, override)
        clean(meeting)
        meeting.save()
        audit_day(by, row, "meeting", met_by=said.met_by)
        follow_gate(by, row.person, meeting)
        settle(by, row)
    return meeting


def _member(person: Person, said: SaidMeeting) -> CircleMember | None:
    if said.met_by != MetBy.FAMILY or said.member is None:
        return None
    member = CircleMember.objects.filter(person=person, pk=said.member).first()
    if member is None:
        raise NotTheirCircleError("Choose somebody from this person’s circle.")
    return member


def _worker(said: SaidMeeting) -> User:
    worker = User.objects.filter(pk=said.worker or 0, is_active=True).first()
    if worker is None or (said.met_by == MetBy.VOLUNTEER) != (worker.role == Role.VOLUNTEER):
        raise DayError("Choose who of us meets them", "worker")
    return worker


def _book(by: User, row: ReleaseDay, worker: User, words: str, override: str) -> Booking:
    arrangement = gate_arrangement(row, row.on, words)
    return book_contact(by=by, person=row.person, arrangement=arrangement, worker=worker, override=override)


def _ask(by: User, row: ReleaseDay, meeting: GateMeeting, override: str) -> None:
    """The restrictions, and of somebody who is not one of us whether they may be told."""
    asked = asked_of_meeting(row, meeting, row.on)
    beside = [] if meeting.met_by == MetBy.NOBODY else beside_on(row.person, row.on, at_gate(row))
    ask_restrictions(by=by, person=row.person, booking=asked, override=override, beside=beside)
    ask_gate_sharing(by=by, person=row.person, meeting=meeting)


def _call_off(by: User, booking: Booking | None, because: str) -> None:
    if booking and booking.cancelled_at is None and booking.contact_id is None:
        cancel_booking(by=by, booking=booking, asked_by=AskedBy.US, because=because)


def _meet_anew(by: User, row: ReleaseDay, override: str) -> None:
    """The same person on the new day; whoever cannot is said by a colleague, who looks at the plan anyway."""
    met = meeting_of(row)
    if met is None or not met.stands or (met.booking and met.booking.contact_id):
        return
    said = met.row
    meeting = GateMeeting(
        day=row, met_by=said.met_by, worker=met.worker, member=said.member, name=said.name, phone=said.phone,
        reason=said.reason, words=said.words, said_by=by,
    )  # fmt: skip
    if met.booking and met.worker and row.on >= today():
        _call_off(by, met.booking, "The release was moved")
        meeting.booking = _book(by, row, met.worker, said.words, override)
    elif said.met_by in (MetBy.FAMILY, MetBy.AGENCY):
        _ask(by, row, meeting, override)
    else:
        return
    meeting.save()


def locked_day(by: User, day: ReleaseDay) -> ReleaseDay:
    """Fresh, and the policy asked. Of two who change it at once the second waits."""
    lock_person(by, Action.RECORD, day.person)
    row = ReleaseDay.objects.select_for_update(of=("self",)).select_related("person__site", "promise__worker")
    found: ReleaseDay = check(by, Action.RECORD, row.get(pk=day.pk))
    return found


def settle(by: User, row: ReleaseDay) -> None:
    """Planning it is done once somebody meets them, or it is said why not, the day can be done, and nothing unanswered
    stands against it; until then it is due. What somebody was to be rung about since the date moved is done where it
    has been said. Part of another write.
    """
    keep_calls(by, row)
    promise = row.promise
    if promise is None or promise.withdrawn_on or row.on < today():
        return
    planned = look_at_day(row).is_planned and not against_day(by, row)
    if planned and not promise.met_on:
        keep_promise(by=by, promise=promise, on=today())
    elif promise.met_on and not planned:
        reopen_promise(by=by, promise=promise)


def _move_promise(by: User, row: ReleaseDay) -> None:
    promise = row.promise
    if promise is None or row.on < today():
        return
    if promise.withdrawn_on or promise.met_on:
        reopen_promise(by=by, promise=promise)
    if promise.by_on != due_on(row.on, today()):
        move_promise(by=by, promise=promise, by_on=due_on(row.on, today()))


def follow_release_dates(by: User, people: Sequence[Person]) -> None:
    """A date moved, or somebody was released, moved or came back. A day that nobody has planned anything for follows
    it; one that is planned waits for a person to move it, and says so. Part of another write; three queries where
    nothing is to be done.
    """
    standings = standings_of([person.pk for person in people], today())
    rows: dict[int, list[ReleaseDay]] = {person.pk: [] for person in people}
    for row in days_of(rows):
        rows[row.person_id].append(row)
    with announced_once():
        for person in people:
            _follow(by, person, standings[person.pk], rows[person.pk])


def _follow(by: User, person: Person, standing: Standing, rows: Iterable[ReleaseDay]) -> None:
    current = None
    for row in rows:
        if row.spell == standing.spell:
            current = row
        else:
            _put_away(by, row, RETURNED)
    if current is None:
        if is_near(standing, today()) and standing.release_on and standing.shown:
            _open(by, person, standing, standing.release_on)
    elif standing.is_out:
        _put_away(by, current, COME)
    elif standing.release_on and current.on != standing.release_on:
        _date_moved(by, current, standing.release_on)
    elif current.promise and current.promise.withdrawn_on:
        # A release that is to come after all: what put the day away was taken back, or two records were taken apart.
        _move_promise(by, current)
        settle(by, current)


def _date_moved(by: User, row: ReleaseDay, release_on: date) -> None:
    if row.gate_from is None and not row.stops.exists() and not row.meetings.exists():
        row.on = release_on
        row.save()
        audit_day(by, row, "changed", on=release_on.isoformat())
        _move_promise(by, row)
    elif row.promise and release_on >= today():
        # What was planned is planned for another day: it is due again.
        reopen_promise(by=by, promise=row.promise)
        move_promise(by=by, promise=row.promise, by_on=due_on(release_on, today()))


def _put_away(by: User, row: ReleaseDay, because: str) -> None:
    if row.promise and not row.promise.met_on and not row.promise.withdrawn_on:
        withdraw_promise(by=by, promise=row.promise, because=because)


def open_days_where_near(people: Sequence[Person], standings: Mapping[int, Standing]) -> int:
    """The day of whoever is inside, soon to be released and has none: for the nightly command. How many were opened."""
    there = set(days_of([person.pk for person in people]).values_list("person_id", "spell"))
    missing = [one for one in people if (one.pk, standings[one.pk].spell) not in there]
    noted = who_noted(standings, [one for one in missing if is_near(standings[one.pk], today())])
    with announced_once():
        for person in missing:
            shown = standings[person.pk].shown
            if person.pk in noted and shown and shown.on:
                _open(noted[person.pk], person, standings[person.pk], shown.on, nightly=True)
    return len(noted)


def settle_days(by: User, person: Person) -> None:
    """Something that a planned day rests on has changed: a home, or what stands against it. Part of another write."""
    for row in days_of([person.pk]).filter(on__gte=today()):
        settle(by, row)


def look_at_days_anew(by: User, person: Person) -> None:
    """What is to stand against their plans has changed: their days are looked at, and those of whoever is there too.
    Part of another write.
    """
    beside: set[Person] = set()
    for row in days_of([person.pk]).filter(on__gte=today()):
        settle(by, row)
        beside |= people_beside(by, row)
    for row in days_of(other.pk for other in beside).filter(on__gte=today()):
        settle(by, row)


def audit_day(by: User | None, row: ReleaseDay, what: str, **details: Any) -> None:
    record_event(
        by=by, action=f"release_day.{what}", person=row.person, subject=f"release day {row.ref}", **details
    )  # fmt: skip
