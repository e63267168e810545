"""Who of the family we work with, how they are reached, what they answered, and what they said in confidence."""

from collections.abc import Mapping
from datetime import date

from throughgate.access.policy import Action, Sensitivity, Wall, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.family.kinds import ASKED
from throughgate.family.models import (
    About,
    Answer,
    AskedTo,
    AskedWay,
    FamilyMeeting,
    FamilyMember,
    FamilyWord,
    MemberConsent,
    MemberReach,
)
from throughgate.family.rules.standing import FamilyError
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.circle import is_official
from throughgate.people.services.writing import lock_person
from throughgate.record.services import write_entry

REACH_WORDS = ("phone", "address", "prefers", "times", "no_messages", "language")


def lock_family(by: User, person: Person, action: Action = Action.RECORD) -> Person:
    """Whoever may not read behind the wall may not write there. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, person)
    check(by, action, FamilyMember(person=person))
    return person


@act()
def add_member(*, by: User, person: Person, circle: CircleMember) -> FamilyMember:
    """Added twice it stays one. Raises Hidden, Forbidden, FamilyError."""
    lock_family(by, person)
    if circle.person_id != person.pk:
        raise FamilyError("Choose somebody around this person", "circle")
    if is_official(circle.kind) or circle.to_on is not None:
        raise FamilyError("Choose somebody of the family, or a friend, who is around them now", "circle")
    if there := FamilyMember.objects.filter(circle=circle).first():
        return there
    row = FamilyMember.objects.create(person=person, circle=circle, by=by)
    record_event(by=by, action="family.member_added", person=person, subject=f"member {row.ref}")
    return row


@act()
def note_reach(*, by: User, member: FamilyMember, said: Mapping[str, object]) -> MemberReach:
    """As they gave it; what was noted before stays as a row. `said`: names of REACH_WORDS. Raises Hidden, Forbidden."""
    lock_family(by, member.person)
    row = MemberReach.objects.create(member=member, by=by, **{name: said[name] for name in REACH_WORDS if name in said})
    record_event(by=by, action="family.reach_noted", person=member.person, subject=f"member {member.ref}")
    return row


@act()
def note_consent(*, by: User, member: FamilyMember, to: str, answer: str, on: date, how: str) -> MemberConsent:
    """What one of them answered for themselves. A yes can be taken back at once, by a later row.

    The entry says that somebody was asked, never who or what they answered. Once all of them were asked whether they
    want to meet with us, it is the one that the programme waits for. Raises Hidden, Forbidden, FamilyError.
    """
    lock_family(by, member.person)
    _check_consent(to, answer, on, how)
    last = member.consents.filter(to=to).order_by("pk").last()
    if answer == Answer.TAKEN_BACK and (last is None or last.answer != Answer.YES):
        raise FamilyError("There is no yes that could be taken back", "answer")
    if last and (last.answer, last.on, last.how) == (answer, on, how):
        return last
    row = MemberConsent.objects.create(member=member, to=to, answer=answer, on=on, how=how, by=by)
    record_event(by=by, action="family.asked", person=member.person, subject=f"member {member.ref}", to=to)
    _say_asked(by, member, row, is_first=last is None)
    return row


def _check_consent(to: str, answer: str, on: date, how: str) -> None:
    if to not in AskedTo.values or answer not in Answer.values or how not in AskedWay.values:
        raise FamilyError("Choose what they were asked, and what they said")
    if on > today():
        raise FamilyError("The day cannot be in the future", "on")


def _say_asked(by: User, member: FamilyMember, row: MemberConsent, *, is_first: bool) -> None:
    family = FamilyMember.objects.filter(person=member.person_id)
    unasked = family.exclude(consents__to=AskedTo.TAKE_PART).exists()
    is_last = is_first and row.to == AskedTo.TAKE_PART and not unasked
    write_entry(
        by=by,
        person=member.person,
        kind="consent" if is_last else ASKED,
        subject="family" if is_last else "",
        on=row.on,
        summary="Everybody of the family was asked for themselves" if is_last else "Somebody of the family was asked",
        sensitivity=Sensitivity.SENSITIVE,
    )


@act()
def keep_words(
    *, by: User, member: FamilyMember, said: Mapping[str, str], on: date, meeting: FamilyMeeting | None = None
) -> list[FamilyWord]:
    """What they said in confidence, by what it was about. Stands behind the wall alone: no entry quotes it.

    Raises Hidden, Forbidden, FamilyError.
    """
    lock_family(by, member.person)
    if unknown := set(said) - set(About.values):
        raise ValueError(f"Not what somebody is asked about: {', '.join(sorted(unknown))}")
    if on > today():
        raise FamilyError("The day cannot be in the future", "on")
    rows = [
        FamilyWord.objects.create(member=member, meeting=meeting, about=about, words=words.strip(), on=on, by=by)
        for about, words in said.items()
        if words.strip()
    ]
    if rows:
        subject = f"member {member.ref}"
        record_event(by=by, action="family.words_kept", person=member.person, subject=subject, wall=Wall.FAMILY.value)
    return rows
