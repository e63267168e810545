"""The question bank that comes with the application, and what an organisation adds to it in a folder of its own."""

import logging
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from throughgate.common.faults import Fault
from throughgate.common.own_files import own_place, read_when_changed
from throughgate.story.grammar import Questions
from throughgate.story.loading import BANK, FORMS, NEEDS, QuestionFilesError, load_questions

FOLDER = "questions"


def texts_in(folder: Traversable) -> dict[str, str]:
    """The YAML of a folder by its place in it, as `load_questions` wants it. Raises OSError, UnicodeDecodeError."""
    found = {place: file.read_text(encoding="utf-8") for place, file in _places(folder)}
    return dict(sorted(found.items()))


def _places(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for within in (BANK, FORMS):
        inner = folder / within.rstrip("/")
        if inner.is_dir():
            yield from ((within + file.name, file) for file in inner.iterdir() if file.name.endswith(".yaml"))
    needs = folder / NEEDS
    if needs.is_file():
        yield NEEDS, needs


@cache
def shipped_questions() -> Questions:
    return load_questions(texts_in(files("throughgate.story") / "data"))


def own_folder() -> Path:
    return own_place(FOLDER)


def current_questions() -> Questions:
    """What is asked here: the shipped questions and those that the organisation adds. A faulty folder adds nothing."""
    return questions_with(own_folder())[0]


@read_when_changed
def questions_with(folder: Path) -> tuple[Questions, tuple[Fault, ...]]:
    """The shipped questions with those of the folder, and what is wrong with these: read again once one changed."""
    try:
        texts = texts_in(folder)
        return (load_questions(texts, beside=shipped_questions()) if texts else shipped_questions()), ()
    except QuestionFilesError as refused:
        faults = refused.errors
    except (OSError, UnicodeDecodeError):
        faults = (Fault(1, "a file cannot be read as text", "Save each as plain text in UTF-8.", FOLDER),)
    logging.getLogger(__name__).error("The questions of this organisation cannot be used. Run check_questions.")
    return shipped_questions(), faults
