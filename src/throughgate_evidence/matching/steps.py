"""Telling how far long work is: in a hundred steps at most, however many people it goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..progress import Progress

Tell = Callable[[float], None]
LEAST_STEP = 0.01


def steadily(progress: Progress, message: str) -> Tell:
    """Passes on a share done, 0 to 1, where it has grown by a hundredth since it was last told."""
    told = -1.0

    def tell(done: float) -> None:
        nonlocal told
        if done - told >= LEAST_STEP:
            told = done
            progress(done, message)

    return tell


def part(tell: Tell, number: int, parts: int) -> Tell:
    """The same for part `number`, from 0, of `parts` of equal length."""
    return lambda done: tell((number + done) / parts)


def counted(people: int, tell: Tell) -> Iterator[int]:
    """Numbers from 0, each told as it is come to."""
    for at in range(people):
        tell(at / people)
        yield at
