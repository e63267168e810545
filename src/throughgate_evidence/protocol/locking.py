"""Locks a plan before outcomes are read, and keeps the history of what was changed afterwards.

Beside ``plan.yaml`` stands ``plan.lock.json``. Each entry of its history holds the plan's content and its SHA-256, when
it was locked, by whom and, for an amendment, why; and the seal of the entry before it, so that an entry that was
changed by hand no longer fits. Nothing is written over. Comments, layout and the order of fields do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from ..power import day_words
from ..refusals import EvidenceInputError
from ..version import package_version
from ..writing import write_whole
from .changes import content_changes
from .fingerprint import DataFingerprint, take_fingerprint
from .plan import Plan
from .reading import parse_plan, read_text, unwritten
from .settings import settings_from

FORMAT = 1
ABOUT = "Lock of an analysis plan. Made by throughgate-evidence; a change by hand breaks the seals."


@dataclass(frozen=True)
class LockEntry:
    """One locking: the first, or an amendment with its `reason`. `at` is ISO 8601 with its offset from UTC."""

    digest: str
    at: str
    by: str
    reason: str | None
    version: str
    content: Mapping[str, Any]
    settings: Mapping[str, Any]
    data: DataFingerprint | None
    seal: str

    @property
    def day(self) -> str:
        return day_words(datetime.fromisoformat(self.at).date())


@dataclass(frozen=True)
class LockedPlan:
    """A plan that is as it was locked (or last amended). `history` begins with the first locking."""

    plan: Plan
    path: Path
    history: tuple[LockEntry, ...]

    @property
    def digest(self) -> str:
        return self.history[-1].digest

    @property
    def locked_at(self) -> str:
        """When it was first locked."""
        return self.history[0].at

    @property
    def amendments(self) -> tuple[str, ...]:
        return tuple(f"{entry.day}: {entry.reason}" for entry in self.history[1:])

    @property
    def data(self) -> DataFingerprint | None:
        """The latest data that a locking or amendment looked at."""
        return next((entry.data for entry in reversed(self.history) if entry.data), None)


def lock_path(path: str | PathLike[str]) -> Path:
    """Where the lock of a plan stands."""
    return Path(path).with_suffix(".lock.json")


def lock_plan(
    path: str | PathLike[str],
    *,
    at: datetime,
    locked_by: str = "",
    data: str | PathLike[str] | None = None,
    amend: str | None = None,
) -> LockedPlan:
    """Lock a plan, or amend a locked one for the reason `amend`. `at` carries its time zone.

    `data` takes a fingerprint of the file's rows in the columns that the plan names, outcomes excepted. A locked plan
    that has not changed stays as it is. Raises EvidenceInputError, and writes nothing, where the plan is wrong or
    unfinished, or has changed and no reason is given.
    """
    if at.tzinfo is None:
        raise EvidenceInputError("The time of locking needs its time zone.")
    text, file = read_text(Path(path)), Path(path).name
    plan = parse_plan(text, file=file)
    refuse_gaps(text, file)
    history = read_lock(path) if lock_path(path).exists() else ()
    reason = amend.strip() if amend is not None else None
    fingerprint = take_fingerprint(Path(data), plan.known_columns) if data is not None else None
    if history and reason is None:
        locked = unchanged(plan, Path(path), history)
        check_data(locked, fingerprint)
        return locked
    check_amendment(plan, file, history, reason, fingerprint)
    entry = make_entry(plan, at, locked_by, reason, fingerprint, history[-1].seal if history else "")
    write_lock(Path(path), (*history, entry))
    return LockedPlan(plan, Path(path), (*history, entry))


def check_plan(path: str | PathLike[str]) -> LockedPlan:
    """The plan with its lock. Raises EvidenceInputError for a plan that is not locked, or has changed since: it names
    what changed.
    """
    plan = parse_plan(read_text(Path(path)), file=Path(path).name)
    if not lock_path(path).exists():
        raise EvidenceInputError(
            f"{Path(path).name} is not locked. Lock it before outcomes are looked at: throughgate-evidence plan lock "
            f"{Path(path).name}"
        )
    return unchanged(plan, Path(path), read_lock(path))


def unchanged(plan: Plan, path: Path, history: tuple[LockEntry, ...]) -> LockedPlan:
    if content_digest(content_of(plan)) != history[-1].digest:
        changes = "; ".join(content_changes(history[-1].content, content_of(plan)))
        raise EvidenceInputError(
            f"{path.name} was changed after it was locked on {history[-1].day}: {changes}. Take the change back, or "
            f'say why it is needed: throughgate-evidence plan amend {path.name} --reason "…"'
        )
    return LockedPlan(plan, path, history)


def check_data(locked: LockedPlan, given: DataFingerprint | None) -> None:
    """A plan that is locked already is not quietly tied to other data."""
    before = locked.data
    if given is None or (before and (before.rows, before.digest) == (given.rows, given.digest)):
        return
    known = f"on other data ({before.rows:,} rows of {before.file})" if before else "without data"
    raise EvidenceInputError(
        f"{locked.path.name} was locked {known}. To lock it on {given.file} too, say why: throughgate-evidence plan "
        f'amend {locked.path.name} --data {given.file} --reason "…"'
    )


def check_amendment(
    plan: Plan, file: str, history: tuple[LockEntry, ...], reason: str | None, data: DataFingerprint | None
) -> None:
    if reason is None:
        return
    if not reason:
        raise EvidenceInputError("An amendment needs its reason, in a sentence that the report can show.")
    if not history:
        raise EvidenceInputError(f"{file} is not locked yet, so there is nothing to amend. Lock it first.")
    if data is None and content_digest(content_of(plan)) == history[-1].digest:
        raise EvidenceInputError(f"{file} says the same as when it was locked on {history[-1].day}: nothing to amend.")


def refuse_gaps(text: str, file: str) -> None:
    gaps = unwritten(text)
    if gaps:
        lines = f"line{'' if len(gaps) == 1 else 's'} {', '.join(map(str, gaps))}"
        raise EvidenceInputError(f"{file}, {lines}: still to be written. Replace what stands between ‹ and ›.")


# -- content, digest and seal --------------------------------------------------------------------------------------


def content_of(plan: Plan) -> dict[str, Any]:
    """What is written in the plan, in plain types; what is left to its default is not there."""
    return plan.model_dump(mode="json", by_alias=True, exclude_unset=True)


def canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def content_digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def make_entry(
    plan: Plan, at: datetime, by: str, reason: str | None, data: DataFingerprint | None, previous: str
) -> LockEntry:
    content = content_of(plan)
    settings = json.loads(canonical(settings_from(plan)))
    entry = LockEntry(
        content_digest(content),
        at.isoformat(timespec="seconds"),
        by.strip(),
        reason,
        package_version(),
        content,
        settings,
        data,
        "",
    )
    return sealed(entry, previous)


def sealed(entry: LockEntry, previous: str) -> LockEntry:
    body = as_mapping(entry) | {"seal": previous}
    return LockEntry(**(vars(entry) | {"seal": content_digest(body)}))


def as_mapping(entry: LockEntry) -> dict[str, Any]:
    data = entry.data
    return vars(entry) | {"data": vars(data) | {"columns": list(data.columns)} if data else None}


# -- the lock file -------------------------------------------------------------------------------------------------


def write_lock(path: Path, history: tuple[LockEntry, ...]) -> None:
    whole = {
        "about": ABOUT,
        "format": FORMAT,
        "plan": path.name,
        "digest": history[-1].digest,
        "history": [as_mapping(entry) for entry in history],
    }
    write_whole({lock_path(path): json.dumps(whole, indent=2, ensure_ascii=False) + "\n"})


def read_lock(path: str | PathLike[str]) -> tuple[LockEntry, ...]:
    """The history of a plan's lock file, first entry first. Raises EvidenceInputError where a seal does not fit."""
    file = lock_path(path)
    broken = EvidenceInputError(
        f"{file.name} is damaged or was changed by hand, so it proves nothing. Bring back the file as it was written."
    )
    try:
        whole = json.loads(file.read_text(encoding="utf-8"))
        history = tuple(read_entry(entry) for entry in whole["history"])
        fits = whole["format"] == FORMAT and whole["digest"] == history[-1].digest
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise broken from error
    previous = ""
    for entry in history:
        fits = fits and entry.digest == content_digest(entry.content) and entry == sealed(entry, previous)
        previous = entry.seal
    if not fits:
        raise broken
    return history


def read_entry(entry: dict[str, Any]) -> LockEntry:
    data = entry["data"]
    columns = {"columns": tuple(data["columns"])} if data else {}
    return LockEntry(**(entry | {"data": DataFingerprint(**(data | columns)) if data else None}))
