"""The question bank that comes with the application, and banks in a folder of one's own."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from throughgate.story.grammar import Questions
from throughgate.story.loading import BANK, FORMS, NEEDS, load_questions


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
