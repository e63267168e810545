"""A forest: one line for each estimate, with its interval, over a line of no difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..outcomes import Estimate, Kind
from ..statements import WORDING, signed_limit
from .markup import Markup
from .shapes import WIDTH, area, box, dot, line, picture, shortened, text

ROW = 26
LABEL, RIGHT = 112, 56
TOP = 22


@dataclass(frozen=True)
class Line:
    """One estimate. `weight` from 0 to 1 sets the size of its mark; `strong` lines are drawn as a diamond; `outer` is
    a wider interval drawn thin (of prediction).
    """

    label: str
    middle: float
    lower: float | None
    upper: float | None
    weight: float = 0.4
    strong: bool = False
    outer: tuple[float, float] | None = None


def line_of(label: str, kind: Kind, estimate: Estimate, *, strong: bool = False) -> Line:
    """On the scale that the interval of this kind is written in."""
    per = WORDING[kind].limit_per
    lower, upper = (None if value is None else per * value for value in (estimate.lower, estimate.upper))
    return Line(label, per * estimate.difference, lower, upper, strong=strong)


def forest(
    key: str,
    title: str,
    lines: Sequence[Line],
    decimals: int,
    *,
    unit: str = "",
    ends: tuple[str, str] = ("lower", "higher"),
    write: Callable[[float], str] | None = None,
) -> Markup:
    """`ends`: the words for the two sides of 0; `unit` of the numbers; `write` puts a number into words where they are
    not plain differences.
    """
    say = write or (lambda value: signed_limit(value, decimals))
    reach = 1.1 * max((abs(value) for each in lines for value in values_of(each)), default=1.0) or 1.0
    centre, half = LABEL + (WIDTH - LABEL - RIGHT) / 2, (WIDTH - LABEL - RIGHT) / 2

    def x(value: float) -> float:
        return centre + half * value / reach

    bottom = TOP + ROW * len(lines)
    shapes: list[Markup] = [
        line(x(0), TOP - 4, x(0), bottom, "zero"),
        text(LABEL, 12, f"← {ends[0]}", "label small"),
        text(WIDTH - RIGHT, 12, f"{ends[1]} →", "label small", "end"),
    ]
    for at, each in enumerate(lines):
        y = TOP + ROW * (at + 0.5)
        shapes += [
            text(0, y + 4, shortened(each.label, 17), "label strong" if each.strong else "label"),
            *marks(each, x(each.middle), y, [x(value) for value in values_of(each)[1:]]),
            text(WIDTH, y + 4, say(each.middle), "label small", "end"),
        ]
    if unit:
        shapes.append(text(centre, bottom + 14, unit, "label small", "middle"))
    words = in_words(lines, say, unit)
    return picture(key, title, words, bottom + (20 if unit else 6), *shapes)


def values_of(each: Line) -> list[float]:
    """Middle, limits, outer limits: those that there are."""
    given = [each.middle, each.lower, each.upper, *(each.outer or ())]
    return [value for value in given if value is not None and math.isfinite(value)]


def marks(each: Line, middle: float, y: float, ends: list[float]) -> list[Markup]:
    drawn: list[Markup] = []
    if each.outer and len(ends) == 4:
        drawn.append(line(ends[2], y, ends[3], y, "outer"))
    if each.strong and len(ends) >= 2:
        return [*drawn, area([(ends[0], y), (middle, y - 7), (ends[1], y), (middle, y + 7)], "diamond")]
    if len(ends) >= 2:
        drawn.append(line(ends[0], y, ends[1], y, "thin"))
    size = 5 + 7 * math.sqrt(max(0.0, min(1.0, each.weight)))
    return (
        [*drawn, box(middle - size / 2, y - size / 2, size, size, "mark")]
        if each.weight
        else [*drawn, dot(middle, y, 4, "mark")]
    )


def in_words(lines: Sequence[Line], say: Callable[[float], str], unit: str) -> str:
    after = f" {unit}" if unit else ""
    return "; ".join(words_of(each, say) + after for each in lines) + f". {say(0.0)} is no difference."


def words_of(each: Line, say: Callable[[float], str]) -> str:
    words = f"{each.label}: {say(each.middle)}"
    if each.lower is None or each.upper is None:
        return words
    return f"{words} ({say(each.lower)} to {say(each.upper)})"
