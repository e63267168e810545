"""What happened in which week: one line for each kind of thing, one mark for each week in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.web.pictures.svg import Svg, element, picture, words
from throughgate.web.words import short_day_words

WIDTH, LEFT, RIGHT = 1000, 200, 960
TOP, ROW = 48, 36
EVERY = 3  # weeks between two days that are written


@dataclass(frozen=True)
class WeekLine:
    """`counts`: how often, in each week from the first to the last."""

    label: str
    counts: Sequence[int]


def draw_weeks(first: Sequence[date], lines: Sequence[WeekLine], title: str) -> Svg:
    """`first`: the first day of each week. For desks and paper; the table beside it says the same."""
    apart = (RIGHT - LEFT) / max(len(first) - 1, 1)
    days = "".join(
        words(short_day_words(day), LEFT + apart * place, TOP - 20, "tg-spells__label", "middle")
        for place, day in enumerate(first)
        if place % EVERY == 0
    )
    drawn = "".join(_line(line, TOP + ROW * row + ROW / 2, apart) for row, line in enumerate(lines))
    said = " ".join(f"{line.label}: {sum(line.counts)}." for line in lines)
    return picture("tg-spells", WIDTH, TOP + ROW * len(lines) + 8, title, said, days + drawn)


def _line(line: WeekLine, y: float, apart: float) -> str:
    drawn = words(line.label, 16, y + 5, "tg-spells__label")
    drawn += element("path", "tg-spells__ahead", d=f"M{LEFT} {y:.1f}H{RIGHT}")
    for place, count in enumerate(line.counts):
        if count:
            x = LEFT + apart * place
            drawn += element("circle", "tg-spells__day", cx=x, cy=y, r=8)
            if count > 1:
                drawn += words(f"{count}", x, y + 5, "tg-spells__label", "middle")
    return drawn
