"""Writes of evaluations: taking a file in, starting, working it out, taking it away."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.outcomes import columns
from throughgate.outcomes.models import Evaluation, FileKind, State
from throughgate.outcomes.rules.options import Options, has_gone_silent, options_from_json
from throughgate.outcomes.rules.personal_columns import check_columns
from throughgate_evidence import Evaluation as Found
from throughgate_evidence import EvidenceInputError, evaluate, to_json, write_pdf, write_report

logger = logging.getLogger(__name__)
# How often a worker writes down how far it is.
SAY_EVERY = 1.0
OUR_FAULT = (
    "Something went wrong at our end while this was worked out. Your file and your choices are kept: run it again. "
    "If it happens twice, tell whoever looks after Throughgate in your organisation, with the time it happened."
)


class EvaluationBusyError(Exception):
    def __init__(self) -> None:
        super().__init__("This evaluation is being worked out now. Wait until it has finished.")


class AbandonedError(Exception):
    """The evaluation was started again or taken away while a worker was at it; the worker stops."""


def add_evaluation(*, by: User, title: str, upload: File[Any]) -> Evaluation:
    """Keeps the file and reads its columns.

    Raises EvidenceInputError where it cannot be read and PersonalColumnsError where it says who people are; then
    nothing is kept.
    """
    require(by, Ability.RUN_EVALUATIONS)
    kind = columns.sniff_kind(upload)
    evaluation = Evaluation(title=title, file_kind=kind, created_by=by, size=upload.size or 0, rows=0, columns=[])
    evaluation.file.save(_safe_name(upload.name or "", kind), upload, save=False)
    try:
        contents = columns.read_contents(Path(evaluation.file.path), kind, today())
        check_columns(contents.profiles)
        evaluation.rows, evaluation.columns = contents.rows, [column.as_json() for column in contents.columns]
        with transaction.atomic():
            evaluation.save()
            record_event(
                by=by,
                action="evaluation.added",
                subject=_subject(evaluation),
                rows=contents.rows,
                columns=len(contents.columns),
            )
    except BaseException:
        _remove_files(evaluation.ref)
        raise
    return evaluation


@transaction.atomic
def start_evaluation(*, by: User, evaluation: Evaluation, options: Options) -> Evaluation:
    """Hands it to a worker. One that is waiting or running is left alone, unless its worker has been silent for too
    long.
    """
    # Imported here: the task calls back into this module.
    from throughgate.outcomes.tasks import run_evaluation

    require(by, Ability.RUN_EVALUATIONS)
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.state in (State.WAITING, State.RUNNING) and not is_silent(evaluation):
        raise EvaluationBusyError()
    evaluation.options = options.as_json()
    evaluation.state, evaluation.attempt = State.WAITING, evaluation.attempt + 1
    evaluation.started_at, evaluation.started_by, evaluation.heard_at = timezone.now(), by, None
    evaluation.progress, evaluation.step, evaluation.problem = 0, "", ""
    evaluation.save()
    record_event(
        by=by,
        action="evaluation.started",
        subject=_subject(evaluation),
        attempt=evaluation.attempt,
        covariates=len(options.covariates),
        outcomes=len(options.outcomes),
    )
    # The queue is a table of the same database: the job is there if and only if this is saved.
    run_evaluation.enqueue(evaluation.pk, evaluation.attempt)
    evaluation.refresh_from_db()
    return evaluation


def work_out(evaluation_id: int, attempt: int) -> None:
    """What a worker does. Writes only while this attempt is still the one that is wanted."""
    mine = Evaluation.objects.filter(pk=evaluation_id, attempt=attempt)
    if not mine.filter(state=State.WAITING).update(
        state=State.RUNNING, heard_at=timezone.now(), step="Reading the file"
    ):
        return
    evaluation = mine.select_related("started_by").get()
    try:
        found = _evaluate(evaluation, _teller(mine))
    except AbandonedError:
        return
    except EvidenceInputError as error:
        _fail(evaluation, error.words)
    except Exception:
        # The worker keeps the trace; it names columns and never what stands in them.
        logger.exception("Evaluation %s could not be worked out", evaluation.ref)
        _fail(evaluation, OUR_FAULT)
    else:
        _finish(evaluation, found)


@transaction.atomic
def remove_evaluation(*, by: User, evaluation: Evaluation) -> None:
    """The file, the report and the figures go; that there was one stays in the audit trail."""
    require(by, Ability.RUN_EVALUATIONS)
    record_event(by=by, action="evaluation.removed", subject=_subject(evaluation), rows=evaluation.rows)
    Evaluation.objects.filter(pk=evaluation.pk).delete()
    transaction.on_commit(lambda: _remove_files(evaluation.ref))


def open_report(*, by: User, evaluation: Evaluation) -> str:
    """The report's HTML; that it was read is written down."""
    require(by, Ability.RUN_EVALUATIONS)
    with default_storage.open(evaluation.report) as file:
        html = bytes(file.read()).decode()
    record_event(by=by, action="evaluation.report_read", subject=_subject(evaluation))
    return html


def download_pdf(*, by: User, evaluation: Evaluation) -> bytes:
    """The report as PDF; that it was taken is written down."""
    require(by, Ability.RUN_EVALUATIONS)
    with default_storage.open(evaluation.pdf) as file:
        content = bytes(file.read())
    record_event(by=by, action="evaluation.pdf_downloaded", subject=_subject(evaluation))
    return content


def download_figures(*, by: User, evaluation: Evaluation) -> str:
    require(by, Ability.RUN_EVALUATIONS)
    record_event(by=by, action="evaluation.downloaded", subject=_subject(evaluation))
    return json.dumps(evaluation.result, indent=2, ensure_ascii=False) + "\n"


def is_silent(evaluation: Evaluation) -> bool:
    return has_gone_silent(
        evaluation.state, timezone.now(), started_at=evaluation.started_at, heard_at=evaluation.heard_at
    )


def _evaluate(evaluation: Evaluation, tell: Callable[[float, str], None]) -> dict[str, Any]:
    """What is kept of it: the figures, and the names of the report and its PDF in the file storage."""
    options = options_from_json(evaluation.options)
    found = evaluate(
        evaluation.file.path,
        treated=options.treated,
        covariates=list(options.covariates),
        outcomes=list(options.outcomes),
        kinds=dict(options.outcomes),
        labels={name: name.replace("_", " ") for name in options.outcomes},
        categorical=list(options.categorical),
        method=options.method,
        caliper=options.used_caliper,
        correction=options.correction,
        missing=options.missing,
        title=evaluation.title,
        progress=tell,
    )
    report = f"{_folder(evaluation.ref)}/report-{evaluation.attempt}"
    write_report(found, default_storage.path(f"{report}.html"))
    tell(1.0, "Making the PDF")
    pdf = f"{report}.pdf" if _make_pdf(evaluation, found, default_storage.path(f"{report}.pdf")) else ""
    return {"result": json.loads(to_json(found, indent=None)), "report": f"{report}.html", "pdf": pdf}


def _make_pdf(evaluation: Evaluation, found: Found, path: str) -> bool:
    """Whether there is a PDF now. What was found is worth keeping without one."""
    try:
        write_pdf(found, path)
    except EvidenceInputError as missing:
        logger.warning("Evaluation %s has no PDF: %s", evaluation.ref, missing)
        return False
    except Exception:
        logger.exception("The PDF of evaluation %s could not be made", evaluation.ref)
        return False
    return True


def _teller(mine: Any) -> Callable[[float, str], None]:
    """Writes down how far it is, at most once in SAY_EVERY seconds; raises AbandonedError where nobody wants to know
    any more.
    """
    said_at = 0.0

    def tell(done: float, message: str) -> None:
        nonlocal said_at
        if time.monotonic() - said_at < SAY_EVERY:
            return
        said_at = time.monotonic()
        per_cent = max(0, min(99, round(done * 100)))
        told = mine.filter(state=State.RUNNING).update(progress=per_cent, step=message[:120], heard_at=timezone.now())
        if not told:
            raise AbandonedError()

    return tell


@transaction.atomic
def _finish(evaluation: Evaluation, found: dict[str, Any]) -> None:
    if _settle(evaluation, {"state": State.DONE, "progress": 100, "step": ""} | found):
        result = found["result"]
        people = {"treated": result["n_treated_matched"], "comparison": result["n_comparison_matched"]}
        record_event(by=evaluation.started_by, action="evaluation.finished", subject=_subject(evaluation), **people)


@transaction.atomic
def _fail(evaluation: Evaluation, problem: str) -> None:
    if _settle(evaluation, {"state": State.FAILED, "step": "", "problem": problem}):
        record_event(by=evaluation.started_by, action="evaluation.failed", subject=_subject(evaluation))


def _settle(evaluation: Evaluation, values: dict[str, Any]) -> int:
    mine = Evaluation.objects.filter(pk=evaluation.pk, attempt=evaluation.attempt, state=State.RUNNING)
    return mine.update(**values, finished_at=timezone.now(), heard_at=timezone.now())


def _safe_name(name: str, kind: FileKind) -> str:
    """The uploaded name without a path, ending as the content says: the library reads by the ending and names the file
    in messages.
    """
    stem = Path(get_valid_filename(Path(name).name or "file") if Path(name).name.strip(". ") else "file").stem[:60]
    return f"{stem}.{kind}"


def _folder(ref: str) -> str:
    return f"evaluations/{ref}"


def _remove_files(ref: str) -> None:
    folder = _folder(ref)
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def _subject(evaluation: Evaluation) -> str:
    return f"evaluation {evaluation.ref}"
