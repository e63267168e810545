"""Treatment that somebody else gives: begun, asked about after 4, 13 and 26 weeks, ended."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.common.sustained import can_answer, check_days
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promises, new_promise, withdraw_promise
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.recovery.kinds import OUTSIDE, OUTSIDE_CHECK, OUTSIDE_ENDED
from throughgate.recovery.models import Lasting, TreatmentCheck, TreatmentOutside, WhyEnded
from throughgate.recovery.rules.treatment import TreatmentError

LEVEL = Sensitivity.SENSITIVE


def begin_treatment(
    *, by: User, person: Person, with_whom: str, begun_on: date, token: UUID | None = None
) -> TreatmentOutside:
    """With the same `token` it stays one. Raises Hidden, Forbidden, TreatmentError."""
    try:
        with transaction.atomic():
            return _begin(by=by, person=person, with_whom=with_whom, begun_on=begun_on, token=token)
    except IntegrityError:
        # The other tap was faster: its row stands.
        if token and (saved := TreatmentOutside.objects.filter(noted_by=by, token=token).first()):
            return saved
        raise


@act()
def _begin(*, by: User, person: Person, with_whom: str, begun_on: date, token: UUID | None) -> TreatmentOutside:
    lock_person(by, Action.RECORD, person)
    check(by, Action.RECORD, TreatmentOutside(person=person))
    if token and (saved := TreatmentOutside.objects.filter(noted_by=by, token=token).first()):
        return saved
    if not with_whom.strip():
        raise TreatmentError("Say with whom", "with_whom")
    if begun_on > today():
        raise TreatmentError("The day cannot be in the future", "begun_on")
    with announced_once():
        row = TreatmentOutside.objects.create(
            person=person, with_whom=with_whom.strip(), begun_on=begun_on, token=token, noted_by=by
        )
        row.entry = _tell(by, row, OUTSIDE, begun_on, f"Treatment with {row.with_whom}")
        row.save(update_fields=["entry"])
        _ask_in_weeks(by, row)
    record_event(by=by, action="recovery.treatment_begun", person=person, subject=f"treatment {row.ref}")
    return row


def _ask_in_weeks(by: User, row: TreatmentOutside) -> None:
    """What was to be asked before anybody noted the treatment is promised by nobody."""
    promises = {
        weeks: new_promise(
            by=by,
            person=row.person,
            source=PromiseSource.RECOVERY,
            title=f"Ask whether they still go to treatment, {weeks} weeks on",
            worker=by,
            from_on=row.begun_on,
            by_on=day,
            sensitivity=LEVEL,
        )
        for weeks, day in check_days(row.begun_on)
        if day >= today()
    }
    make_promises(list(promises.values()))
    TreatmentCheck.objects.bulk_create(
        TreatmentCheck(treatment=row, weeks=weeks, due_on=day, promise=promises.get(weeks))
        for weeks, day in check_days(row.begun_on)
    )


@act()
def still_in_treatment(*, by: User, treatment: TreatmentOutside, weeks: int) -> TreatmentCheck:
    """Still there now, still there at every check before. Raises Hidden, Forbidden, TreatmentError."""
    row = _locked(by, treatment)
    asked = row.checks.filter(weeks=weeks).first()
    if asked is None or not can_answer(asked.due_on, today()):
        raise TreatmentError(f"That is asked from {weeks} weeks on, or a week before")
    if asked.answer:
        return asked
    with announced_once():
        entry = _tell(by, row, OUTSIDE_CHECK, today(), f"After {weeks} weeks: {Lasting.STILL.label}")
        for one in row.checks.filter(answer="", due_on__lte=asked.due_on).select_related("promise__person"):
            _answer(by, one, Lasting.STILL, entry)
    record_event(
        by=by, action="recovery.treatment_asked", person=row.person, subject=f"treatment {row.ref}", weeks=weeks
    )
    asked.refresh_from_db()
    return asked


@act()
def end_treatment(*, by: User, treatment: TreatmentOutside, on: date, because: str) -> TreatmentOutside:
    """Checks of before that day count as still going, those after it as ended, unless they finished it: then nothing is
    asked any more. Raises Hidden, Forbidden, TreatmentError.
    """
    row = _locked(by, treatment)
    if because not in WhyEnded.values:
        raise TreatmentError("Choose why", "because")
    if on > today():
        raise TreatmentError("The day cannot be in the future", "on")
    if on < row.begun_on:
        raise TreatmentError("It cannot end before it began", "on")
    row.ended_on, row.ended_because, row.ended_at, row.ended_by = on, because, timezone.now(), by
    row.save(update_fields=["ended_on", "ended_because", "ended_at", "ended_by"])
    with announced_once():
        words = f"Treatment with {row.with_whom}: {WhyEnded(because).label}"
        entry = _tell(by, row, OUTSIDE_ENDED, on, words)
        for one in row.checks.filter(answer="").select_related("promise__person"):
            if one.due_on <= on:
                _answer(by, one, Lasting.STILL, entry)
            elif because == WhyEnded.DONE or one.due_on > today():
                if one.promise:
                    withdraw_promise(by=by, promise=one.promise, because="The treatment ended")
            else:
                _answer(by, one, Lasting.ENDED, entry)
    record_event(by=by, action="recovery.treatment_ended", person=row.person, subject=f"treatment {row.ref}")
    return row


def _locked(by: User, treatment: TreatmentOutside) -> TreatmentOutside:
    lock_person(by, Action.RECORD, treatment.person)
    row = check(by, Action.RECORD, TreatmentOutside.objects.select_related("person__site").get(pk=treatment.pk))
    if row.ended_on:
        raise TreatmentError("Somebody noted meanwhile that this treatment ended. Look at it again")
    return row


def _answer(by: User, one: TreatmentCheck, answer: Lasting, entry: Entry) -> None:
    one.answer, one.answered_on, one.answered_by = answer, today(), by
    one.save(update_fields=["answer", "answered_on", "answered_by"])
    if one.promise and one.promise.met_on is None and one.promise.withdrawn_on is None:
        keep_promise(by=by, promise=one.promise, on=today(), entry=entry)


def _tell(by: User, row: TreatmentOutside, kind: str, on: date, summary: str) -> Entry:
    return write_entry(
        by=by, person=row.person, kind=kind, on=on, summary=summary[:240], sensitivity=LEVEL, row_id=row.pk
    )
