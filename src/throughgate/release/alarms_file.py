"""Who is told when no word comes from the road, read from YAML. Every error of the file is told at once, with its line
and how to mend it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from throughgate.common.faults import FaultyFileError, Problem, check_known
from throughgate.common.own_files import read_when_changed
from throughgate.common.parts import Part, Slug, Title, Words, validate_part
from throughgate.common.yaml_lines import Document, read_yaml

STEPS = ("left", "picked-up", "arrived", "met", "not-there", "problem")

Whom = Literal["driver", "planner", "workers", "site-managers", "on-duty"]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Line(Part):
    """Who is told so many minutes after word should have come."""

    whom: Whom
    after: Minutes


class StepRules(Part):
    title: Title
    ask: Words
    tell: Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]

    @property
    def first(self) -> int:
        """After how many minutes it is an alarm."""
        return min(line.after for line in self.tell)


class Head(Part):
    alarms: Annotated[int, Field(ge=1)]
    quiet: Annotated[int, Field(ge=5, le=240)]


class AlarmRules(Head):
    steps: Mapping[Slug, StepRules]

    def step(self, code: str) -> StepRules:
        """By the code of the database, which is written with a low line."""
        return self.steps[code.replace("_", "-")]


class AlarmsFileError(FaultyFileError):
    """Everything that is wrong with a file of alarms."""


def load_alarms(text: str, *, filename: str = "alarms.yaml") -> AlarmRules:
    """Raises AlarmsFileError."""
    document = Document(filename, of="the alarms")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        for problem in _problems(_read_steps(raw, document)):
            document.report(problem)
    elif not document.errors:
        document.add((), "these are no alarms", "Begin with alarms:, quiet: and steps:.")
    if document.errors:
        raise AlarmsFileError(document.errors)
    return AlarmRules.model_validate(raw)


def _read_steps(raw: dict[str, Any], document: Document) -> dict[str, StepRules | None] | None:
    head = {name: value for name, value in raw.items() if name != "steps"}
    validate_part(Head, head, (), "the file", document)
    named = raw.get("steps")
    if not isinstance(named, dict) or not named:
        document.add(("steps",), "there are no steps", "Write steps: and below it each step with its fields.")
        return None
    return {
        code: validate_part(StepRules, value, ("steps", code), f"the step “{code}”", document)
        for code, value in named.items()
    }


def _problems(steps: Mapping[str, StepRules | None] | None) -> Iterator[Problem]:
    if steps is None:
        return
    for code in steps:
        yield from check_known(("steps", code), "the step", code, STEPS)
    for code in STEPS:
        if code not in steps:
            yield Problem(("steps",), f"the step “{code}” is missing", f"Add {code}: with its fields.")


@cache
def shipped_alarms() -> AlarmRules:
    file = files("throughgate.release") / "data" / "alarms.yaml"
    return load_alarms(file.read_text(encoding="utf-8"))


@read_when_changed
def own_alarms(path: Path) -> AlarmRules | None:
    """The organisation’s own, read again once it changed; None where there is no such file. Raises AlarmsFileError."""
    if not path.is_file():
        return None
    return load_alarms(path.read_text(encoding="utf-8"), filename=path.name)
