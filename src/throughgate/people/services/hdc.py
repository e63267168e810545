"""Home detention curfew, step by step. The days that programmes hang on are kept with it."""

from datetime import date

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce, announced_once
from throughgate.people.models import Confidence, DateKind, HdcState, HdcStep, Person
from throughgate.people.rules.custody import less_sure
from throughgate.people.rules.hdc import WITH_DAY, check_hdc_step, of_this_stay
from throughgate.people.services.custody import note_date
from throughgate.people.services.writing import clean, lock_person


@announced_once()
def note_hdc_step(
    *,
    by: User,
    person: Person,
    state: str,
    on: date,
    source: str,
    day: date | None = None,
    because: str = "",
    confidence: str = "",
) -> HdcStep:
    """`on`: when it happened; `day`: from which they may be considered, or of release. Granted, the day of release is
    noted as told; put off, it becomes the new day or none; refused or not wanted, it holds no more.

    The same step sent twice is noted once. Raises Hidden, Forbidden, HdcError, ValidationError.
    """
    lock_person(by, Action.EDIT, person)
    moves = list(person.moves.all())
    steps = of_this_stay(person.hdc_steps.all(), moves)
    day = day if state in WITH_DAY else None
    if steps and (steps[-1].state, steps[-1].on, steps[-1].day) == (state, on, day):
        return steps[-1]
    check_hdc_step(steps, moves, state=state, on=on, day=day, today=today())
    step = HdcStep(
        person=person,
        state=state,
        on=on,
        day=day,
        because=because.strip(),
        source=source.strip(),
        confidence=confidence,
        noted_by=by,
    )
    clean(step)
    step.save()
    record_event(by=by, action=f"hdc.{state}", person=person, subject=f"hdc step {step.pk}")
    announce(Happening(person, "hdc", on, by, _words(step), step.pk))
    _keep_day(by, step)
    return step


def _keep_day(by: User, step: HdcStep) -> None:
    """What the step does to the dates: one place says when somebody comes out."""
    kind = DateKind.HDC_ELIGIBLE if step.state == HdcState.ELIGIBLE else DateKind.HDC_RELEASE
    if step.state in (HdcState.ADDRESS, HdcState.ASSESSED):
        return
    held = step.person.custody_dates.filter(kind=kind, superseded_at__isnull=True).first()
    usual = Confidence.EXPECTED if step.state in (HdcState.ELIGIBLE, HdcState.POSTPONED) else Confidence.CONFIRMED
    confidence = less_sure(usual, step.confidence)
    if step.day is None and (step.state == HdcState.ELIGIBLE or held is None or held.on is None):
        return
    if held and (held.on, held.confidence) == (step.day, confidence):
        return
    reason = step.because or step.get_state_display()
    note_date(
        by=by, person=step.person, kind=kind, on=step.day, source=step.source, confidence=confidence, reason=reason
    )


def _words(step: HdcStep) -> str:
    to = {HdcState.ELIGIBLE: "from", HdcState.POSTPONED: "to"}.get(HdcState(step.state), "for")
    day = f" {to} {step.day.day} {step.day:%b %Y}" if step.day else ""
    return f"{HdcState(step.state).label}{day}"
