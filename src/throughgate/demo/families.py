"""Families of the demonstration: one finished with its workshop, one whose workshop is to come, one that was only
just begun. Waived workshops are in the lives themselves.
"""

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from throughgate.accounts.models import User
from throughgate.demo.stories import weekday
from throughgate.family.models import FamilyMember
from throughgate.family.services.checks import answer_check, ask_check
from throughgate.family.services.meetings import Held, When, arrange_workshop, record_meeting
from throughgate.family.services.members import add_member, note_consent, note_reach
from throughgate.people.models import Assignment, AssignmentRole, CircleMember, Person
from throughgate.people.selectors import current_on
from throughgate.people.services.around import assign_worker
from throughgate.people.services.restrictions import RestrictedError
from throughgate.programmes.models import Enrolment

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

CLOSE = ("parent", "partner", "family")
AHEAD = timedelta(days=9)
WORDS = {"hopes": "That we can talk without shouting.", "not-hear": "Promises with a date on them.",
         "look-to": "Her sister, who will come along."}  # fmt: skip
# Days ago: asked, prepared, workshop, followed up; None: not reached.
FAMILIES = ((60, 40, 30, 20), (30, 12, None, None), (6, None, None, None))


def meet_families(charity: "Charity") -> None:
    """Of those on the family course whose worker can do the work."""
    enrolled = Enrolment.objects.filter(model__slug="restorative-family").order_by("person_id").values("person")
    mine = Assignment.objects.filter(current_on(charity.today), role=AssignmentRole.CASEWORKER, person__in=enrolled)
    mine = mine.filter(from_on__lte=charity.today - timedelta(days=70)).order_by("person_id")
    left = list(FAMILIES)
    for one in mine.select_related("person__site", "worker"):
        close = CircleMember.objects.filter(person=one.person, kind__in=CLOSE, to_on=None, restrictions=None).first()
        if close and left:
            _family(charity, one.person, one.worker, close, left.pop(0))


def _family(
    charity: "Charity", person: Person, worker: User, close: CircleMember, days: tuple[int | None, ...]
) -> None:
    manager = User.objects.filter(role="manager", sites=person.site).order_by("pk").first()
    if manager is None:
        return
    on = charity.today - timedelta(days=70)
    role = AssignmentRole.FAMILY_PRACTITIONER
    assign_worker(by=manager, person=person, worker=worker, role=role, from_on=on)
    member = add_member(by=worker, person=person, circle=close)
    said = {"prefers": "text", "times": "After six", "no_messages": True, "language": ""}
    note_reach(by=worker, member=member, said=said)
    asked, prepared, workshop, followed = days
    for to in ("take-part", "workshop", "plan") if asked else ():
        asked_on = charity.today - timedelta(days=asked or 0)
        note_consent(by=worker, member=member, to=to, answer="yes", on=asked_on, how="phone")
    check = ask_check(by=worker, member=member, asked_of="omu", on=charity.today - timedelta(days=asked or 0))
    if prepared is None:
        return
    answered_on = charity.today - timedelta(days=prepared + 1)
    until = charity.today + timedelta(days=120)
    answer_check(by=worker, row=check, answer="clear", on=answered_on, until=until)
    if workshop is None:
        _arrange(charity, worker, member)
    for kind, ago in (("family-meeting", prepared), ("family-workshop", workshop), ("family-meeting", followed)):
        if ago is not None:
            _meet(charity, worker, member, kind, ago, is_first=ago == prepared)


def _arrange(charity: "Charity", worker: User, member: FamilyMember) -> None:
    when = When(on=weekday(charity.today + AHEAD, forward=True), at=time(13, 30), minutes=120, place="Visits hall")
    try:
        with transaction.atomic():
            arrange_workshop(
                by=worker, person=member.person, members=[member], when=when, keeper="The visits manager",
                security="No phones, no bags. The tables by the window are kept free.",
                travel="By train, then the prison’s bus at half past twelve.",
            )  # fmt: skip
    except RestrictedError:
        return


def _meet(charity: "Charity", worker: User, member: FamilyMember, kind: str, ago: int, *, is_first: bool) -> None:
    words = {member.ref: WORDS} if is_first else {}
    when = When(on=charity.today - timedelta(days=ago), minutes=60)
    held = Held(kind=kind, when=when, prepared=is_first, words=words)
    try:
        record_meeting(by=worker, person=member.person, members=[member], held=held)
    except RestrictedError:
        return
