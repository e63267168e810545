"""The one number below which figures over people are not told to those who may not open the records behind them, and
what else must then not be told.

The evidence engine has its own disclosure control, on purpose: it tells of people who were matched anew for each
figure, so its figures do not add up and are weighed one by one, by thresholds that are set for publishing. The figures
here are plain counts that do add up, and what adds up can be subtracted.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

FEWEST: Final = 5
Cell = TypeVar("Cell", bound=Hashable)


def is_small(count: int) -> bool:
    """Nobody at all is not small: it points at nobody."""
    return 0 < count < FEWEST


def told_parts(due: int, parts: Mapping[str, int], fewest: int = FEWEST) -> dict[str, str]:
    """`parts` add up to `due`. Below `fewest` no number is told, but that there is nobody; a part that would give
    another away goes with it.
    """
    if 0 < due < fewest:
        return dict.fromkeys(("due", *parts), "withheld")
    small = {name for name, number in parts.items() if 0 < number < fewest}
    if len(small) == 1:
        others = [name for name in parts if name not in small and parts[name]]
        small |= {min(others, key=lambda name: parts[name])} if others else set()
    told = {name: "withheld" if name in small else str(number) for name, number in parts.items()}
    return {"due": str(due), **told}


def choose_told(parts: Sequence[Collection[Cell]], counts: Mapping[Cell, Sequence[int]]) -> list[bool]:
    """Which of `parts` may be told beside each other: what comes first is told first. `counts` of each cell, no person
    in two of them, are the counts that telling a part gives away; a part is a set of cells.

    What has been told cuts the people into blocks. A part is told only where no block within what is told then has a
    small count. Whatever can be worked out by adding and subtracting is made of whole blocks, so it is not small
    either; and of a cell within a larger block nothing is known but that it has between none and all of the block.
    """
    blocks: list[tuple[frozenset[Cell], bool]] = [(frozenset(counts), False)]
    told = []
    for part in map(frozenset, parts):
        cut = [
            piece for block, inside in blocks for piece in ((block & part, True), (block - part, inside)) if piece[0]
        ]
        told.append(not any(inside and _has_small(block, counts) for block, inside in cut))
        if told[-1]:
            blocks = cut
    return told


def _has_small(block: Iterable[Cell], counts: Mapping[Cell, Sequence[int]]) -> bool:
    return any(is_small(sum(numbers)) for numbers in zip(*(counts[cell] for cell in block), strict=True))
