"""Reads a programme model from YAML. Every error of a file is reported at once, with its line and how to mend it."""

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import ValidationError

from throughgate.common.faults import FaultyFileError, Path
from throughgate.common.parts import Part, explain, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.programmes.checking import Outside, check_parts
from throughgate.programmes.grammar import Audience, Element, Measure, Phase, ProgrammeModel, TheoryLine
from throughgate.story.grammar import Questions
from throughgate.story.shipping import current_questions

SECTIONS: dict[str, type[Part]] = {"phases": Phase, "elements": Element, "measures": Measure, "theory": TheoryLine}
SECTION_WORDS = {"phases": "phase", "elements": "element", "measures": "measure", "theory": "line of theory"}


class ModelFileError(FaultyFileError):
    """Everything that is wrong with the file of a programme model."""


def load_model(
    text: str, *, filename: str, kinds: Collection[str], in_use: bool = False, questions: Questions | None = None
) -> ProgrammeModel:
    """`kinds` are the kinds of entry that are known, `questions` the bank if not the current. Raises ModelFileError.

    One that is `in_use` was checked when it came into use; what it names of the question bank may have left it since.
    """
    document = Document(filename, of="a programme model")
    raw = read_yaml(text, document)
    if not isinstance(raw, dict):
        if not document.errors:
            document.add((), "this is not a programme model", "Begin with model:, version:, title: and elements:.")
        raise ModelFileError(document.errors)
    _validate(raw, Outside(kinds) if in_use else _with_bank(kinds, questions or current_questions()), document)
    if document.errors:
        raise ModelFileError(document.errors)
    return ProgrammeModel.model_validate(raw)


def _with_bank(kinds: Collection[str], questions: Questions) -> Outside:
    return Outside(kinds, questions.forms, questions.needs.pathways)


def _validate(raw: dict[str, Any], outside: Outside, document: Document) -> None:
    parts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for section, part in SECTIONS.items():
        for key, value in _items(raw.get(section), section, document):
            path: Path = (section, key)
            parts[section][str(key)] = validate_part(
                part, value, path, f"{SECTION_WORDS[section]} {_name(key)}", document
            )
    audience = validate_part(Audience, raw["for"], ("for",), "“for:”", document) if "for" in raw else None
    _validate_frame(raw, document)
    problems = check_parts(
        audience=audience,
        reasons=raw["reasons"] if isinstance(raw.get("reasons"), dict) else {},
        phases=parts["phases"],
        elements=parts["elements"],
        measures=parts["measures"],
        theory=parts["theory"],
        outside=outside,
    )
    for problem in problems:
        document.report(problem)


def _name(key: str | int) -> str:
    return f"“{key}”" if isinstance(key, str) else str(key + 1)


def _items(value: Any, section: str, document: Document) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list) and section == "theory":
        yield from enumerate(value)
    elif isinstance(value, dict) and section != "theory":
        yield from value.items()
    elif value is not None:
        shape = "a list, each line with a dash" if section == "theory" else "names, each with its fields below it"
        document.add((section,), f"“{section}” is not written as {shape}", f"Write it as {shape}.")


def _validate_frame(raw: dict[str, Any], document: Document) -> None:
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
            explain(detail, ProgrammeModel, (), "the model", document)
