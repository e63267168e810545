"""Who came to what: a line for each person, a cell for each session, its mark a drawing that says the same in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.web.icons import ICONS
from throughgate.web.pictures.svg import Svg, element, number, picture, words, wrapped

NAMES, CELL, ROW, HEAD = 86, 34, 34, 22
MARK, SIZE, LINE = 18, 13, 15


@dataclass(frozen=True)
class Spot:
    """`icon` draws the mark, nothing where there is none; `state`: coming, today or past, which is greyed."""

    icon: str
    tone: str
    words: str
    state: str = "coming"


@dataclass(frozen=True)
class MatrixLine:
    label: str
    spots: Sequence[Spot]


def matrix_words(columns: Sequence[str], lines: Sequence[MatrixLine]) -> str:
    return " ".join(f"{line.label}: {_told(columns, line)}." for line in lines)


def _told(columns: Sequence[str], line: MatrixLine) -> str:
    said = [f"{column} {spot.words.lower()}" for column, spot in zip(columns, line.spots, strict=True) if spot.words]
    return ", ".join(said) or "nothing recorded"


def draw_matrix(columns: Sequence[str], lines: Sequence[MatrixLine], title: str, room_for: int = 0) -> Svg:
    """Narrow enough for a phone with eight columns. The page has the same as a table.

    `room_for`: as many columns as the widest of several that stand below each other, which are then of one size.
    """
    drawn = "".join(
        words(column, NAMES + CELL * (place + 0.5), HEAD - 8, "tg-first-week__date", "middle")
        for place, column in enumerate(columns)
    )
    drawn += "".join(_line(line, HEAD + ROW * place) for place, line in enumerate(lines))
    width, height = NAMES + CELL * max(len(columns), room_for), HEAD + ROW * len(lines)
    return picture("tg-first-week", width, height, title, matrix_words(columns, lines), drawn)


def _line(line: MatrixLine, top: float) -> str:
    parts = wrapped(line.label, NAMES - 6, SIZE, 2)
    first = top + ROW / 2 + 4 - LINE * (len(parts) - 1) / 2
    name = "".join(words(part, 0, first + LINE * at, "tg-first-week__date") for at, part in enumerate(parts))
    return name + "".join(_cell(spot, NAMES + CELL * place, top) for place, spot in enumerate(line.spots))


def _cell(spot: Spot, left: float, top: float) -> str:
    css = f"tg-first-week__day tg-first-week__day--{spot.state}"
    box = element("rect", css, x=left + 2, y=top + 2, width=CELL - 4, height=ROW - 4, rx=6)
    if not spot.icon:
        return box
    place = f"translate({number(left + (CELL - MARK) / 2)} {number(top + (ROW - MARK) / 2)}) scale({MARK / 24:.3f})"
    return box + element(
        "path", f"tg-first-week__mark tg-first-week__mark--{spot.tone}", d=ICONS[spot.icon], transform=place
    )
