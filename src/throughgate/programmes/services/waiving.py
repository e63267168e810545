from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, Waiver
from throughgate.programmes.rules import WaiverError, check_waiver
from throughgate.programmes.services.enrolling import lock_enrolment
from throughgate.record.services import write_entry


@transaction.atomic
def waive(
    *, by: User, enrolment: Enrolment, element: str, spell: int, ordinal: int, reason: str, note: str = ""
) -> Waiver:
    """One commitment will not be met, for a reason that the model allows. Raises Hidden, Forbidden, WaiverError."""
    lock_enrolment(by, enrolment)
    row = Commitment.objects.filter(enrolment=enrolment, element=element, spell=spell, ordinal=ordinal).first()
    if row is None:
        raise WaiverError("This is not among what is due any more.")
    model = compiled_model(enrolment.model)
    check_waiver(
        reason=reason,
        allowed=model.reasons_for(element),
        met=row.met_on is not None,
        closed=row.closed_on is not None,
        waived=row.waived_on is not None,
    )
    waiver = Waiver.objects.create(
        enrolment=enrolment,
        element=element,
        spell=spell,
        ordinal=ordinal,
        on=today(),
        reason=reason,
        note=note.strip(),
        added_by=by,
    )
    words = f"{model.title_of(element)}: waived. {model.reasons[reason]}"
    _tell(by, waiver, "commitment-waived", words, "commitment.waived", reason=reason)
    return waiver


@transaction.atomic
def withdraw_waiver(*, by: User, waiver: Waiver) -> Waiver:
    """What was waived is due again. Raises Hidden, Forbidden."""
    check(by, Action.DELIVER, waiver)
    lock_enrolment(by, waiver.enrolment)
    waiver.refresh_from_db(fields=["withdrawn_at", "withdrawn_by"])
    if waiver.withdrawn_at:
        return waiver
    waiver.withdrawn_at, waiver.withdrawn_by = timezone.now(), by
    waiver.save(update_fields=["withdrawn_at", "withdrawn_by"])
    title = compiled_model(waiver.enrolment.model).title_of(waiver.element)
    _tell(by, waiver, "waiver-withdrawn", f"{title}: asked for again", "commitment.waiver_withdrawn")
    return waiver


def _tell(by: User, waiver: Waiver, kind: str, words: str, action: str, **details: str) -> None:
    enrolment = waiver.enrolment
    record_event(by=by, action=action, person=enrolment.person, subject=f"enrolment {enrolment.ref}", **details)
    write_entry(
        by=by,
        person=enrolment.person,
        kind=kind,
        on=today(),
        summary=words[:240],
        enrolment=enrolment,
        row_id=waiver.pk,
    )
