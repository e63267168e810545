"""Bringing in a list of people from a file: kept, checked row by row, then added all or not at all."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.import_files import FileError, read_headings, read_rows, sniff_kind
from throughgate.people.models import CaseloadImport, ImportState
from throughgate.people.rules.import_rows import Reading, Row, Surroundings, check_numbers_within, is_blank, read_row
from throughgate.people.rules.importing import Problem, check_columns, recognise
from throughgate.people.selectors.importing import check_against_people, hidden_people, surroundings_of
from throughgate.people.services.duplicates import ask_for_search, record_hint
from throughgate.people.services.import_undo import NotReadyError, count_hanging
from throughgate.people.services.import_writing import write_people
from throughgate.sites.models import Site

logger = logging.getLogger(__name__)
KEPT_FOR: Final = timedelta(days=7)
SILENT_TOO_LONG: Final = timedelta(minutes=5)
SAY_EVERY: Final = 1.0
SAMPLE: Final = 5
UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING)
OUR_FAULT: Final = (
    "Something went wrong at our end. Nothing was added and your file is kept: try again. If it happens twice, tell "
    "whoever looks after Throughgate in your organisation, with the time it happened."
)
CLASH: Final = (
    "While the people were being added, somebody else wrote one of these numbers or names. Nothing was added. "
    "Check the list again: the rows concerned are named then."
)


class ImportBusyError(Exception):
    def __init__(self) -> None:
        super().__init__("This list is being worked at now. Wait until it has finished.")


class AbandonedError(Exception):
    """Started again, or discarded, while a worker was at it; the worker stops."""


def add_import(*, by: User, upload: File[Any]) -> CaseloadImport:
    """Keeps the file and reads its headings. Raises Forbidden, FileError; then nothing is kept."""
    require(by, Ability.IMPORT_PEOPLE)
    started = CaseloadImport(created_by=by, file_kind=sniff_kind(upload), size=upload.size or 0)
    started.file.save("caseload", upload, save=False)
    try:
        started.headers = read_headings(Path(started.file.path), started.file_kind)
        started.columns = {str(place): code for place, code in recognise(started.headers).items()}
        with transaction.atomic():
            started.save()
            record_event(by=by, action="import.added", subject=_subject(started), size=started.size)
    except BaseException:
        _remove_file(started.file.name)
        raise
    return started


@transaction.atomic
def start_check(
    *, by: User, started: CaseloadImport, columns: Mapping[int, str], default_site: Site | None
) -> CaseloadImport:
    """Have every row looked at, with these columns. Raises Forbidden, ImportBusyError, NotReadyError."""
    # Imported here: the task calls back into this module.
    from throughgate.people.tasks import check_import

    require(by, Ability.IMPORT_PEOPLE)
    started = _taken(started, (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED))
    if wrong := check_columns(columns):
        raise NotReadyError(" ".join(wrong))
    started.columns = {str(place): code for place, code in columns.items()}
    started.default_site = default_site
    _begin(started, ImportState.CHECKING)
    record_event(by=by, action="import.check_started", subject=_subject(started), columns=len(columns))
    check_import.enqueue(started.pk, started.attempt)
    started.refresh_from_db()
    return started


@transaction.atomic
def start_adding(*, by: User, started: CaseloadImport, warnings_accepted: bool) -> CaseloadImport:
    """Have the people added. Raises Forbidden, ImportBusyError, NotReadyError."""
    from throughgate.people.tasks import write_import

    require(by, Ability.IMPORT_PEOPLE)
    started = _taken(started, (ImportState.CHECKED,))
    if started.rows_wrong:
        raise NotReadyError("Some rows are wrong. Mend them in your file and upload it again; nothing is added before.")
    if not started.rows:
        raise NotReadyError("There is nobody in this list.")
    if started.rows_warned and not warnings_accepted:
        raise NotReadyError("Look at the rows that need a look, and say that they are right as they are.")
    _begin(started, ImportState.IMPORTING)
    record_event(by=by, action="import.adding_started", subject=_subject(started), warned=started.rows_warned)
    write_import.enqueue(started.pk, started.attempt)
    started.refresh_from_db()
    return started


def check_rows(import_id: int, attempt: int) -> None:
    """What a worker does: reads every row and writes down what is wrong with which."""
    _work(import_id, attempt, ImportState.CHECKING, _check)


def add_rows(import_id: int, attempt: int) -> None:
    """What a worker does: checks once more, and adds everybody in one transaction."""
    _work(import_id, attempt, ImportState.IMPORTING, _add)


@transaction.atomic
def discard_import(*, by: User, started: CaseloadImport) -> None:
    """The file and what was read from it go; nobody was added."""
    require(by, Ability.IMPORT_PEOPLE)
    kept = CaseloadImport.objects.select_for_update(of=("self",)).get(pk=started.pk)
    is_adding = kept.state == ImportState.IMPORTING and not is_silent(kept)
    if is_adding or kept.state in (ImportState.DONE, ImportState.UNDONE):
        raise ImportBusyError()
    record_event(by=by, action="import.discarded", subject=_subject(kept))
    name = kept.file.name
    CaseloadImport.objects.filter(pk=kept.pk).delete()
    transaction.on_commit(lambda: _remove_file(name))


def expire_imports(*, now: datetime | None = None) -> int:
    """Files that were never added go after seven days, with what was read from them. Returns how many."""
    before = (now or timezone.now()) - KEPT_FOR
    over = CaseloadImport.objects.filter(created_at__lt=before).exclude(file="")
    count = 0
    for started in over:
        name = started.file.name
        with transaction.atomic():
            _let_go(started, state=ImportState.EXPIRED)
            record_event(by=None, action="import.expired", subject=_subject(started))
        _remove_file(name)
        count += 1
    return count


def is_silent(started: CaseloadImport) -> bool:
    """Its worker has not been heard of for so long that it is probably gone."""
    heard = started.heard_at
    return started.state in UNDER_WAY and heard is not None and timezone.now() - heard > SILENT_TOO_LONG


TOO_MANY_CELLS = "There are more cells than headings: perhaps a comma stands in a cell. Put that cell in quotes."


def read_people(
    started: CaseloadImport, around: Surroundings, tell: Callable[[float], None]
) -> tuple[list[Reading], dict[int, list[Problem]]]:
    """Every row that is not blank, and its problems by row number. Raises FileError."""
    places = {int(place): code for place, code in started.columns.items()}
    rows = list(read_rows(Path(started.file.path), started.file_kind))[1:]
    readings = []
    for at, (number, cells) in enumerate(rows):
        chosen = {code: cells[place] for place, code in places.items() if place < len(cells)}
        if not is_blank(chosen.values()):
            reading = read_row(number, chosen, around)
            if not is_blank(cells[len(started.headers) :]):
                reading.problems.append(Problem(number, "The row", TOO_MANY_CELLS))
            readings.append(reading)
        tell(0.5 * at / len(rows))
    problems: dict[int, list[Problem]] = {one.row.number: one.problems for one in readings if one.problems}
    return readings, problems


@dataclass(frozen=True)
class _Looked:
    """`problems` by row number; `hidden` are those whom its uploader is told of without a name, as ids."""

    readings: Sequence[Reading]
    problems: Mapping[int, list[Problem]]
    hidden: frozenset[int]


def _check(started: CaseloadImport, tell: Callable[[float], None]) -> None:
    _settle_check(started, _look_at(started, tell))


def _look_at(started: CaseloadImport, tell: Callable[[float], None]) -> _Looked:
    by = started.created_by
    readings, problems = read_people(started, surroundings_of(by, started.default_site), tell)
    rows = [one.row for one in readings]
    against = check_against_people(by, rows)
    for problem in [*check_numbers_within(rows), *against.problems]:
        problems.setdefault(problem.row, []).append(problem)
    tell(0.9)
    return _Looked(readings, problems, against.hidden)


def _settle_check(started: CaseloadImport, looked: _Looked) -> None:
    readings, problems = looked.readings, looked.problems
    wrong = {row for row, said in problems.items() if any(one.wrong for one in said)}
    values = {
        "state": ImportState.CHECKED,
        "progress": 100,
        "rows": len(readings),
        "rows_wrong": len(wrong),
        "rows_warned": len(problems.keys() - wrong),
        "rows_ok": len(readings) - len(problems),
        "rows_alone": sum(one.row.worker is None for one in readings),
        "problems": [asdict(one) for _, said in sorted(problems.items()) for one in said],
        "sample": [_sample(one.row) for one in readings[:SAMPLE]],
        "problem": "",
    }
    with transaction.atomic():
        if _mine(started).update(**values, heard_at=timezone.now()):
            counts = {name: values[name] for name in ("rows", "rows_wrong", "rows_warned")}
            record_event(by=started.created_by, action="import.checked", subject=_subject(started), **counts)
            hidden = hidden_people(looked.hidden)
            record_hint(by=started.created_by, hidden=hidden, list_of=_subject(started))


def _add(started: CaseloadImport, tell: Callable[[float], None]) -> None:
    by = started.created_by
    looked = _look_at(started, tell)
    readings, problems = looked.readings, looked.problems
    wrong = sum(one.wrong for said in problems.values() for one in said)
    if wrong or len(readings) != started.rows or len(problems) > started.rows_warned:
        _mine(started).update(state=ImportState.CHECKING)
        _settle_check(started, looked)
        return
    name = started.file.name
    try:
        with transaction.atomic():
            write_people(by, started, [one.row for one in readings], today())
            done = {"state": ImportState.DONE, "finished_at": timezone.now(), "progress": 100}
            if not _let_go(started, **done, written=count_hanging(started)):
                raise AbandonedError()
            record_event(by=by, action="import.finished", subject=_subject(started), people=len(readings))
    except (IntegrityError, ValidationError):
        _fail(started, CLASH)
        return
    _remove_file(name)
    ask_for_search(by=by)


def _work(
    import_id: int, attempt: int, state: ImportState, do: Callable[[CaseloadImport, Callable[[float], None]], None]
) -> None:
    started = (
        CaseloadImport.objects.select_related("created_by", "default_site")
        .filter(pk=import_id, attempt=attempt, state=state)
        .first()
    )
    if started is None:
        return
    try:
        do(started, _teller(started))
    except AbandonedError:
        return
    except FileError as wrong:
        _fail(started, str(wrong))
    except Exception as broken:
        # Without the trace: its values may be somebody's name.
        logger.error("Import %s broke: %s", started.ref, type(broken).__name__)
        _fail(started, OUR_FAULT)


def _teller(started: CaseloadImport) -> Callable[[float], None]:
    said_at = time.monotonic()

    def tell(done: float) -> None:
        nonlocal said_at
        if time.monotonic() - said_at < SAY_EVERY:
            return
        said_at = time.monotonic()
        if not _mine(started).update(progress=max(0, min(99, round(done * 100))), heard_at=timezone.now()):
            raise AbandonedError()

    return tell


def _mine(started: CaseloadImport) -> Any:
    return CaseloadImport.objects.filter(pk=started.pk, attempt=started.attempt, state__in=UNDER_WAY)


def _taken(started: CaseloadImport, states: Sequence[ImportState]) -> CaseloadImport:
    """Locked, if it is in one of these states or its worker is gone. Raises ImportBusyError, NotReadyError."""
    kept = CaseloadImport.objects.select_for_update(of=("self",)).get(pk=started.pk)
    if kept.state in UNDER_WAY and not is_silent(kept):
        raise ImportBusyError()
    if kept.state not in (*states, *UNDER_WAY) or not kept.file:
        raise NotReadyError("The file of this list is not here any more. Upload it again.")
    return kept


def _begin(started: CaseloadImport, state: ImportState) -> None:
    started.state, started.attempt, started.progress = state, started.attempt + 1, 0
    started.heard_at, started.problem = timezone.now(), ""
    started.save()


def _fail(started: CaseloadImport, problem: str) -> None:
    with transaction.atomic():
        if _mine(started).update(state=ImportState.FAILED, problem=problem, heard_at=timezone.now()):
            record_event(by=started.created_by, action="import.failed", subject=_subject(started))


def _let_go(started: CaseloadImport, **values: Any) -> int:
    """What was read from the file is forgotten with it."""
    rows = CaseloadImport.objects.filter(pk=started.pk, attempt=started.attempt)
    forgotten = {"file": "", "problems": [], "sample": [], "headers": [], "columns": {}}
    return int(rows.update(**forgotten, **values))


def _sample(row: Row) -> dict[str, Any]:
    """A row as it was read, for a look before anything is added."""
    details = row.details
    return {
        "row": row.number,
        "name": f"{details.get('given_name', '')} {details.get('family_name', '')}".strip(),
        "born_on": details["born_on"].isoformat() if details.get("born_on") else "",
        "numbers": [value for _, value in row.numbers],
        "worker": row.worker.name if row.worker else "",
    }


def _remove_file(name: str | None) -> None:
    if not name:
        return
    default_storage.delete(name)
    folder = str(Path(name).parent)
    if default_storage.exists(folder) and not any(default_storage.listdir(folder)):
        default_storage.delete(folder)


def _subject(started: CaseloadImport) -> str:
    return f"import {started.ref}"
