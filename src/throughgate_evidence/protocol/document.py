"""A YAML file as plain data, with the line of each part, so that every error can name its line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..refusals import EvidenceInputError

DEEPEST = 12
LONGEST_FILE = 400_000  # characters
YAML_MEND = "Check the indentation, the colons and the quotes on this line and the one above."
COLON_MEND = "A text with a colon in it needs quotation marks around it; else check the indentation."

Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class PlanError:
    """What is wrong on a line, and how to mend it."""

    line: int
    what: str
    mend: str


class PlanFileError(EvidenceInputError):
    """Everything that is wrong with a plan, by line."""

    def __init__(self, file: str, errors: Collection[PlanError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(f"{file}, line {error.line}: {error.what}. {error.mend}" for error in self.errors))


@dataclass
class Document:
    """What was read so far: `lines` by path, and `errors`."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    errors: list[PlanError] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Of the part itself, or of the nearest part around it that the file holds."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add(self, path: Path, what: str, mend: str) -> None:
        self.add_at(self.line_of(path), what, mend)

    def add_at(self, line: int, what: str, mend: str) -> None:
        self.errors.append(PlanError(line, what, mend))

    def refuse_errors(self) -> None:
        if self.errors:
            raise PlanFileError(self.file, self.errors)


def read_document(text: str, document: Document) -> Any:
    """Plain data: mappings, lists, texts and None. Numbers stay texts as they were written. Raises PlanFileError."""
    if len(text) > LONGEST_FILE:
        document.add((), "the file is too long for a plan", f"Keep it under {LONGEST_FILE:,} characters.")
    document.refuse_errors()
    try:
        refuse_tricks(text, document)
        document.refuse_errors()
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        cause = error.problem or error.context
        mend = COLON_MEND if "mapping values" in str(cause) else YAML_MEND
        document.add_at(mark.line + 1 if mark else 1, f"the YAML cannot be read here: {cause}", mend)
    except yaml.YAMLError:
        document.add((), "the file holds characters that YAML does not allow", "Save it as plain text in UTF-8.")
    document.refuse_errors()
    data = None if node is None else plain(node, (), document)
    document.refuse_errors()
    return data


def refuse_tricks(text: str, document: Document) -> None:
    """Aliases and deep nesting can make a small file enormous."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            document.add_at(line, "aliases (*name) are not read here", "Write the text out again.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                document.add_at(line, "this is nested too deeply", "Check the indentation and the brackets.")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def plain(node: yaml.Node, path: Path, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return plain_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, (*path, place), document) for place, item in enumerate(node.value)]
    return None if str(node.tag).endswith(":null") else str(node.value)


def plain_mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        inner = (*path, key)
        if key in found:
            what = f"“{key}” stands here twice (first on line {document.lines[inner]})"
            document.add_at(line, what, "Take one away or put them together.")
            continue
        document.lines[inner] = line
        found[key] = plain(value_node, inner, document)
    return found
