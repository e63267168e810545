"""Meetings they went to, the group that is theirs, and whoever walks ahead of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.services.done import record_done
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.services.circle import add_to_circle
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Enrolment
from throughgate.recovery.kinds import HOME_GROUP, MEETING, SPONSOR_CONTACT, SPONSOR_FOUND
from throughgate.recovery.models import HomeGroup, MeetingAttended
from throughgate.recovery.rules.treatment import TreatmentError

LEVEL = Sensitivity.SENSITIVE


def _reach(by: User, person: Person) -> None:
    lock_person(by, Action.RECORD, person)
    check(by, Action.RECORD, MeetingAttended(person=person))


@act()
def record_meetings(
    *,
    by: User,
    person: Person,
    days: Sequence[date],
    fellowship: str,
    confirmed_by: str,
    meeting: str = "",
    inside: bool = False,
    enrolment: Enrolment | None = None,
) -> list[MeetingAttended]:
    """A card read in one pass: one meeting for each day. Those that were read before stay as they are.

    Raises Hidden, Forbidden, TreatmentError.
    """
    _reach(by, person)
    if not days:
        raise TreatmentError("Say on which day they went", "day_1")
    if max(days) > today():
        raise TreatmentError("The day cannot be in the future", "day_1")
    said: Mapping[str, Any] = {"fellowship": fellowship, "meeting": meeting.strip(), "inside": inside}
    known = MeetingAttended.objects.filter(person=person, on__in=days, done__entry__corrected_by__isnull=True, **said)
    before = set(known.values_list("on", flat=True))
    rows = []
    with announced_once():
        for on in sorted(set(days) - before):
            done = record_done(by=by, person=person, kind=MEETING, on=on, enrolment=enrolment, sensitivity=LEVEL)
            rows.append(MeetingAttended(done=done, person=person, on=on, confirmed_by=confirmed_by, **said))
    made: list[MeetingAttended] = MeetingAttended.objects.bulk_create(rows)
    record_event(by=by, action="recovery.meetings", person=person, subject="self-help meetings", count=len(made))
    return made


@act()
def find_home_group(
    *, by: User, person: Person, said: Mapping[str, Any], found_on: date, enrolment: Enrolment | None = None
) -> HomeGroup:
    """`said`: fellowship, name, place, weekday, begins_at. Raises Hidden, Forbidden, TreatmentError."""
    _reach(by, person)
    if found_on > today():
        raise TreatmentError("The day cannot be in the future", "found_on")
    if there := HomeGroup.objects.filter(person=person, **said).first():
        return there
    done = record_done(by=by, person=person, kind=HOME_GROUP, on=found_on, enrolment=enrolment, sensitivity=LEVEL)
    row = HomeGroup.objects.create(person=person, done=done, found_on=found_on, by=by, **said)
    record_event(by=by, action="recovery.home_group", person=person, subject=f"home group {row.pk}")
    return row


@act()
def find_sponsor(
    *, by: User, person: Person, name: str, phone: str = "", on: date, enrolment: Enrolment | None = None
) -> CircleMember:
    """Somebody of their circle from then on. Nothing of the sponsor's own story is kept. Raises Hidden, Forbidden,
    TreatmentError, ValidationError.
    """
    _reach(by, person)
    if on > today():
        raise TreatmentError("The day cannot be in the future", "on")
    there = CircleMember.objects.filter(person=person, kind=CircleKind.SPONSOR, name=name.strip(), to_on=None).first()
    if there:
        return there
    with announced_once():
        member = add_to_circle(by=by, person=person, kind=CircleKind.SPONSOR, name=name, phone=phone, from_on=on)
        record_done(by=by, person=person, kind=SPONSOR_FOUND, on=on, enrolment=enrolment, sensitivity=LEVEL)
    record_event(by=by, action="recovery.sponsor", person=person, subject=f"circle member {member.pk}")
    return member


@act()
def note_sponsor_contact(*, by: User, person: Person, on: date, enrolment: Enrolment | None = None) -> None:
    """That they were in touch, and nothing of what was said. Raises Hidden, Forbidden, ContactError."""
    _reach(by, person)
    record_done(by=by, person=person, kind=SPONSOR_CONTACT, on=on, enrolment=enrolment, sensitivity=LEVEL)
