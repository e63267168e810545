"""Reads of the treatment plan: casework's plan of this subject, clinical, with what its versions say besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Action, Sensitivity, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Goal, Plan, PlanVersion
from throughgate.casework.selectors.plan import goals_of, stand_of
from throughgate.people.models import Person
from throughgate.recovery.kinds import TREATMENT
from throughgate.recovery.models import CleanFrom, MeetingAttended, TreatmentWords
from throughgate.recovery.rules.treatment import Treatment
from throughgate.story.selectors.answers import Told, answers_of, as_told, happenings_of, readable_levels
from throughgate.story.shipping import current_questions

TRIGGERS, LINK = "triggers", "link-to-offending"
MOST_QUOTED = 12


def reads_clinical(user: User, person: Person, action: Action = Action.VIEW) -> bool:
    return can(user, action, CleanFrom(person=person))


def reads_sensitive(user: User, person: Person, action: Action = Action.VIEW) -> bool:
    return can(user, action, MeetingAttended(person=person))


def check_clinical(user: User, person: Person, action: Action = Action.VIEW, *, page: str = "") -> None:
    """Whoever may not read therapy learns of nothing in it. Raises Hidden, Forbidden; audited where `page` is read."""
    check(user, action, CleanFrom(person=person))
    if page:
        record_event(by=user, action="recovery.read", person=person, subject=page)


def treatment_plan(user: User, person: Person) -> Plan | None:
    rows = Plan.objects.filter(person=person, subject=TREATMENT, sensitivity=Sensitivity.CLINICAL)
    plan = visible(user, rows).select_related("enrolment", "review_promise").order_by("-begun_at", "-pk").first()
    if plan:
        plan.person = person
    return plan


@dataclass(frozen=True)
class Standing:
    """The plan as it stands for whoever writes or reads it: the draft where one is being written, else what holds."""

    plan: Plan
    version: PlanVersion
    is_draft: bool
    said: Treatment
    goals: Sequence[Goal]


def standing_of(user: User, person: Person, *, draft: bool = True) -> Standing | None:
    plan = treatment_plan(user, person)
    if plan is None:
        return None
    stand = stand_of(plan)
    version = (stand.draft or stand.current) if draft else (stand.current or stand.draft)
    if version is None:
        return None
    return Standing(plan, version, version.agreed_at is None, words_of(version), goals_of(version))


def words_of(version: PlanVersion) -> Treatment:
    """A version that says nothing of its own says what the one before it said."""
    rows = TreatmentWords.objects.filter(version__plan=version.plan_id, version__number__lte=version.number)
    return as_treatment(rows.order_by("-version__number").first())


def as_treatment(row: TreatmentWords | None) -> Treatment:
    if row is None:
        return Treatment()
    pairs = tuple((pair["trigger"], pair["answer"]) for pair in row.triggers)
    return Treatment(row.link, pairs, row.strengths, row.craving, row.lapse, tuple(row.work))


def quoted(user: User, person: Person, today: date) -> list[Told]:
    """What they told in the assessment and of their triggers, as the story keeps it: quoted, never copied."""
    bank = current_questions()
    linked = [key for key, item in bank.items.items() if LINK in item.tags]
    items = [*linked, *bank.forms[TRIGGERS].item_keys]
    rows = answers_of(user, person).filter(superseded_at__isnull=True, known=True, item__in=items)
    found = {row.item: row for row in rows}
    levels, happenings = readable_levels(user, person), happenings_of(person)
    order = [item for item in dict.fromkeys(items) if item in found and found[item].value]
    return [as_told(found[item], bank, happenings, today, levels) for item in order[:MOST_QUOTED]]
