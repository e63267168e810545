"""Reads a programme model from YAML. Every error of a file is reported at once, with its line and how to mend it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from throughgate.programmes.checking import Problem, check_parts
from throughgate.programmes.grammar import Audience, Element, Measure, Part, Phase, ProgrammeModel, TheoryLine
from throughgate.programmes.when import WhenError

DEEPEST = 12
LONGEST_FILE = 400_000  # characters

Path = tuple[str | int, ...]

SECTIONS: dict[str, type[Part]] = {"phases": Phase, "elements": Element, "measures": Measure, "theory": TheoryLine}
SECTION_WORDS = {"phases": "phase", "elements": "element", "measures": "measure", "theory": "line of theory"}


@dataclass(frozen=True, order=True, slots=True)
class ModelError:
    line: int
    what: str
    mend: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend}"


class ModelFileError(ValueError):
    """Everything that is wrong with a file, by line."""

    def __init__(self, errors: Collection[ModelError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))


@dataclass
class _Document:
    """The file as plain data, and the line of each part of it."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    errors: list[ModelError] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, path: Path, what: str, mend: str) -> None:
        self.errors.append(ModelError(self.line_of(path), what, mend, self.file))


def load_model(text: str, *, filename: str, kinds: Collection[str]) -> ProgrammeModel:
    """`kinds` are the kinds of entry that are known. Raises ModelFileError."""
    document = _Document(filename)
    raw = _read_yaml(text, document)
    if not isinstance(raw, dict):
        if not document.errors:
            document.add((), "this is not a programme model", "Begin with model:, version:, title: and elements:.")
        raise ModelFileError(document.errors)
    _validate(raw, kinds, document)
    if document.errors:
        raise ModelFileError(document.errors)
    return ProgrammeModel.model_validate(raw)


# -- YAML ---------------------------------------------------------------------------------------------------------


def _read_yaml(text: str, document: _Document) -> Any:
    if len(text) > LONGEST_FILE:
        document.add((), "the file is too long for a programme model", f"Keep it under {LONGEST_FILE:,} characters.")
        return None
    try:
        _refuse_tricks(text, document)
        node = None if document.errors else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.lines[()] = mark.line + 1 if mark else 1
        document.add((), f"the YAML cannot be read here: {error.problem or error.context}", _YAML_MEND)
        return None
    except yaml.YAMLError:
        document.add((), "the file holds characters that YAML does not allow", "Save it as plain text in UTF-8.")
        return None
    return None if node is None else _plain(node, (), document)


_YAML_MEND = "Check the indentation, the colons and the quotes on this line and the one above."


def _refuse_tricks(text: str, document: _Document) -> None:
    """Aliases and deep nesting can make a small file enormous."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = getattr(event, "start_mark", None)
        path: Path = ("*", mark.line if mark else 0)
        document.lines[path] = mark.line + 1 if mark else 1
        if isinstance(event, yaml.AliasEvent):
            document.add(path, "aliases (*name) are not read here", "Write the text out again.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                document.add(path, "this is nested too deeply", "Check the indentation and the brackets.")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(node: yaml.Node, path: Path, document: _Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), document) for place, item in enumerate(node.value)]
    return _plain_scalar(node, path, document)


def _plain_mapping(node: yaml.MappingNode, path: Path, document: _Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        inner = (*path, key)
        if key in found:
            first = document.lines[inner]
            again: Path = (*path, key, "*again*", key_node.start_mark.line)
            document.lines[again] = key_node.start_mark.line + 1
            document.add(
                again, f"“{key}” stands here twice (first on line {first})", "Rename one or put them together."
            )
            continue
        document.lines[inner] = key_node.start_mark.line + 1
        found[key] = _plain(value_node, inner, document)
    return found


def _plain_scalar(node: yaml.Node, path: Path, document: _Document) -> Any:
    """Only whole numbers, yes/no and nothing keep their meaning; everything else is text as it was written."""
    kind = str(node.tag).rpartition(":")[2]
    if kind == "int" and str(node.value).removeprefix("-").isdecimal():
        return int(node.value[:18])
    if kind == "bool":
        return str(node.value).lower() in ("true", "yes", "on")
    return None if kind == "null" else str(node.value)


# -- the parts ----------------------------------------------------------------------------------------------------


def _validate(raw: dict[str, Any], kinds: Collection[str], document: _Document) -> None:
    whole = {name: field.alias or name for name, field in ProgrammeModel.model_fields.items()}
    parts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for section, part in SECTIONS.items():
        for key, value in _items(raw.get(section), section, document):
            path: Path = (section, key)
            parts[section][str(key)] = _validate_part(
                part, value, path, f"{SECTION_WORDS[section]} {_name(key)}", document
            )
    audience = _validate_part(Audience, raw["for"], ("for",), "“for:”", document) if "for" in raw else None
    _validate_frame(raw, set(whole.values()), document)
    problems = check_parts(
        audience=audience,
        reasons=raw["reasons"] if isinstance(raw.get("reasons"), dict) else {},
        phases=parts["phases"],
        elements=parts["elements"],
        measures=parts["measures"],
        theory=parts["theory"],
        kinds=kinds,
    )
    for problem in problems:
        _report(problem, document)


def _name(key: str | int) -> str:
    return f"“{key}”" if isinstance(key, str) else str(key + 1)


def _report(problem: Problem, document: _Document) -> None:
    document.add(problem.path, problem.what, problem.mend)


def _items(value: Any, section: str, document: _Document) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list) and section == "theory":
        yield from enumerate(value)
    elif isinstance(value, dict) and section != "theory":
        yield from value.items()
    elif value is not None:
        shape = "a list, each line with a dash" if section == "theory" else "names, each with its fields below it"
        document.add((section,), f"“{section}” is not written as {shape}", f"Write it as {shape}.")


def _validate_part(part: type[Part], value: Any, path: Path, words: str, document: _Document) -> Part | None:
    try:
        return part.model_validate(value)
    except ValidationError as error:
        for detail in error.errors():
            _explain(detail, part, path, words, document)
        return None


def _validate_frame(raw: dict[str, Any], fields: set[str], document: _Document) -> None:
    """The top of the file: its parts have been explained one by one already, so their errors are passed over."""
    try:
        ProgrammeModel.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors():
            top = detail["loc"][0] if detail["loc"] else ""
            inside = top in SECTIONS and len(detail["loc"]) > 2 and detail["loc"][2] != "[key]"
            shape = top in SECTIONS and detail["type"] in ("dict_type", "tuple_type", "list_type")
            if (
                inside
                or shape
                or (top == "theory" and len(detail["loc"]) > 1)
                or (top == "for" and raw.get("for") is not None)
            ):
                continue
            if top in SECTIONS and len(detail["loc"]) == 2:
                continue
            _explain(detail, ProgrammeModel, (), "the model", document)


def _explain(detail: ErrorDetails, part: type[Part], path: Path, words: str, document: _Document) -> None:
    """One error of Pydantic in our words, at the line it belongs to."""
    loc = tuple(_yaml_name(part, step) for step in detail["loc"])
    names = {info.alias or name for name, info in part.model_fields.items()}
    last = str(loc[-1]) if loc else ""
    where = (*path, *loc)
    cause = detail.get("ctx", {}).get("error")
    kind = detail["type"]
    if isinstance(cause, WhenError):
        document.add(where, f"{words}: in “{loc[0]}”, {cause.what}", cause.mend)
    elif kind == "missing":
        document.add(where[:-1], f"{words} has no “{last}”", f"Add {last}: to it.")
    elif kind == "extra_forbidden":
        document.add(where, f"{words} has a field “{last}” that is not known", _did_you_mean(last, names))
    elif "[key]" in loc:
        document.add(where[:-1], f"“{detail['input']}” cannot be a name here", _NAME_MEND)
    else:
        of = f"{words}: “{loc[0]}”" if loc else words
        what, mend = _plain_words(detail)
        document.add(where, f"{of} {what}", mend)


_NAME_MEND = "Use small letters, digits and single hyphens, at most 60."


def _yaml_name(part: type[Part], step: str | int) -> str | int:
    info = part.model_fields.get(step) if isinstance(step, str) else None
    return info.alias if info and info.alias else step


def _did_you_mean(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"Known are {', '.join(sorted(known))}."


def _plain_words(detail: ErrorDetails) -> tuple[str, str]:
    ctx = detail.get("ctx", {})
    match detail["type"]:
        case "string_pattern_mismatch":
            return f"is “{detail['input']}”, which cannot be a name here", _NAME_MEND
        case "string_too_long":
            return "is too long", f"Shorten it to {ctx['max_length']} characters."
        case "string_too_short" | "too_short":
            return "is empty", "Write something there, or leave the field out."
        case "too_long" | "less_than_equal":
            return "is too much", f"At most {ctx.get('max_length', ctx.get('le'))} here."
        case "greater_than_equal":
            return f"is {detail['input']}", f"Write {ctx['ge']} or more."
        case "literal_error":
            return f"cannot be “{detail['input']}”", f"Write one of {ctx['expected'].replace(chr(39), '')}."
        case other:
            return _wrong_shape(other)


def _wrong_shape(error_type: str) -> tuple[str, str]:
    shapes = {
        "int_type": ("is not a whole number", "Write digits only, without quotes."),
        "bool_type": ("is neither true nor false", "Write true or false."),
        "string_type": ("is not text", "Write words; put them in quotes if they look like a number."),
        "tuple_type": ("is not a list", "Write [one, another] or a line with a dash for each."),
        "dict_type": ("has no names below it", "Write names, each on its line with its words."),
        "model_type": ("has no fields", "Write its fields below it, indented."),
    }
    return shapes.get(error_type, ("cannot be read", "Compare it with one of the shipped models."))
