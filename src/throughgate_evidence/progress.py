"""How far long work is: a share from 0 to 1 and a message, to whoever watches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[float, str], None]


def no_progress(done: float, message: str) -> None:
    """Nobody is watching."""


class ProgressLine:
    """One line of a terminal that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, done: float, message: str) -> None:
        end = "\n" if done >= 1 else ""
        self.stream.write(f"\r{done:4.0%}  {message:<60}{end}")
        self.stream.flush()


def shown_progress() -> Progress:
    """On the error stream where that is a terminal."""
    return ProgressLine(sys.stderr) if sys.stderr.isatty() else no_progress
