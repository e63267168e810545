"""Feedback counted, with nothing told that would point at few. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from throughgate.common.small_numbers import choose_told

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True)
class Counts:
    """Of one programme, site and moment: how many answered, how many chose to say nothing, and who answered what."""

    answered: int = 0
    declined: int = 0
    said: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by question: answer → how many

    @property
    def asked(self) -> int:
        return self.answered + self.declined


@dataclass(frozen=True)
class Told(Generic[Cell]):
    """What may be told of a group of cells. None: withheld."""

    cells: frozenset[Cell]
    answered: int | None
    declined: int | None
    said: Mapping[str, Mapping[str, int] | None]

    @property
    def asked(self) -> int | None:
        return None if self.answered is None or self.declined is None else self.answered + self.declined


def tell(
    parts: Sequence[frozenset[Cell]], counts: Mapping[Cell, Counts], questions: Mapping[str, Sequence[str]]
) -> list[Told[Cell]]:
    """What comes first is told first. `questions`: the answers that each offers."""
    answered = choose_told(parts, {cell: (one.answered,) for cell, one in counts.items()})
    split = choose_told(parts, {cell: (one.answered, one.declined) for cell, one in counts.items()})
    shares = {key: choose_told(parts, _said(counts, key, answers)) for key, answers in questions.items()}
    return [
        Told(
            part,
            sum(counts[cell].answered for cell in part) if answered[place] else None,
            sum(counts[cell].declined for cell in part) if split[place] and answered[place] else None,
            {
                key: _together(part, counts, key, answers) if shares[key][place] and answered[place] else None
                for key, answers in questions.items()
            },
        )
        for place, part in enumerate(parts)
    ]


def _said(counts: Mapping[Cell, Counts], key: str, answers: Sequence[str]) -> dict[Cell, tuple[int, ...]]:
    """With those who passed over the question: subtracting must not tell them either."""
    found = {}
    for cell, one in counts.items():
        said = one.said.get(key, {})
        given = tuple(said.get(answer, 0) for answer in answers)
        found[cell] = (*given, max(one.answered - sum(given), 0))
    return found


def _together(part: frozenset[Cell], counts: Mapping[Cell, Counts], key: str, answers: Sequence[str]) -> dict[str, int]:
    return {answer: sum(counts[cell].said.get(key, {}).get(answer, 0) for cell in part) for answer in answers}
