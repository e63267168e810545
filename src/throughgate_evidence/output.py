"""Writing results down: JSON with stable keys, and files that are either whole or not there."""

from __future__ import annotations

import json
import math
import os
import tempfile
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import Any

from .outcomes import Estimate
from .report import render_report
from .results import Evaluation, OutcomeResult


def to_json(evaluation: Evaluation, *, indent: int | None = 2) -> str:
    """The result as JSON. Numbers are not rounded; what is withheld or cannot be had is null."""
    return json.dumps(finite(as_mapping(evaluation)), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def as_mapping(evaluation: Evaluation) -> dict[str, Any]:
    data = asdict(evaluation)
    rows = data.pop("balance")
    data["balance"] = {row.pop("name"): row for row in rows}
    data["raw"] = {outcome.name: estimate_mapping(outcome.raw, outcome.raw_withheld) for outcome in evaluation.outcomes}
    data["outcomes"] = {outcome.name: outcome_mapping(outcome) for outcome in evaluation.outcomes}
    return data


def outcome_mapping(outcome: OutcomeResult) -> dict[str, Any]:
    second = estimate_mapping(outcome.second, outcome.withheld)
    described = {"label": outcome.label, "kind": outcome.kind, "kind_declared": outcome.kind_declared}
    return estimate_mapping(outcome.matched, outcome.withheld) | described | {"second": second}


def estimate_mapping(estimate: Estimate | None, withheld: str | None) -> dict[str, Any]:
    if estimate is not None:
        return asdict(estimate) | {"withheld": None}
    return dict.fromkeys(Estimate.__dataclass_fields__) | {"withheld": withheld}


def finite(value: Any) -> Any:
    """JSON knows neither NaN nor infinity: both become null."""
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write_json(evaluation: Evaluation, path: str | PathLike[str]) -> None:
    write_whole({Path(path): to_json(evaluation)})


def write_report(evaluation: Evaluation, path: str | PathLike[str]) -> None:
    """A self-contained HTML page."""
    write_whole({Path(path): render_report(evaluation)})


def write_whole(texts: dict[Path, str]) -> None:
    """Write every text beside its place first and move all when all are written: nothing half done is left."""
    ready: list[tuple[str, Path]] = []
    try:
        for path, text in texts.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready.append((name, path))
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        for name, path in ready:
            os.replace(name, path)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)
