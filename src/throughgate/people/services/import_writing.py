"""Writes many people at once: what `add_person`, `record_move`, `note_date` and `assign_worker` write for each, in a
few hundred statements instead of a hundred thousand. A test holds the two equal, row by row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Model

from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_events
from throughgate.common.references import new_reference
from throughgate.people.changes import Happening, announce_all
from throughgate.people.models import (
    Assignment,
    AssignmentRole,
    CaseloadImport,
    Confidence,
    CustodyDate,
    CustodyMove,
    DateKind,
    Identifier,
    ImportedPerson,
    MoveKind,
    Person,
)
from throughgate.people.rules.around import OWN_ROLE
from throughgate.people.rules.import_rows import Row
from throughgate.people.services.custody import date_words
from throughgate.people.services.searching import index_people
from throughgate.people.services.writing import clean_fields
from throughgate.sites.models import Site

AT_ONCE: Final = 1_000
SOURCE: Final = "Imported list"


@dataclass
class _Written:
    """One row of the list with the rows that came of it."""

    row: Row
    person: Person
    site: Site
    identifiers: list[Identifier] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    move: CustodyMove | None = None
    dates: list[CustodyDate] = field(default_factory=list)


def write_people(by: User, started: CaseloadImport, rows: Sequence[Row], today: date) -> int:
    """Opens a record for each row. Part of a transaction of the caller, who has checked every row and the policy.

    Nothing has to be settled: nobody new is on a programme.
    """
    sites = {site.pk: site for site in Site.objects.filter(pk__in={row.site_id for row in rows})}
    workers = User.objects.in_bulk({row.worker.id for row in rows if row.worker})
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        batch = [_Written(row, _person(by, row, sites), sites[row.site_id or 0]) for row in some]
        _write_people(by, batch)
        _write_rows(by, batch, today)
        _write_words(by, batch, workers, today)
        ImportedPerson.objects.bulk_create(
            [ImportedPerson(caseload_import=started, person=one.person, row=one.row.number) for one in batch]
        )
    return len(rows)


def _person(by: User, row: Row, sites: Mapping[int, Site]) -> Person:
    person = Person(ref=new_reference(), site=sites[row.site_id or 0], created_by=by, **row.details)
    clean_fields(person)
    return person


def _write_people(by: User, batch: Sequence[_Written]) -> None:
    people = Person.objects.bulk_create([one.person for one in batch], batch_size=AT_ONCE)
    Person.history.bulk_history_create(people, batch_size=AT_ONCE, default_user=by)


def _write_rows(by: User, batch: Sequence[_Written], today: date) -> None:
    """The rows that hang on the people, model by model."""
    for one in batch:
        one.identifiers = [Identifier(person=one.person, kind=k, value=v, added_by=by) for k, v in one.row.numbers]
        one.assignments = list(_assignments(by, one, today))
        one.dates = [_date(by, one.person, kind, on) for kind, on in one.row.dates]
        if one.row.received_on:
            one.move = CustodyMove(
                person=one.person,
                kind=MoveKind.RECEIVED,
                on=one.row.received_on,
                site=one.site,
                source=SOURCE,
                confidence=Confidence.EXPECTED,
                added_by=by,
            )
    _create(Identifier, [row for one in batch for row in one.identifiers])
    _create(Assignment, [row for one in batch for row in one.assignments])
    _create(CustodyMove, [one.move for one in batch if one.move])
    _create(CustodyDate, [row for one in batch for row in one.dates])
    index_people([one.person for one in batch])


def _create(model: type[Model], rows: Sequence[Any]) -> None:
    for row in rows:
        clean_fields(row)
    model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


def _assignments(by: User, one: _Written, today: date) -> Iterator[Assignment]:
    """The importer's own, where their role has one, and the worker of the row."""
    on = one.row.from_on or today
    own = OWN_ROLE.get(by.role)
    if own:
        yield Assignment(person=one.person, worker=by, role=own, from_on=on, added_by=by)
    worker = one.row.worker
    if worker and not (own == worker.role and worker.id == by.pk):
        yield Assignment(person=one.person, worker_id=worker.id, role=worker.role, from_on=on, added_by=by)


def _date(by: User, person: Person, kind: str, on: date) -> CustodyDate:
    return CustodyDate(person=person, kind=kind, on=on, source=SOURCE, confidence=Confidence.EXPECTED, noted_by=by)


def _write_words(by: User, batch: Sequence[_Written], workers: Mapping[int, User], today: date) -> None:
    """The audit trail and the ledger."""
    events, happenings = [], []
    for one in batch:
        for event, happening in _told(by, one, workers, today):
            events.append(event)
            happenings.append(happening)
    record_events(by=by, events=events)
    announce_all(happenings)


def _told(by: User, one: _Written, workers: Mapping[int, User], today: date) -> Iterator[tuple[Happened, Happening]]:
    """What each service says in the trail and in the ledger, in the order they would be called."""
    person, on = one.person, one.row.from_on or today
    own = OWN_ROLE.get(by.role)
    added = {"site": one.site.code, "identifiers": [row.kind for row in one.identifiers], "worker": own is not None}
    yield (
        Happened("person.added", person, "", added),
        Happening(person, "person-added", on, by, f"Record opened at {one.site.name}", person.pk),
    )
    if one.move:
        yield (
            Happened("move.recorded", person, f"move {one.move.pk}", {"kind": str(one.move.kind)}),
            Happening(
                person, "custody-move", one.move.on, by, f"{MoveKind.RECEIVED.label}: {one.site.name}", one.move.pk
            ),
        )
    for noted in one.dates:
        yield (
            Happened("date.noted", person, f"date {noted.pk}", {"kind": str(DateKind(noted.kind)), "moved": False}),
            Happening(person, "custody-date", today, by, date_words(noted, None), noted.pk),
        )
    for row in one.assignments:
        if row.worker_id == by.pk and row.role == own:
            continue  # said with the record: see `worker` above
        worker = workers[row.worker_id]
        yield (
            Happened("worker.assigned", person, f"user {worker.ref}", {"role": str(row.role)}),
            Happening(
                person,
                "worker-assigned",
                row.from_on,
                by,
                f"{worker.name} became their {AssignmentRole(row.role).label.lower()}",
                row.pk,
            ),
        )
