"""YAML as plain data that still knows on which line each part of it stood."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from throughgate.common.faults import Fault, Path, Problem

DEEPEST = 12
LONGEST_FILE = 400_000  # characters
# The loader of libyaml where PyYAML was built with it: ten times as fast, and every process reads the bank.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """One file: the line of each part of it, and what is wrong with it. `of` says what it should have been."""

    file: str
    of: str
    lines: dict[Path, int] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, path: Path, what: str, mend: str) -> None:
        self.errors.append(Fault(self.line_of(path), what, mend, self.file))

    def report(self, problem: Problem) -> None:
        self.add(problem.path, problem.what, problem.mend)


def plain_data(text: str) -> Any:
    """Of a file of our own that nobody else writes: as YAML means it."""
    loader = LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def read_yaml(text: str, document: Document, loader: Any = LOADER) -> Any:
    """The data of a file, or None with the reason among the document's errors."""
    if len(text) > LONGEST_FILE:
        document.add((), f"the file is too long for {document.of}", f"Keep it under {LONGEST_FILE:,} characters.")
        return None
    try:
        _refuse_tricks(text, document, loader)
        node = None if document.errors else yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        if loader is not yaml.SafeLoader:  # what is wrong is said in the same words in every installation
            return read_yaml(text, document, yaml.SafeLoader)
        mark = error.problem_mark or error.context_mark
        document.lines[()] = mark.line + 1 if mark else 1
        document.add((), f"the YAML cannot be read here: {error.problem or error.context}", _YAML_MEND)
        return None
    except yaml.YAMLError:
        document.add((), "the file holds characters that YAML does not allow", "Save it as plain text in UTF-8.")
        return None
    return None if node is None else _plain(node, (), document)


_YAML_MEND = "Check the indentation, the colons and the quotes on this line and the one above."


def _refuse_tricks(text: str, document: Document, loader: Any) -> None:
    """Aliases and deep nesting can make a small file enormous."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
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


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), document) for place, item in enumerate(node.value)]
    return _plain_scalar(node, path, document)


def _plain_mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
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


def _plain_scalar(node: yaml.Node, path: Path, document: Document) -> Any:
    """Only whole numbers, yes/no and nothing keep their meaning; everything else is text as it was written."""
    kind = str(node.tag).rpartition(":")[2]
    if kind == "int" and str(node.value).removeprefix("-").isdecimal():
        return int(node.value[:18])
    if kind == "bool":
        return str(node.value).lower() in ("true", "yes", "on")
    return None if kind == "null" else str(node.value)
