"""The settings of a linkage as a YAML file, so that it can be kept, reviewed and run again.

    method: both                # both, deterministic or probabilistic
    participants:
      columns: {forename: First name, surname: Last name, date_of_birth: DOB, gender: Sex}
    records:
      columns: {id: person_id}
    passes:                     # in this order; names of the built-in ones, or your own
      - PNC number
      - names and date of birth
      - {name: surname, day and postcode, by: [surname, date_of_birth, postcode]}
    link_at: 0.95
    review_at: 0.2
    unreadable: refuse          # or blank
    keep: [prior_convictions, reoffended]
    seed: 20261

In `by`, ``forename=surname`` sets the participant's forename against the record's surname.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ..frame.source import check_path
from ..refusals import EvidenceInputError
from .fields import ESSENTIAL, FIELDS
from .linking import LinkSettings, Method
from .passes import KEYS, PASSES, Guard, Pass
from .tables import Unreadable

DEFAULTS = LinkSettings()


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SideFile(Strict):
    columns: dict[str, str] = {}


class PassFile(Strict):
    name: str
    by: list[str]
    guard: Guard = "numbers"


class LinkFile(Strict):
    method: Method = DEFAULTS.method
    participants: SideFile = SideFile()
    records: SideFile = SideFile()
    passes: list[str | PassFile] | None = None
    essential: list[Literal["forename", "surname", "date_of_birth", "gender"]] = list(ESSENTIAL)  # type: ignore[arg-type]  # mypy sees plain texts
    link_at: float = DEFAULTS.link_at
    review_at: float = DEFAULTS.review_at
    tie_bits: float = DEFAULTS.tie_bits
    unreadable: Unreadable = DEFAULTS.unreadable
    keep: list[str] | None = None
    seed: int = DEFAULTS.seed


def read_settings(path: Path) -> LinkSettings:
    """Raises EvidenceInputError, naming the place in the file."""
    check_path(path)
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", row {mark.line + 1}" if mark is not None else ""
        raise EvidenceInputError(
            f"{path.name}{where}: it cannot be read as YAML. Check indents, colons, brackets."
        ) from error
    try:
        return as_settings(path.name, LinkFile.model_validate(data or {}))
    except ValidationError as error:
        raise EvidenceInputError(f"{path.name}: {first_problem(error)}") from error


def first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"]) or "the file"
    if problem["type"] != "extra_forbidden":
        return f"{place}: {problem['msg']}."
    known = list(FIELDS) if "columns" in problem["loc"] else list(LinkFile.model_fields)
    near = get_close_matches(str(problem["loc"][-1]), known, n=1)
    return f"there is no setting {place!r}." + (f" Did you mean {near[0]!r}?" if near else "")


def as_settings(name: str, file: LinkFile) -> LinkSettings:
    return LinkSettings(
        columns={"participants": file.participants.columns, "records": file.records.columns},
        method=file.method,
        passes=PASSES if file.passes is None else tuple(as_pass(name, step) for step in file.passes),
        essential=tuple(file.essential),
        link_at=file.link_at,
        review_at=file.review_at,
        tie_bits=file.tie_bits,
        unreadable=file.unreadable,
        keep=None if file.keep is None else tuple(file.keep),
        seed=file.seed,
    )


def as_pass(name: str, step: str | PassFile) -> Pass:
    if isinstance(step, str):
        built_in = {one.name: one for one in PASSES}
        if step not in built_in:
            raise EvidenceInputError(f"{name}: there is no pass {step!r}. There are: {'; '.join(built_in)}.")
        return built_in[step]
    pairs = []
    for text in step.by:
        left, _, right = text.partition("=")
        for column in (left, right or left):
            if column not in KEYS:
                raise EvidenceInputError(
                    f"{name}: pass {step.name!r} cannot go by {column!r}, only by {', '.join(KEYS)}."
                )
        pairs.append((left, right or left))
    if not pairs:
        raise EvidenceInputError(f"{name}: pass {step.name!r} goes by nothing. Name columns in by.")
    return Pass(step.name, tuple(pairs), step.guard)
