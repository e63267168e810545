from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, Waiver
from throughgate.programmes.rules import WaiverError, check_waiver
from throughgate.programmes.services.enrolling import lock_enrolment
from throughgate.programmes.services.telling import tell


@act()
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
    tell(
        by=by,
        enrolment=enrolment,
        kind="commitment-waived",
        on=today(),
        words=words,
        action="commitment.waived",
        row_id=waiver.pk,
        reason=reason,
    )
    return waiver


@act()
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
    tell(
        by=by,
        enrolment=waiver.enrolment,
        kind="waiver-withdrawn",
        on=today(),
        words=f"{title}: asked for again",
        action="commitment.waiver_withdrawn",
        row_id=waiver.pk,
    )
    return waiver
