"""What is wrong with a file that somebody wrote by hand: the line, the cause, and how to mend it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""Where something stands in a file: the names and places that lead to it."""


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    line: int
    what: str
    mend: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend}"


class FaultyFileError(ValueError):
    """Everything that is wrong with a file, or with several, by line."""

    def __init__(self, errors: Collection[Fault]) -> None:
        self.errors = tuple(sorted(set(errors), key=lambda one: (one.file, one.line, one.what)))
        super().__init__("\n".join(map(str, self.errors)))


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault whose line is not known yet, only its place."""

    path: Path
    what: str
    mend: str


class UnreadableError(ValueError):
    """A value written in a small grammar of ours that cannot be read."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend


def did_you_mean(word: str, known: Collection[str], *, otherwise: str) -> str:
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else otherwise


def check_known(path: Path, what: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        listed = ", ".join(sorted(known)) if known else "none yet"
        mend = did_you_mean(name, known, otherwise=f"Known: {listed}.")
        yield Problem(path, f"{what} “{name}” is not known", mend)
