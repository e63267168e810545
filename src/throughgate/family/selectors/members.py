"""Reads of a family, for those who may look behind its wall. Every read is audited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, Contact, ContactPerson, Plan, PlanVersion
from throughgate.casework.selectors.contacts import effective_parts
from throughgate.casework.selectors.plan import current_version, draft_version
from throughgate.common.clock import today
from throughgate.family.models import (
    FamilyMeeting,
    FamilyMember,
    FamilyWord,
    MemberAgreement,
    MemberConsent,
    MemberReach,
    SafetyCheck,
    SafetyOverride,
    Workshop,
)
from throughgate.family.rules.standing import Checked, Met, Standing, standing, why_unsafe
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.circle import OFFICIALS
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Waiver

CONNECTION, WORKSHOP = "connection", "family-workshop"


@dataclass(frozen=True)
class Member:
    """Somebody of the family with all that stands of them."""

    row: FamilyMember
    standing: Standing
    reach: MemberReach | None = None
    consents: Sequence[MemberConsent] = ()
    checks: Sequence[SafetyCheck] = ()
    overrides: Sequence[SafetyOverride] = ()
    agreements: Sequence[MemberAgreement] = ()
    met: Sequence[tuple[FamilyMeeting, ContactPerson]] = field(default=())

    @property
    def unsafe(self) -> str:
        """Why they may not be met today; "" where a check holds."""
        return why_unsafe(answered(self.checks), today(), "today")

    @property
    def meetings(self) -> list[tuple[FamilyMeeting, ContactPerson, bool]]:
        """With whether each took place on a day on which no check held."""
        known = answered(self.checks)
        return [(meeting, part, bool(why_unsafe(known, part.contact.on))) for meeting, part in self.met]

    @property
    def next_words(self) -> str:
        return self.standing.next_words(is_safe=not self.unsafe)

    @property
    def name(self) -> str:
        return self.row.circle.name

    @property
    def relation(self) -> str:
        return self.row.circle.relation or self.row.circle.get_kind_display()


def may_read(user: User, person: Person, action: Action = Action.VIEW) -> bool:
    return can(user, action, FamilyMember(person=person))


def members_of(user: User, person: Person) -> list[Member]:
    """Nine queries, however many there are. Audited as a read of each."""
    rows = visible(user, FamilyMember.objects.filter(person=person))
    found = _read(rows, person)
    if found:
        record_event(by=user, action="family.read", person=person, subject="members", count=len(found))
    return found


def member_of(user: User, person: Person, ref: str, *, action: Action = Action.VIEW) -> Member:
    """Raises Hidden, Forbidden."""
    found = next(iter(_read(FamilyMember.objects.filter(person=person, ref=ref), person)), None)
    if found is None:
        raise Hidden()
    check(user, action, found.row)
    if action is Action.VIEW:
        record_event(by=user, action="family.read", person=person, subject=f"member {ref}")
    return found


def words_of(user: User, member: FamilyMember) -> list[FamilyWord]:
    """What they said in confidence. Audited as a read of its own, where there is any."""
    rows = list(visible(user, FamilyWord.objects.filter(member=member)).select_related("by"))
    if rows:
        record_event(by=user, action="family.words_read", person=member.person, subject=f"member {member.ref}")
    return rows


def _read(rows: QuerySet[FamilyMember], person: Person) -> list[Member]:
    agreements = MemberAgreement.objects.select_related("version")
    meetings = FamilyMeeting.objects.select_related("contact")
    rows = rows.select_related("circle").prefetch_related(
        "reaches",
        Prefetch("consents", MemberConsent.objects.select_related("by")),
        Prefetch("checks", SafetyCheck.objects.select_related("asked_by", "answered_by")),
        Prefetch("overrides", SafetyOverride.objects.select_related("by")),
        Prefetch("agreements", agreements),
        Prefetch("meetings", meetings),
    )
    members = list(rows)
    for row in members:
        row.person = row.circle.person = person
    held = _held(person, [meeting for row in members for meeting in row.meetings.all()])
    return [_member(row, held) for row in members]


def _member(row: FamilyMember, held: dict[int, ContactPerson]) -> Member:
    consents = list(row.consents.all())
    met = [(one, held[one.contact_id]) for one in row.meetings.all() if one.contact_id in held]
    stands = standing(
        [(one.to, one.answer, one.on) for one in consents],
        [Met(part.contact.kind, part.contact.on, one.prepared) for one, part in met],
    )
    return Member(
        row,
        stands,
        next(iter(row.reaches.all()), None),
        consents,
        list(row.checks.all()),
        list(row.overrides.all()),
        list(row.agreements.all()),
        sorted(met, key=lambda one: one[1].contact.on, reverse=True),
    )


def _held(person: Person, meetings: Iterable[FamilyMeeting]) -> dict[int, ContactPerson]:
    """By id of the contact as it was recorded first, what holds of it and took place, also where it was corrected."""
    first = {one.contact_id: one.contact_id for one in meetings}
    new = dict(first)
    while new:
        later = Contact.objects.filter(corrects__in=new).exclude(pk__in=first).values_list("pk", "corrects_id")
        new = {pk: first[before] for pk, before in later}
        first |= new
    parts = effective_parts().filter(contact__in=first, person=person, contact__happened=True).select_related("contact")
    return {first[part.contact_id]: part for part in parts}


def answered(checks: Iterable[SafetyCheck]) -> list[Checked]:
    """Of each office its latest answer: what it said before holds no more."""
    latest: dict[str, Checked] = {}
    for row in sorted(checks, key=lambda one: one.pk):
        if row.answer and row.answered_on and row.until:
            latest[row.asked_of] = Checked(row.answer, row.answered_on, row.until)
    return list(latest.values())


def checks_by_circle(circle: Iterable[int]) -> dict[int, tuple[FamilyMember, list[Checked]]]:
    """By id of the circle, of those whose family work it is. Two queries. For the service that refuses."""
    rows = FamilyMember.objects.filter(circle__in=list(circle)).select_related("circle").prefetch_related("checks")
    return {row.circle_id: (row, answered(row.checks.all())) for row in rows}


def circle_to_add(person: Person) -> list[CircleMember]:
    """Family and friends who are around them now, and with whom we do not work yet."""
    rows = CircleMember.objects.filter(person=person, to_on__isnull=True, family_member__isnull=True)
    return list(rows.exclude(kind__in=OFFICIALS))


def workshops_of(user: User, person: Person) -> list[Workshop]:
    """The newest first, each with the booking that holds now."""
    rows = list(visible(user, Workshop.objects.filter(person=person)).select_related("booking"))
    later = {one.supersedes_id: one for one in Booking.objects.filter(person=person, supersedes__isnull=False)}
    for row in rows:
        while row.booking.pk in later:
            row.booking = later[row.booking.pk]
    return rows


def booking_of(row: Workshop) -> Booking:
    """The one that holds now: it may have been moved. For the service, which asks the policy itself."""
    found = Booking.objects.get(pk=row.booking_id)
    while later := Booking.objects.filter(supersedes=found).first():
        found = later
    return found


def access_workshop(user: User, person: Person, ref: str, action: Action = Action.VIEW) -> Workshop:
    """With the booking that holds now. Raises Hidden, Forbidden."""
    rows = Workshop.objects.select_related("person__site").prefetch_related("booking__with_circle")
    row: Workshop = _one(user, rows, action, person=person, ref=ref)
    row.booking = booking_of(row)
    return row


def access_check(user: User, person: Person, ref: str, action: Action = Action.VIEW) -> SafetyCheck:
    """Raises Hidden, Forbidden."""
    rows = SafetyCheck.objects.select_related("member__person__site", "member__circle", "promise")
    row: SafetyCheck = _one(user, rows, action, member__person=person, ref=ref)
    return row


def _one(user: User, rows: QuerySet[Any], action: Action, **wanted: Any) -> Any:
    row: Model | None = rows.filter(**wanted).first()
    if row is None:
        raise Hidden()
    return check(user, action, row)


def check_of_promise(user: User, ref: str) -> SafetyCheck:
    """Raises Hidden, Forbidden."""
    rows = SafetyCheck.objects.select_related("member__person__site")
    row: SafetyCheck = _one(user, rows, Action.VIEW, promise__ref=ref)
    return row


def connection_plan(user: User, person: Person) -> tuple[Plan | None, PlanVersion | None]:
    """Casework's plan of that subject, with the version in force or else its draft."""
    plan = visible(user, Plan.objects.filter(person=person, subject=CONNECTION)).select_related("person__site").first()
    return plan, (current_version(plan) or draft_version(plan)) if plan else None


def workshop_waived(user: User, person: Person) -> Waiver | None:
    """The latest waiver of a workshop that a programme of theirs asks for. One query."""
    rows = Waiver.objects.filter(enrolment__person=person, enrolment__left_on=None, withdrawn_at=None)
    joined = visible(user, rows).select_related("enrolment__model").defer("enrolment__model__source")
    for row in joined.order_by("-pk"):
        if WORKSHOP in asked_by(compiled_model(row.enrolment.model), row.element).kinds:
            return row
    return None


def by_place(members: Iterable[Member]) -> dict[str, int]:
    """How many reached each place on the way."""
    found: dict[str, int] = defaultdict(int)
    for one in members:
        for place in one.standing.reached:
            found[place] += 1
    return found
