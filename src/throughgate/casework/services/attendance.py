"""Who was meant to be at a contact, what restrictions and the person say to that, and the part that is kept of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.casework.models import Contact, ContactPerson
from throughgate.casework.rules.bookings import WITH_CIRCLE, Arrangement
from throughgate.casework.rules.contacts import (
    ContactError,
    Meeting,
    attendance_problems,
    refuse,
    say_contact,
    was_there,
    who_is_this,
)
from throughgate.common.clock import today
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.rules.restrictions import Booking as RestrictionsAsked
from throughgate.people.selectors.beside import Beside
from throughgate.people.selectors.names import load_names
from throughgate.people.selectors.sharing_many import unknown_names
from throughgate.people.services.restrictions import (
    Asked,
    ManyRestrictedError,
    RestrictedError,
    ToldOf,
    as_one,
    ask_restrictions_of_many,
    ask_words_of_many,
)
from throughgate.programmes.models import Enrolment
from throughgate.record.models import Entry


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One person who was meant to be there. `attended`, `why` are codes of the models; `note` is about them alone."""

    person: Person
    attended: str = "yes"
    why: str = ""
    reason: str = ""
    note: str = ""
    sensitivity: Sensitivity = Sensitivity.STANDARD
    enrolment: Enrolment | None = None
    # Who of their circle was there, by id; who else, as typed; why it happened where a restriction stood against that.
    circle: tuple[int, ...] = ()
    other_names: str = ""
    explained: str = ""
    says_others: bool = False  # in a correction: circle and other names are said anew
    late_minutes: int | None = None
    says_late: bool = False  # in a correction: how late they came is said anew


class UnexplainedError(ManyRestrictedError):
    """Something stood against what happened, and it does not say why; `refused` is what of each person, by id."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What `who` (else the one who records) will do by a day, for `person` or (None) for each of the people."""

    what: str
    by_on: date
    person: Person | None = None
    who: User | None = None


def checked(by: User, meeting: Meeting, people: Iterable[Attendance]) -> list[Attendance]:
    """In the order of their ids: two contacts of the same people saved at once then wait, instead of both stopping."""
    attendances = sorted((_as_met(meeting, one) for one in people), key=lambda one: one.person.pk)
    if not attendances:
        raise ContactError("person", "Choose who this contact was with")
    if len({one.person.pk for one in attendances}) < len(attendances):
        raise ContactError("person", "Somebody is named twice")
    for one in attendances:
        check(by, Action.RECORD, one.person)
        if one.sensitivity not in writable_levels(by, one.person):
            raise Forbidden(Action.RECORD)
        if one.enrolment and one.enrolment.person_id != one.person.pk:
            raise ContactError("programme", "That enrolment is somebody else’s")
        known = {"attended": one.attended, "why": one.why, "reason": one.reason}
        refuse(attendance_problems(happened=meeting.happened, late_minutes=one.late_minutes, **known))
    return attendances


def _as_met(meeting: Meeting, one: Attendance) -> Attendance:
    """Of a contact that did not happen, nobody came and nobody stayed away."""
    tidy = replace(one, reason=one.reason.strip(), note=one.note.strip())
    return tidy if meeting.happened else replace(tidy, attended="", why="", reason="", late_minutes=None)


def entry_fields(contact: Contact, meeting: Meeting, one: Attendance) -> dict[str, Any]:
    there = was_there(happened=meeting.happened, attended=one.attended)
    return {
        "kind": meeting.kind,
        "subject": meeting.subject,
        "on": meeting.on,
        "enrolment": one.enrolment,
        "happened": there,
        "minutes": meeting.minutes if there else None,
        "summary": say_contact(
            meeting, attended=one.attended, why=one.why, reason=one.reason, note=one.note, late_minutes=one.late_minutes
        ),
        "sensitivity": one.sensitivity,
        "row_id": contact.pk,
    }


def ask_together(
    by: User,
    contact: Contact,
    meeting: Meeting,
    together: Sequence[Attendance],
    *,
    beside: Sequence[Beside] = (),
    promises: Sequence[Promise] = (),
    asked_before: frozenset[int] = frozenset(),
) -> None:
    """It happened and cannot be refused. Where something stood against who was there, where it was or at what hour, it
    says why, and a manager is shown that. `beside` were there too, and are not recorded of now. What is promised in
    it is still to come: whom it names is looked at, whether or not the contact took place.

    Raises ContactError, and UnexplainedError, which knows all of those who have to be explained.
    """
    circle = circle_met(together)
    met = [one for one in together if meeting.happened and one.person.pk not in asked_before]
    for one in met:
        _ask_who(meeting, one)
    asked = [
        Asked(
            person=one.person,
            booking=asked_of(contact, meeting, one, together, circle),
            override=one.explained,
            beside=beside if was_there(happened=True, attended=one.attended) else (),
        )
        for one in met
    ]
    told = [told for one in together if (told := _promised_to(one, promises))]
    found = [
        *_refused(lambda: ask_restrictions_of_many(by=by, asked=asked, happened=True) if asked else None),
        *_refused(lambda: ask_words_of_many(by=by, told=told, title="Follow-up", ref=contact.ref) if told else None),
    ]
    if found:
        refused: dict[int, list[RestrictedError]] = {}
        for pk, refusal in found:
            refused.setdefault(pk, []).append(refusal)
        raise UnexplainedError(
            {one.person.pk: as_one(refused[one.person.pk]) for one in together if one.person.pk in refused}
        )


def _refused(ask: Callable[[], object]) -> list[tuple[int, RestrictedError]]:
    """What was refused of whom: all of it is told at once."""
    try:
        ask()
    except ManyRestrictedError as many:
        return list(many.refused.items())
    return []


def _ask_who(meeting: Meeting, one: Attendance) -> None:
    """Where family or friends take part, a name that means nobody around the person says who it is."""
    if meeting.kind not in WITH_CIRCLE:
        return
    if unknown := unknown_names(one.person, one.other_names, today(), said_who=True):
        raise ContactError("other_names", who_is_this(one.person.first_name, unknown, may_say=True))


def _promised_to(one: Attendance, promises: Sequence[Promise]) -> ToldOf | None:
    theirs = [promise for promise in promises if promise.person in (None, one.person)]
    if not theirs:
        return None
    words, until = [promise.what for promise in theirs], max(promise.by_on for promise in theirs)
    return ToldOf(person=one.person, words=words, until=until, override=one.explained)


def circle_met(together: Sequence[Attendance]) -> Mapping[int, CircleMember]:
    """Those who came with one of several: the others met them too. One query, none of a contact with one person."""
    ids = {id for one in together for id in one.circle} if len(together) > 1 else set()
    return CircleMember.objects.in_bulk(ids) if ids else {}


def asked_of(
    contact: Contact,
    meeting: Meeting,
    one: Attendance,
    together: Sequence[Attendance] = (),
    circle: Mapping[int, CircleMember] | None = None,
) -> RestrictionsAsked:
    """Whoever was there is asked of the others of ours who were there too, and of those who came with them. What was
    noted is not asked: to speak of somebody is not to meet them.
    """
    asked = Arrangement(
        kind=meeting.kind,
        on=meeting.on,
        at=meeting.at,
        minutes=meeting.minutes,
        medium=meeting.medium,
        place=meeting.place,
        circle=one.circle,
        other_names=one.other_names,
    ).asked(contact.ref)
    there = was_there(happened=meeting.happened, attended=one.attended)
    others = [other for other in together if there and other.person != one.person]
    came = [other for other in others if was_there(happened=meeting.happened, attended=other.attended)]
    theirs = [member for other in came for id in other.circle if (member := (circle or {}).get(id))]
    load_names(other.person for other in came)
    names = [*(name for other in came for name in other.person.full_names), *(member.name for member in theirs)]
    return replace(
        asked,
        with_person=asked.with_person and there,
        ours=tuple(dict.fromkeys(names)),
        with_child=any(member.kind == CircleKind.CHILD for member in theirs),
    )


def keep_parts(contact: Contact, written: Sequence[tuple[Attendance, Entry]]) -> list[ContactPerson]:
    """All at once."""
    return ContactPerson.objects.bulk_create(
        ContactPerson(
            contact=contact,
            person=one.person,
            entry=entry,
            enrolment=one.enrolment,
            attended=one.attended,
            why=one.why,
            reason=one.reason,
            late_minutes=one.late_minutes,
            note=one.note,
            sensitivity=one.sensitivity,
            other_names=one.other_names.strip(),
        )
        for one, entry in written
    )
