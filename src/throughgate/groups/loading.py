"""Reads the plans of sessions from YAML, the shipped ones and an organisation’s own. Every error of a file is told at
once, with its line and how to mend it.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from throughgate.common.faults import Fault, FaultyFileError
from throughgate.common.own_files import own_place, read_when_changed
from throughgate.common.parts import validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.groups.grammar import Head, Plan, SessionPlan

FOLDER = "session-plans"
BEGIN = "Begin with plan:, title:, model:, element:, kind:, minutes: and sessions:."


class PlanFileError(FaultyFileError):
    """Everything that is wrong with the file of a plan."""


def load_plan(text: str, *, filename: str) -> Plan:
    """Raises PlanFileError."""
    document = Document(filename, of="a plan of sessions")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        _read(raw, document)
    elif not document.errors:
        document.add((), "this is not a plan of sessions", BEGIN)
    if document.errors:
        raise PlanFileError(document.errors)
    return Plan.model_validate(_tuples(raw))


def _read(raw: dict[str, Any], document: Document) -> None:
    head = {name: value for name, value in raw.items() if name != "sessions"}
    validate_part(Head, head, (), "the plan", document)
    sessions = raw.get("sessions")
    if not isinstance(sessions, list) or not sessions:
        document.add(("sessions",), "the plan has no sessions", "Write sessions: and a list below it.")
        return
    for place, one in enumerate(sessions):
        value = _tuples(one) if isinstance(one, dict) else one
        validate_part(SessionPlan, value, ("sessions", place), f"session {place + 1}", document)


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    """Lists as the frozen parts hold them."""
    return {
        name: tuple(_tuples(one) if isinstance(one, dict) else one for one in value)
        if isinstance(value, list)
        else value
        for name, value in raw.items()
    }


def own_folder() -> Path:
    return own_place(FOLDER)


def plans() -> Mapping[str, Plan]:
    """The shipped ones, each replaced by the organisation's own of the same name. A faulty file replaces nothing."""
    return {**shipped_plans(), **own_plans(own_folder())[0]}


@cache
def shipped_plans() -> Mapping[str, Plan]:
    folder = files("throughgate.groups") / "data"
    read = [
        load_plan(file.read_text(encoding="utf-8"), filename=file.name)
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    ]
    return {one.slug: one for one in read}


@read_when_changed
def own_plans(folder: Path) -> tuple[Mapping[str, Plan], tuple[Fault, ...]]:
    """Those that can be read, and what is wrong with the others: read again once one changed."""
    found: dict[str, Plan] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = load_plan(path.read_text(encoding="utf-8"), filename=path.name)
        except PlanFileError as refused:
            faults += refused.errors
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(1, "the file cannot be read as text", "Save it as plain text in UTF-8.", path.name))
        else:
            found[one.slug] = one
    return found, tuple(faults)


def plan_of(slug: str) -> Plan:
    return plans()[slug]
