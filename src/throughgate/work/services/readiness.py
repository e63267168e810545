"""The checklist, the right to work, what was said of convictions, and the letter."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import make_promise, withdraw_promise
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.work.models import Letter, PastConviction, ReadinessNote, ReadyState, RightToWork
from throughgate.work.readiness_file import readiness
from throughgate.work.rules.readiness import ReadinessError, check_line, check_ready
from throughgate.work.selectors.ways import checklist_of

BEFORE_IT_ENDS = timedelta(days=28)
LOOK_AGAIN = "Look at the right to work again, before it ends"


@act()
def note_line(*, by: User, person: Person, code: str, state: str, words: str = "") -> ReadinessNote:
    """What was noted before stays as a row. Raises Hidden, Forbidden, ReadinessError."""
    lock_person(by, Action.RECORD, person)
    if code not in readiness().lines or state not in ReadyState.values:
        raise ReadinessError("Choose how far it is")
    check_line(readiness().lines[code], state)
    ReadinessNote.objects.filter(person=person, code=code, superseded_at__isnull=True).update(
        superseded_at=timezone.now()
    )
    row = ReadinessNote.objects.create(
        person=person, code=code, state=state, words=words.strip()[:200], on=today(), by=by
    )
    record_event(by=by, action="work.line_noted", person=person, subject=f"line {code}", state=state)
    return row


@act()
def take_back_line(*, by: User, person: Person, code: str) -> ReadinessNote | None:
    """Undo of the last `note_line`: what was noted before is noted again, or nothing is. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, person)
    rows = list(ReadinessNote.objects.filter(person=person, code=code).order_by("-pk")[:2])
    if not rows or rows[0].superseded_at:
        return None
    rows[0].superseded_at = timezone.now()
    rows[0].save(update_fields=["superseded_at"])
    record_event(by=by, action="work.line_taken_back", person=person, subject=f"line {code}")
    if len(rows) == 1 or rows[1].state == ReadyState.TO_START:
        return None
    known = {"code": code, "state": rows[1].state, "words": rows[1].words}
    return ReadinessNote.objects.create(person=person, on=today(), by=by, **known)


@act()
def say_ready(*, by: User, person: Person) -> Entry:
    """The whole list is there: what the programme asks for is met. Raises Hidden, Forbidden, ReadinessError."""
    lock_person(by, Action.RECORD, person)
    check_ready(checklist_of(by, person, today()))
    record_event(by=by, action="work.ready", person=person)
    return write_entry(
        by=by, person=person, kind="job-readiness", on=today(), summary="Everything on the list is there"
    )


@act()
def note_right(*, by: User, person: Person, kind: str, checked_on: date, until: date | None = None) -> RightToWork:
    """A proof that we saw. One that ends is looked at again, by promise. Raises Hidden, Forbidden, ReadinessError."""
    lock_sensitive(by, person)
    _check_right(kind, checked_on, until)
    for old in RightToWork.objects.filter(person=person, superseded_at__isnull=True).select_related("promise__person"):
        old.superseded_at = timezone.now()
        old.save(update_fields=["superseded_at"])
        if old.promise:
            withdraw_promise(by=by, promise=old.promise, because="Looked at again")
    promise = None
    if until:
        promise = make_promise(
            by=by,
            person=person,
            source=PromiseSource.WORK,
            title=LOOK_AGAIN,
            worker=by,
            by_on=max(until - BEFORE_IT_ENDS, today()),
            sensitivity=Sensitivity.SENSITIVE,
        )
    row = RightToWork.objects.create(
        person=person, kind=kind, checked_on=checked_on, until=until, promise=promise, by=by
    )
    _entry(by, person, "right-to-work", checked_on, "Right to work seen", row.pk)
    record_event(by=by, action="work.right_noted", person=person)
    return row


def _check_right(kind: str, checked_on: date, until: date | None) -> None:
    known = readiness().rights.kinds.get(kind)
    if known is None:
        raise ReadinessError("Choose what you saw", "kind")
    if checked_on > today():
        raise ReadinessError("The day cannot be in the future", "checked_on")
    if known.ends == "must" and until is None:
        raise ReadinessError("Enter the day on which it ends", "until")
    if until and until < today():
        raise ReadinessError("It has ended: it proves nothing any more", "until")


@act()
def add_conviction(*, by: User, person: Person, said: Mapping[str, Any]) -> PastConviction:
    """As the person tells it; `said`: fields of PastConviction. Raises Hidden, Forbidden, ReadinessError."""
    lock_sensitive(by, person)
    if said.get("offence") not in readiness().offences:
        raise ReadinessError("Choose the kind of offence", "offence")
    on = said.get("convicted_on")
    if on and on > today():
        raise ReadinessError("The day cannot be in the future", "convicted_on")
    row = PastConviction.objects.create(person=person, by=by, **said)
    record_event(by=by, action="work.conviction_added", person=person, subject=f"conviction {row.ref}")
    return row


@act()
def withdraw_conviction(*, by: User, row: PastConviction) -> PastConviction:
    """It was noted wrongly: it stays as a row and counts no more. Raises Hidden, Forbidden."""
    lock_sensitive(by, row.person)
    check(by, Action.RECORD, row)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record_event(by=by, action="work.conviction_withdrawn", person=row.person, subject=f"conviction {row.ref}")
    return row


@act()
def save_letter(*, by: User, person: Person, words: str) -> Letter:
    """A version of its own. The same words again are no new one. Raises Hidden, Forbidden, ReadinessError."""
    lock_sensitive(by, person)
    if not words.strip():
        raise ReadinessError("Write the letter first", "words")
    last = Letter.objects.filter(person=person).first()
    if last and last.words == words.strip():
        return last
    row = Letter.objects.create(person=person, version=last.version + 1 if last else 1, words=words.strip(), by=by)
    _entry(by, person, "disclosure-letter", today(), f"Letter that tells of the record, version {row.version}", row.pk)
    record_event(by=by, action="work.letter_saved", person=person, subject=f"version {row.version}")
    return row


def lock_sensitive(by: User, person: Person) -> Person:
    """Whoever may not read such rows may not write them either. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, person)
    if Sensitivity.SENSITIVE not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    return person


def _entry(by: User, person: Person, kind: str, on: date, summary: str, row_id: int) -> Entry:
    level = Sensitivity.SENSITIVE
    return write_entry(by=by, person=person, kind=kind, on=on, summary=summary, sensitivity=level, row_id=row_id)
