from datetime import date

from throughgate.accounts.models import User
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.programmes.models import Enrolment, Hold
from throughgate.programmes.rules import ProgrammeRuleError, check_change_stage, check_day
from throughgate.programmes.services.enrolling import lock_enrolment
from throughgate.programmes.services.telling import tell


@act()
def put_on_hold(*, by: User, enrolment: Enrolment, from_on: date, reason: str) -> Hold:
    """From this day nothing is asked that does not hang on release, a hearing or the licence.

    Raises Hidden, Forbidden, StageError, ProgrammeRuleError.
    """
    lock_enrolment(by, enrolment)
    if there := Hold.objects.filter(enrolment=enrolment, to_on__isnull=True).first():
        return there
    check_change_stage(enrolment.stage, "on_hold")
    check_day(from_on, not_before=enrolment.enrolled_on, today=today(), field="from_on")
    if not reason.strip():
        raise ProgrammeRuleError("Say why it is put on hold.", "reason")
    hold = Hold.objects.create(enrolment=enrolment, from_on=from_on, reason=reason.strip(), added_by=by)
    _set_stage(enrolment, "on_hold")
    tell(
        by=by,
        enrolment=enrolment,
        kind="programme-hold",
        on=from_on,
        words=f"{enrolment.model.title}: put on hold",
        action="enrolment.held",
        row_id=hold.pk,
    )
    return hold


@act()
def resume(*, by: User, enrolment: Enrolment, on: date) -> Enrolment:
    """The days on hold do not count; what is repeated starts afresh. Raises Hidden, Forbidden, ProgrammeRuleError."""
    lock_enrolment(by, enrolment)
    hold = Hold.objects.filter(enrolment=enrolment, to_on__isnull=True).first()
    if hold is None:
        return enrolment
    check_change_stage(enrolment.stage, "on_programme")
    if on < hold.from_on:
        raise ProgrammeRuleError("The day cannot be before it was put on hold.", "on")
    check_day(on, not_before=hold.from_on, today=today(), field="on")
    hold.to_on = on
    hold.save(update_fields=["to_on"])
    _set_stage(enrolment, "on_programme")
    tell(
        by=by,
        enrolment=enrolment,
        kind="programme-resumed",
        on=on,
        words=f"{enrolment.model.title}: taken up again",
        action="enrolment.resumed",
        row_id=hold.pk,
    )
    return enrolment


def _set_stage(enrolment: Enrolment, stage: str) -> None:
    enrolment.stage = stage
    enrolment.save(update_fields=["stage"])
