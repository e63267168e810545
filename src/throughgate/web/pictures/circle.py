"""The people around a person. Names stand in two columns beside the circle, so none can cover another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from throughgate.web.pictures.svg import Svg, element, line, picture, words, wrapped
from throughgate.web.words import initials

WIDTH, ROW = 560, 68
CENTRE_X, REACH = WIDTH / 2, 92
HEADING = 26
TONES = ("action", "due", "overdue", "done", "quiet")


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


def draw_circle(people: Sequence[Around], name: str = "", left: str = "", right: str = "") -> Svg:
    """`left` and `right` are the headings of the two sides, where they mean something."""
    columns = _columns(people)
    top = HEADING if left or right else 0
    height = top + max(3, *map(len, columns)) * ROW + 40
    middle, half = top + (height - top) / 2, (height - top) / 2 - 12
    ties, dots = [], []
    for side, column in zip((1, -1), columns, strict=True):
        for index, person in enumerate(column):
            y = middle + (index - (len(column) - 1) / 2) * ROW
            x = CENTRE_X + side * _across(y - middle, half)
            ties.append(_tie(person, middle, x, y))
            dots.append(_dot(person, x, y, side))
    ring = element("ellipse", "tg-circle__ring", cx=CENTRE_X, cy=middle, rx=REACH, ry=half)
    centre = element("circle", "tg-circle__centre", cx=CENTRE_X, cy=middle, r=34)
    centre += words(initials(name) if name else "", CENTRE_X, middle + 8, "tg-circle__centre-words", "middle")
    title = f"The people around {name}" if name else "The people around"
    drawn = _headings(left, right) + ring + "".join(ties) + centre + "".join(dots)
    return picture("tg-circle", WIDTH, height, title, _told(people), drawn)


def _columns(people: Sequence[Around]) -> tuple[list[Around], list[Around]]:
    """Right and left."""
    placed: dict[str, list[Around]] = {side: [one for one in people if one.side == side] for side in ("right", "left")}
    free = [one for one in people if one.side not in placed]
    return placed["right"] + free[::2], placed["left"] + free[1::2]


def _told(people: Sequence[Around]) -> str:
    """Restrictions first: they matter most."""
    in_order = sorted(people, key=lambda one: not one.barred)
    return "; ".join(", ".join(part for part in (one.name, one.barred, one.role) if part) for one in in_order) + "."


def _headings(left: str, right: str) -> str:
    shown = ((left, 2, ""), (right, WIDTH - 2, "end"))
    return "".join(words(text, x, 16, "tg-circle__side", anchor) for text, x, anchor in shown if text)


def _across(off: float, half: float) -> float:
    return REACH * sqrt(max(0.12, 1 - (off / half) ** 2))


def _tie(person: Around, middle: float, x: float, y: float) -> str:
    if not person.barred:
        return element("line", "tg-circle__tie", x1=CENTRE_X, y1=middle, x2=x, y2=y)
    tie = element("line", "tg-circle__tie tg-circle__tie--barred", x1=CENTRE_X, y1=middle, x2=x, y2=y)
    if person.limited:
        return tie
    # Half-way between the edges of the two circles.
    far = sqrt((x - CENTRE_X) ** 2 + (y - middle) ** 2) or 1
    along = (34 + far - 21) / 2 / far
    at_x, at_y = CENTRE_X + (x - CENTRE_X) * along, middle + (y - middle) * along
    cross = line("M", at_x - 7, at_y - 7, "L", at_x + 7, at_y + 7, "M", at_x + 7, at_y - 7, "L", at_x - 7, at_y + 7)
    ground = element("circle", "tg-circle__bar-ground", cx=at_x, cy=at_y, r=12)
    return tie + ground + element("path", "tg-circle__bar", d=cross)


def _dot(person: Around, x: float, y: float, side: int) -> str:
    tone = person.tone if person.tone in TONES else "quiet"
    anchor, start = ("start", x + 29) if side > 0 else ("end", x - 29)
    room = WIDTH - start - 2 if side > 0 else start - 2
    told = [(text, "tg-circle__barred") for text in (wrapped(person.barred, room, 14, 1) if person.barred else [])]
    told += [(text, "tg-circle__role") for text in wrapped(person.role, room, 14, 2 - len(told))]
    first = y - 2 if len(told) == 1 else y - 10
    return (
        element("circle", f"tg-circle__dot tg-circle__dot--{tone}", cx=x, cy=y, r=21)
        + words(initials(person.name), x, y + 5, "tg-circle__initials", "middle")
        + words(wrapped(person.name, room, 15.5, 1)[0], start, first, "tg-circle__name", anchor)
        + "".join(words(text, start, first + 18 + 16 * n, css, anchor) for n, (text, css) in enumerate(told))
    )
