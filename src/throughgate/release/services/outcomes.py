"""What became of a stop of the release day, and who was rung about one that was missed."""

from datetime import timedelta
from typing import Final

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.casework.models import WhyNot
from throughgate.common.acts import act
from throughgate.common.bank_holidays import nation_of
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.services.writing import clean
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, reopen_promise, withdraw_promise
from throughgate.record.models import Entry
from throughgate.record.selectors import latest_of
from throughgate.record.services import correct_entry, void_entry, write_entry
from throughgate.release.models import Became, DayStop, ReleaseDay, StopOutcome
from throughgate.release.rules.release_day import DayError
from throughgate.release.rules.working_days import next_working_day
from throughgate.release.selectors.day import standing_stops
from throughgate.release.selectors.outcomes import last_outcome
from throughgate.release.services.day import audit_day, locked_day

APPOINTMENT: Final = "release-appointment"
RUNG: Final = "appointment-rung"
CHANGED: Final = "Said otherwise later"
KEPT = (Became.KEPT, Became.LATE)


@act()
def say_outcome(*, by: User, stop: DayStop, became: str, why: str = "", note: str = "") -> StopOutcome:
    """One that must not be missed and was: whoever waited for them is to be rung by the next working day. Said twice,
    it stays one. Raises Hidden, Forbidden, DayError.
    """
    with announced_once():
        row = locked_day(by, stop.day)
        held = _standing(by, stop)
        before = last_outcome(held)
        said = StopOutcome(stop=held, became=became, why=why, note=note.strip()[:200], said_by=by)
        _check(row, said)
        if before and (before.became, before.why, before.note) == (said.became, said.why, said.note):
            return before
        said.promise = _promise(by, row, said, before)
        said.entry = _tell(by, row, said, before)
        clean(said)
        said.save()
        audit_day(by, row, "stop_outcome", kind=held.kind, became=became)
    return said


def _check(row: ReleaseDay, said: StopOutcome) -> None:
    if said.became not in Became.values or said.became == Became.TAKEN_BACK:
        raise DayError("Choose what became of it", "became")
    if said.became == Became.MISSED and said.why not in WhyNot.values:
        raise DayError("Say why it was missed", "why")
    if said.became != Became.MISSED and said.why:
        raise DayError("Only what was missed has a reason", "why")
    if row.on > today():
        raise DayError("What became of it can be said from the day on")


@act()
def take_outcome_back(*, by: User, stop: DayStop) -> bool:
    """As if nobody had said it yet. False where nobody has. Raises Hidden, Forbidden, DayError."""
    with announced_once():
        row = locked_day(by, stop.day)
        held = _standing(by, stop)
        before = last_outcome(held)
        if before is None:
            return False
        if before.entry:
            void_entry(by=by, entry=latest_of(before.entry), reason=Became.TAKEN_BACK.label)
        _ring_no_more(by, before.promise)
        StopOutcome.objects.create(stop=held, became=Became.TAKEN_BACK, said_by=by)
        audit_day(by, row, "stop_outcome", kind=held.kind, became=Became.TAKEN_BACK.value)
    return True


@act()
def say_rung(*, by: User, stop: DayStop) -> Promise:
    """Whoever waited for them was rung. Raises Hidden, Forbidden, DayError."""
    with announced_once():
        row = locked_day(by, stop.day)
        held = _standing(by, stop)
        promise = _to_ring(held)
        if promise.met_on:
            return promise
        entry = write_entry(
            by=by,
            person=row.person,
            kind=RUNG,
            on=today(),
            summary=f"Rang about what was missed: {held.title}",
            sensitivity=Sensitivity(held.sensitivity),
            row_id=held.pk,
        )
        audit_day(by, row, "stop_rung", kind=held.kind)
        return keep_promise(by=by, promise=promise, on=today(), entry=entry)


@act()
def take_rung_back(*, by: User, stop: DayStop) -> Promise:
    """Nobody was rung yet. Raises Hidden, Forbidden, DayError."""
    with announced_once():
        row = locked_day(by, stop.day)
        held = _standing(by, stop)
        promise = _to_ring(held)
        if promise.met_by:
            void_entry(by=by, entry=latest_of(promise.met_by), reason=Became.TAKEN_BACK.label)
        audit_day(by, row, "stop_rung", kind=held.kind, taken_back=True)
        return reopen_promise(by=by, promise=promise)


def _to_ring(stop: DayStop) -> Promise:
    last = last_outcome(stop)
    if last is None or last.promise is None or last.promise.withdrawn_on:
        raise DayError("Nobody is to be rung about this any more. Look at it again.")
    return last.promise


def _standing(by: User, stop: DayStop) -> DayStop:
    """As it stands under the lock: changed meanwhile, the row that took its place."""
    row = standing_stops(DayStop.objects.filter(thread=stop.thread, day=stop.day)).first()
    if row is None:
        raise DayError("This stop was called off. Look at the day again.")
    found: DayStop = check(by, Action.RECORD, row)
    return found


def _promise(by: User, row: ReleaseDay, said: StopOutcome, before: StopOutcome | None) -> Promise | None:
    earlier = before.promise if before else None
    if said.became != Became.MISSED or not said.stop.is_mandatory:
        _ring_no_more(by, earlier)
        return None
    if earlier and not earlier.withdrawn_on:
        return earlier
    return make_promise(
        by=by,
        person=row.person,
        source=PromiseSource.RELEASE_DAY,
        title=f"Ring {said.stop.place}: {said.stop.title} was missed"[:240],
        by_on=next_working_day(max(row.on, today() - timedelta(days=1)), nation_of(row.person.site.country)),
        worker=row.promise.worker if row.promise else None,
        sensitivity=Sensitivity(said.stop.sensitivity),
    )


def _ring_no_more(by: User, promise: Promise | None) -> None:
    if promise and not promise.met_on and not promise.withdrawn_on:
        withdraw_promise(by=by, promise=promise, because="It was not missed after all")


def _tell(by: User, row: ReleaseDay, said: StopOutcome, before: StopOutcome | None) -> Entry:
    label = Became(said.became).label
    summary = f"{said.stop.title}: {label[:1].lower()}{label[1:]}"
    if before and before.entry:
        changes = {"happened": said.became in KEPT, "summary": summary}
        return correct_entry(by=by, entry=latest_of(before.entry), reason=CHANGED, changes=changes)
    return write_entry(
        by=by,
        person=row.person,
        kind=APPOINTMENT,
        subject=said.stop.kind,
        on=row.on,
        happened=said.became in KEPT,
        summary=summary,
        sensitivity=Sensitivity(said.stop.sensitivity),
        row_id=said.stop.pk,
    )
