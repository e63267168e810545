"""The first days after release, one cell for each, with small marks of what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.web.icons import ICONS
from throughgate.web.pictures.svg import Svg, element, number, picture, words

CELL, HEAD, GAP = 46, 22, 4
MARK, STEP = 17, 20
HEIGHT = HEAD + 46
MOST = 4  # marks in a cell; what is more is said in words alone


@dataclass(frozen=True)
class Mark:
    """What happened, or is still to come: a drawing, its tone and its words."""

    icon: str
    words: str
    tone: str = "done"


@dataclass(frozen=True)
class WeekDay:
    """`short` stands over the cell (“Fri 20”), `label` is how the day is told; `is_past` once it has begun."""

    short: str
    label: str
    marks: tuple[Mark, ...] = ()
    is_past: bool = True
    is_today: bool = False


def week_words(days: Sequence[WeekDay]) -> str:
    told = [f"{day.label}: {', '.join(mark.words for mark in day.marks)}." for day in days if day.marks]
    return " ".join(told) or "Nothing is recorded yet."


def draw_week(days: Sequence[WeekDay], name: str = "") -> Svg:
    title = f"The first week of {name}" if name else "The first week"
    drawn = "".join(_cell(day, place * (CELL + GAP)) for place, day in enumerate(days))
    return picture("tg-first-week", len(days) * (CELL + GAP) - GAP, HEIGHT, title, week_words(days), drawn)


def _cell(day: WeekDay, x: float) -> str:
    state = "today" if day.is_today else "past" if day.is_past else "coming"
    box = element(
        "rect", f"tg-first-week__day tg-first-week__day--{state}", x=x + 1, y=HEAD, width=CELL - 2, height=44, rx=6
    )
    weekday, _, date = day.short.partition(" ")
    head = words(weekday[:2], x + 3, 14, "tg-first-week__weekday") + words(
        date, x + CELL - 3, 14, "tg-first-week__date", "end"
    )
    return head + box + "".join(_mark(mark, x, place) for place, mark in enumerate(day.marks[:MOST]))


def _mark(mark: Mark, x: float, place: int) -> str:
    left, top = x + 4 + place % 2 * STEP, HEAD + 3 + place // 2 * STEP
    return element(
        "path",
        f"tg-first-week__mark tg-first-week__mark--{mark.tone}",
        d=ICONS.get(mark.icon, ICONS["note"]),
        transform=f"translate({number(left)} {number(top)}) scale({MARK / 24:.3f})",
    )
