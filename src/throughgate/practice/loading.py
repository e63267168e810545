"""Reads what people are trained in, and what is looked for in an observation, from YAML: the shipped files or an
organisation's own. Every error of a file is told at once, with its line and how to mend it.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from throughgate.common.faults import Fault, FaultyFileError, Problem
from throughgate.common.own_files import own_place, read_when_changed
from throughgate.common.parts import Part, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.practice.grammar import MOST_LOOKS, ROLES, Sheet, Training, Trainings

TRAINING, OBSERVATION = "training.yaml", "observation.yaml"
P = TypeVar("P", bound=Part)


class PracticeFileError(FaultyFileError):
    """Everything that is wrong with a file of this room."""


def load_trainings(text: str, *, filename: str = TRAINING) -> Trainings:
    """Raises PracticeFileError."""
    begin = "Begin with training:, version:, title: and trainings:."
    return _load(text, Trainings, "trainings", begin, filename, _training_problems)


def load_sheet(text: str, *, filename: str = OBSERVATION) -> Sheet:
    """Raises PracticeFileError."""
    begin = "Begin with observation:, version:, title:, again_after_months: and looks:."
    return _load(text, Sheet, "looks", begin, filename, _sheet_problems)


def _load(text: str, part: type[P], listed: str, begin: str, filename: str, problems: Any) -> P:
    document = Document(filename, of=f"the file {filename}")
    raw = read_yaml(text, document)
    if not isinstance(raw, dict):
        if not document.errors:
            document.add((), "nothing is listed", begin)
        raise PracticeFileError(document.errors)
    if not isinstance(raw.get(listed), dict) or not raw[listed]:
        document.add((listed,), "nothing is listed", f"Write {listed}: and names below it.")
        raise PracticeFileError(document.errors)
    read = {**raw, listed: {key: _as_tuples(one) for key, one in raw[listed].items()}}
    found = validate_part(part, read, (), "the file", document)
    if found is not None:
        for problem in problems(found):
            document.report(problem)
    if found is None or document.errors:
        raise PracticeFileError(document.errors)
    return found


def _as_tuples(one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _training_problems(found: Trainings) -> Iterator[Problem]:
    for key, one in found.trainings.items():
        path = ("trainings", key)
        if not one.needed_by and not one.programme:
            yield Problem(path, f"nobody needs “{key}”", "Write needed_by: with roles, or programme:.")
        if unknown := sorted(set(one.needed_by) - ROLES):
            mend = f"Use {', '.join(sorted(ROLES))}."
            yield Problem((*path, "needed_by"), f"“{unknown[0]}” is no role", mend)


def _sheet_problems(found: Sheet) -> Iterator[Problem]:
    if len(found.looks) > MOST_LOOKS:
        mend = f"Keep to {MOST_LOOKS}: more cannot be watched at once."
        yield Problem(("looks",), f"{len(found.looks)} things to look for are too many", mend)


def trainings() -> Trainings:
    """The organisation's own, else the shipped ones. A faulty file replaces nothing."""
    return own_trainings(own_place(TRAINING))[0] or shipped_trainings()


def sheet() -> Sheet:
    """As `trainings`."""
    return own_sheet(own_place(OBSERVATION))[0] or shipped_sheet()


def training_of(key: str) -> Training | None:
    return trainings().trainings.get(key)


@cache
def shipped_trainings() -> Trainings:
    return load_trainings(_shipped(TRAINING))


@cache
def shipped_sheet() -> Sheet:
    return load_sheet(_shipped(OBSERVATION))


def _shipped(name: str) -> str:
    return (files("throughgate.practice") / "data" / name).read_text(encoding="utf-8")


@read_when_changed
def own_trainings(path: Path) -> tuple[Trainings | None, tuple[Fault, ...]]:
    """What stands in it, or what is wrong with it: read again once it changed."""
    return _own(path, load_trainings)


@read_when_changed
def own_sheet(path: Path) -> tuple[Sheet | None, tuple[Fault, ...]]:
    return _own(path, load_sheet)


def _own(path: Path, load: Any) -> tuple[Any, tuple[Fault, ...]]:
    if not path.is_file():
        return None, ()
    try:
        return load(path.read_text(encoding="utf-8"), filename=path.name), ()
    except PracticeFileError as refused:
        return None, refused.errors
    except (OSError, UnicodeDecodeError):
        return None, (Fault(1, "the file cannot be read as text", "Save it as plain text in UTF-8.", path.name),)
