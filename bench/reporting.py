"""A parole report from 1,500 entries to its PDF: `figures` for the bench; `python -m bench.reporting N` prints JSON."""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.counting import Counted
from bench.figures import Aim, Figure
from bench.pages import FULL, SMALL

SECTION = "reports"
RUN = "run_reports"
ENTRIES = 1500
SOON_ENOUGH = Aim(10)
KINDS = ("one-to-one", "phone-call", "group-session", "individual-therapy", "self-help-meeting", "in-cell-work")


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    count = 60 if small else ENTRIES
    said = json.loads(stores.run_child("bench.reporting", str(count), environment=environment))
    store.drop(RUN)
    name = f"parole report from {count} entries"
    note = f"{said['statements']} statements, {said['queries']} queries to draft"
    yield Figure(SECTION, f"{name}, drafted", said["draft_seconds"], "s", note=note)
    note = f"PDF/UA of {said['bytes'] // 1000} kB; peak {said['peak_mb']:.0f} MB of the whole process"
    yield Figure(SECTION, f"{name}, signed and frozen as PDF", said["freeze_seconds"], "s", aim=SOON_ENOUGH, note=note)


def main(count: int) -> None:
    from throughgate.accounts.models import Role, User
    from throughgate.common.clock import today
    from throughgate.people.changes import announced_once
    from throughgate.people.models import Assignment
    from throughgate.people.selectors.hearings import hearings_of
    from throughgate.people.services.hearings import list_hearing

    row = Assignment.objects.filter(to_on=None, worker__role=Role.CASEWORKER).select_related("worker", "person__site")[
        0
    ]
    worker, person = row.worker, row.person
    open_now = [one.row for one in hearings_of(person) if one.is_open]
    with announced_once():
        hearing = open_now[0] if open_now else list_hearing(
            by=worker, person=person, kind="oral", on=today() + timedelta(days=60), source="The bench"
        )  # fmt: skip
        _fill(worker, person, count)
    signer = User.objects.filter(role=Role.MANAGER, sites=person.site_id, is_active=True)[0]
    json.dump(_timed(worker, person, hearing, signer), sys.stdout)


def _fill(worker: Any, person: Any, count: int) -> None:
    from throughgate.common.clock import today
    from throughgate.record.models import Entry

    Entry.objects.bulk_create(
        Entry(
            person=person, kind=KINDS[number % len(KINDS)], on=today() - timedelta(days=number % 900),
            happened=number % 7 != 0, summary="A talk", by=worker,
        )
        for number in range(count)
    )  # fmt: skip


def _timed(worker: Any, person: Any, hearing: Any, signer: Any) -> dict[str, Any]:
    from django.db import connection

    from throughgate.common.clock import today
    from throughgate.reports.models import Statement
    from throughgate.reports.services.finishing import ask_sign_off, note_gone_through, sign
    from throughgate.reports.services.writing import begin_report, write_statements

    counted, began = Counted(), perf_counter()
    with connection.execute_wrapper(counted):
        version = begin_report(by=worker, person=person, template="parole", hearing=hearing)
    drafted = perf_counter() - began
    own = Statement.objects.filter(version=version, is_opinion=True)
    write_statements(by=worker, version=version, words={one.pk: "What I make of it. " * 60 for one in own})
    note_gone_through(by=worker, version=version, on=today(), how="face")
    ask_sign_off(by=worker, version=version, signer=signer)
    began = perf_counter()
    frozen = sign(by=signer, version=version)
    return {
        "draft_seconds": drafted,
        "freeze_seconds": perf_counter() - began,
        "queries": counted.queries,
        "statements": Statement.objects.filter(version=version).count(),
        "bytes": len(frozen.pdf),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]))
