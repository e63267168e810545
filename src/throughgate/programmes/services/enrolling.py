from datetime import date

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment, Hold, ModelStatus, ProgrammeModel, VersionMove
from throughgate.programmes.rules import (
    STAGES,
    ProgrammeRuleError,
    StageError,
    check_change_stage,
    check_day,
    check_starting_stage,
    ending_stage,
    has_ended,
    is_active,
)
from throughgate.programmes.services.telling import tell
from throughgate.record.services import write_entry
from throughgate.sites.models import Site


class AlreadyEnrolledError(ProgrammeRuleError):
    """They are on this programme now. `enrolment` is where."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__("They are on this programme already.", "model")
        self.enrolment = enrolment


@act()
def enrol(
    *,
    by: User,
    person: Person,
    model: ProgrammeModel,
    enrolled_on: date,
    stage: str = "enrolled",
    site: Site | None = None,
) -> Enrolment:
    """Put a person on a programme, or on its waiting list. `site` is theirs unless said otherwise.

    Raises Hidden, Forbidden, StageError, ProgrammeRuleError, AlreadyEnrolledError.
    """
    check(by, Action.DELIVER, person)
    check_starting_stage(stage)
    check_day(enrolled_on, not_before=date.min, today=today(), field="enrolled_on")
    # The model's row is locked too: its text must not be replaced while somebody is being enrolled in it.
    model = ProgrammeModel.objects.select_for_update(no_key=True).defer("source").get(pk=model.pk)
    if model.status != ModelStatus.PUBLISHED:
        raise ProgrammeRuleError("This version is not in use: choose another.", "model")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if there := _current(person, model.slug):
        raise AlreadyEnrolledError(there)
    enrolment = Enrolment.objects.create(
        person=person, model=model, site=site or person.site, stage=stage, enrolled_on=enrolled_on, added_by=by
    )
    record_event(by=by, action="enrolment.added", person=person, subject=f"enrolment {enrolment.ref}", stage=stage)
    kind = "programme-enrolled" if is_active(stage) else "programme-stage"
    words = f"Joined {model.title}" if is_active(stage) else f"{model.title}: {STAGES[stage].lower()}"
    write_entry(
        by=by, person=person, kind=kind, on=enrolled_on, summary=words, enrolment=enrolment, row_id=enrolment.pk
    )
    return enrolment


def _current(person: Person, slug: str) -> Enrolment | None:
    return Enrolment.objects.filter(person=person, model__slug=slug, left_on__isnull=True).first()


def lock_enrolment(by: User, enrolment: Enrolment) -> Enrolment:
    """The same object, fresh and locked until the transaction ends, if `by` may deliver programmes to this person."""
    check(by, Action.DELIVER, enrolment)
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "model", "person__site", "site"
    )
    enrolment.refresh_from_db(from_queryset=rows)
    return enrolment


@act()
def change_stage(*, by: User, enrolment: Enrolment, stage: str, on: date) -> Enrolment:
    """The next step of somebody who waits or has begun. Being enrolled starts the clock: `on` is when they join.

    Raises Hidden, Forbidden, StageError, ProgrammeRuleError.
    """
    lock_enrolment(by, enrolment)
    if enrolment.stage == stage:
        return enrolment
    check_change_stage(enrolment.stage, stage)
    check_day(on, not_before=enrolment.enrolled_on, today=today(), field="on")
    if stage == "on_hold" or has_ended(stage):
        raise StageError("Holding and leaving are recorded with their reason.", "stage")
    joins = is_active(stage) and not is_active(enrolment.stage)
    if joins:
        enrolment.enrolled_on = on
    enrolment.stage = stage
    enrolment.save(update_fields=["stage", "enrolled_on"])
    words = f"Joined {enrolment.model.title}" if joins else f"{enrolment.model.title}: {STAGES[stage].lower()}"
    tell(
        by=by,
        enrolment=enrolment,
        kind="programme-enrolled" if joins else "programme-stage",
        on=on,
        words=words,
        action="enrolment.stage_changed",
        row_id=enrolment.pk,
        stage=stage,
    )
    return enrolment


@act()
def leave_programme(*, by: User, enrolment: Enrolment, on: date, reason: str, note: str = "") -> Enrolment:
    """Ends an enrolment, with the reason. An open hold ends with it.

    Raises Hidden, Forbidden, StageError, ProgrammeRuleError.
    """
    lock_enrolment(by, enrolment)
    check_day(on, not_before=enrolment.enrolled_on, today=today(), field="on")
    enrolment.stage = ending_stage(enrolment.stage, reason, note)
    enrolment.left_on, enrolment.left_because, enrolment.left_note = on, reason, note.strip()
    enrolment.save(update_fields=["stage", "left_on", "left_because", "left_note"])
    for hold in Hold.objects.filter(enrolment=enrolment, to_on__isnull=True):
        hold.to_on = max(on, hold.from_on)
        hold.save(update_fields=["to_on"])
    words = f"{enrolment.model.title}: {STAGES[enrolment.stage].lower()}"
    tell(
        by=by,
        enrolment=enrolment,
        kind="programme-left",
        on=on,
        words=words,
        action="enrolment.left",
        row_id=enrolment.pk,
        reason=reason,
    )
    return enrolment


@act()
def move_to_version(*, by: User, enrolment: Enrolment, model: ProgrammeModel, reason: str) -> Enrolment:
    """Moves somebody to another version of their model: an act of its own, recorded.

    Raises Hidden, Forbidden, ProgrammeRuleError.
    """
    lock_enrolment(by, enrolment)
    earlier = enrolment.model
    if model.slug != earlier.slug or model.status != ModelStatus.PUBLISHED:
        raise ProgrammeRuleError("Choose a version of the same programme that is in use.", "model")
    if enrolment.left_on:
        raise ProgrammeRuleError("They have left this programme.")
    if not reason.strip():
        raise ProgrammeRuleError("Say why they move.", "reason")
    if model.pk == earlier.pk:
        return enrolment
    VersionMove.objects.create(
        enrolment=enrolment, from_model=earlier, to_model=model, reason=reason.strip(), moved_by=by
    )
    enrolment.model = model
    enrolment.save(update_fields=["model"])
    words = f"{model.title}: from version {earlier.version} to version {model.version}"
    tell(
        by=by,
        enrolment=enrolment,
        kind="programme-version",
        on=today(),
        words=words,
        action="enrolment.version_moved",
        row_id=enrolment.pk,
        version=model.version,
    )
    return enrolment
