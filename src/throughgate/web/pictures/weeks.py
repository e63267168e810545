"""What happened in which week: one line for each kind of thing, one mark for each week in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.web.pictures.svg import Svg, element, picture, words
from throughgate.web.words import short_day_words

TOP, ROW = 48, 36


@dataclass(frozen=True)
class WeeksShape:
    """`every`: weeks between two days that are written."""

    css: str
    width: int
    edge: int
    left: int
    right: int
    every: int


WEEKS_DESK = WeeksShape("tg-spells", 1000, 16, 200, 960, 3)
WEEKS_PHONE = WeeksShape("tg-spells tg-spells--phone", 350, 8, 132, 336, 4)


@dataclass(frozen=True)
class WeekLine:
    """`counts`: how often, in each week from the first to the last."""

    label: str
    counts: Sequence[int]


def draw_weeks(first: Sequence[date], lines: Sequence[WeekLine], title: str, shape: WeeksShape = WEEKS_DESK) -> Svg:
    """`first`: the first day of each week. The table beside it says the same."""
    apart = (shape.right - shape.left) / max(len(first) - 1, 1)
    days = "".join(
        words(short_day_words(day), shape.left + apart * place, TOP - 20, "tg-spells__label", "middle")
        for place, day in enumerate(first)
        if place % shape.every == 0
    )
    drawn = "".join(_line(line, TOP + ROW * row + ROW / 2, apart, shape) for row, line in enumerate(lines))
    said = " ".join(f"{line.label}: {sum(line.counts)}." for line in lines)
    return picture(shape.css, shape.width, TOP + ROW * len(lines) + 8, title, said, days + drawn)


def _line(line: WeekLine, y: float, apart: float, shape: WeeksShape) -> str:
    drawn = words(line.label, shape.edge, y + 5, "tg-spells__label")
    drawn += element("path", "tg-spells__ahead", d=f"M{shape.left} {y:.1f}H{shape.right}")
    for place, count in enumerate(line.counts):
        if count:
            x = shape.left + apart * place
            drawn += element("circle", "tg-spells__day", cx=x, cy=y, r=8)
            if count > 1:
                drawn += words(f"{count}", x, y + 5, "tg-spells__label", "middle")
    return drawn
