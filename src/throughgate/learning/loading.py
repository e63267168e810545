"""Reads the feedback questions from YAML, the shipped ones or an organisation’s own. Every error of a file is told at
once, with its line and how to mend it.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from throughgate.common.faults import Fault, FaultyFileError, Problem
from throughgate.common.own_files import own_place, read_when_changed
from throughgate.common.parts import validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.learning.grammar import MOST_QUESTIONS, Head, Question, Questions

FILE = "feedback.yaml"
BEGIN = "Begin with feedback:, version:, title: and questions:."


class FeedbackFileError(FaultyFileError):
    """Everything that is wrong with the file of the feedback questions."""


def load_questions(text: str, *, filename: str) -> Questions:
    """Raises FeedbackFileError."""
    document = Document(filename, of="the feedback questions")
    raw = read_yaml(text, document)
    if isinstance(raw, dict):
        _read(raw, document)
    elif not document.errors:
        document.add((), "these are no feedback questions", BEGIN)
    if document.errors:
        raise FeedbackFileError(document.errors)
    found = Questions.model_validate(raw)
    for problem in _problems(found):
        document.report(problem)
    if document.errors:
        raise FeedbackFileError(document.errors)
    return found


def _read(raw: dict[str, Any], document: Document) -> None:
    head = {name: value for name, value in raw.items() if name != "questions"}
    validate_part(Head, head, (), "the feedback", document)
    asked = raw.get("questions")
    if not isinstance(asked, dict) or not asked:
        document.add(("questions",), "nothing is asked", "Write questions: and names below it, each with its ask:.")
        return
    if len(asked) > MOST_QUESTIONS:
        mend = f"Keep to {MOST_QUESTIONS}: people answer a short list."
        document.add(("questions",), f"{len(asked)} questions are too many", mend)
    for key, one in asked.items():
        validate_part(Question, one, ("questions", key), f"the question “{key}”", document)


def _problems(found: Questions) -> Iterator[Problem]:
    for key, one in found.questions.items():
        path = ("questions", key)
        if len(one.answers) == 1:
            yield Problem((*path, "answers"), f"“{key}” has one answer only", "Offer two or more, or none.")


def own_file() -> Path:
    return own_place(FILE)


def questions() -> Questions:
    """The organisation's own, else the shipped ones. A faulty file replaces nothing."""
    return own_questions(own_file())[0] or shipped_questions()


@cache
def shipped_questions() -> Questions:
    text = (files("throughgate.learning") / "data" / FILE).read_text(encoding="utf-8")
    return load_questions(text, filename=FILE)


@read_when_changed
def own_questions(path: Path) -> tuple[Questions | None, tuple[Fault, ...]]:
    """What stands in it, or what is wrong with it: read again once it changed."""
    if not path.is_file():
        return None, ()
    try:
        return load_questions(path.read_text(encoding="utf-8"), filename=path.name), ()
    except FeedbackFileError as refused:
        return None, refused.errors
    except (OSError, UnicodeDecodeError):
        return None, (Fault(1, "the file cannot be read as text", "Save it as plain text in UTF-8.", path.name),)
