"""How far somebody is with a programme, in words and as a share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    """One commitment. `count` is how many of its element the model asks for, None for one that goes on and on."""

    element: str
    title: str
    core: bool
    count: int | None
    spell: int
    met_on: date | None
    gone: bool  # waived, or closed undone: nobody is asked for it any more


@dataclass(frozen=True)
class Progress:
    words: str
    done: int
    of: int
    done_on: date | None  # the day the last of them was met, once all are


def progress_of(steps: Sequence[Step]) -> Progress:
    """Over the core elements, or over all of a model that marks none; what recurs without end has no share."""
    asked = [
        step
        for step in steps
        if step.count is not None and not step.gone and step.spell == _last_spell(steps, step.element)
    ]
    weighed = [step for step in asked if step.core] or asked
    met = [step.met_on for step in weighed if step.met_on]
    all_met = bool(weighed) and len(met) == len(weighed)
    return Progress(_words(asked, len(met), len(weighed)), len(met), len(weighed), max(met) if all_met else None)


def _last_spell(steps: Iterable[Step], element: str) -> int:
    return max(step.spell for step in steps if step.element == element)


def _words(asked: Sequence[Step], done: int, of: int) -> str:
    """The core steps, and the series they are in the middle of: `3 of 9 core steps. Sessions: 4 of 6`."""
    words = [f"{done} of {of} core steps"] if of else []
    series: dict[str, list[Step]] = {}
    for step in asked:
        if (step.count or 1) > 1:
            series.setdefault(step.element, []).append(step)
    for rows in series.values():
        met = sum(row.met_on is not None for row in rows)
        if 0 < met < len(rows):
            return ". ".join([*words, f"{rows[0].title}: {met} of {len(rows)}"])
    return words[0] if words else "Just begun"
