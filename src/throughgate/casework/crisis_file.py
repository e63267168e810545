"""The rules for a crisis, read from YAML. Every error of the file is told at once, with its line and how to mend it."""

import re
from collections.abc import Iterator, Mapping
from datetime import time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from throughgate.common.durations import Duration, parse_duration, parse_interval
from throughgate.common.faults import FaultyFileError, Problem, UnreadableError, check_known
from throughgate.common.own_files import read_when_changed
from throughgate.common.parts import Part, Slug, Title, Words, as_list, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.web.words import in_passing

OTHER = "other"
LEVELS = ("now", "today", "week")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Whom = Literal["workers", "counsellor", "line-managers", "site-managers"]
Level = Literal["now", "today", "week"]
Call = Annotated[str, StringConstraints(pattern=r"^[0-9 ]{0,20}$")]
Minutes = Annotated[int, Field(ge=0, le=7 * 24 * 60)]


def _parse_clock(text: object) -> time:
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text) if isinstance(text, str) else None
    if match is None:
        raise UnreadableError(f"“{text}” is not a time of day", 'Write it in quotes: "09:00".')
    return time(int(match[1]), int(match[2]))


class Hours(Part):
    days: Annotated[tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...], Field(strict=False)]
    from_: Annotated[time, BeforeValidator(_parse_clock), Field(alias="from")]
    to: Annotated[time, BeforeValidator(_parse_clock)]


class Line(Part):
    """A number to ring; `call` may be empty for one that the organisation has yet to fill in."""

    title: Title
    call: Call = ""
    when: Words | None = None


class Tell(Part):
    """Who is told; those `after` some minutes only where nobody has seen it by then."""

    whom: Whom
    after: Minutes = 0


class Promised(Part):
    title: Title
    by: Annotated[Duration, BeforeValidator(parse_duration)]


class LevelRules(Part):
    title: Title
    about: Words
    see_within: Minutes
    tell: Annotated[tuple[Tell, ...], Field(min_length=1, strict=False)]
    review: Annotated[Duration, BeforeValidator(parse_interval)]
    promises: Annotated[tuple[Promised, ...], Field(strict=False)] = ()


class KindRules(Part):
    title: Title
    level: Level
    sensitivity: Literal["standard", "sensitive", "clinical"] = "sensitive"
    first: Annotated[tuple[Words, ...], BeforeValidator(as_list), Field(min_length=1, strict=False)]
    call: Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(strict=False)] = ()
    tell: Annotated[tuple[Tell, ...], Field(strict=False)] = ()  # in place of the level’s


class Head(Part):
    crisis: Annotated[int, Field(ge=1)]
    checked: Words
    hours: Hours
    out_of_hours: Line


class CrisisRules(Part):
    crisis: int
    checked: str
    hours: Hours
    out_of_hours: Line
    levels: Mapping[str, LevelRules]
    lines: Mapping[str, Line]
    kinds: Mapping[str, KindRules]

    def kind(self, code: str) -> KindRules:
        """A code that the file no longer has is read as the last of the list, so that an old crisis stays readable."""
        return self.kinds.get(code) or self.kinds[OTHER]

    def title_of(self, code: str) -> str:
        return self.kinds[code].title if code in self.kinds else code.replace("-", " ").capitalize()

    def heading_of(self, code: str) -> str:
        """Where nothing around it says that it is a crisis."""
        return f"Crisis: {in_passing(self.title_of(code))}"

    def tell(self, kind: str, level: str) -> tuple[Tell, ...]:
        return self.kind(kind).tell or self.levels[level].tell

    def calls(self, kind: str) -> list[Line]:
        return [self.lines[name] for name in self.kind(kind).call]


class CrisisFileError(FaultyFileError):
    """Everything that is wrong with a file of crisis rules."""


SECTIONS: Mapping[str, tuple[type[Part], str]] = {
    "levels": (LevelRules, "level"),
    "lines": (Line, "line"),
    "kinds": (KindRules, "kind"),
}


def load_crisis_rules(text: str, *, filename: str = "crisis.yaml") -> CrisisRules:
    """Raises CrisisFileError."""
    document = Document(filename, of="the rules for a crisis")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        parts = _read_parts(raw, document)
        for problem in _problems(raw, parts):
            document.report(problem)
    elif not document.errors:
        document.add((), "these are no rules for a crisis", "Begin with crisis:, hours:, levels: and kinds:.")
    if document.errors:
        raise CrisisFileError(document.errors)
    return CrisisRules.model_validate(raw)


def _read_parts(raw: dict[str, Any], document: Document) -> dict[str, dict[str, Any]]:
    head = {name: value for name, value in raw.items() if name not in SECTIONS}
    validate_part(Head, head, (), "the file", document)
    parts: dict[str, dict[str, Any]] = {}
    for section, (part, word) in SECTIONS.items():
        named = raw.get(section)
        if not isinstance(named, dict) or not named:
            document.add(
                (section,), f"there are no {section}", f"Write {section}: and below it names, each with fields."
            )
            named = {}
        parts[section] = {
            key: validate_part(part, value, (section, key), f"{word} “{key}”", document) for key, value in named.items()
        }
    return parts


def _problems(raw: dict[str, Any], parts: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    for level in parts["levels"]:
        yield from check_known(("levels", level), "the level", level, LEVELS)
    for level in LEVELS:
        if level not in parts["levels"]:
            yield Problem(("levels",), f"the level “{level}” is missing", f"Add {level}: with its fields.")
    for key, one in parts["levels"].items():
        yield from _tell_problems(("levels", key, "tell"), one.tell if one else ())
    if OTHER not in parts["kinds"]:
        yield Problem(("kinds",), f"the kind “{OTHER}” is missing", "It is chosen when nobody knows yet: add it.")
    for key, kind in parts["kinds"].items():
        for place, line in enumerate(kind.call if kind else ()):
            yield from check_known(("kinds", key, "call", place), "the line", line, parts["lines"].keys())
        if kind and kind.tell:
            yield from _tell_problems(("kinds", key, "tell"), kind.tell)


def _tell_problems(path: tuple[str, ...], lines: tuple[Tell, ...]) -> Iterator[Problem]:
    if lines and all(line.after for line in lines):
        yield Problem(path, "nobody is told at once", "Leave “after” out for at least one line.")


@cache
def shipped_crisis_rules() -> CrisisRules:
    file = files("throughgate.casework") / "data" / "crisis.yaml"
    return load_crisis_rules(file.read_text(encoding="utf-8"))


@read_when_changed
def own_crisis_rules(path: Path) -> CrisisRules | None:
    """The organisation’s own, read again once it changed; None where there is no such file. Raises CrisisFileError."""
    if not path.is_file():
        return None
    return load_crisis_rules(path.read_text(encoding="utf-8"), filename=path.name)
