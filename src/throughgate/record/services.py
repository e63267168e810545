from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_event, record_events
from throughgate.common.acts import act
from throughgate.people.changes import Happening, announce_facts_changed
from throughgate.people.models import Person
from throughgate.people.services.writing import refuse_moved
from throughgate.record.kinds import kind_of
from throughgate.record.models import Draft, Entry

# What a correction may say otherwise. Not the person: an entry about somebody else is voided and written anew.
CORRECTABLE = ("kind", "subject", "enrolment", "on", "happened", "minutes", "summary", "sensitivity", "row_id")


class AlreadyCorrectedError(Exception):
    """Somebody else corrected this entry first; theirs must be read before it is corrected again."""


class EmptyReasonError(ValueError):
    """A correction says why."""


@act()
def write_entry(
    *,
    by: User,
    person: Person,
    kind: str,
    on: date,
    summary: str,
    enrolment: Any = None,
    subject: str = "",
    happened: bool = True,
    minutes: int | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    row_id: int | None = None,
) -> Entry:
    """Write one entry and let what is due be settled anew, in the caller's transaction.

    The caller's service has checked the policy for its own act. Raises UnknownKindError, and RecordMovedError where the
    record was put together with another meanwhile.
    """
    kind_of(kind)
    refuse_moved(by, person)
    entry = Entry.objects.create(
        by=by,
        person=person,
        enrolment=enrolment,
        kind=kind,
        subject=subject,
        on=on,
        happened=happened,
        minutes=minutes,
        summary=summary,
        sensitivity=sensitivity,
        row_id=row_id,
    )
    record_event(by=by, action="entry.written", person=person, subject=f"entry {entry.pk}", kind=kind)
    announce_facts_changed(person)
    return entry


@act()
def write_entries(happenings: Sequence[Happening]) -> None:
    """Many entries at once about people who are new, in the caller's transaction, with the trail of each. Nothing is
    settled: nobody new is on a programme.
    """
    if not happenings:
        return
    for kind in {one.kind for one in happenings}:
        kind_of(kind)
    rows = [
        Entry(
            by=one.by,
            person=one.person,
            kind=one.kind,
            on=one.on,
            summary=one.summary,
            row_id=one.row_id,
            subject=one.subject,
            sensitivity=one.sensitivity,
        )
        for one in happenings
    ]
    entries = Entry.objects.bulk_create(rows, batch_size=1000)
    events = [Happened("entry.written", one.person, f"entry {one.pk}", {"kind": one.kind}) for one in entries]
    record_events(by=happenings[0].by, events=events)


@act()
def correct_entry(
    *,
    by: User,
    entry: Entry,
    reason: str,
    void: bool = False,
    on: date | None = None,
    changes: dict[str, Any] | None = None,
) -> Entry:
    """A later entry that takes the place of `entry`. `changes` may name what is in CORRECTABLE.

    Raises Hidden, Forbidden, EmptyReasonError, UnknownKindError, AlreadyCorrectedError, RecordMovedError.
    """
    check(by, Action.RECORD, entry)
    refuse_moved(by, entry.person)
    fields = _corrected_fields(entry, {**({"on": on} if on else {}), **(changes or {})})
    if reason.strip() and fields["sensitivity"] not in writable_levels(by, entry.person):
        raise Forbidden(Action.RECORD)
    return _correct(by, entry, reason, void, fields)


def _correct(by: User, entry: Entry, reason: str, void: bool, fields: dict[str, Any]) -> Entry:
    if not reason.strip():
        raise EmptyReasonError("Say why this entry is corrected.")
    try:
        with transaction.atomic():
            later = Entry.objects.create(
                by=by, person=entry.person, corrects=entry, correction_reason=reason.strip(), voids=void, **fields
            )
    except IntegrityError as clash:
        if not Entry.objects.filter(corrects=entry).exists():
            raise
        raise AlreadyCorrectedError() from clash
    record_event(by=by, action="entry.corrected", person=entry.person, subject=f"entry {entry.pk}", void=void)
    announce_facts_changed(entry.person)
    return later


def _corrected_fields(entry: Entry, changes: dict[str, Any]) -> dict[str, Any]:
    unknown = changes.keys() - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"A correction cannot change {', '.join(sorted(unknown))}.")
    fields = {name: getattr(entry, name) for name in CORRECTABLE} | changes
    kind_of(fields["kind"])
    return fields


@act()
def void_written(*, by: User, entry: Entry, reason: str) -> Entry:
    """For the service that wrote it, which has checked the policy for its own act: what it wrote was a mistake.

    Raises EmptyReasonError, AlreadyCorrectedError, RecordMovedError.
    """
    refuse_moved(by, entry.person)
    return _correct(by, entry, reason, True, _corrected_fields(entry, {}))


@act()
def void_written_of(*, by: User, person: Person, kind: str, row_id: int, reason: str) -> None:
    """All that stands in the ledger of one row, which was withdrawn. What was corrected already stays so."""
    standing = Entry.objects.filter(person=person, kind=kind, row_id=row_id, voids=False, corrected_by__isnull=True)
    for entry in standing.order_by("pk"):
        void_written(by=by, entry=entry, reason=reason)


def void_entry(*, by: User, entry: Entry, reason: str) -> Entry:
    """It should not have been recorded at all. Its wording stays readable in the history of corrections."""
    return correct_entry(by=by, entry=entry, reason=reason, void=True)


def keep_draft(*, by: User, form: str, fields: dict[str, Any]) -> Draft:
    draft, _ = Draft.objects.update_or_create(user=by, form=form, defaults={"fields": fields})
    return draft


def discard_draft(*, by: User, form: str) -> None:
    Draft.objects.filter(user=by, form=form).delete()
