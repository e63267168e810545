"""Writing results down: JSON with stable keys, and files that are either whole or not there."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from .outcomes import Estimate
from .report import render_pdf, render_report
from .results import Evaluation, OutcomeResult
from .writing import write_whole


def to_json(evaluation: Evaluation, *, indent: int | None = 2) -> str:
    """The result as JSON. Numbers are not rounded, but for what disclosure control rounds; what is withheld or cannot
    be had is null.
    """
    return json.dumps(finite(as_mapping(evaluation)), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def as_mapping(evaluation: Evaluation) -> dict[str, Any]:
    data = asdict(evaluation)
    for parts in ("subgroups", "survival"):
        data[parts] = [part_mapping(part) for part in data[parts]]
    for rows in ("balance", "products"):
        data[rows] = {row.pop("name"): row for row in data[rows]}
    data["raw"] = {outcome.name: estimate_mapping(outcome.raw, outcome.raw_withheld) for outcome in evaluation.outcomes}
    data["outcomes"] = {outcome.name: outcome_mapping(outcome) for outcome in evaluation.outcomes}
    return data


def part_mapping(part: dict[str, Any]) -> dict[str, Any]:
    """A subgroup or time to an event; what is withheld has no counts."""
    counts = ("n_treated", "n_comparison", "events_treated", "events_comparison")
    return part | dict.fromkeys(set(counts) & set(part)) if part["withheld"] else part


def outcome_mapping(outcome: OutcomeResult) -> dict[str, Any]:
    second = estimate_mapping(outcome.second, outcome.withheld)
    named = ("label", "kind", "kind_declared", "severity", "primary", "p_corrected")
    described = {name: getattr(outcome, name) for name in named}
    adjusted = estimate_mapping(outcome.adjusted, outcome.withheld)
    return estimate_mapping(outcome.matched, outcome.withheld) | described | {"second": second, "adjusted": adjusted}


def estimate_mapping(estimate: Estimate | None, withheld: str | None) -> dict[str, Any]:
    if estimate is not None:
        return asdict(estimate) | {"withheld": None}
    return dict.fromkeys(Estimate.__dataclass_fields__) | {"withheld": withheld}


def finite(value: Any) -> Any:
    """JSON knows neither NaN nor infinity: both become null; and no days: these become ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write_json(evaluation: Evaluation, path: str | PathLike[str]) -> None:
    """What `to_json` gives, as a file that is whole or not there. Raises OSError where it cannot be written."""
    write_whole({Path(path): to_json(evaluation)})


def write_report(evaluation: Evaluation, path: str | PathLike[str]) -> None:
    """A self-contained HTML page."""
    write_whole({Path(path): render_report(evaluation)})


def write_pdf(evaluation: Evaluation, path: str | PathLike[str]) -> None:
    """The report as PDF/UA; raises EvidenceInputError where what draws it is not installed."""
    write_whole({Path(path): render_pdf(evaluation)})
