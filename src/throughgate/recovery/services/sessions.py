"""A one-to-one recorded together with what it did to the plan, in one act."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact, How, Outcome, Plan, PlanVersion, Side
from throughgate.casework.rules.plan import StepText, WrittenMeanwhileError
from throughgate.casework.selectors.plan import goals_of, stand_of
from throughgate.casework.services.attendance import Attendance
from throughgate.casework.services.contacts import record_contact
from throughgate.casework.services.plan import agree, begin_change, begin_plan, remove_goal, save_goal, save_words
from throughgate.casework.services.plan_closing import note_review
from throughgate.casework.services.plan_progress import review_plan
from throughgate.common.acts import act
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Enrolment
from throughgate.recovery.kinds import SESSION, TREATMENT
from throughgate.recovery.models import TreatmentWords
from throughgate.recovery.rules.treatment import Treatment, TreatmentError, check_treatment
from throughgate.recovery.selectors.treatment import check_clinical, treatment_plan

TITLE = "Treatment plan"
FIRST = "The first version, written together"


@dataclass(frozen=True, kw_only=True)
class Met:
    """The session itself."""

    on: date
    at: time | None = None
    minutes: int | None = None
    medium: str = ""
    place: str = ""
    note: str = ""
    explained: str = ""  # why it took place, or stands in the plan, where a restriction is against it


@dataclass(frozen=True)
class Aim:
    key: str
    words: str
    steps: Sequence[StepText] = ()


@dataclass(frozen=True, kw_only=True)
class Wording:
    """All that the next version says. `agreed`: how the person said yes to it, empty where they have not yet."""

    opening: str
    said: Treatment
    aims: Sequence[Aim]
    agreed: str = ""


@act()
def record_session(
    *,
    by: User,
    person: Person,
    met: Met,
    wording: Wording | None,
    seen: str = "",
    enrolment: Enrolment | None = None,
    token: UUID | None = None,
) -> Contact:
    """`wording` None: the plan was looked at and nothing changed. `seen`: the stamp of the version that the writer had
    before them. Sent twice it stays one.

    Raises Hidden, Forbidden, ContactError, PlanError, TreatmentError, RestrictedError, WrittenMeanwhileError.
    """
    lock_person(by, Action.RECORD, person)
    check_clinical(by, person, Action.RECORD)
    if token and (saved := Contact.objects.filter(by=by, token=token).first()):
        return saved
    plan = treatment_plan(by, person)
    if stamp_of(plan) != seen:
        raise WrittenMeanwhileError()
    with announced_once():
        part = Attendance(
            person=person, note=met.note, sensitivity=Sensitivity.CLINICAL, enrolment=enrolment, explained=met.explained
        )
        contact = record_contact(
            by=by,
            kind=SESSION,
            on=met.on,
            at=met.at,
            minutes=met.minutes,
            medium=met.medium,
            place=met.place,
            people=[part],
            token=token,
        )
        if wording is None:
            _confirm(by, plan, met.on)
        else:
            _write(by, person, plan, wording, met, contact, enrolment)
    record_event(by=by, action="recovery.session", person=person, subject=f"contact {contact.ref}")
    return contact


def stamp_of(plan: Plan | None) -> str:
    """Which wording somebody has before them; empty where there is no plan."""
    if plan is None:
        return ""
    stand = stand_of(plan)
    version = stand.draft or stand.current
    return f"{plan.ref}-{version.number}-{version.revision}" if version else plan.ref


def _confirm(by: User, plan: Plan | None, on: date) -> None:
    if plan is None or stand_of(plan).current is None:
        raise TreatmentError("There is no plan yet that could stay as it is. Write the first one below.", "changed")
    if stand_of(plan).draft:
        raise TreatmentError("A new version waits for their yes. Say below whether they agree.", "changed")
    review_plan(by=by, plan=plan, on=on)


def _write(
    by: User,
    person: Person,
    plan: Plan | None,
    wording: Wording,
    met: Met,
    contact: Contact,
    enrolment: Enrolment | None,
) -> None:
    check_treatment(wording.said)
    if plan is None:
        plan = begin_plan(
            by=by, person=person, title=TITLE, subject=TREATMENT, sensitivity=Sensitivity.CLINICAL, enrolment=enrolment
        )
    elif stand_of(plan).draft is None:
        begin_change(by=by, plan=plan)
    draft = stand_of(plan).draft
    if draft is None:
        raise WrittenMeanwhileError()
    save_words(by=by, plan=plan, opening=wording.opening, review_by=draft.review_by)
    _write_aims(by, plan, draft, wording.aims, met.explained)
    _keep_words(by, draft, wording.said, contact)
    if wording.agreed:
        _agree(by, plan, How(wording.agreed), met)
        if draft.number == 1:
            note_review(by, plan, draft, Outcome.CHANGED, met.on, FIRST)


def _write_aims(by: User, plan: Plan, draft: PlanVersion, aims: Sequence[Aim], override: str) -> None:
    keys = {aim.key for aim in aims}
    for goal in goals_of(draft):
        if goal.key not in keys:
            remove_goal(by=by, plan=plan, key=goal.key)
    there = {goal.key: goal for goal in goals_of(draft)}
    for aim in aims:
        standing = there.get(aim.key)
        need, strength = (standing.need, standing.strength) if standing else (None, None)
        save_goal(
            by=by,
            plan=plan,
            key=aim.key,
            words=aim.words,
            steps=aim.steps,
            need=need,
            strength=strength,
            override=override,
        )


def _keep_words(by: User, draft: PlanVersion, said: Treatment, contact: Contact) -> None:
    """Of a draft that was written before, what it said is replaced: nobody had agreed to it."""
    TreatmentWords.objects.filter(version=draft).delete()
    fields = asdict(said)
    fields["triggers"] = [{"trigger": trigger, "answer": answer} for trigger, answer in said.triggers]
    fields["work"] = list(said.work)
    TreatmentWords.objects.create(version=draft, contact=contact, by=by, **fields)


def _agree(by: User, plan: Plan, how: How, met: Met) -> None:
    """Both said yes in the session, at its hour, or by now where that is still to come."""
    draft = stand_of(plan).draft
    if draft is None:
        return
    now = timezone.localtime()
    moment = min(timezone.make_aware(datetime.combine(met.on, met.at or time(12))), now)
    for side in (Side.PERSON, Side.WORKER):
        agree(by=by, plan=plan, side=side, how=how, agreed_at=moment, revision=draft.revision, together_on=met.on)
