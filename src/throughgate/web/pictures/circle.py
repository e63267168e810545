"""The people around a person. Names stand in two columns beside the circle, so none can cover another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from throughgate.web.pictures.svg import Svg, element, line, picture, words, wrapped
from throughgate.web.words import initials

HEADING = 26
MARGIN = 2
TONES = ("action", "due", "overdue", "done", "quiet")


@dataclass(frozen=True)
class Size:
    """How the picture is laid out on a desk, or on a phone, where a list beside it says the rest. `notes`: whether
    something stands below the names.
    """

    css: str
    width: float
    row: float
    reach: float
    dot: float
    name: float
    notes: bool

    @property
    def middle(self) -> float:
        return self.width / 2


DESK = Size("tg-circle", width=560, row=74, reach=92, dot=21, name=15.5, notes=True)
PHONE = Size("tg-circle tg-circle--phone", width=350, row=54, reach=54, dot=17, name=14, notes=False)
NOTE = 14


@dataclass(frozen=True)
class Around:
    """`side` is left or right; without one, people are dealt out to both. `barred` says what stands between the two:
    the tie is drawn broken, and crossed out unless it is only `limited`.
    """

    name: str
    role: str
    tone: str = "quiet"
    side: str = ""
    barred: str = ""
    limited: bool = False


def draw_circle(people: Sequence[Around], name: str = "", left: str = "", right: str = "", size: Size = DESK) -> Svg:
    """`left` and `right` are the headings of the two sides, where they mean something."""
    columns = _columns(people)
    top = HEADING if left or right else 0
    height = top + max(3, *map(len, columns)) * size.row + 40
    middle, half = top + (height - top) / 2, (height - top) / 2 - 12
    ties, dots = [], []
    for side, column in zip((1, -1), columns, strict=True):
        for index, person in enumerate(column):
            y = middle + (index - (len(column) - 1) / 2) * size.row
            x = size.middle + side * size.reach * _share(y - middle, half)
            ties.append(_tie(person, size, middle, x, y))
            dots.append(_dot(person, size, x, y, side))
    ring = element("ellipse", "tg-circle__ring", cx=size.middle, cy=middle, rx=size.reach, ry=half)
    centre = element("circle", "tg-circle__centre", cx=size.middle, cy=middle, r=size.dot + 13)
    centre += words(initials(name) if name else "", size.middle, middle + 8, "tg-circle__centre-words", "middle")
    title = f"The people around {name}" if name else "The people around"
    drawn = _headings(size, left, right) + ring + "".join(ties) + centre + "".join(dots)
    return picture(size.css, size.width, height, title, _told(people), drawn)


def _columns(people: Sequence[Around]) -> tuple[list[Around], list[Around]]:
    """Right and left."""
    placed: dict[str, list[Around]] = {side: [one for one in people if one.side == side] for side in ("right", "left")}
    free = [one for one in people if one.side not in placed]
    return placed["right"] + free[::2], placed["left"] + free[1::2]


def _told(people: Sequence[Around]) -> str:
    """Restrictions first: they matter most."""
    in_order = sorted(people, key=lambda one: not one.barred)
    return "; ".join(", ".join(part for part in (one.name, one.barred, one.role) if part) for one in in_order) + "."


def _headings(size: Size, left: str, right: str) -> str:
    shown = ((left, MARGIN, ""), (right, size.width - MARGIN, "end"))
    return "".join(words(text, x, 16, "tg-circle__side", anchor) for text, x, anchor in shown if text)


def _share(off: float, half: float) -> float:
    """Of the reach: an ellipse, but never so near to the middle that two sides meet."""
    return sqrt(max(0.12, 1 - (off / half) ** 2))


def _tie(person: Around, size: Size, middle: float, x: float, y: float) -> str:
    if not person.barred:
        return element("line", "tg-circle__tie", x1=size.middle, y1=middle, x2=x, y2=y)
    tie = element("line", "tg-circle__tie tg-circle__tie--barred", x1=size.middle, y1=middle, x2=x, y2=y)
    if person.limited:
        return tie
    # Half-way between the edges of the two circles.
    far = sqrt((x - size.middle) ** 2 + (y - middle) ** 2) or 1
    along = (far + 13) / 2 / far
    at_x, at_y = size.middle + (x - size.middle) * along, middle + (y - middle) * along
    cross = line("M", at_x - 7, at_y - 7, "L", at_x + 7, at_y + 7, "M", at_x + 7, at_y - 7, "L", at_x - 7, at_y + 7)
    ground = element("circle", "tg-circle__bar-ground", cx=at_x, cy=at_y, r=12)
    return tie + ground + element("path", "tg-circle__bar", d=cross)


def _dot(person: Around, size: Size, x: float, y: float, side: int) -> str:
    tone = person.tone if person.tone in TONES else "quiet"
    gap = size.dot + (8 if size.notes else 5)
    anchor, start = ("start", x + gap) if side > 0 else ("end", x - gap)
    room = (size.width - start if side > 0 else start) - MARGIN
    lines = [(text, "tg-circle__name", size.name) for text in wrapped(person.name, room, size.name, 2)]
    left = max(1, 3 - len(lines)) if size.notes else 0
    told = [(text, "tg-circle__barred") for text in (wrapped(person.barred, room, NOTE, 1) if person.barred else [])]
    told += [(text, "tg-circle__role") for text in wrapped(person.role, room, NOTE, max(1, left - len(told)))]
    lines += [(text, css, NOTE) for text, css in told[:left]]
    step = 17
    first = y + 5 - (len(lines) - 1) * step / 2
    return (
        element("circle", f"tg-circle__dot tg-circle__dot--{tone}", cx=x, cy=y, r=size.dot)
        + words(initials(person.name), x, y + 5, "tg-circle__initials", "middle")
        + "".join(words(text, start, first + step * n, css, anchor) for n, (text, css, _) in enumerate(lines))
    )
