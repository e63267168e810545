"""Parole hearings: listed, put off, decided. The day that programmes hang on is kept with it."""

from datetime import date

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce, announced_once
from throughgate.people.models import (
    Confidence,
    DateKind,
    HearingKind,
    HearingResult,
    HearingState,
    HearingStep,
    ParoleHearing,
    Person,
)
from throughgate.people.rules.custody import less_sure
from throughgate.people.rules.hearings import HearingError, check_step, is_open
from throughgate.people.services.custody import note_date
from throughgate.people.services.writing import clean, lock_person


@act()
def list_hearing(
    *, by: User, person: Person, kind: str, on: date, source: str, confidence: str = Confidence.EXPECTED
) -> ParoleHearing:
    """A person has one hearing at a time that is still to be heard. Raises Hidden, Forbidden, HearingError,
    ValidationError.
    """
    lock_person(by, Action.EDIT, person)
    if any(is_open(tuple(row.steps.all())) for row in person.hearings.prefetch_related("steps")):
        raise HearingError("There is a hearing to come already. Put that one off, or note its result first.")
    check_step(kind, (), state=HearingState.LISTED, on=on, result="", today=today())
    hearing = ParoleHearing(person=person, kind=kind, added_by=by)
    clean(hearing)
    with announced_once():
        hearing.save()
        _add(by, hearing, HearingStep(state=HearingState.LISTED, on=on, source=source.strip(), confidence=confidence))
        _keep_day(by, person, on, source, confidence, "")
    return hearing


@act()
def defer_hearing(
    *, by: User, hearing: ParoleHearing, to_on: date | None, because: str, source: str, confidence: str = ""
) -> HearingStep:
    """Put off, to a new day or to none that is known yet. Raises Hidden, Forbidden, HearingError, ValidationError."""
    step = HearingStep(state=HearingState.DEFERRED, on=to_on, **_said(because, source, confidence))
    with announced_once():
        _take(by, hearing, step)
        _keep_day(by, hearing.person, to_on, source, less_sure(Confidence.EXPECTED, confidence), because)
    return step


@act()
def decide_hearing(
    *,
    by: User,
    hearing: ParoleHearing,
    on: date,
    result: str,
    source: str,
    because: str = "",
    release_on: date | None = None,
    confidence: str = "",
) -> HearingStep:
    """`release_on`: the day the Board or the prison named with a direction for release; it is noted as a parole day.

    Raises Hidden, Forbidden, HearingError, ValidationError.
    """
    if release_on and result != HearingResult.RELEASE:
        raise HearingError("A release day goes with a direction for release only", "release_on")
    if release_on and release_on < on:
        raise HearingError("The release day cannot lie before the decision", "release_on")
    step = HearingStep(state=HearingState.DECIDED, on=on, result=result, **_said(because, source, confidence))
    with announced_once():
        _take(by, hearing, step)
        sure = less_sure(Confidence.CONFIRMED, confidence)
        _keep_day(by, hearing.person, on, source, sure, HearingResult(result).label)
        if release_on:
            note_date(
                by=by,
                person=hearing.person,
                kind=DateKind.PAROLE_RELEASE,
                on=release_on,
                source=source,
                confidence=less_sure(Confidence.EXPECTED, confidence),
                reason="Release directed at the parole hearing",
            )
    return step


@act()
def cancel_hearing(*, by: User, hearing: ParoleHearing, because: str, source: str, confidence: str = "") -> HearingStep:
    """It will not be held: withdrawn, or noted by mistake. Raises Hidden, Forbidden, HearingError, ValidationError."""
    step = HearingStep(state=HearingState.CANCELLED, **_said(because, source, confidence))
    with announced_once():
        _take(by, hearing, step)
        _keep_day(by, hearing.person, None, source, less_sure(Confidence.CONFIRMED, confidence), because)
    return step


def _said(because: str, source: str, confidence: str) -> dict[str, str]:
    return {"because": because.strip(), "source": source.strip(), "confidence": confidence}


def _take(by: User, hearing: ParoleHearing, step: HearingStep) -> None:
    lock_person(by, Action.EDIT, hearing.person)
    steps = tuple(hearing.steps.all())
    check_step(hearing.kind, steps, state=step.state, on=step.on, result=step.result, today=today())
    _add(by, hearing, step)


def _add(by: User, hearing: ParoleHearing, step: HearingStep) -> None:
    step.hearing, step.noted_by = hearing, by
    clean(step)
    step.save()
    person = hearing.person
    record_event(
        by=by, action=f"hearing.{step.state}", person=person, subject=f"hearing {hearing.ref}", kind=hearing.kind
    )
    told_on = step.on if step.state == HearingState.DECIDED and step.on else today()
    announce(Happening(person, "parole-hearing", told_on, by, _words(hearing, step), step.pk, hearing.kind))


def _keep_day(by: User, person: Person, on: date | None, source: str, confidence: str, reason: str) -> None:
    """Programmes hang on the day of the hearing: it stands once, among the dates."""
    kind = DateKind.PAROLE_HEARING
    held = person.custody_dates.filter(kind=kind, superseded_at__isnull=True).first()
    if on is None and (held is None or held.on is None):
        return
    if held and held.on == on and held.confidence == confidence:
        return
    note_date(by=by, person=person, kind=kind, on=on, source=source, confidence=confidence, reason=reason[:200])


def _words(hearing: ParoleHearing, step: HearingStep) -> str:
    kind = HearingKind(hearing.kind).label
    if step.state == HearingState.DECIDED:
        return f"{kind}: {HearingResult(step.result).label}"
    day = f" {'to' if step.state == HearingState.DEFERRED else 'for'} {step.on.day} {step.on:%b %Y}" if step.on else ""
    return f"{kind}: {HearingState(step.state).label.lower()}{day}"
